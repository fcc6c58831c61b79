#include "maru/rpc/internal/call.h"

static const struct maru_message_type *
incoming_type(const struct maru_call *call)
{
	return call->end == MARUI_SERVER ? call->method->request : call->method->reply;
}

/* What a server's bytes are like is the server's fault, not that of the argument which its caller gave. */
static maru_status
blame(const struct maru_call *call, struct maru_arena *arena, maru_status status)
{
	struct maru_error *error;

	if (call->end == MARUI_SERVER || status->code != MARU_CODE_INVALID_ARGUMENT)
		return status;
	error = maru_arena_alloc(arena, sizeof *error);
	*error = *status;
	error->code = MARU_CODE_INTERNAL;
	return error;
}

maru_status
marui_incoming_read(struct maru_call *call, struct maru_arena *arena, const ProtobufCMessage **ret_message)
{
	ProtobufCMessage *message;
	maru_status status;
	maru_bytes bytes;

	MARU_TRY(call->ops->message(call->wire, arena, &bytes));
	status = maru_message_decode(incoming_type(call), bytes, arena, &message);
	MARU_ENSURE(status == MARU_OK, blame(call, arena, status));
	MARU_TRY(marui_chain_message(call, MARU_INCOMING, message));
	*ret_message = message;
	return MARU_OK;
}
