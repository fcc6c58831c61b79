/*
 * A call from the client's end: unary to its end, unary with a callback, and streams.
 */
#include "maru/base/assert.h"
#include "maru/rpc/internal/client.h"
#include "maru/rpc/internal/details.h"

static struct maru_call *
call_new(struct maru_client *client, struct maru_call *parent, const struct maru_method *method)
{
	struct maru_call *call = marui_call_take(&client->stock);

	call->client = client;
	call->chain = &client->chain;
	call->ops = client->wire_ops;
	call->method = method;
	call->path = method->path;
	marui_family_join(call, parent);
	call->arena = parent->arena;
	if (call->deadline_us == INT64_MAX && method->deadline_ms != 0)
		call->deadline_us = marui_deadline_us(call->clock, (int64_t)method->deadline_ms * 1000);
	return call;
}

/* A scope shows what came with the last call in it. Not of an asynchronous one: the scope belongs to another thread. */
static void
hand_over_metadata(struct maru_call *call)
{
	struct maru_call *parent = call->parent;

	if (call->asynchronous || parent->end != MARUI_SCOPE)
		return;
	parent->incoming = call->incoming;
	parent->n_incoming = call->n_incoming;
}

static void
call_free(struct maru_call *call)
{
	hand_over_metadata(call);
	marui_family_leave(call); /* before the release: from here on no cancellation reaches the wire */
	if (call->wire != NULL)
		call->ops->release(call->wire);
	marui_call_give(&call->client->stock, call);
}

void
marui_call_outgoing(struct maru_call *call, struct marui_outgoing *ret_outgoing)
{
	*ret_outgoing = (struct marui_outgoing){ call->headers.items, call->headers.n, call->gzip };
	call->headers_sent = true;
}

/* Everything that can stop a call before it reaches the wire. */
static maru_status
admit(struct maru_call *call)
{
	MARU_TRY(maru_status_dup(call->client->error, call->arena));
	MARU_TRY(call->bad_metadata);
	MARU_TRY(marui_call_check(call, call->arena));
	return marui_chain_enter(call);
}

static maru_status
encode_request(struct maru_call *call, const ProtobufCMessage *request, maru_bytes *ret_bytes)
{
	MARU_TRY(marui_chain_message(call, MARU_OUTGOING, request));
	*ret_bytes = maru_message_encode(call->method->request, request, &call->send_arena);
	return MARU_OK;
}

maru_status
marui_client_status(struct maru_call *call, struct maru_arena *arena)
{
	struct marui_ending ending;

	call->ops->status(call->wire, arena, &ending);
	return marui_details_read(ending.status, arena);
}

/* The same on the call's arena, with the metadata that came. */
static maru_status
final_status(struct maru_call *call)
{
	struct marui_ending ending;

	call->ops->status(call->wire, call->arena, &ending);
	call->incoming = ending.metadata;
	call->n_incoming = ending.n_metadata;
	return marui_details_read(ending.status, call->arena);
}

static maru_status
outcome(struct maru_call *call, const ProtobufCMessage **ret_reply)
{
	MARU_TRY(final_status(call));
	if (ret_reply == NULL)
		return MARU_OK;
	return marui_incoming_read(call, call->arena, ret_reply);
}

static maru_status
run_unary(struct maru_call *call, const ProtobufCMessage *request, const ProtobufCMessage **ret_reply)
{
	maru_bytes bytes;

	MARU_TRY(admit(call));
	MARU_TRY(encode_request(call, request, &bytes));
	call->client->ops->open(call->client->channel, call, &bytes);
	marui_wait_ended(call);
	return outcome(call, ret_reply);
}

maru_status
marui_client_call(struct maru_client *client, struct maru_call *parent, const struct maru_method *method,
                  const ProtobufCMessage *request, const ProtobufCMessage **ret_reply)
{
	struct maru_call *call = call_new(client, parent, method);
	const ProtobufCMessage *reply = NULL;
	maru_status status = marui_chain_leave(call, run_unary(call, request, &reply), true);

	call_free(call);
	if (status == MARU_OK)
		*ret_reply = reply;
	return status;
}

static void
report(struct maru_call *call, maru_status status, const ProtobufCMessage *reply)
{
	status = marui_chain_leave(call, status, true);
	call->thunk(call->done, call->done_self, status, status == MARU_OK ? reply : NULL);
	call_free(call);
}

void
marui_client_async_ended(struct maru_call *call)
{
	const ProtobufCMessage *reply = NULL;
	maru_status status = outcome(call, &reply);

	report(call, status, reply);
}

void
marui_client_call_async(struct maru_client *client, struct maru_call *parent, const struct maru_method *method,
                        const ProtobufCMessage *request, marui_done_fn *thunk, marui_any_fn *done, void *self)
{
	struct maru_call *call = call_new(client, parent, method);
	maru_status status;
	maru_bytes bytes;

	call->asynchronous = true;
	call->arena = &call->own_arena; /* the parent's belongs to the parent's thread */
	call->thunk = thunk;
	call->done = done;
	call->done_self = self;
	status = admit(call);
	if (status == MARU_OK)
		status = encode_request(call, request, &bytes);
	if (status != MARU_OK) {
		report(call, status, NULL);
		return;
	}
	client->ops->open(client->channel, call, &bytes);
}

static maru_status
open_stream(struct maru_call *call, const ProtobufCMessage *request)
{
	maru_bytes bytes;

	MARU_TRY(admit(call));
	if (request == NULL) {
		call->client->ops->open(call->client->channel, call, NULL);
		return MARU_OK;
	}
	MARU_TRY(encode_request(call, request, &bytes));
	call->client->ops->open(call->client->channel, call, &bytes);
	return MARU_OK;
}

maru_status
marui_client_open(struct maru_client *client, struct maru_call *parent, const struct maru_method *method,
                  const ProtobufCMessage *request, struct maru_call **ret_call)
{
	struct maru_call *call = call_new(client, parent, method);
	maru_status status = open_stream(call, request);

	if (status != MARU_OK) {
		status = marui_chain_leave(call, status, true);
		call_free(call);
		return status;
	}
	*ret_call = call;
	return MARU_OK;
}

/* A stream of replies that was not read to its end is of no more interest: only a call that has ended is not
 * cancelled. */
static void
end_stream(struct maru_call *call, bool wants_reply)
{
	bool ended;

	if (wants_reply && !call->send_closed)
		call->ops->close_send(call->wire);
	pthread_mutex_lock(&call->mutex);
	ended = call->ended;
	pthread_mutex_unlock(&call->mutex);
	if (!ended && !wants_reply)
		maru_call_cancel(call);
	marui_wait_ended(call);
}

maru_status
marui_client_finish(struct maru_call *call, const ProtobufCMessage **ret_reply)
{
	const ProtobufCMessage *reply = NULL;
	maru_status status;

	end_stream(call, ret_reply != NULL);
	status = marui_chain_leave(call, outcome(call, ret_reply != NULL ? &reply : NULL), ret_reply != NULL);
	call_free(call);
	if (status == MARU_OK && ret_reply != NULL)
		*ret_reply = reply;
	return status;
}
