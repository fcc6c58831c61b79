#include "maru/rpc/call.h"

#include "maru/base/assert.h"
#include "maru/rpc/internal/call.h"

#include <stdarg.h>

struct maru_arena *
maru_call_arena(struct maru_call *call)
{
	return call->arena;
}

const char *
maru_call_path(const struct maru_call *call)
{
	return call->path;
}

const struct maru_method *
maru_call_method(const struct maru_call *call)
{
	return call->method;
}

const char *
maru_call_peer(const struct maru_call *call)
{
	return call->peer;
}

const struct maru_clock *
marui_call_clock(const struct maru_call *call)
{
	return call->clock;
}

int64_t
maru_call_deadline_us(const struct maru_call *call)
{
	return call->deadline_us;
}

int64_t
maru_call_remaining_us(const struct maru_call *call)
{
	int64_t now;

	if (call->deadline_us == INT64_MAX)
		return INT64_MAX;
	now = maru_clock_monotonic_us(call->clock);
	if (now >= call->deadline_us)
		return 0;
	if (now < 0 && call->deadline_us > INT64_MAX + now)
		return INT64_MAX;
	return call->deadline_us - now;
}

int64_t
marui_deadline_us(const struct maru_clock *clock, int64_t timeout_us)
{
	int64_t now = maru_clock_monotonic_us(clock);

	return now > INT64_MAX - timeout_us ? INT64_MAX : now + timeout_us;
}

bool
maru_call_is_cancelled(struct maru_call *call)
{
	marui_call_watch(call);
	return atomic_load_explicit(&call->cancelled, memory_order_acquire) || maru_call_remaining_us(call) == 0;
}

maru_status
marui_call_check(struct maru_call *call, struct maru_arena *arena)
{
	if (maru_call_remaining_us(call) == 0)
		return maru_status_reason(arena, MARU_CODE_DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED", "%s: the deadline has passed",
		                          call->path);
	if (atomic_load_explicit(&call->cancelled, memory_order_acquire))
		return maru_status_reason(arena, MARU_CODE_CANCELLED, "CANCELLED", "%s: the call was cancelled", call->path);
	return MARU_OK;
}

const struct maru_metadata *
maru_call_metadata_all(const struct maru_call *call, size_t *ret_n)
{
	*ret_n = call->n_incoming;
	return call->incoming;
}

const struct maru_metadata *
maru_call_metadata(const struct maru_call *call, const char *key)
{
	return maru_metadata_find(call->incoming, call->n_incoming, key);
}

maru_status
maru_call_add_header(struct maru_call *call, const char *key, maru_bytes value)
{
	MARU_ASSERT(call->end != MARUI_SCOPE);
	MARU_ENSURE(!call->headers_sent,
	            maru_status_reason(call->arena, MARU_CODE_FAILED_PRECONDITION, "HEADERS_SENT",
	                               "%s: the headers are gone already; a server may still send a trailer", call->path));
	/* A client's own arena ends with the call; its parent's may serve many calls. The refusal has to outlive it. */
	MARU_TRY(maru_metadata_check(call->arena, key, value));
	return marui_metadata_list_add(&call->headers, &call->own_arena, key, value);
}

maru_status
maru_call_add_trailer(struct maru_call *call, const char *key, maru_bytes value)
{
	MARU_ASSERT(call->end == MARUI_SERVER);
	return marui_metadata_list_add(&call->trailers, call->arena, key, value);
}

void
maru_call_use_gzip(struct maru_call *call)
{
	call->gzip = true;
}

maru_status
maru_call_fail(struct maru_call *call, enum maru_code code, const char *format, ...)
{
	maru_status status;
	va_list args;

	va_start(args, format);
	status = maru_status_vnew(call->arena, code, NULL, format, args);
	va_end(args);
	return status;
}

void
maru_defer(struct maru_call *call, maru_defer_fn *fn, void *object)
{
	struct marui_defer *defer = maru_arena_alloc(call->arena, sizeof *defer);

	*defer = (struct marui_defer){ .next = call->defers, .fn = fn, .object = object };
	call->defers = defer;
}

void
marui_call_run_defers(struct maru_call *call)
{
	while (call->defers != NULL) {
		struct marui_defer *defer = call->defers;

		call->defers = defer->next;
		defer->fn(defer->object);
	}
}

void
marui_call_headers(struct maru_call *call, struct marui_outgoing *ret_headers)
{
	*ret_headers = (struct marui_outgoing){ call->headers.items, call->headers.n, call->gzip };
	call->headers_sent = true;
}

void
marui_call_trailers(struct maru_call *call, struct marui_outgoing *ret_trailers)
{
	*ret_trailers = (struct marui_outgoing){ call->trailers.items, call->trailers.n, call->gzip };
}
