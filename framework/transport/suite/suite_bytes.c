/*
 * Bytes that no honest peer sends, each way; the server and the connection go on afterwards.
 */
#include "maru/testing/cmocka.h"
#include "maru/transport/suite/fixture.h"

/* A message type whose encoding is the payload of a note as it stands. */
static size_t
raw_size(const ProtobufCMessage *message)
{
	return ((const struct probe_note *)message)->payload.len;
}

static uint8_t *
raw_write(const ProtobufCMessage *message, uint8_t *end)
{
	ProtobufCBinaryData bytes = ((const struct probe_note *)message)->payload;

	if (bytes.len != 0)
		memcpy(end - bytes.len, bytes.data, bytes.len);
	return end - bytes.len;
}

static struct maru_method
method_at(const char *path)
{
	const struct maru_method *method = probe_service_descriptor.methods;

	while (strcmp(method->path, path) != 0)
		method++;
	return *method;
}

static maru_status
echo_raw(struct fixture *fixture, maru_bytes bytes)
{
	struct maru_message_type raw = probe_note_type;
	struct maru_method method = method_at(PROBE_ECHO_PATH);
	const ProtobufCMessage *reply;

	raw.size = raw_size;
	raw.write = raw_write;
	method.request = &raw;
	return marui_client_call(fixture->client, fixture->scope, &method,
	                         &PROBE_NOTE(.payload = { bytes.len, (uint8_t *)(uintptr_t)bytes.data })->base, &reply);
}

static void
assert_still_serves(struct fixture *fixture)
{
	const struct probe_note *reply;

	assert_ok(probe_echo(fixture->client, fixture->scope, PROBE_NOTE(.text = "still here"), &reply));
	assert_string_equal(reply->text, "still here");
}

static void
a_malformed_request_is_refused(void **state)
{
	static const char *const malformed[] = { "\xff", "\x0a\x05xyz", "\x07", "\x10", "\x1b" };
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++) {
		assert_fails(echo_raw(fixture, maru_bytes_of_string(malformed[i])), MARU_CODE_INVALID_ARGUMENT, "MALFORMED_MESSAGE");
		assert_still_serves(fixture);
	}
}

static void
text_that_is_not_utf8_is_refused(void **state)
{
	struct fixture *fixture = *state;

	assert_fails(echo_raw(fixture, maru_bytes_of_string("\x0a\x02\xc0\x80")), MARU_CODE_INVALID_ARGUMENT, "INVALID_UTF8");
	assert_fails(echo_raw(fixture, maru_bytes_of("\x0a\x03" "a\0b", 5)), MARU_CODE_INVALID_ARGUMENT, "NUL_IN_STRING");
	assert_still_serves(fixture);
}

static struct probe_note *
note_of_depth(struct maru_arena *arena, unsigned depth)
{
	struct probe_note *note = probe_note_new(arena);

	for (; depth > 0; depth--) {
		struct probe_note *outer = probe_note_new(arena);

		outer->inner = note;
		note = outer;
	}
	return note;
}

static void
a_message_may_be_100_deep_and_no_more(void **state)
{
	struct fixture *fixture = *state;
	struct maru_arena *arena = maru_call_arena(fixture->scope);
	const struct probe_note *reply;

	assert_ok(probe_echo(fixture->client, fixture->scope, note_of_depth(arena, MARU_DEPTH_MAX), &reply));
	assert_fails(probe_echo(fixture->client, fixture->scope, note_of_depth(arena, MARU_DEPTH_MAX + 1), &reply),
	             MARU_CODE_INVALID_ARGUMENT, "TOO_DEEP");
	assert_still_serves(fixture);
}

/* Two bytes each on the wire, and a whole struct each once decoded. */
static void
a_small_message_that_grows_too_large_is_refused(void **state)
{
	struct fixture *fixture = *state;
	const size_t n = 1024 * 1024;
	uint8_t *bytes = test_malloc(2 * n);

	for (size_t i = 0; i < n; i++)
		memcpy(bytes + 2 * i, "\x2a\x00", 2);
	assert_fails(echo_raw(fixture, maru_bytes_of(bytes, 2 * n)), MARU_CODE_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE_DECODED");
	test_free(bytes);
	assert_still_serves(fixture);
}

/* The text of the reply stands where a Hollow has a message. */
static maru_status
echo_as_hollow(struct fixture *fixture, const char *text)
{
	struct maru_method method = method_at(PROBE_ECHO_PATH);
	const ProtobufCMessage *reply;

	method.reply = &probe_hollow_type;
	return marui_client_call(fixture->client, fixture->scope, &method, &PROBE_NOTE(.text = text)->base, &reply);
}

static void
a_malformed_reply_is_the_servers_fault(void **state)
{
	struct fixture *fixture = *state;

	assert_fails(echo_as_hollow(fixture, "aaa"), MARU_CODE_INTERNAL, "MALFORMED_MESSAGE");
	assert_ok(echo_as_hollow(fixture, ""));
	assert_still_serves(fixture);
}

static void
a_malformed_message_on_a_stream_fails_its_receiver(void **state)
{
	struct fixture *fixture = *state;
	struct maru_method method = method_at(PROBE_SUM_PATH);
	struct maru_message_type raw = probe_note_type;
	const ProtobufCMessage *reply;
	struct maru_call *stream;
	maru_status status;

	raw.size = raw_size;
	raw.write = raw_write;
	method.request = &raw;
	assert_ok(marui_client_open(fixture->client, fixture->scope, &method, NULL, &stream));
	status = marui_stream_send(stream, &PROBE_NOTE(.payload = { 1, (uint8_t *)"\xff" })->base);
	assert_true(status == MARU_OK || status->code == MARU_CODE_INVALID_ARGUMENT);
	assert_fails(marui_client_finish(stream, &reply), MARU_CODE_INVALID_ARGUMENT, "MALFORMED_MESSAGE");
	assert_still_serves(fixture);
}

static void
a_code_that_grpc_does_not_have_arrives_as_unknown(void **state)
{
	static const int32_t codes[] = { 0, 17, 99, -1 };
	struct fixture *fixture = *state;
	const struct probe_note *reply;

	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		assert_fails(probe_fail(fixture->client, fixture->scope, PROBE_NOTE(.number = codes[i], .text = "odd"), &reply),
		             MARU_CODE_UNKNOWN, NULL);
}

int
suite_run_bytes(void)
{
	const struct CMUnitTest tests[] = {
		suite_test(a_malformed_request_is_refused),
		suite_test(text_that_is_not_utf8_is_refused),
		suite_test(a_message_may_be_100_deep_and_no_more),
		suite_test(a_small_message_that_grows_too_large_is_refused),
		suite_test(a_malformed_reply_is_the_servers_fault),
		suite_test(a_malformed_message_on_a_stream_fails_its_receiver),
		suite_test(a_code_that_grpc_does_not_have_arrives_as_unknown),
	};

	return cmocka_run_group_tests_name("bytes", tests, NULL, NULL);
}
