#include "maru/rpc/internal/workers.h"

#include "maru/base/assert.h"

#include <pthread.h>
#include <stdlib.h>

struct marui_workers {
	marui_work_fn *work;
	pthread_mutex_t mutex;
	pthread_cond_t not_empty;
	unsigned n_threads, n_waiting;
	size_t head, n_queued, queue_max;
	bool ending;
	pthread_t *threads;
	struct maru_call *queue[]; /* a ring of queue_max */
};

static struct maru_call *
next_call(struct marui_workers *workers)
{
	struct maru_call *call = NULL;

	pthread_mutex_lock(&workers->mutex);
	workers->n_waiting++;
	while (workers->n_queued == 0 && !workers->ending)
		pthread_cond_wait(&workers->not_empty, &workers->mutex);
	workers->n_waiting--;
	if (workers->n_queued > 0) {
		call = workers->queue[workers->head];
		workers->head = (workers->head + 1) % workers->queue_max;
		workers->n_queued--;
	}
	pthread_mutex_unlock(&workers->mutex);
	return call;
}

static void *
worker_main(void *argument)
{
	struct marui_workers *workers = argument;
	struct maru_call *call;

	while ((call = next_call(workers)) != NULL)
		workers->work(call);
	return NULL;
}

struct marui_workers *
marui_workers_new(unsigned n, unsigned queue_max, marui_work_fn *work)
{
	struct marui_workers *workers = calloc(1, sizeof *workers + queue_max * sizeof(struct maru_call *));

	MARU_ASSERT(workers != NULL && "out of memory");
	workers->threads = calloc(n, sizeof *workers->threads);
	MARU_ASSERT(workers->threads != NULL && "out of memory");
	workers->work = work;
	workers->queue_max = queue_max;
	pthread_mutex_init(&workers->mutex, NULL);
	pthread_cond_init(&workers->not_empty, NULL);
	for (; workers->n_threads < n; workers->n_threads++)
		if (pthread_create(&workers->threads[workers->n_threads], NULL, worker_main, workers) != 0)
			return marui_workers_free(workers);
	return workers;
}

struct marui_workers *
marui_workers_free(struct marui_workers *workers)
{
	if (workers == NULL)
		return NULL;
	pthread_mutex_lock(&workers->mutex);
	workers->ending = true;
	pthread_cond_broadcast(&workers->not_empty);
	pthread_mutex_unlock(&workers->mutex);
	for (unsigned i = 0; i < workers->n_threads; i++)
		pthread_join(workers->threads[i], NULL);
	pthread_cond_destroy(&workers->not_empty);
	pthread_mutex_destroy(&workers->mutex);
	free(workers->threads);
	free(workers);
	return NULL;
}

bool
marui_workers_push(struct marui_workers *workers, struct maru_call *call)
{
	bool taken;

	pthread_mutex_lock(&workers->mutex);
	taken = workers->n_queued < workers->queue_max;
	if (taken) {
		workers->queue[(workers->head + workers->n_queued) % workers->queue_max] = call;
		workers->n_queued++;
		if (workers->n_waiting > 0)
			pthread_cond_signal(&workers->not_empty);
	}
	pthread_mutex_unlock(&workers->mutex);
	return taken;
}
