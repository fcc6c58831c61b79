/*
 * An interceptor: what happens around every call, on the server and on the client alike.
 *
 * A chain runs `enter` and `message` in its order and `leave` in reverse. A call that was refused by the third `enter`
 * runs the `leave` of the first two, no handler, and no other. `leave` runs exactly once for each `enter` that succeeded.
 *
 * Server: enter (before the request is decoded) -> message (each decoded request) -> handler -> message (each reply,
 * before it is encoded) -> leave. Client: enter -> message (request) -> transport -> message (reply) -> leave.
 *
 * `enter` runs where the call arrives, on the server on its event loop: it must not block. `message` and `leave` run
 * on the thread that runs the handler, or completes the detached call; on a client's asynchronous call, on the thread
 * that reports its end. An interceptor serves all calls at once and must be thread-safe; what it keeps for one call goes
 * to the call's arena. Calls that it makes have the call as their parent and end before the function returns.
 */
#ifndef MARU_RPC_INTERCEPTOR_H
#define MARU_RPC_INTERCEPTOR_H

#include <protobuf-c/protobuf-c.h>

#include "maru/rpc/call.h"

MARU_BEGIN_DECLS

enum {
	MARU_INTERCEPTORS_MAX = 32, /* in one chain; more is an error of set-up */
};

enum maru_direction {
	MARU_INCOMING,
	MARU_OUTGOING,
};

/* Any function may be NULL. */
struct maru_interceptor {
	const char *name; /* Required: for errors; borrowed */
	void *self;

	/* MARU_OK lets the call go on; anything else refuses it with that status. */
	maru_status (*enter)(void *self, struct maru_call *call);

	/* Sees a message between decoding and handler, or between handler and encoding. Anything but MARU_OK fails a call
	 * whose only message that is, and on a stream the function that sends or receives it. */
	maru_status (*message)(void *self, struct maru_call *call, enum maru_direction direction, const ProtobufCMessage *message);

	/* Sees the final status and returns it, or another one. A failure cannot become MARU_OK where there has to be a
	 * reply: INTERNAL, reason NO_REPLY. The status that it is given lives as long as the call. */
	maru_status (*leave)(void *self, struct maru_call *call, maru_status status);
};

MARU_END_DECLS

#endif
