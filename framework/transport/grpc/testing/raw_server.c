/* Serves Probe for tests that speak HTTP/2 themselves: prints its port, drains and ends on SIGTERM. */
#include <signal.h>
#include <stdio.h>

#include "maru/transport/grpc/grpc.h"
#include "maru/transport/suite/probe.h"

enum {
	DRAIN_MS = 1000,
	ARENA_BYTES_MAX = 64 * 1024,
};

int
main(void)
{
	struct maru_server *server;
	struct maru_grpc_listener *listener = NULL;
	struct maru_arena arena;
	struct probe probe;
	maru_status status;
	sigset_t signals;
	int signal;

	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
	server = maru_server_new(NULL);
	maru_arena_init(&arena, NULL, ARENA_BYTES_MAX);
	probe_init(&probe);
	probe_service_mount(server, &probe_service, &probe);
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
	probe_fini(&probe);
	maru_arena_fini(&arena);
	return 0;
}
