/*
 * For tests: the suite's fixture over this transport.
 */
#ifndef MARU_TRANSPORT_GRPC_TESTING_OVER_GRPC_H
#define MARU_TRANSPORT_GRPC_TESTING_OVER_GRPC_H

#include "maru/transport/grpc/grpc.h"
#include "maru/transport/suite/fixture.h"

/* A fixture_transport, and what it has started. */
struct over_grpc {
	struct suite_transport transport;
	struct maru_grpc_listen_options listen;   /* zero: plaintext on 127.0.0.1 */
	struct maru_grpc_client_options connect;  /* without a target: to where `listen` has led */
	struct maru_grpc_listener *listener;      /* NULL once a test has stopped it */
};

/* Gives `transport` its functions. */
void over_grpc_init(struct over_grpc *grpc);

/* Where the listener is, on the arena. */
const char *over_grpc_target(const struct over_grpc *grpc, struct maru_arena *arena);

#endif
