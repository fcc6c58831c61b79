/*
 * A fixed number of threads that run calls from a bounded queue.
 *
 * Invariants: calls run in the order they were pushed; a push never blocks; every call that was taken is run, also
 * while the pool ends. Pushing is thread-safe.
 */
#ifndef MARU_RPC_INTERNAL_WORKERS_H
#define MARU_RPC_INTERNAL_WORKERS_H

#include "maru/rpc/call.h"

struct marui_workers;

typedef void marui_work_fn(struct maru_call *call);

/* Starts `n` threads, each of which runs `work` on call after call. NULL when a thread cannot be started. */
struct marui_workers *marui_workers_new(unsigned n, unsigned queue_max, marui_work_fn *work);

/* Runs what is queued, ends the threads. Takes NULL, returns NULL. */
struct marui_workers *marui_workers_free(struct marui_workers *workers);

/* False: the queue is full. */
bool marui_workers_push(struct marui_workers *workers, struct maru_call *call);

#endif
