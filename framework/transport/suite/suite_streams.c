#include "maru/testing/cmocka.h"
#include "maru/transport/suite/fixture.h"

static void
a_server_stream_arrives_in_order(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *note = NULL;
	struct probe_count_call *call;

	assert_ok(probe_count(fixture->client, fixture->scope, PROBE_NOTE(.number = 100, .text = "n"), &call));
	for (int32_t number = 1; number <= 100; number++) {
		assert_ok(probe_count_call_recv(call, &note));
		assert_non_null(note);
		assert_int_equal(note->number, number);
		assert_string_equal(note->text, "n");
	}
	assert_ok(probe_count_call_recv(call, &note));
	assert_null(note);
	assert_ok(probe_count_call_finish(call));
}

static void
an_empty_server_stream_ends_well(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *note = NULL;
	struct probe_count_call *call;

	assert_ok(probe_count(fixture->client, fixture->scope, PROBE_NOTE(), &call));
	assert_ok(probe_count_call_recv(call, &note));
	assert_null(note);
	assert_ok(probe_count_call_finish(call));
}

static void
a_client_stream_is_added_up(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *reply = NULL;
	struct probe_sum_call *call;

	assert_ok(probe_sum(fixture->client, fixture->scope, &call));
	for (int32_t number = 1; number <= 100; number++)
		assert_ok(probe_sum_call_send(call, PROBE_NOTE(.number = number)));
	assert_ok(probe_sum_call_finish(call, &reply));
	assert_int_equal(reply->number, 5050);
}

static void
an_empty_client_stream_gets_its_reply(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *reply = NULL;
	struct probe_sum_call *call;

	assert_ok(probe_sum(fixture->client, fixture->scope, &call));
	assert_ok(probe_sum_call_finish(call, &reply));
	assert_int_equal(reply->number, 0);
}

static void
a_chat_goes_back_and_forth(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *note = NULL;
	struct probe_chat_call *call;

	assert_ok(probe_chat(fixture->client, fixture->scope, &call));
	for (int32_t number = 0; number < 50; number++) {
		assert_ok(probe_chat_call_send(call, PROBE_NOTE(.number = number)));
		assert_ok(probe_chat_call_recv(call, &note));
		assert_non_null(note);
		assert_int_equal(note->number, number);
	}
	assert_ok(probe_chat_call_close_send(call));
	assert_ok(probe_chat_call_recv(call, &note));
	assert_null(note);
	assert_ok(probe_chat_call_finish(call));
}

static void *
send_notes(void *argument)
{
	struct probe_chat_call *call = argument;

	for (int32_t number = 0; number < 500; number++)
		assert_ok(probe_chat_call_send(call, PROBE_NOTE(.number = number)));
	assert_ok(probe_chat_call_close_send(call));
	return NULL;
}

static void
a_chat_may_send_and_receive_on_two_threads(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *note = NULL;
	struct probe_chat_call *call;
	pthread_t sender;

	assert_ok(probe_chat(fixture->client, fixture->scope, &call));
	assert_int_equal(pthread_create(&sender, NULL, send_notes, call), 0);
	for (int32_t number = 0; number < 500; number++) {
		assert_ok(probe_chat_call_recv(call, &note));
		assert_non_null(note);
		assert_int_equal(note->number, number);
	}
	assert_ok(probe_chat_call_recv(call, &note));
	assert_null(note);
	pthread_join(sender, NULL);
	assert_ok(probe_chat_call_finish(call));
}

static void
a_chat_that_fails_tells_both_sides(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *note = NULL;
	struct probe_chat_call *call;
	maru_status status;

	assert_ok(probe_chat(fixture->client, fixture->scope, &call));
	assert_ok(probe_chat_call_send(call, PROBE_NOTE(.number = -5)));
	status = probe_chat_call_recv(call, &note);
	assert_fails(status, MARU_CODE_OUT_OF_RANGE, NULL);
	assert_string_equal(status->message, "-5 is negative");
	do
		status = probe_chat_call_send(call, PROBE_NOTE(.number = 1));
	while (status == MARU_OK);
	assert_fails(status, MARU_CODE_OUT_OF_RANGE, NULL);
	assert_fails(probe_chat_call_finish(call), MARU_CODE_OUT_OF_RANGE, NULL);
}

static void
a_stream_that_nobody_reads_stops_its_sender(void **state)
{
	struct fixture *fixture = *state;
	static uint8_t payload[64 * 1024];
	const struct probe_note *note = NULL;
	struct probe_flood_call *call;

	assert_ok(probe_flood(fixture->client, fixture->scope, PROBE_NOTE(.payload = { sizeof payload, payload }), &call));
	assert_ok(probe_flood_call_recv(call, &note));
	assert_non_null(note);
	assert_fails(probe_flood_call_finish(call), MARU_CODE_CANCELLED, NULL);
	probe_await(&fixture->probe, &fixture->probe.n_cancelled, 1);
	probe_await(&fixture->probe, &fixture->probe.n_deferred, 1);
}

static void
a_stream_left_behind_ends_with_its_scope(void **state)
{
	struct fixture *fixture = *state;
	struct maru_call *scope = maru_scope_new(NULL);
	struct probe_flood_call *call;

	assert_ok(probe_flood(fixture->client, scope, PROBE_NOTE(.text = "x"), &call));
	probe_await(&fixture->probe, &fixture->probe.n_hanging, 1);
	maru_scope_free(scope);
	probe_await(&fixture->probe, &fixture->probe.n_cancelled, 1);
}

static void
headers_of_a_stream_come_with_its_end(void **state)
{
	struct fixture *fixture = *state;
	const struct maru_metadata metadata = { "echo-a", maru_bytes_of_string("b") };
	struct maru_call *scope =
	        maru_call_scope(fixture->scope, &(struct maru_scope_options){ .metadata = &metadata, .n_metadata = 1 });
	const struct probe_note *note = NULL;
	struct probe_count_call *call;

	assert_ok(probe_count(fixture->client, scope, PROBE_NOTE(.number = 1), &call));
	assert_ok(probe_count_call_recv(call, &note));
	assert_ok(probe_count_call_recv(call, &note));
	assert_ok(probe_count_call_finish(call));
	assert_non_null(maru_call_metadata(scope, "echo-a"));
	assert_non_null(maru_call_metadata(scope, "trailer-echo-a"));
}

int
suite_run_streams(void)
{
	const struct CMUnitTest tests[] = {
		suite_test(a_server_stream_arrives_in_order),
		suite_test(an_empty_server_stream_ends_well),
		suite_test(a_client_stream_is_added_up),
		suite_test(an_empty_client_stream_gets_its_reply),
		suite_test(a_chat_goes_back_and_forth),
		suite_test(a_chat_may_send_and_receive_on_two_threads),
		suite_test(a_chat_that_fails_tells_both_sides),
		suite_test(a_stream_that_nobody_reads_stops_its_sender),
		suite_test(a_stream_left_behind_ends_with_its_scope),
		suite_test(headers_of_a_stream_come_with_its_end),
	};

	return cmocka_run_group_tests_name("streams", tests, NULL, NULL);
}
