/*
 * One direction of a call in memory: room for one message, one send and one receive that may be waiting.
 *
 * A message stays until the next receive, because its reader borrows it. Nothing here locks or reports: each function
 * returns what has happened, and the caller reports it once its lock is free.
 */
#ifndef MARU_TRANSPORT_MEMORY_INTERNAL_PIPE_H
#define MARU_TRANSPORT_MEMORY_INTERNAL_PIPE_H

#include "maru/base/bytes.h"

enum memory_slot {
	MEMORY_SLOT_EMPTY,
	MEMORY_SLOT_FULL, /* a message that nobody has received */
	MEMORY_SLOT_READ, /* a message that is being read */
};

enum {
	MEMORY_PIPE_KEPT_BYTES = 64 * 1024, /* the largest buffer that a reset keeps */
};

/* Zeroed memory is an empty pipe. */
struct memory_pipe {
	enum memory_slot slot;
	uint8_t *data;
	size_t len, capacity;
	bool closed; /* no message follows the one in the slot */
	bool broken; /* nothing goes through any more */
	bool receiving, sending;
	maru_bytes blocked; /* the message of the send that waits */
};

enum memory_event {
	MEMORY_NOTHING = 0,
	MEMORY_RECEIVED = 1u << 0, /* the receiver's operation is done: it has a message */
	MEMORY_NO_MORE = 1u << 1,  /* the receiver's operation is done: there is none */
	MEMORY_SENT = 1u << 2,     /* the sender's operation is done */
	MEMORY_NOT_SENT = 1u << 3, /* the sender's operation is done in vain */
};

unsigned marui_memory_pipe_send(struct memory_pipe *pipe, maru_bytes message);
unsigned marui_memory_pipe_receive(struct memory_pipe *pipe);
unsigned marui_memory_pipe_close(struct memory_pipe *pipe);

/* Nothing goes through any more; a message in the slot stays for its reader. */
unsigned marui_memory_pipe_break(struct memory_pipe *pipe);

/* As new, but for the room that it has, unless that is large. */
void marui_memory_pipe_reset(struct memory_pipe *pipe);

void marui_memory_pipe_fini(struct memory_pipe *pipe);

#endif
