/*
 * A call on the server, from its arrival to its last byte: admission, queue, decode, handler, completion.
 */
#include "maru/base/assert.h"
#include "maru/rpc/internal/details.h"
#include "maru/rpc/internal/server.h"

enum {
	HANDLER_TOKEN = 1u << 0,
	COMPLETER_TOKEN = 1u << 1,
};

enum { SHOWN_PATH_CHARS_MAX = 256 }; /* of one that a stranger made up */

static bool
has_single_request(const struct maru_method *method)
{
	return method->kind == MARU_UNARY || method->kind == MARU_SERVER_STREAM;
}

static bool
has_single_reply(const struct maru_method *method)
{
	return method->kind == MARU_UNARY || method->kind == MARU_CLIENT_STREAM;
}

/* What the handler's MARU_OK comes to: nothing that the caller no longer waits for, and no more memory than allowed. */
static maru_status
settle(struct maru_call *call)
{
	MARU_TRY(marui_call_check(call, call->arena));
	MARU_ENSURE(!maru_arena_over_limit(call->arena),
	            maru_status_reason(call->arena, MARU_CODE_RESOURCE_EXHAUSTED, "ARENA_LIMIT",
	                               "%s: the call took more memory than its arena's limit of %zu bytes", call->path,
	                               call->server->stock.arena_bytes_max));
	if (call->reply != NULL)
		return marui_chain_message(call, MARU_OUTGOING, call->reply);
	return MARU_OK;
}

/* A code that gRPC does not have says nothing to the caller, and 0 would even say OK. */
static maru_status
with_known_code(struct maru_call *call, maru_status status)
{
	struct maru_error *error;

	if (status == MARU_OK || (status->code >= MARU_CODE_CANCELLED && status->code <= MARU_CODE_UNAUTHENTICATED))
		return status;
	error = maru_arena_alloc(call->arena, sizeof *error);
	*error = *status;
	error->code = MARU_CODE_UNKNOWN;
	return error;
}

/* Settles, and takes the chain's way out: what the caller is told. */
static maru_status
conclude(struct maru_call *call, maru_status status)
{
	bool needs_reply = call->method == NULL || has_single_reply(call->method);

	if (status == MARU_OK)
		status = settle(call);
	status = marui_chain_leave(call, status, needs_reply);
	return marui_details_attach(with_known_code(call, status), call->arena);
}

static void
complete(struct maru_call *call, maru_status status)
{
	maru_bytes bytes, *reply = NULL;

	status = maru_status_dup(status, call->arena); /* it may be a stream's, which ends now */
	marui_family_end(call);
	status = conclude(call, status);
	if (status == MARU_OK && call->reply != NULL) {
		bytes = maru_message_encode(call->method->reply, call->reply, call->arena);
		reply = &bytes;
	}
	marui_call_run_defers(call); /* only now: reply and trailers may borrow from what they close */
	call->ops->finish(call->wire, reply, status);
}

static maru_status
run_handler(struct maru_call *call)
{
	const struct marui_route *route = call->route;

	MARU_TRY(marui_call_check(call, call->arena));
	if (has_single_request(call->method))
		MARU_TRY(marui_incoming_read(call, call->arena, &call->request));
	if (has_single_reply(call->method))
		call->reply = maru_message_new(call->method->reply->descriptor, call->arena);
	return call->method->invoke(route->table, route->self, call, call->request, call->reply);
}

/* One of those that a detached call waits for is done; the last one completes. Each is so once. */
static void
give_token(struct maru_call *call, unsigned token)
{
	unsigned before = atomic_fetch_and_explicit(&call->tokens, ~token, memory_order_acq_rel);

	MARU_ASSERT((before & token) != 0 && "maru_call_complete() once, on a detached call");
	if (before == token)
		complete(call, call->completed_with);
}

void
marui_dispatch_run(struct maru_call *call)
{
	maru_status status = run_handler(call);

	if (call->detached) {
		give_token(call, HANDLER_TOKEN);
		return;
	}
	complete(call, status);
}

void
maru_call_detach(struct maru_call *call)
{
	MARU_ASSERT(call->end == MARUI_SERVER && has_single_reply(call->method) && !call->detached);
	call->detached = true;
	atomic_store_explicit(&call->tokens, HANDLER_TOKEN | COMPLETER_TOKEN, memory_order_release);
}

void
maru_call_complete(struct maru_call *call, maru_status status)
{
	call->completed_with = maru_status_dup(status, call->arena);
	give_token(call, COMPLETER_TOKEN);
}

static void
arrive(struct maru_call *call, const struct marui_arrival *arrival)
{
	call->ops = arrival->ops;
	call->wire = arrival->wire;
	call->opened = true;
	call->incoming = arrival->metadata;
	call->n_incoming = arrival->n_metadata;
	call->deadline_us = arrival->deadline_us;
	call->peer = arrival->peer;
	call->route = maru_map_get(&call->server->routes, maru_bytes_of_string(arrival->path));
	if (call->route == NULL) {
		call->path = maru_arena_strdup(call->arena, arrival->path);
		return;
	}
	call->method = call->route->method;
	call->path = call->method->path;
	if (call->deadline_us == INT64_MAX && call->method->deadline_ms != 0)
		call->deadline_us = marui_deadline_us(call->clock, (int64_t)call->method->deadline_ms * 1000);
}

/* Before any interceptor sees it. */
static maru_status
check_metadata(struct maru_call *call, size_t bytes_max)
{
	size_t bytes = maru_metadata_size_bytes(call->incoming, call->n_incoming);

	MARU_ENSURE(bytes <= bytes_max || bytes_max == 0,
	            maru_status_reason(call->arena, MARU_CODE_RESOURCE_EXHAUSTED, "METADATA_TOO_LARGE",
	                               "%zu bytes of metadata, the limit is %zu", bytes, bytes_max));
	for (size_t i = 0; i < call->n_incoming; i++)
		MARU_TRY(maru_metadata_check_received(call->arena, call->incoming[i].key, call->incoming[i].value));
	return MARU_OK;
}

static maru_status
admit(struct maru_call *call, const struct marui_arrival *arrival)
{
	MARU_TRY(check_metadata(call, arrival->metadata_bytes_max));
	MARU_TRY(marui_chain_enter(call));
	return call->route != NULL ? MARU_OK : marui_unimplemented(call);
}

void
marui_server_accept(struct maru_server *server, struct maru_call *call, const struct marui_arrival *arrival)
{
	maru_status refusal;

	arrive(call, arrival);
	refusal = admit(call, arrival);
	if (refusal != MARU_OK) {
		complete(call, refusal);
		return;
	}
	if (call->method->is_inline) {
		marui_dispatch_run(call);
		return;
	}
	if (!marui_workers_push(server->workers, call))
		complete(call, maru_status_reason(call->arena, MARU_CODE_RESOURCE_EXHAUSTED, "QUEUE_FULL",
		                                  "%s: %u calls wait for a worker already; try again later", call->path,
		                                  server->options.queue_max));
}

maru_status
marui_unimplemented(struct maru_call *call)
{
	return maru_status_reason(call->arena, MARU_CODE_UNIMPLEMENTED, "UNIMPLEMENTED_METHOD",
	                          "%.*s: this server has no such method", SHOWN_PATH_CHARS_MAX, call->path);
}
