/*
 * The server that the tests attack: the Target service on a port of the loopback interface, which it prints, until SIGTERM.
 *
 *   server GRACE_MS INCOMING_BYTES      how long calls in flight may still take after SIGTERM; incoming_bytes_max
 */
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "maru/transport/grpc/grpc.h"
#include "tests/faults/faults.maru.h"

enum {
	ERROR_BYTES_MAX = 64 * 1024,
	LOOK_NS = 1000 * 1000, /* how long Hang sleeps between two looks at its call */
};

struct target {
	atomic_uint n_begun, n_over;
};

static maru_status
echo(void *self, struct maru_call *call, const struct target_node *request, struct target_node *reply)
{
	(void)self;
	if (maru_call_metadata(call, "use-gzip") != NULL)
		maru_call_use_gzip(call);
	reply->text = request->text;
	reply->number = request->number;
	reply->payload = request->payload;
	reply->child = request->child;
	reply->n_children = request->n_children;
	reply->children = request->children;
	return MARU_OK;
}

static maru_status
hang(void *self, struct maru_call *call, const struct target_node *request, struct target_node *reply)
{
	struct target *target = self;

	(void)request, (void)reply;
	atomic_fetch_add(&target->n_begun, 1);
	while (!maru_call_is_cancelled(call))
		nanosleep(&(struct timespec){ .tv_nsec = LOOK_NS }, NULL);
	atomic_fetch_add(&target->n_over, 1);
	return MARU_OK;
}

static maru_status
flood(void *self, struct maru_call *call, const struct target_node *request, struct target_flood_stream *stream)
{
	struct target *target = self;
	maru_status status;

	(void)call;
	atomic_fetch_add(&target->n_begun, 1);
	do
		status = target_flood_stream_send(stream, request);
	while (status == MARU_OK);
	atomic_fetch_add(&target->n_over, 1);
	return status;
}

static maru_status
sum(void *self, struct maru_call *call, struct target_sum_stream *stream, struct target_node *reply)
{
	const struct target_node *node;

	(void)self, (void)call;
	for (;;) {
		MARU_TRY(target_sum_stream_recv(stream, &node));
		if (node == NULL)
			return MARU_OK;
		reply->number += node->number;
	}
}

static maru_status
chat(void *self, struct maru_call *call, struct target_chat_stream *stream)
{
	const struct target_node *node;

	(void)self, (void)call;
	for (;;) {
		MARU_TRY(target_chat_stream_recv(stream, &node));
		if (node == NULL)
			return MARU_OK;
		MARU_TRY(target_chat_stream_send(stream, node));
	}
}

static maru_status
look(void *self, struct maru_call *call, const struct target_node *request, struct target_seen *reply)
{
	struct target *target = self;

	(void)call, (void)request;
	reply->begun = atomic_load(&target->n_begun);
	reply->over = atomic_load(&target->n_over);
	return MARU_OK;
}

static const struct target_service handlers = {
	.echo = echo,
	.echo_inline = echo,
	.hang = hang,
	.flood = flood,
	.sum = sum,
	.chat = chat,
	.look = look,
};

static maru_status
serve(struct maru_server *server, char **argv, const sigset_t *until, struct maru_arena *arena)
{
	const struct maru_grpc_listen_options options = {
		.address = "127.0.0.1:0",
		.incoming_bytes_max = strtoul(argv[2], NULL, 10),
	};
	struct maru_grpc_listener *listener;
	int signal_number;

	MARU_TRY(maru_grpc_listen(server, &options, arena, &listener));
	printf("%d\n", maru_grpc_listener_port(listener));
	fflush(stdout);
	sigwait(until, &signal_number);
	maru_grpc_listener_stop(listener, (uint32_t)strtoul(argv[1], NULL, 10));
	maru_grpc_listener_free(listener);
	return MARU_OK;
}

int
main(int argc, char **argv)
{
	struct target target = { 0 };
	struct maru_server *server;
	struct maru_arena arena;
	maru_status status;
	sigset_t until;

	if (argc != 3)
		return 2;
	sigemptyset(&until);
	sigaddset(&until, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &until, NULL); /* in the threads of the server too, which begin below */
	server = maru_server_new(NULL);
	maru_arena_init(&arena, NULL, ERROR_BYTES_MAX);
	target_service_mount(server, &handlers, &target);
	status = serve(server, argv, &until, &arena);
	if (status != MARU_OK)
		fprintf(stderr, "server: %s: %s\n", maru_code_name((int)status->code), status->message);
	maru_server_free(server);
	maru_arena_fini(&arena);
	return status != MARU_OK;
}
