#include "maru/transport/suite/suite.h"

#include "maru/testing/cmocka.h"
#include "maru/transport/suite/fixture.h"

static void
echoes_a_note(void **state)
{
	struct fixture *fixture = *state;
	uint8_t bytes[] = { 0, 1, 0xff };
	const struct probe_note *reply;

	assert_ok(probe_echo(fixture->client, fixture->scope,
	                     PROBE_NOTE(.text = "hello", .number = -7, .payload = { sizeof bytes, bytes }), &reply));
	assert_string_equal(reply->text, "hello");
	assert_int_equal(reply->number, -7);
	assert_int_equal(reply->payload.len, sizeof bytes);
	assert_memory_equal(reply->payload.data, bytes, sizeof bytes);
}

static void
echoes_an_empty_note(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *reply;

	assert_ok(probe_echo(fixture->client, fixture->scope, PROBE_NOTE(), &reply));
	assert_string_equal(reply->text, "");
	assert_int_equal(reply->payload.len, 0);
}

static void
echoes_on_the_event_loop(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *reply;

	assert_ok(probe_echo_inline(fixture->client, fixture->scope, PROBE_NOTE(.text = "inline"), &reply));
	assert_string_equal(reply->text, "inline");
}

static void
answers_after_the_handler_has_returned(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *reply;

	for (int round = 0; round < 20; round++) {
		assert_ok(probe_echo_later(fixture->client, fixture->scope, PROBE_NOTE(.text = "later"), &reply));
		assert_string_equal(reply->text, "later");
	}
}

static void
carries_a_large_message(void **state)
{
	struct fixture *fixture = *state;
	const size_t size = 3 * 1024 * 1024;
	uint8_t *bytes = test_calloc(1, size);
	const struct probe_note *reply;

	memset(bytes, 0x5a, size);
	assert_ok(probe_echo(fixture->client, fixture->scope, PROBE_NOTE(.payload = { size, bytes }), &reply));
	assert_int_equal(reply->payload.len, size);
	assert_memory_equal(reply->payload.data, bytes, size);
	test_free(bytes);
}

static void
refuses_a_message_over_the_limit(void **state)
{
	struct fixture *fixture = *state;
	const size_t size = MARU_CALL_MESSAGE_BYTES_MAX;
	uint8_t *bytes = test_calloc(1, size);
	const struct probe_note *reply;
	maru_status status;

	status = probe_echo(fixture->client, fixture->scope, PROBE_NOTE(.payload = { size, bytes }), &reply);
	assert_fails(status, MARU_CODE_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE");
	test_free(bytes);
	assert_ok(probe_echo(fixture->client, fixture->scope, PROBE_NOTE(.text = "still here"), &reply));
}

static void
reports_a_failure_with_its_message(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *reply = NULL;
	maru_status status;

	status = probe_fail(fixture->client, fixture->scope, PROBE_NOTE(.number = MARU_CODE_NOT_FOUND, .text = "no caf\xc3\xa9 100%"),
	                    &reply);
	assert_fails(status, MARU_CODE_NOT_FOUND, NULL);
	assert_string_equal(status->message, "no caf\xc3\xa9 100%");
	assert_null(reply);
}

static void
reports_a_failure_with_its_reason(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *reply;
	maru_status status;

	status = probe_fail(fixture->client, fixture->scope,
	                    PROBE_NOTE(.number = MARU_CODE_ABORTED, .text = "sold out", .payload = { 1, (uint8_t *)"x" }), &reply);
	assert_fails(status, MARU_CODE_ABORTED, "REFUSED");
	assert_string_equal(status->message, "sold out");
}

static void
answers_unimplemented_for_an_absent_row(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *reply;

	assert_fails(probe_absent(fixture->client, fixture->scope, PROBE_NOTE(), &reply), MARU_CODE_UNIMPLEMENTED,
	             "UNIMPLEMENTED_METHOD");
}

static void
answers_unimplemented_for_an_unknown_method(void **state)
{
	struct fixture *fixture = *state;
	struct maru_method unknown = probe_service_descriptor.methods[0];
	const ProtobufCMessage *reply;

	unknown.path = "/maru.probe.Probe/NoSuchMethod";
	assert_fails(marui_client_call(fixture->client, fixture->scope, &unknown, &PROBE_NOTE()->base, &reply),
	             MARU_CODE_UNIMPLEMENTED, "UNIMPLEMENTED_METHOD");
	unknown.path = "/no.such.Service/Method";
	assert_fails(marui_client_call(fixture->client, fixture->scope, &unknown, &PROBE_NOTE()->base, &reply),
	             MARU_CODE_UNIMPLEMENTED, "UNIMPLEMENTED_METHOD");
}

static void
carries_metadata_both_ways(void **state)
{
	struct fixture *fixture = *state;
	const struct maru_metadata metadata[] = {
		{ "echo-name", maru_bytes_of_string("value with spaces") },
		{ "echo-raw-bin", maru_bytes_of("\0\xff\x10", 3) },
		{ "echo-empty", maru_bytes_of_string("") },
	};
	const struct maru_scope_options options = { .metadata = metadata, .n_metadata = 3 };
	struct maru_call *scope = maru_call_scope(fixture->scope, &options);
	const struct probe_note *reply;

	assert_ok(probe_echo(fixture->client, scope, PROBE_NOTE(), &reply));
	for (size_t i = 0; i < 3; i++) {
		const struct maru_metadata *header = maru_call_metadata(scope, metadata[i].key);
		const struct maru_metadata *trailer =
		        maru_call_metadata(scope, maru_arena_printf(maru_call_arena(scope), "trailer-%s", metadata[i].key));

		assert_non_null(header);
		assert_true(maru_bytes_equal(header->value, metadata[i].value));
		assert_non_null(trailer);
		assert_true(maru_bytes_equal(trailer->value, metadata[i].value));
	}
}

static void
carries_metadata_of_a_failed_call(void **state)
{
	struct fixture *fixture = *state;
	const struct maru_metadata metadata = { "echo-a", maru_bytes_of_string("b") };
	const struct maru_scope_options options = { .metadata = &metadata, .n_metadata = 1 };
	struct maru_call *scope = maru_call_scope(fixture->scope, &options);
	const struct probe_note *reply;

	assert_fails(probe_fail(fixture->client, scope, PROBE_NOTE(.number = MARU_CODE_DATA_LOSS), &reply), MARU_CODE_DATA_LOSS,
	             NULL);
	assert_non_null(maru_call_metadata(scope, "trailer-echo-a"));
}

static void
refuses_bad_metadata_before_it_is_sent(void **state)
{
	struct fixture *fixture = *state;
	const struct maru_metadata metadata = { "Bad Key", maru_bytes_of_string("b") };
	const struct maru_scope_options options = { .metadata = &metadata, .n_metadata = 1 };
	struct maru_call *scope = maru_call_scope(fixture->scope, &options);
	const struct probe_note *reply;

	assert_fails(probe_echo(fixture->client, scope, PROBE_NOTE(), &reply), MARU_CODE_INVALID_ARGUMENT, "BAD_METADATA");
}

static void
ends_a_call_that_takes_too_much_memory(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *reply;

	assert_fails(probe_hoard(fixture->client, fixture->scope, PROBE_NOTE(), &reply), MARU_CODE_RESOURCE_EXHAUSTED,
	             "ARENA_LIMIT");
}

static void
relays_through_a_nested_call(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *reply;

	assert_ok(probe_relay(fixture->client, fixture->scope, PROBE_NOTE(.text = "twice"), &reply));
	assert_string_equal(reply->text, "twice");
}

int
suite_run(struct suite_transport *transport)
{
	const struct CMUnitTest tests[] = {
		suite_test(echoes_a_note),
		suite_test(echoes_an_empty_note),
		suite_test(echoes_on_the_event_loop),
		suite_test(answers_after_the_handler_has_returned),
		suite_test(carries_a_large_message),
		suite_test(refuses_a_message_over_the_limit),
		suite_test(reports_a_failure_with_its_message),
		suite_test(reports_a_failure_with_its_reason),
		suite_test(answers_unimplemented_for_an_absent_row),
		suite_test(answers_unimplemented_for_an_unknown_method),
		suite_test(carries_metadata_both_ways),
		suite_test(carries_metadata_of_a_failed_call),
		suite_test(refuses_bad_metadata_before_it_is_sent),
		suite_test(ends_a_call_that_takes_too_much_memory),
		suite_test(relays_through_a_nested_call),
	};
	int failures;

	fixture_transport = transport;
	failures = cmocka_run_group_tests_name(transport->name, tests, NULL, NULL);
	failures += suite_run_streams();
	failures += suite_run_endings();
	failures += suite_run_bytes();
	failures += suite_run_around();
	return failures;
}
