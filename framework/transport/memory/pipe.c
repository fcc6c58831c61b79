#include "maru/transport/memory/internal/pipe.h"

#include "maru/base/assert.h"

#include <stdlib.h>

static void
fill(struct memory_pipe *pipe, maru_bytes message)
{
	if (message.len > pipe->capacity) {
		free(pipe->data);
		pipe->data = malloc(message.len);
		MARU_ASSERT(pipe->data != NULL && "out of memory");
		pipe->capacity = message.len;
	}
	if (message.len != 0)
		memcpy(pipe->data, message.data, message.len);
	pipe->len = message.len;
	pipe->slot = MEMORY_SLOT_FULL;
}

/* Answers a receive that waits, as far as it can be answered. */
static unsigned
deliver(struct memory_pipe *pipe)
{
	if (!pipe->receiving)
		return MEMORY_NOTHING;
	if (pipe->slot == MEMORY_SLOT_FULL) {
		pipe->receiving = false;
		pipe->slot = MEMORY_SLOT_READ;
		return MEMORY_RECEIVED;
	}
	if (pipe->closed || pipe->broken) {
		pipe->receiving = false;
		return MEMORY_NO_MORE;
	}
	return MEMORY_NOTHING;
}

unsigned
marui_memory_pipe_send(struct memory_pipe *pipe, maru_bytes message)
{
	MARU_ASSERT(!pipe->sending);
	if (pipe->broken || pipe->closed)
		return MEMORY_NOT_SENT;
	if (pipe->slot != MEMORY_SLOT_EMPTY) {
		pipe->sending = true;
		pipe->blocked = message;
		return MEMORY_NOTHING;
	}
	fill(pipe, message);
	return MEMORY_SENT | deliver(pipe);
}

unsigned
marui_memory_pipe_receive(struct memory_pipe *pipe)
{
	unsigned events = MEMORY_NOTHING;

	MARU_ASSERT(!pipe->receiving);
	pipe->receiving = true;
	if (pipe->slot == MEMORY_SLOT_READ)
		pipe->slot = MEMORY_SLOT_EMPTY;
	if (pipe->slot == MEMORY_SLOT_EMPTY && pipe->sending) {
		pipe->sending = false;
		fill(pipe, pipe->blocked);
		events |= MEMORY_SENT;
	}
	return events | deliver(pipe);
}

unsigned
marui_memory_pipe_close(struct memory_pipe *pipe)
{
	pipe->closed = true;
	return deliver(pipe);
}

unsigned
marui_memory_pipe_break(struct memory_pipe *pipe)
{
	unsigned events = MEMORY_NOTHING;

	pipe->broken = true;
	if (pipe->sending) {
		pipe->sending = false;
		events |= MEMORY_NOT_SENT;
	}
	return events | deliver(pipe);
}

void
marui_memory_pipe_reset(struct memory_pipe *pipe)
{
	struct memory_pipe empty = { 0 };

	if (pipe->capacity > MEMORY_PIPE_KEPT_BYTES) {
		free(pipe->data);
	} else {
		empty.data = pipe->data;
		empty.capacity = pipe->capacity;
	}
	*pipe = empty;
}

void
marui_memory_pipe_fini(struct memory_pipe *pipe)
{
	free(pipe->data);
}
