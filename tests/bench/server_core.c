/*
 * What maru is measured against: the shortest echo server that can be written by hand on C core. It answers with the
 * bytes that came and decodes nothing. Without an argument the event loop answers; with "pool" four threads behind a
 * condition variable do. Prints its port, serves until it is killed.
 */
#include <grpc/byte_buffer.h>
#include <grpc/grpc.h>
#include <grpc/grpc_security.h>
#include <grpc/support/time.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	SLOTS = 256,
	WORKERS = 4,
};

struct slot {
	bool replying;
	grpc_call *call;
	grpc_metadata_array metadata;
	gpr_timespec deadline;
	grpc_byte_buffer *payload;
	int cancelled;
	struct slot *next; /* in the pool's queue */
};

static grpc_server *server;
static grpc_completion_queue *queue;
static void *method;

static struct {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	struct slot *first, **last;
} pool = { .mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER, .last = &pool.first };

static void
must(bool condition, const char *what)
{
	if (condition)
		return;
	fprintf(stderr, "%s\n", what);
	exit(1);
}

static void
post(struct slot *slot)
{
	grpc_call_error error;

	slot->replying = false;
	slot->metadata.count = 0;
	error = grpc_server_request_registered_call(server, method, &slot->call, &slot->deadline, &slot->metadata,
	                                            &slot->payload, queue, queue, slot);
	must(error == GRPC_CALL_OK, "cannot request a call");
}

static void
reply(struct slot *slot)
{
	grpc_op ops[4];

	memset(ops, 0, sizeof ops);
	ops[0].op = GRPC_OP_RECV_CLOSE_ON_SERVER;
	ops[0].data.recv_close_on_server.cancelled = &slot->cancelled;
	ops[1].op = GRPC_OP_SEND_INITIAL_METADATA;
	ops[2].op = GRPC_OP_SEND_MESSAGE;
	ops[2].data.send_message.send_message = slot->payload;
	ops[3].op = GRPC_OP_SEND_STATUS_FROM_SERVER;
	slot->replying = true;
	must(grpc_call_start_batch(slot->call, ops, 4, slot, NULL) == GRPC_CALL_OK, "cannot reply");
}

static void
push(struct slot *slot)
{
	slot->next = NULL;
	pthread_mutex_lock(&pool.mutex);
	*pool.last = slot;
	pool.last = &slot->next;
	pthread_cond_signal(&pool.changed);
	pthread_mutex_unlock(&pool.mutex);
}

static void *
work(void *self)
{
	(void)self;
	for (;;) {
		struct slot *slot;

		pthread_mutex_lock(&pool.mutex);
		while (pool.first == NULL)
			pthread_cond_wait(&pool.changed, &pool.mutex);
		slot = pool.first;
		pool.first = slot->next;
		if (pool.first == NULL)
			pool.last = &pool.first;
		pthread_mutex_unlock(&pool.mutex);
		reply(slot);
	}
	return NULL;
}

static void
serve(bool pooled)
{
	for (;;) {
		grpc_event event = grpc_completion_queue_next(queue, gpr_inf_future(GPR_CLOCK_MONOTONIC), NULL);
		struct slot *slot = event.tag;

		if (slot->replying) {
			grpc_byte_buffer_destroy(slot->payload);
			grpc_call_unref(slot->call);
			post(slot);
		} else if (pooled) {
			push(slot);
		} else {
			reply(slot);
		}
	}
}

int
main(int argc, char **argv)
{
	bool pooled = argc > 1 && strcmp(argv[1], "pool") == 0;
	grpc_server_credentials *credentials;
	struct slot *slots = calloc(SLOTS, sizeof *slots);
	int port;

	grpc_init();
	server = grpc_server_create(NULL, NULL);
	queue = grpc_completion_queue_create_for_next(NULL);
	grpc_server_register_completion_queue(server, queue, NULL);
	method = grpc_server_register_method(server, pooled ? "/bench.v1.Echo/Pooled" : "/bench.v1.Echo/Inline", NULL,
	                                     GRPC_SRM_PAYLOAD_READ_INITIAL_BYTE_BUFFER, 0);
	credentials = grpc_insecure_server_credentials_create();
	port = grpc_server_add_http2_port(server, "127.0.0.1:0", credentials);
	grpc_server_credentials_release(credentials);
	must(slots != NULL && method != NULL && port != 0, "cannot listen");
	grpc_server_start(server);
	for (int i = 0; i < SLOTS; i++)
		post(&slots[i]);
	for (int i = 0; i < WORKERS && pooled; i++) {
		pthread_t thread;

		must(pthread_create(&thread, NULL, work, NULL) == 0, "cannot start a thread");
	}
	printf("%d\n", port);
	fflush(stdout);
	serve(pooled);
	return 0;
}
