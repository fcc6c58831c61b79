/*
 * A client: one place to call, through one transport, with the interceptors around its calls. Thread-safe once set
 * up.
 *
 * A transport makes it (maru_grpc_client_new(), maru_memory_client_new()); generated stubs call through it. Every
 * call has a parent, from which it inherits deadline, cancellation and metadata, and on whose arena its reply lives.
 *
 * An asynchronous call reports its end exactly once through its callback, on a thread of the transport, or, where it is
 * refused before it is sent, on the calling thread before the function returns. The callback must neither block nor free
 * the parent; status and reply are valid until it returns. The request is encoded before the function returns. The call
 * is cancelled with its parent, which must outlive it.
 *
 * A call fails with the status that the server sent, or with one of docs/reference/refusals.md; a reply that cannot be
 * decoded is INTERNAL with the reason of maru/wire/message.h. A reply is there if and only if the status is MARU_OK.
 */
#ifndef MARU_RPC_CLIENT_H
#define MARU_RPC_CLIENT_H

#include "maru/base/status.h"
#include "maru/rpc/interceptor.h"

MARU_BEGIN_DECLS

struct maru_client;

/* Appends to the chain. Copies the struct, borrows `name` and `self` until the client ends. Before the first call, on one
 * thread. More than MARU_INTERCEPTORS_MAX make every call fail with RESOURCE_EXHAUSTED. */
void maru_client_use(struct maru_client *client, const struct maru_interceptor *interceptor);

/* Every call must have ended: asynchronous ones, once the scope that they were made in is freed. Takes NULL, returns NULL. */
struct maru_client *maru_client_free(struct maru_client *client);

MARU_END_DECLS

#endif
