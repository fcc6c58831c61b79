/*
 * An event loop: one completion queue and the one thread that empties it. Tags of a queue therefore never run at the
 * same time, and what only they touch needs no lock.
 */
#ifndef MARU_TRANSPORT_GRPC_INTERNAL_LOOP_H
#define MARU_TRANSPORT_GRPC_INTERNAL_LOOP_H

#include <grpc/grpc.h>
#include <pthread.h>

/*
 * Before anything else of C core. It is never undone: the last grpc_shutdown() would wait, for up to 10 s, for a poller of
 * C core's own that a blocked write has left behind, and so would every program that ends. C core, which writes a line to
 * stderr for each malformed header of a stranger, is silent unless the environment has GRPC_VERBOSITY.
 */
void marui_core_init(void);

struct marui_loop {
	grpc_completion_queue *queue;
	pthread_t thread;
};

/* 0, or the error number of pthread_create(); then there is nothing to stop. */
int marui_loop_start(struct marui_loop *loop);

/* Lets the thread run what is still to come, ends it, and frees the queue. Nothing may be started any more. */
void marui_loop_stop(struct marui_loop *loop);

#endif
