/*
 * What stands around calls: interceptors, scopes, threads, and what a server makes of a caller that gives up.
 */
#include "maru/testing/cmocka.h"
#include "maru/transport/suite/fixture.h"

enum {
	THREADS = 8,
	CALLS_PER_THREAD = 50,
	STREAMS_GIVEN_UP = 200,
};

static void
interceptors_of_both_sides_see_a_unary_call(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *reply;

	for (unsigned i = 1; i <= 3; i++) {
		assert_ok(probe_echo(fixture->client, fixture->scope, PROBE_NOTE(.text = "hello"), &reply));
		assert_int_equal(fixture->n_entered, 2 * i);
		assert_int_equal(fixture->n_left, 2 * i);
		assert_int_equal(fixture->n_incoming, 2 * i);
		assert_int_equal(fixture->n_outgoing, 2 * i);
	}
}

static void
interceptors_of_both_sides_see_each_message_of_a_stream(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *reply;
	struct probe_sum_call *call;

	assert_ok(probe_sum(fixture->client, fixture->scope, &call));
	for (int32_t number = 1; number <= 10; number++)
		assert_ok(probe_sum_call_send(call, PROBE_NOTE(.number = number)));
	assert_ok(probe_sum_call_finish(call, &reply));
	assert_int_equal(fixture->n_entered, 2);
	assert_int_equal(fixture->n_left, 2);
	assert_int_equal(fixture->n_incoming, 11);
	assert_int_equal(fixture->n_outgoing, 11);
}

static void
an_interceptor_refuses_on_the_server(void **state)
{
	struct fixture *fixture = *state;
	const struct maru_metadata metadata = { "refuse-me", maru_bytes_of_string("1") };
	struct maru_call *scope =
	        maru_call_scope(fixture->scope, &(struct maru_scope_options){ .metadata = &metadata, .n_metadata = 1 });
	const struct probe_note *reply;
	struct probe_sum_call *call;
	maru_status status;

	status = probe_echo(fixture->client, scope, PROBE_NOTE(.text = "hello"), &reply);
	assert_fails(status, MARU_CODE_PERMISSION_DENIED, "REFUSED_HERE");
	assert_string_equal(status->message, "refused at the door");
	assert_ok(probe_sum(fixture->client, scope, &call));
	assert_fails(probe_sum_call_finish(call, &reply), MARU_CODE_PERMISSION_DENIED, "REFUSED_HERE");
	assert_int_equal(fixture->n_entered, 2); /* on the client */
	assert_int_equal(fixture->n_left, 2);
	assert_int_equal(fixture->probe.n_summing, 0);
}

static void
nested_scopes_add_up_their_metadata(void **state)
{
	struct fixture *fixture = *state;
	const struct maru_metadata a = { "echo-a", maru_bytes_of_string("outer") }, b = { "echo-b", maru_bytes_of_string("inner") };
	struct maru_call *outer = maru_call_scope(fixture->scope, &(struct maru_scope_options){ .metadata = &a, .n_metadata = 1 });
	struct maru_call *inner = maru_call_scope(outer, &(struct maru_scope_options){ .metadata = &b, .n_metadata = 1 });
	const struct probe_note *reply;

	assert_ok(probe_echo(fixture->client, inner, PROBE_NOTE(), &reply));
	assert_non_null(maru_call_metadata(inner, "echo-a"));
	assert_non_null(maru_call_metadata(inner, "trailer-echo-b"));
	assert_null(maru_call_metadata(outer, "echo-a"));
	assert_ok(probe_echo(fixture->client, outer, PROBE_NOTE(), &reply));
	assert_non_null(maru_call_metadata(outer, "echo-a"));
	assert_null(maru_call_metadata(outer, "echo-b"));
}

static void *
call_many_times(void *argument)
{
	struct fixture *fixture = argument;
	const struct probe_note *reply;

	for (int32_t number = 0; number < CALLS_PER_THREAD; number++) {
		struct maru_call *scope = maru_scope_new(NULL);

		assert_ok(probe_echo(fixture->client, scope, PROBE_NOTE(.number = number), &reply));
		assert_int_equal(reply->number, number);
		assert_fails(probe_fail(fixture->client, scope, PROBE_NOTE(.number = MARU_CODE_ABORTED), &reply), MARU_CODE_ABORTED,
		             NULL);
		maru_scope_free(scope);
	}
	return NULL;
}

static void
several_threads_call_at_once(void **state)
{
	struct fixture *fixture = *state;
	pthread_t threads[THREADS];

	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, call_many_times, fixture), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
}

static void
half_a_stream_is_not_taken_for_all_of_it(void **state)
{
	struct fixture *fixture = *state;

	for (unsigned round = 1; round <= STREAMS_GIVEN_UP; round++) {
		struct maru_call *scope = maru_scope_new(NULL);
		struct probe_sum_call *call;

		assert_ok(probe_sum(fixture->client, scope, &call));
		assert_ok(probe_sum_call_send(call, PROBE_NOTE(.number = 1)));
		probe_await(&fixture->probe, &fixture->probe.n_summing, round);
		maru_scope_free(scope);
	}
	probe_await(&fixture->probe, &fixture->probe.n_deferred, STREAMS_GIVEN_UP);
	assert_int_equal(fixture->probe.n_summed, 0);
}

static void
a_server_may_cancel(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *reply;
	struct probe_quit_call *call;
	maru_status status;

	assert_ok(probe_quit(fixture->client, fixture->scope, &call));
	do
		status = probe_quit_call_send(call, PROBE_NOTE(.number = 1));
	while (status == MARU_OK);
	assert_fails(status, MARU_CODE_CANCELLED, NULL);
	assert_fails(probe_quit_call_finish(call, &reply), MARU_CODE_CANCELLED, NULL);
}

#define watched_test(test) cmocka_unit_test_setup_teardown(test, fixture_set_up_watched, fixture_tear_down)

int
suite_run_around(void)
{
	const struct CMUnitTest tests[] = {
		watched_test(interceptors_of_both_sides_see_a_unary_call),
		watched_test(interceptors_of_both_sides_see_each_message_of_a_stream),
		watched_test(an_interceptor_refuses_on_the_server),
		suite_test(nested_scopes_add_up_their_metadata),
		suite_test(several_threads_call_at_once),
		suite_test(half_a_stream_is_not_taken_for_all_of_it),
		suite_test(a_server_may_cancel),
	};

	return cmocka_run_group_tests_name("around", tests, NULL, NULL);
}
