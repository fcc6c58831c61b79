/*
 * A gRPC server in C: mounts the Hello service, listens, and runs until SIGINT or SIGTERM.
 *
 *   server [ADDRESS]        the default is 127.0.0.1:50051; with port 0 the system chooses one, and it is printed
 */
#include <signal.h>
#include <stdio.h>

#include "examples/hello/handlers.h"
#include "maru/transport/grpc/grpc.h"

enum {
	GRACE_MS = 5000, /* how long calls in flight may still take when the server is told to stop */
	ERROR_BYTES_MAX = 64 * 1024,
};

/* Before any thread starts, so that all of them leave these signals to wait_for_signal(). */
static sigset_t
block_signals(void)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
	return signals;
}

static maru_status
serve(struct maru_server *server, const char *address, const sigset_t *signals, struct maru_arena *arena)
{
	struct maru_grpc_listener *listener;
	int signal_number;

	MARU_TRY(maru_grpc_listen(server, &(struct maru_grpc_listen_options){ .address = address }, arena, &listener));
	printf("listening on port %d\n", maru_grpc_listener_port(listener));
	fflush(stdout);
	sigwait(signals, &signal_number);
	maru_grpc_listener_stop(listener, GRACE_MS);
	maru_grpc_listener_free(listener);
	return MARU_OK;
}

int
main(int argc, char **argv)
{
	const char *address = argc > 1 ? argv[1] : "127.0.0.1:50051";
	const sigset_t signals = block_signals();
	struct maru_server *server = maru_server_new(NULL);
	struct maru_arena arena;
	maru_status status;

	maru_arena_init(&arena, NULL, ERROR_BYTES_MAX);
	hello_service_mount(server, &hello_handlers, NULL);
	status = serve(server, address, &signals, &arena);
	if (status != MARU_OK)
		fprintf(stderr, "server: %s: %s\n", maru_code_name((int)status->code), status->message);
	maru_server_free(server);
	maru_arena_fini(&arena);
	return status != MARU_OK;
}
