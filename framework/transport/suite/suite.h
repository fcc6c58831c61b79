/*
 * One suite of tests for every transport: what works over one works over all.
 *
 * A transport's test hands over how to connect a client to a server; the suite mounts the Probe service, calls it in every way
 * and looks at what arrives on both sides.
 */
#ifndef MARU_TRANSPORT_SUITE_SUITE_H
#define MARU_TRANSPORT_SUITE_SUITE_H

#include "maru/rpc/client.h"
#include "maru/rpc/server.h"

struct suite_transport {
	const char *name;

	/* Starts serving and returns a client of it. Asserts that both work. */
	struct maru_client *(*start)(struct suite_transport *self, struct maru_server *server);

	/* Stops what `start` started; the client is free already. */
	void (*stop)(struct suite_transport *self);
};

/* Runs the suite under CMocka; returns the number of failures. Borrows the transport. */
int suite_run(struct suite_transport *transport);

#endif
