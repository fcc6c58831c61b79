#include "maru/transport/memory/internal/wire.h"

void
marui_memory_report(unsigned events, struct maru_call *sender, struct maru_call *receiver)
{
	if (events & (MEMORY_SENT | MEMORY_NOT_SENT))
		marui_call_sent(sender, (events & MEMORY_SENT) != 0);
	if (events & (MEMORY_RECEIVED | MEMORY_NO_MORE))
		marui_call_received(receiver, (events & MEMORY_RECEIVED) != 0);
}

/* The message in a pipe's slot, if it is one and not too large. */
static maru_status
read_slot(const struct memory_pipe *pipe, size_t bytes_max, struct maru_arena *arena, maru_bytes *ret_message)
{
	MARU_ENSURE(pipe->slot != MEMORY_SLOT_EMPTY,
	            maru_status_reason(arena, MARU_CODE_INTERNAL, "NO_MESSAGE", "the call has no message where it needs one"));
	MARU_ENSURE(pipe->len <= bytes_max,
	            maru_status_reason(arena, MARU_CODE_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE",
	                               "a message of %zu bytes is over the limit of %zu", pipe->len, bytes_max));
	*ret_message = maru_bytes_of(pipe->data, pipe->len);
	return MARU_OK;
}

static maru_status
server_message(void *object, struct maru_arena *arena, maru_bytes *ret_message)
{
	struct memory_wire *wire = object;

	return read_slot(&wire->requests, marui_server_message_bytes_max(wire->channel->server), arena, ret_message);
}

static maru_status
client_message(void *object, struct maru_arena *arena, maru_bytes *ret_message)
{
	struct memory_wire *wire = object;

	return read_slot(&wire->replies, wire->channel->message_bytes_max, arena, ret_message);
}

static void
server_receive(void *object)
{
	struct memory_wire *wire = object;
	unsigned events;

	pthread_mutex_lock(&wire->mutex);
	events = marui_memory_pipe_receive(&wire->requests);
	pthread_mutex_unlock(&wire->mutex);
	marui_memory_report(events, wire->client_call, wire->server_call);
}

static void
client_receive(void *object)
{
	struct memory_wire *wire = object;
	unsigned events;

	pthread_mutex_lock(&wire->mutex);
	events = marui_memory_pipe_receive(&wire->replies);
	pthread_mutex_unlock(&wire->mutex);
	marui_memory_report(events, wire->server_call, wire->client_call);
}

static void
client_send(void *object, maru_bytes message)
{
	struct memory_wire *wire = object;
	unsigned events;

	pthread_mutex_lock(&wire->mutex);
	events = marui_memory_pipe_send(&wire->requests, message);
	pthread_mutex_unlock(&wire->mutex);
	marui_memory_report(events, wire->client_call, wire->server_call);
}

/* The server's headers go once, with its first message or with its end. Under the mutex. */
static void
take_headers(struct memory_wire *wire)
{
	struct marui_outgoing headers;

	if (wire->headers_taken)
		return;
	wire->headers_taken = true;
	marui_call_headers(wire->server_call, &headers);
	wire->headers = marui_memory_wire_copy(wire, headers.metadata, headers.n_metadata);
	wire->n_headers = headers.n_metadata;
}

static void
server_send(void *object, maru_bytes message)
{
	struct memory_wire *wire = object;
	unsigned events;

	pthread_mutex_lock(&wire->mutex);
	take_headers(wire);
	events = marui_memory_pipe_send(&wire->replies, message);
	pthread_mutex_unlock(&wire->mutex);
	marui_memory_report(events, wire->server_call, wire->client_call);
}

static void
client_close_send(void *object)
{
	struct memory_wire *wire = object;
	unsigned events;

	pthread_mutex_lock(&wire->mutex);
	events = marui_memory_pipe_close(&wire->requests);
	pthread_mutex_unlock(&wire->mutex);
	marui_memory_report(events, wire->client_call, wire->server_call);
}

/* What of a status crosses a wire: its reason only within the details. */
static maru_status
copy_status(struct memory_wire *wire, maru_status status)
{
	struct maru_error *copy;

	if (status == MARU_OK)
		return MARU_OK;
	copy = maru_arena_zalloc(&wire->arena, sizeof *copy);
	copy->code = status->code;
	copy->message = maru_arena_strdup(&wire->arena, status->message);
	copy->details = maru_bytes_of(maru_arena_bytesdup(&wire->arena, status->details), status->details.len);
	return copy;
}

/* The server's outcome becomes the call's, unless the client has given up. Under the mutex. */
static void
take_outcome(struct memory_wire *wire, const maru_bytes *reply, maru_status status, unsigned *ret_requests,
             unsigned *ret_replies)
{
	struct marui_outgoing trailers;

	take_headers(wire);
	marui_call_trailers(wire->server_call, &trailers);
	wire->trailers = marui_memory_wire_copy(wire, trailers.metadata, trailers.n_metadata);
	wire->n_trailers = trailers.n_metadata;
	wire->status = copy_status(wire, status);
	wire->over = true;
	*ret_replies = MEMORY_NOTHING;
	if (reply != NULL)
		*ret_replies = marui_memory_pipe_send(&wire->replies, *reply) & ~(unsigned)MEMORY_SENT;
	*ret_replies |= marui_memory_pipe_close(&wire->replies);
	*ret_requests = marui_memory_pipe_break(&wire->requests);
}

static void
server_finish(void *object, const maru_bytes *reply, maru_status status)
{
	struct memory_wire *wire = object;
	struct maru_call *server_call = wire->server_call, *client_call = wire->client_call;
	unsigned requests = MEMORY_NOTHING, replies = MEMORY_NOTHING;
	bool over_now, close_now;

	pthread_mutex_lock(&wire->mutex);
	over_now = !wire->over;
	if (over_now)
		take_outcome(wire, reply, status, &requests, &replies);
	wire->serving = false;
	close_now = !wire->announcing;
	pthread_mutex_unlock(&wire->mutex);
	marui_memory_report(requests, client_call, server_call);
	marui_memory_report(replies, server_call, client_call);
	if (over_now)
		marui_memory_loop_post(wire);
	if (!close_now)
		return; /* the loop still speaks to the server's end, and closes it */
	marui_call_closed(server_call);
	marui_memory_wire_unref(wire);
}

/* From either end. Not from here: the loop tells the server and the client. */
static void
cancel(void *object)
{
	struct memory_wire *wire = object;

	pthread_mutex_lock(&wire->mutex);
	wire->cancel_wanted = true;
	pthread_mutex_unlock(&wire->mutex);
	marui_memory_loop_post(wire);
}

static void
client_status(void *object, struct maru_arena *arena, struct marui_ending *ret_ending)
{
	struct memory_wire *wire = object;
	size_t n = wire->n_headers + wire->n_trailers;
	struct maru_metadata *all = maru_arena_alloc(arena, n * sizeof *all);

	pthread_mutex_lock(&wire->mutex);
	for (size_t i = 0; i < n; i++) {
		const struct maru_metadata *from =
		        i < wire->n_headers ? &wire->headers[i] : &wire->trailers[i - wire->n_headers];

		all[i].key = maru_arena_strdup(arena, from->key);
		all[i].value = maru_bytes_of(maru_arena_bytesdup(arena, from->value), from->value.len);
	}
	*ret_ending = (struct marui_ending){ maru_status_dup(wire->status, arena), all, n };
	pthread_mutex_unlock(&wire->mutex);
}

static void
client_release(void *object)
{
	struct memory_wire *wire = object;

	marui_memory_loop_forget(wire);
	marui_memory_wire_unref(wire);
}

const struct marui_wire_ops marui_memory_client_ops = {
	.message = client_message,
	.receive = client_receive,
	.send = client_send,
	.close_send = client_close_send,
	.cancel = cancel,
	.status = client_status,
	.release = client_release,
};

const struct marui_wire_ops marui_memory_server_ops = {
	.message = server_message,
	.receive = server_receive,
	.send = server_send,
	.finish = server_finish,
	.cancel = cancel,
};
