/*
 * Messages on a stream, the same from the server's end and from the client's.
 */
#include "maru/base/assert.h"
#include "maru/rpc/internal/call.h"

static const struct maru_message_type *
outgoing_type(const struct maru_call *call)
{
	return call->end == MARUI_SERVER ? call->method->reply : call->method->request;
}

/* Why nothing goes through any more. */
static maru_status
broken(struct maru_call *call, struct maru_arena *arena)
{
	if (call->end == MARUI_CLIENT) {
		marui_wait_ended(call);
		MARU_TRY(marui_client_status(call, arena));
	}
	MARU_TRY(marui_call_check(call, arena));
	return maru_status_reason(arena, MARU_CODE_CANCELLED, "CALL_ENDED",
	                          "%s: the other end has ended the call and takes no more messages", call->path);
}

maru_status
marui_stream_send(struct maru_call *call, const ProtobufCMessage *message)
{
	MARU_ASSERT(!call->send_closed && "a message after the end of the stream");
	maru_arena_reset(&call->send_arena);
	MARU_TRY(marui_chain_message(call, MARU_OUTGOING, message));
	call->ops->send(call->wire, maru_message_encode(outgoing_type(call), message, &call->send_arena));
	if (!marui_wait_sent(call))
		return broken(call, &call->send_arena);
	return MARU_OK;
}

/* The other end sends no more: its half of a good call is over, or the call has failed. */
static maru_status
end_of_stream(struct maru_call *call)
{
	if (call->end == MARUI_SERVER)
		return marui_call_check(call, &call->recv_arena);
	marui_wait_ended(call);
	return marui_client_status(call, &call->recv_arena);
}

maru_status
marui_stream_recv(struct maru_call *call, const ProtobufCMessage **ret_message)
{
	maru_arena_reset(&call->recv_arena);
	call->ops->receive(call->wire);
	if (!marui_wait_received(call)) {
		MARU_TRY(end_of_stream(call));
		*ret_message = NULL;
		return MARU_OK;
	}
	return marui_incoming_read(call, &call->recv_arena, ret_message);
}

maru_status
marui_stream_close_send(struct maru_call *call)
{
	MARU_ASSERT(call->end == MARUI_CLIENT);
	if (!call->send_closed)
		call->ops->close_send(call->wire);
	call->send_closed = true;
	return MARU_OK;
}
