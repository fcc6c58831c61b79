/*
 * A transport inside the process: a client that calls a server without a network, for contexts linked into one
 * program and for tests.
 *
 * It carries what a network would: messages encoded, metadata copied, deadlines, cancellation, one message of flow
 * control in each direction, message limits. What works here works over a wire. Calls arrive on one event-loop thread
 * per client, which runs inline methods and asynchronous callbacks: neither may wait for a call of the same client. A
 * message is copied once each way. In steady state a call takes nothing from malloc.
 *
 * Deadlines count on the clock of the call's scope. Moving a fake clock wakes nobody: the loop looks at it again when the
 * time that was left has passed for real.
 */
#ifndef MARU_TRANSPORT_MEMORY_MEMORY_H
#define MARU_TRANSPORT_MEMORY_MEMORY_H

#include "maru/rpc/client.h"
#include "maru/rpc/server.h"

MARU_BEGIN_DECLS

struct maru_memory_client_options {
	size_t message_bytes_max; /* Optional: one reply message; 0: MARU_CALL_MESSAGE_BYTES_MAX */
	size_t arena_bytes_max;   /* Optional: an asynchronous call, or a streamed message; 0: MARU_CALL_ARENA_BYTES_MAX */
};

/*
 * A client of `server`, which must outlive it; freed by maru_client_free(), before maru_server_free(). Copies the
 * options; NULL: all defaults. Fails with the server's error of set-up, or with RESOURCE_EXHAUSTED where no thread can
 * be started; the error is on `arena`.
 */
MARU_MUST_USE maru_status maru_memory_client_new(struct maru_server *server,
                                                 const struct maru_memory_client_options *options,
                                                 struct maru_arena *arena, struct maru_client **ret_client);

MARU_END_DECLS

#endif
