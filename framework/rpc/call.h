/*
 * A call: one run of one method, seen from the server's end, from the client's end, or as a scope.
 *
 * A handler is given the server's end. What it calls in turn are children of it: they inherit its deadline and its
 * cancellation, and their replies live on its arena. A scope is a call without a wire: it carries a deadline,
 * metadata and an arena for the calls made in it. A program that is no handler makes a root scope first; a handler
 * makes one to give some of its outgoing calls a shorter deadline or metadata of their own.
 *
 * Memory: whatever belongs to a call is on its arena and lives until the call has ended. A request is borrowed and
 * const; a response is initialised by the framework and filled by the handler; to keep something longer, `_dup` it to
 * another arena. An arena belongs to one thread at a time: a handler that uses several threads gives each a root
 * scope of its own. What calls in a scope leave behind (replies, metadata, errors) stays until the scope ends, so a
 * program makes a scope for each piece of work and not one for its life.
 *
 * Streams: a message that was received is valid until the next receive on that stream. One thread may send while
 * another one receives. The status of a stream function is valid until that function is called again or the stream is
 * finished; a handler may return it all the same. Sending fails with the status of a call that has failed, and with
 * CANCELLED, reason CALL_ENDED, where the other end has ended it well. Nothing is sent after close_send (asserted).
 *
 * Threads: only maru_call_cancel(), maru_call_is_cancelled(), maru_call_complete() and the deadline's getters may be
 * called from any thread; the rest by the thread that runs the handler. All of them only while the call lives: on the
 * server until its handler has returned or, where it is detached, until maru_call_complete(). So a handler ends the
 * threads that use its call before it returns, and a thread that cancels must know that the call has not ended.
 *
 * Errors of the framework itself: docs/reference/refusals.md lists codes and reasons.
 */
#ifndef MARU_RPC_CALL_H
#define MARU_RPC_CALL_H

#include "maru/base/clock.h"
#include "maru/base/status.h"
#include "maru/rpc/metadata.h"

MARU_BEGIN_DECLS

struct maru_call;
struct maru_method;

/* What a scope adds. Zero is the default everywhere. */
struct maru_scope_options {
	uint32_t timeout_ms;                   /* Optional: never beyond the parent's deadline; 0: the parent's, or none */
	const struct maru_metadata *metadata;  /* Optional: sent with every call in the scope, after the outer scope's; copied */
	size_t n_metadata;
	bool gzip;                             /* Optional: compress the requests of calls made in the scope */
	const struct maru_clock *clock;        /* Optional, root only: NULL is the system's; must outlive the scope */
	size_t arena_bytes_max;                /* Optional, root only: soft limit of the arena; 0: MARU_CALL_ARENA_BYTES_MAX */
};

enum {
	MARU_CALL_ARENA_BYTES_MAX = 32 * 1024 * 1024,  /* a call's arena: decoded request, replies, what the handler takes */
	MARU_CALL_MESSAGE_BYTES_MAX = 4 * 1024 * 1024, /* one received message, uncompressed */
};

/* A scope with an arena of its own, for a program's own calls. Copies what `options` holds; NULL: all defaults. Bad
 * metadata makes every call in the scope fail with INVALID_ARGUMENT, reason BAD_METADATA. Freed by maru_scope_free(). */
MARU_RETURNS_NONNULL struct maru_call *maru_scope_new(const struct maru_scope_options *options);

/* Cancels what still runs in it, waits for it, runs the defers, gives the arena back. Not from the callback of a call in
 * it, which it would wait for. Takes NULL, returns NULL. */
struct maru_call *maru_scope_free(struct maru_call *scope);

/* A scope inside a call or scope, on the arena of `parent`; it ends with it and is not freed. From an outer scope it
 * inherits metadata, gzip, deadline and cancellation; from a call the latter two. */
MARU_RETURNS_NONNULL struct maru_call *maru_call_scope(struct maru_call *parent, const struct maru_scope_options *options);

/* The call's arena. */
MARU_RETURNS_NONNULL struct maru_arena *maru_call_arena(struct maru_call *call);

/* "/hello.v1.Hello/Greet"; "" for a scope. Lives as long as the call. */
const char *maru_call_path(const struct maru_call *call);

/* What the contract says of the method; NULL for a scope and for a method that the server does not know. */
const struct maru_method *maru_call_method(const struct maru_call *call);

/* The other end, as the transport names it, for example "ipv4:127.0.0.1:4711"; "" where there is none. */
const char *maru_call_peer(const struct maru_call *call);

/* When the call has to be over, on the monotonic clock; INT64_MAX: never. */
int64_t maru_call_deadline_us(const struct maru_call *call);

/* How long that is from now, never negative; INT64_MAX: for ever. */
int64_t maru_call_remaining_us(const struct maru_call *call);

/* The caller has gone, cancelled, or its deadline has passed: what the handler does now is for nobody. Any thread. */
bool maru_call_is_cancelled(struct maru_call *call);

/* Cancels the call and everything called from it. On the server the caller gets CANCELLED, and streams fail from now
 * on. Any thread, while the call lives. A second time does nothing. */
void maru_call_cancel(struct maru_call *call);

/* Metadata that came in: on the server the request's; in a scope the headers and trailers of the last call that ended
 * in it, asynchronous ones left out; none where it was refused before it was sent. The first value under `key`, or NULL;
 * borrowed from the call. */
const struct maru_metadata *maru_call_metadata(const struct maru_call *call, const char *key);

/* All of it, in the order it came. */
const struct maru_metadata *maru_call_metadata_all(const struct maru_call *call, size_t *ret_n);

/* Server: adds to the response's headers (before the first message of a stream) or to its trailers. Client, in an
 * interceptor's `enter`: adds to the request's headers, beside those of its scope. Copies.
 * INVALID_ARGUMENT, reason BAD_METADATA, where metadata.h forbids the key or the value; for a header
 * FAILED_PRECONDITION, reason HEADERS_SENT, once the headers are gone. */
MARU_MUST_USE maru_status maru_call_add_header(struct maru_call *call, const char *key, maru_bytes value);
MARU_MUST_USE maru_status maru_call_add_trailer(struct maru_call *call, const char *key, maru_bytes value);

/* Server: compress the response's messages where the caller accepts gzip. */
void maru_call_use_gzip(struct maru_call *call);

/* An error on the call's arena. A code that gRPC does not have reaches the caller as UNKNOWN.
 *     return maru_call_fail(call, MARU_CODE_NOT_FOUND, "no order %s", id); */
MARU_PRINTF(3, 4) MARU_MUST_USE MARU_RETURNS_NONNULL
maru_status maru_call_fail(struct maru_call *call, enum maru_code code, const char *format, ...);

/* Runs fn(object), last one first, for what is not memory: when the scope is over, or when the handler's part is, its
 * reply is encoded, and every call made in it has ended. Borrows `object`. */
typedef void maru_defer_fn(void *object);
void maru_defer(struct maru_call *call, maru_defer_fn *fn, void *object);

/*
 * Lets a unary or client-streaming handler answer later: it calls maru_call_detach(), hands the call to somebody else
 * and returns; what it returns is then ignored. Request, reply and arena stay valid, and belong to whoever completes,
 * until maru_call_complete(), which must be called exactly once (asserted), on any thread, perhaps before the handler
 * has returned; it copies the status. From the hand-over on the handler touches none of them: no maru_call_fail(), no
 * nested call.
 */
void maru_call_detach(struct maru_call *call);
void maru_call_complete(struct maru_call *call, maru_status status);

MARU_END_DECLS

#endif
