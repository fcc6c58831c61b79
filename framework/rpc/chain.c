#include "maru/rpc/internal/call.h"

maru_status
marui_chain_add(struct marui_chain *chain, const struct maru_interceptor *interceptor, struct maru_arena *arena)
{
	MARU_ENSURE(chain->n < MARU_INTERCEPTORS_MAX,
	            maru_status_new(arena, MARU_CODE_RESOURCE_EXHAUSTED,
	                            "interceptor %s is one too many: a chain holds %d; merge some", interceptor->name,
	                            MARU_INTERCEPTORS_MAX));
	chain->interceptors[chain->n++] = *interceptor;
	return MARU_OK;
}

maru_status
marui_chain_enter(struct maru_call *call)
{
	const struct marui_chain *chain = call->chain;

	for (; call->n_entered < chain->n; call->n_entered++) {
		const struct maru_interceptor *interceptor = &chain->interceptors[call->n_entered];

		if (interceptor->enter != NULL)
			MARU_TRY(interceptor->enter(interceptor->self, call));
	}
	return MARU_OK;
}

maru_status
marui_chain_message(struct maru_call *call, enum maru_direction direction, const ProtobufCMessage *message)
{
	const struct marui_chain *chain = call->chain;

	for (size_t i = 0; i < chain->n; i++) {
		const struct maru_interceptor *interceptor = &chain->interceptors[i];

		if (interceptor->message != NULL)
			MARU_TRY(interceptor->message(interceptor->self, call, direction, message));
	}
	return MARU_OK;
}

maru_status
marui_chain_leave(struct maru_call *call, maru_status status, bool needs_reply)
{
	bool failed = status != MARU_OK;

	while (call->n_entered > 0) {
		const struct maru_interceptor *interceptor = &call->chain->interceptors[--call->n_entered];

		if (interceptor->leave != NULL)
			status = interceptor->leave(interceptor->self, call, status);
	}
	MARU_ENSURE(status != MARU_OK || !failed || !needs_reply,
	            maru_status_reason(call->arena, MARU_CODE_INTERNAL, "NO_REPLY",
	                               "%s: an interceptor turned a failed call into OK, but there is no reply; let the failure be",
	                               call->path));
	return status;
}
