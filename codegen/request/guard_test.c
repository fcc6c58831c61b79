#include "codegen/request/guard.h"

#include <google/protobuf/compiler/plugin.pb-c.h>
#include <string.h>

#include "codegen/request/unpack.h"
#include "maru/testing/cmocka.h"

static struct maru_arena arena;

static int
set_up(void **state)
{
	(void)state;
	maru_arena_init(&arena, NULL, 1024 * 1024);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	maru_arena_fini(&arena);
	return 0;
}

/* Bytes as a string literal, read as a message of some type that suits the case. */
struct input {
	const char *bytes;
	size_t len;
};

#define INPUT(literal) { literal, sizeof(literal) - 1 }

static maru_status
guard(const ProtobufCMessageDescriptor *descriptor, const char *bytes, size_t len)
{
	char *copy = maru_arena_bytesdup(&arena, maru_bytes_of(bytes, len));

	return guard_message(descriptor, (uint8_t *)copy, len, &arena);
}

static void
what_is_malformed_is_refused(void **state)
{
	/* FieldDescriptorProto: 1 name (string), 3 number (int32), 8 options (message). */
	static const struct input inputs[] = {
		INPUT("\x08"),                                         /* tag without a value */
		INPUT("\x0a\x05" "abc"),                               /* length past the end */
		INPUT("\x0a\xff\xff\xff\xff\x0f"),                     /* length over 2 GiB */
		INPUT("\x0a\x80\x80\x80\x80\x80\x01"),                 /* length of six bytes */
		INPUT("\x18\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"), /* more than 64 bits */
		INPUT("\x18\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), /* eleven bytes */
		INPUT("\x18\xff"),                                     /* a number that is cut off */
		INPUT("\x00\x01"),                                     /* field number 0 */
		INPUT("\xff\xff\xff\xff\x1f\x01"),                     /* a tag of more than 32 bits */
		INPUT("\x08\x01"),                                     /* a name that is a number */
		INPUT("\x1a\x01\x01"),                                 /* a number that is bytes */
		INPUT("\x42\x02\x08\xff"),                             /* in a nested message: cut off by its end */
		INPUT("\x0a\x03" "a\0b"),                              /* a NUL in a string */
		INPUT("\x26"),                                         /* wire type 6 */
		INPUT("\xa1\x06\x01\x02\x03"),                         /* an unknown fixed64 that is cut off */
		INPUT("\xa5\x06\x01\x02\x03"),                         /* an unknown fixed32 that is cut off */
		INPUT("\xa4\x06"),                                     /* a group ends that never began */
		INPUT("\xa3\x06\x08\x01"),                             /* a group that does not end */
		INPUT("\xa3\x06\xac\x06"),                             /* a group that another one ends */
	};

	(void)state;
	for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++) {
		maru_status status = guard(&google__protobuf__field_descriptor_proto__descriptor, inputs[i].bytes, inputs[i].len);

		if (maru_status_code(status) != MARU_CODE_INVALID_ARGUMENT)
			fail_msg("input %zu is taken", i);
		assert_non_null(strstr(status->message, "at byte"));
	}
}

static void
what_is_well_formed_is_taken(void **state)
{
	/* SourceCodeInfo.Location: 1 path and 2 span are packed, and may come unpacked too. */
	static const struct input inputs[] = {
		INPUT(""),
		INPUT("\x0a\x03\x01\x02\x03\x12\x00"),
		INPUT("\x08\x01\x08\x02"),
		INPUT("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"),
		INPUT("\x1a\x01z"),
		INPUT("\xa1\x06\x01\x02\x03\x04\x05\x06\x07\x08\xa5\x06\x01\x02\x03\x04\xa0\x06\x07\xa2\x06\x01x"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++)
		assert_null(guard(&google__protobuf__source_code_info__location__descriptor, inputs[i].bytes, inputs[i].len));
	assert_non_null(guard(&google__protobuf__source_code_info__location__descriptor, "\x0a\x02\x01\x80", 4));
}

/* `n` messages DescriptorProto in each other, by field 3. The lengths count from the inside out. */
static maru_bytes
nested(size_t n)
{
	uint8_t *start = maru_arena_alloc(&arena, 6 * n), *end = start + 6 * n, *at = end;

	for (size_t i = 1; i < n; i++) {
		size_t len = (size_t)(end - at);

		*--at = (uint8_t)(len >> 28);
		*--at = (uint8_t)(0x80 | (len >> 21 & 0x7f));
		*--at = (uint8_t)(0x80 | (len >> 14 & 0x7f));
		*--at = (uint8_t)(0x80 | (len >> 7 & 0x7f));
		*--at = (uint8_t)(0x80 | (len & 0x7f));
		*--at = 0x1a;
	}
	return maru_bytes_of(at, (size_t)(end - at));
}

static void
nesting_ends_at_a_hundred_levels(void **state)
{
	const ProtobufCMessageDescriptor *descriptor = &google__protobuf__descriptor_proto__descriptor;
	ProtobufCMessage *message;
	maru_status status;

	(void)state;
	assert_null(unpack(descriptor, nested(100), &arena, &message));
	status = unpack(descriptor, nested(101), &arena, &message);
	assert_int_equal(maru_status_code(status), MARU_CODE_INVALID_ARGUMENT);
	assert_non_null(strstr(status->message, "deeper than 100"));
	status = unpack(descriptor, nested(10000), &arena, &message);
	assert_int_equal(maru_status_code(status), MARU_CODE_INVALID_ARGUMENT);
}

static void
groups_nest_no_deeper_than_messages(void **state)
{
	uint8_t groups[2 * 100];

	(void)state;
	memset(groups, 0x0b, 100);
	memset(groups + 100, 0x0c, 100);
	/* The message itself is one level, so that 99 are left. */
	assert_null(guard(&google__protobuf__oneof_options__descriptor, (const char *)groups + 1, 198));
	assert_non_null(guard(&google__protobuf__oneof_options__descriptor, (const char *)groups, 200));
}

static void
an_unknown_group_becomes_bytes_in_its_place(void **state)
{
	static const char bytes[] = "\xa3\x06\x08\x01\xa4\x06\xa3\x06\xa4\x06\xa0\x06\x07";
	const maru_bytes in = maru_bytes_of(bytes, sizeof bytes - 1);
	ProtobufCMessage *message;

	(void)state;
	assert_null(unpack(&google__protobuf__file_options__descriptor, in, &arena, &message));
	assert_int_equal(message->n_unknown_fields, 3);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(message->unknown_fields[i].tag, 100);
		assert_int_equal(message->unknown_fields[i].wire_type, PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED);
	}
	assert_int_equal(message->unknown_fields[2].wire_type, PROTOBUF_C_WIRE_TYPE_VARINT);
}

/* Its length needs one byte, two, and three. */
static void
a_large_group_becomes_bytes_too(void **state)
{
	static const size_t sizes[] = { 0, 1, 124, 125, 126, 127, 128, 300, 16380, 16381, 16382, 16384, 20000 };

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		size_t n = sizes[i];
		char *bytes = maru_arena_alloc(&arena, 2 * n + 6);
		ProtobufCMessage *message;

		memcpy(bytes, "\xa3\x06", 2);
		for (size_t j = 0; j < n; j++)
			memcpy(bytes + 2 + 2 * j, "\x08\x01", 2);
		memcpy(bytes + 2 + 2 * n, "\xa4\x06\x50\x01", 4);
		assert_null(unpack(&google__protobuf__file_options__descriptor, maru_bytes_of(bytes, 2 * n + 6), &arena, &message));
		assert_int_equal(message->n_unknown_fields, 1);
		assert_int_equal(message->unknown_fields[0].tag, 100);
		assert_true(((const Google__Protobuf__FileOptions *)message)->java_multiple_files);
	}
}

static void
a_message_larger_than_the_arena_is_refused(void **state)
{
	struct maru_arena small;
	ProtobufCMessage *message;
	char bytes[200];
	maru_status status;

	(void)state;
	for (size_t i = 0; i < sizeof bytes; i += 2)
		memcpy(bytes + i, "\x12\x00", 2); /* a hundred fields, each larger than its two bytes */
	maru_arena_init(&small, NULL, 1000);
	status = unpack(&google__protobuf__descriptor_proto__descriptor, maru_bytes_of(bytes, sizeof bytes), &small, &message);
	assert_int_equal(maru_status_code(status), MARU_CODE_RESOURCE_EXHAUSTED);
	maru_arena_fini(&small);
}

static void
a_missing_required_field_is_refused(void **state)
{
	ProtobufCMessage *message;
	maru_status status = unpack(&google__protobuf__uninterpreted_option__name_part__descriptor,
	                            maru_bytes_of_string("\x0a\x01x"), &arena, &message);

	(void)state;
	assert_int_equal(maru_status_code(status), MARU_CODE_INVALID_ARGUMENT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_malformed_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_well_formed_is_taken, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nesting_ends_at_a_hundred_levels, set_up, tear_down),
		cmocka_unit_test_setup_teardown(groups_nest_no_deeper_than_messages, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_unknown_group_becomes_bytes_in_its_place, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_large_group_becomes_bytes_too, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_message_larger_than_the_arena_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_missing_required_field_is_refused, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
