/*
 * How calls end early: deadlines, cancellation, a full queue; and calls that report their end.
 */
#include "maru/testing/cmocka.h"
#include "maru/transport/suite/fixture.h"

static struct maru_call *
scope_of_ms(struct fixture *fixture, uint32_t timeout_ms)
{
	return maru_call_scope(fixture->scope, &(struct maru_scope_options){ .timeout_ms = timeout_ms });
}

static void
a_deadline_ends_the_call_on_both_sides(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *reply;

	assert_fails(probe_hang(fixture->client, scope_of_ms(fixture, 50), PROBE_NOTE(), &reply),
	             MARU_CODE_DEADLINE_EXCEEDED, NULL);
	probe_await(&fixture->probe, &fixture->probe.n_cancelled, 1);
	probe_await(&fixture->probe, &fixture->probe.n_deferred, 1);
}

static void
a_method_may_have_a_deadline_of_its_own(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *reply;

	assert_fails(probe_hang_shortly(fixture->client, fixture->scope, PROBE_NOTE(), &reply), MARU_CODE_DEADLINE_EXCEEDED,
	             NULL);
}

static void
a_deadline_that_has_passed_sends_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct maru_call *scope = scope_of_ms(fixture, 1);
	const struct probe_note *reply;

	while (maru_call_remaining_us(scope) > 0)
		sched_yield();
	assert_fails(probe_hang(fixture->client, scope, PROBE_NOTE(), &reply), MARU_CODE_DEADLINE_EXCEEDED,
	             "DEADLINE_EXCEEDED");
	assert_int_equal(fixture->probe.n_hanging, 0);
}

/* Relay and Hang: the client that Relay calls with outlives it. */
static void
await_both_handlers(struct fixture *fixture)
{
	probe_await(&fixture->probe, &fixture->probe.n_deferred, 2);
}

static void
a_nested_call_inherits_the_deadline(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *reply;

	assert_fails(probe_relay(fixture->client, scope_of_ms(fixture, 100), PROBE_NOTE(.number = -1), &reply),
	             MARU_CODE_DEADLINE_EXCEEDED, NULL);
	probe_await(&fixture->probe, &fixture->probe.n_cancelled, 1);
	await_both_handlers(fixture);
}

static void *
cancel_when_it_hangs(void *argument)
{
	struct fixture *fixture = argument;

	probe_await(&fixture->probe, &fixture->probe.n_hanging, 1);
	maru_call_cancel(fixture->scope);
	return NULL;
}

static void
cancelling_reaches_the_handler(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *reply;
	pthread_t canceller;

	assert_int_equal(pthread_create(&canceller, NULL, cancel_when_it_hangs, fixture), 0);
	assert_fails(probe_hang(fixture->client, fixture->scope, PROBE_NOTE(), &reply), MARU_CODE_CANCELLED, NULL);
	pthread_join(canceller, NULL);
	probe_await(&fixture->probe, &fixture->probe.n_cancelled, 1);
	assert_fails(probe_echo(fixture->client, fixture->scope, PROBE_NOTE(), &reply), MARU_CODE_CANCELLED, "CANCELLED");
}

static void
cancelling_goes_through_a_nested_call(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *reply;
	pthread_t canceller;

	assert_int_equal(pthread_create(&canceller, NULL, cancel_when_it_hangs, fixture), 0);
	assert_fails(probe_relay(fixture->client, fixture->scope, PROBE_NOTE(.number = -1), &reply), MARU_CODE_CANCELLED, NULL);
	pthread_join(canceller, NULL);
	probe_await(&fixture->probe, &fixture->probe.n_cancelled, 1);
	await_both_handlers(fixture);
}

struct outcome {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	unsigned n_done;
	int code;
	int32_t sum;
};

static void
on_done(void *self, maru_status status, const struct probe_note *reply)
{
	struct outcome *outcome = self;

	pthread_mutex_lock(&outcome->mutex);
	outcome->n_done++;
	outcome->code = maru_status_code(status);
	if (status == MARU_OK)
		outcome->sum += reply->number;
	pthread_cond_broadcast(&outcome->changed);
	pthread_mutex_unlock(&outcome->mutex);
}

static void
asynchronous_calls_report_their_end(void **state)
{
	struct fixture *fixture = *state;
	struct outcome outcome = { .mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };

	for (int32_t number = 1; number <= 100; number++)
		probe_echo_async(fixture->client, fixture->scope, PROBE_NOTE(.number = number), on_done, &outcome);
	pthread_mutex_lock(&outcome.mutex);
	while (outcome.n_done < 100)
		pthread_cond_wait(&outcome.changed, &outcome.mutex);
	pthread_mutex_unlock(&outcome.mutex);
	assert_int_equal(outcome.sum, 5050);
}

static void
an_asynchronous_call_ends_with_its_scope(void **state)
{
	struct fixture *fixture = *state;
	struct outcome outcome = { .mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };
	struct maru_call *scope = maru_scope_new(NULL);

	probe_hang_async(fixture->client, scope, PROBE_NOTE(), on_done, &outcome);
	probe_await(&fixture->probe, &fixture->probe.n_hanging, 1);
	maru_scope_free(scope);
	assert_int_equal(outcome.n_done, 1);
	assert_int_equal(outcome.code, MARU_CODE_CANCELLED);
}

/* One call runs, one waits: the third finds the queue full. */
static void
a_full_queue_refuses(void **state)
{
	struct fixture *fixture = *state;
	struct outcome outcome = { .mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };
	struct maru_call *scope = maru_scope_new(NULL);

	probe_hang_async(fixture->client, scope, PROBE_NOTE(), on_done, &outcome);
	probe_await(&fixture->probe, &fixture->probe.n_hanging, 1);
	probe_hang_async(fixture->client, scope, PROBE_NOTE(), on_done, &outcome);
	probe_hang_async(fixture->client, scope, PROBE_NOTE(), on_done, &outcome);
	pthread_mutex_lock(&outcome.mutex);
	while (outcome.n_done < 1)
		pthread_cond_wait(&outcome.changed, &outcome.mutex);
	pthread_mutex_unlock(&outcome.mutex);
	assert_int_equal(outcome.code, MARU_CODE_RESOURCE_EXHAUSTED);
	maru_scope_free(scope);
	assert_int_equal(outcome.n_done, 3);
}

int
suite_run_endings(void)
{
	const struct CMUnitTest tests[] = {
		suite_test(a_deadline_ends_the_call_on_both_sides),
		suite_test(a_method_may_have_a_deadline_of_its_own),
		suite_test(a_deadline_that_has_passed_sends_nothing),
		suite_test(a_nested_call_inherits_the_deadline),
		suite_test(cancelling_reaches_the_handler),
		suite_test(cancelling_goes_through_a_nested_call),
		suite_test(asynchronous_calls_report_their_end),
		suite_test(an_asynchronous_call_ends_with_its_scope),
		cmocka_unit_test_setup_teardown(a_full_queue_refuses, fixture_set_up_narrow, fixture_tear_down),
	};

	return cmocka_run_group_tests_name("endings", tests, NULL, NULL);
}
