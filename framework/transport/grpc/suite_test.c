#include "maru/transport/suite/suite.h"

#include <stdio.h>
#include <unistd.h>

#include "maru/testing/cmocka.h"
#include "maru/transport/grpc/grpc.h"

enum {
	GRACE_MS = 10 * 1000,
};

/* The suite's transport, and what it has started. */
struct over_grpc {
	struct suite_transport transport;
	struct maru_grpc_listen_options listen;
	struct maru_grpc_client_options connect;
	struct maru_grpc_listener *listener;
};

static struct maru_client *
start(struct suite_transport *self, struct maru_server *server)
{
	struct over_grpc *grpc = (struct over_grpc *)self;
	struct maru_grpc_client_options options = grpc->connect;
	struct maru_client *client = NULL;
	struct maru_arena arena;

	maru_arena_init(&arena, NULL, SIZE_MAX);
	assert_true(maru_grpc_listen(server, &grpc->listen, &arena, &grpc->listener) == MARU_OK);
	if (options.target == NULL)
		options.target = maru_arena_printf(&arena, "127.0.0.1:%d", maru_grpc_listener_port(grpc->listener));
	assert_true(maru_grpc_client_new(&options, &arena, &client) == MARU_OK);
	maru_arena_fini(&arena);
	return client;
}

static void
stop(struct suite_transport *self)
{
	struct over_grpc *grpc = (struct over_grpc *)self;

	maru_grpc_listener_stop(grpc->listener, GRACE_MS);
	maru_grpc_listener_free(grpc->listener);
}

int
main(void)
{
	char folder[] = "/tmp/maru_grpc_XXXXXX", socket_address[64];
	struct over_grpc transports[] = {
		{ .transport = { .name = "grpc over TCP" }, .listen = { .address = "127.0.0.1:0" } },
		{
			.transport = { .name = "grpc over TCP, several event loops" },
			.listen = { .address = "127.0.0.1:0", .pollers = 3 },
			.connect = { .pollers = 2 },
		},
		{
			.transport = { .name = "grpc over a unix socket" },
			.listen = { .address = socket_address },
			.connect = { .target = socket_address },
		},
	};
	int failures = 0;

	assert_non_null(mkdtemp(folder));
	snprintf(socket_address, sizeof socket_address, "unix:%s/socket", folder);
	for (size_t i = 0; i < sizeof transports / sizeof transports[0]; i++) {
		transports[i].transport.start = start;
		transports[i].transport.stop = stop;
		failures += suite_run(&transports[i].transport);
	}
	assert_int_equal(rmdir(folder), 0);
	return failures;
}
