#include "maru/transport/grpc/testing/over_grpc.h"

#include "maru/testing/cmocka.h"

enum {
	GRACE_MS = 10 * 1000,
};

const char *
over_grpc_target(const struct over_grpc *grpc, struct maru_arena *arena)
{
	return maru_arena_printf(arena, "127.0.0.1:%d", maru_grpc_listener_port(grpc->listener));
}

static struct maru_client *
start(struct suite_transport *self, struct maru_server *server)
{
	struct over_grpc *grpc = (struct over_grpc *)self;
	struct maru_grpc_listen_options listen = grpc->listen;
	struct maru_grpc_client_options connect = grpc->connect;
	struct maru_client *client = NULL;
	struct maru_arena arena;

	maru_arena_init(&arena, NULL, SIZE_MAX);
	if (listen.address == NULL)
		listen.address = "127.0.0.1:0";
	assert_ok(maru_grpc_listen(server, &listen, &arena, &grpc->listener));
	if (connect.target == NULL)
		connect.target = over_grpc_target(grpc, &arena);
	assert_ok(maru_grpc_client_new(&connect, &arena, &client));
	maru_arena_fini(&arena);
	return client;
}

static void
stop(struct suite_transport *self)
{
	struct over_grpc *grpc = (struct over_grpc *)self;

	if (grpc->listener == NULL)
		return;
	maru_grpc_listener_stop(grpc->listener, GRACE_MS);
	grpc->listener = maru_grpc_listener_free(grpc->listener);
}

void
over_grpc_init(struct over_grpc *grpc)
{
	grpc->transport.start = start;
	grpc->transport.stop = stop;
}
