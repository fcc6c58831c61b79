/*
 * A client: one place to call, through one transport, with the interceptors around its calls. Thread-safe once set
 * up.
 *
 * A transport makes it (maru_grpc_client_new(), maru_memory_client_new()); generated stubs call through it. Every
 * call has a parent, from which it inherits deadline, cancellation and metadata, and on whose arena its reply lives.
 *
 * An asynchronous call reports its end exactly once through its callback, on a thread of the transport: it must not
 * block there, and the reply is valid until it returns. Its request is encoded before the function returns. It is
 * cancelled with its parent, which must outlive it.
 */
#ifndef MARU_RPC_CLIENT_H
#define MARU_RPC_CLIENT_H

#include "maru/base/status.h"
#include "maru/rpc/interceptor.h"

MARU_BEGIN_DECLS

struct maru_client;

/* Appends to the chain. Copies the struct, borrows `self` until the client ends. Before the first call. */
void maru_client_use(struct maru_client *client, const struct maru_interceptor *interceptor);

/* Every call must have ended. Takes NULL, returns NULL. */
struct maru_client *maru_client_free(struct maru_client *client);

MARU_END_DECLS

#endif
