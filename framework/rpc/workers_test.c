#include "maru/rpc/internal/workers.h"

#include <pthread.h>
#include <stdatomic.h>

#include "maru/testing/cmocka.h"

enum {
	CALLS = 1000,
};

/* The workers look into no call, so that any address serves as one. */
static char calls[CALLS];

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool gate_open;
static unsigned n_at_gate, n_run;
static long order[CALLS];

static struct maru_call *
call_at(long i)
{
	return (struct maru_call *)(void *)&calls[i];
}

static int
set_up(void **state)
{
	(void)state;
	gate_open = false;
	n_at_gate = n_run = 0;
	return 0;
}

static void
run(struct maru_call *call)
{
	pthread_mutex_lock(&mutex);
	order[n_run++] = (char *)call - calls;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&mutex);
}

/* Waits for the gate first. */
static void
run_behind_gate(struct maru_call *call)
{
	pthread_mutex_lock(&mutex);
	n_at_gate++;
	pthread_cond_broadcast(&changed);
	while (!gate_open)
		pthread_cond_wait(&changed, &mutex);
	pthread_mutex_unlock(&mutex);
	run(call);
}

static void
await(const unsigned *counter, unsigned least)
{
	pthread_mutex_lock(&mutex);
	while (*counter < least)
		pthread_cond_wait(&changed, &mutex);
	pthread_mutex_unlock(&mutex);
}

static void
open_gate(void)
{
	pthread_mutex_lock(&mutex);
	gate_open = true;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&mutex);
}

static void
calls_run_in_the_order_they_were_pushed(void **state)
{
	struct marui_workers *workers = marui_workers_new(1, CALLS, run);

	(void)state;
	for (long i = 0; i < CALLS; i++)
		assert_true(marui_workers_push(workers, call_at(i)));
	await(&n_run, CALLS);
	for (long i = 0; i < CALLS; i++)
		assert_int_equal(order[i], i);
	assert_null(marui_workers_free(workers));
}

static void
a_small_queue_goes_round(void **state)
{
	struct marui_workers *workers = marui_workers_new(1, 3, run);

	(void)state;
	for (long i = 0; i < CALLS; i++) {
		while (!marui_workers_push(workers, call_at(i)))
			await(&n_run, (unsigned)i - 2);
	}
	await(&n_run, CALLS);
	for (long i = 0; i < CALLS; i++)
		assert_int_equal(order[i], i);
	marui_workers_free(workers);
}

static void
a_full_queue_takes_no_more(void **state)
{
	struct marui_workers *workers = marui_workers_new(2, 3, run_behind_gate);

	(void)state;
	for (long i = 0; i < 2; i++) {
		assert_true(marui_workers_push(workers, call_at(i)));
		await(&n_at_gate, (unsigned)i + 1);
	}
	for (long i = 2; i < 5; i++)
		assert_true(marui_workers_push(workers, call_at(i)));
	assert_false(marui_workers_push(workers, call_at(5)));
	open_gate();
	await(&n_run, 5);
	assert_true(marui_workers_push(workers, call_at(5)));
	marui_workers_free(workers);
	assert_int_equal(n_run, 6);
}

static void *
open_gate_soon(void *argument)
{
	(void)argument;
	await(&n_at_gate, 1);
	open_gate();
	return NULL;
}

static void
what_was_taken_is_run_before_the_end(void **state)
{
	struct marui_workers *workers = marui_workers_new(1, 10, run_behind_gate);
	pthread_t opener;

	(void)state;
	for (long i = 0; i < 10; i++)
		assert_true(marui_workers_push(workers, call_at(i)));
	assert_int_equal(pthread_create(&opener, NULL, open_gate_soon, NULL), 0);
	marui_workers_free(workers);
	assert_int_equal(n_run, 10);
	pthread_join(opener, NULL);
}

static void
all_workers_work_at_once(void **state)
{
	struct marui_workers *workers = marui_workers_new(8, 8, run_behind_gate);

	(void)state;
	for (long i = 0; i < 8; i++)
		assert_true(marui_workers_push(workers, call_at(i)));
	await(&n_at_gate, 8);
	open_gate();
	marui_workers_free(workers);
	assert_int_equal(n_run, 8);
}

static void
nothing_may_be_freed(void **state)
{
	(void)state;
	assert_null(marui_workers_free(NULL));
	marui_workers_free(marui_workers_new(3, 1, run));
	assert_int_equal(n_run, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(calls_run_in_the_order_they_were_pushed, set_up),
		cmocka_unit_test_setup(a_small_queue_goes_round, set_up),
		cmocka_unit_test_setup(a_full_queue_takes_no_more, set_up),
		cmocka_unit_test_setup(what_was_taken_is_run_before_the_end, set_up),
		cmocka_unit_test_setup(all_workers_work_at_once, set_up),
		cmocka_unit_test_setup(nothing_may_be_freed, set_up),
	};

	return cmocka_run_group_tests_name("workers", tests, NULL, NULL);
}
