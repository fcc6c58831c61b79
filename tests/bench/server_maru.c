/* The benchmarked server: prints its port, serves until SIGTERM. */
#include <signal.h>
#include <stdio.h>

#include "maru/transport/grpc/grpc.h"
#include "tests/bench/echo.maru.h"

enum {
	WORKERS = 4,
	DRAIN_MS = 1000,
	ARENA_BYTES_MAX = 64 * 1024,
};

static maru_status
echo(void *self, struct maru_call *call, const struct bench_payload *request, struct bench_payload *reply)
{
	(void)self;
	(void)call;
	reply->data = request->data;
	return MARU_OK;
}

static const struct bench_echo_service service = { .inline_ = echo, .pooled = echo };

int
main(void)
{
	struct maru_server *server = maru_server_new(&(struct maru_server_options){ .workers = WORKERS });
	struct maru_grpc_listener *listener = NULL;
	struct maru_arena arena;
	maru_status status;
	sigset_t signals;
	int signal;

	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
	maru_arena_init(&arena, NULL, ARENA_BYTES_MAX);
	bench_echo_service_mount(server, &service, NULL);
	status = maru_grpc_listen(server, &(struct maru_grpc_listen_options){ .address = "127.0.0.1:0" }, &arena, &listener);
	if (status != MARU_OK) {
		fprintf(stderr, "%s\n", maru_status_message(status));
		return 1;
	}
	printf("%d\n", maru_grpc_listener_port(listener));
	fflush(stdout);
	sigwait(&signals, &signal);
	maru_grpc_listener_stop(listener, DRAIN_MS);
	maru_grpc_listener_free(listener);
	maru_server_free(server);
	maru_arena_fini(&arena);
	return 0;
}
