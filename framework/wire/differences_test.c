/*
 * Where maru departs from libprotobuf-c: the whole list. Each test gives the same to both; what it says libprotobuf-c 1.4.1 does
 * is what it does, so that a version that differs less is noticed. On everything else the two agree: agree_test.c.
 *
 * Two more cannot be run: a NULL element of a repeated string or message, which maru takes for an empty one, crashes
 * libprotobuf-c when it is written, and messages nested some ten thousand levels deep take it over the end of the stack.
 */
#include "kinds.maru.h"
#include "maru/testing/cmocka.h"
#include "maru/wire/testdata/bytes.h"
#include "needs.maru.h"

static struct maru_arena arena;

static int
start(void **state)
{
	(void)state;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	maru_arena_fini(&arena);
	return 0;
}

static const char *
their_encoding(const ProtobufCMessage *message)
{
	uint8_t *space = maru_arena_alloc(&arena, protobuf_c_message_get_packed_size(message));

	return test_hex(&arena, maru_bytes_of(space, protobuf_c_message_pack(message, space)));
}

static const char *
ours(const struct maru_message_type *type, maru_bytes in)
{
	ProtobufCMessage *message;
	maru_status status = maru_message_decode(type, in, &arena, &message);

	return status == MARU_OK ? test_hex(&arena, maru_message_encode(type, message, &arena)) : status->reason;
}

static const char *
theirs(const struct maru_message_type *type, maru_bytes in)
{
	ProtobufCMessage *message = protobuf_c_message_unpack(type->descriptor, NULL, in.len, in.data);
	const char *hex;

	if (message == NULL)
		return "refused";
	hex = their_encoding(message);
	protobuf_c_message_free_unpacked(message, NULL);
	return hex;
}

/* What comes of reading `in` and writing it again: hexadecimal, or the reason for refusing it. */
#define assert_read(name, in, expected_ours, expected_theirs) \
	do { \
		assert_string_equal(ours(&name##_type, test_bytes(&arena, in)), expected_ours); \
		assert_string_equal(theirs(&name##_type, test_bytes(&arena, in)), expected_theirs); \
	} while (0)

#define assert_written(name, message, expected_ours, expected_theirs) \
	do { \
		assert_string_equal(test_hex(&arena, name##_encode(message, &arena)), expected_ours); \
		assert_string_equal(their_encoding(&(message)->base), expected_theirs); \
	} while (0)

static void
minus_zero_is_written(void **state)
{
	(void)state;
	assert_written(wire_test_scalars, WIRE_TEST_SCALARS(.a_double = -0.0), "61 00 00 00 00 00 00 00 80", "");
	assert_written(wire_test_scalars, WIRE_TEST_SCALARS(.a_float = -0.0f), "5d 00 00 00 80", "");
}

static void
an_entry_is_written_with_key_and_value(void **state)
{
	(void)state;
	assert_read(wire_test_maps, "0a 04 0a 00 10 00", "0a 04 0a 00 10 00", "0a 00");
	assert_read(wire_test_maps, "0a 00", "0a 04 0a 00 10 00", "0a 00");
	assert_read(wire_test_maps, "12 02 08 01", "12 04 08 01 12 00", "12 02 08 01");
}

/* The spec has them merge: what the later piece does not hold, the earlier one's stays. */
static void
pieces_of_a_message_merge(void **state)
{
	(void)state;
	assert_read(wire_test_kinds, "0a 02 08 05 0a 02 10 06", "0a 04 08 05 10 06", "0a 02 10 06");
	assert_read(wire_test_kinds, "0a 05 8a 01 02 10 01 0a 06 8a 01 03 0a 01 61", "0a 08 8a 01 05 0a 01 61 10 01",
	            "0a 06 8a 01 03 0a 01 61");
	assert_read(wire_test_kinds, "3a 03 a0 06 01 3a 03 a0 06 02", "3a 06 a0 06 01 a0 06 02", "3a 03 a0 06 02"); /* unknown */
}

static void
pieces_of_a_oneofs_message_merge(void **state)
{
	(void)state;
	assert_read(wire_test_oneof, "0a 02 10 01 0a 03 0a 01 61", "0a 05 0a 01 61 10 01", "0a 03 0a 01 61");
	assert_read(wire_test_kinds, "32 04 0a 02 10 01 32 05 0a 03 0a 01 61", "32 07 0a 05 0a 01 61 10 01",
	            "32 05 0a 03 0a 01 61");
}

static void
a_field_of_another_wire_type_is_unknown(void **state)
{
	(void)state;
	assert_read(wire_test_scalars, "0d 01 02 03 04", "0d 01 02 03 04", "refused");
	assert_read(wire_test_scalars, "70 05", "70 05", "refused");
	assert_read(wire_test_repeateds, "70 05", "70 05", "refused");
}

static void
an_unknown_group_is_kept(void **state)
{
	(void)state;
	assert_read(wire_test_nothing, "0b 08 01 0c", "0b 08 01 0c", "refused");
}

static void
text_is_utf8_without_nul(void **state)
{
	(void)state;
	assert_read(wire_test_scalars, "72 01 ff", "INVALID_UTF8", "72 01 ff");
	assert_read(wire_test_scalars, "72 03 61 00 62", "NUL_IN_STRING", "72 01 61");
}

static void
nesting_ends_at_a_hundred_levels(void **state)
{
	maru_bytes deep = test_nested(&arena, 10, 101, test_bytes(&arena, ""));

	(void)state;
	assert_string_equal(ours(&wire_test_chain_type, deep), "TOO_DEEP");
	assert_string_equal(theirs(&wire_test_chain_type, deep), test_hex(&arena, deep));
}

static void
a_closed_enum_has_its_numbers_alone(void **state)
{
	(void)state;
	assert_read(wire_test2_graded, "08 04", "MISSING_REQUIRED", "08 04");
	assert_read(wire_test2_graded, "08 03 10 04 18 03", "08 03 18 03 10 04", "08 03 10 04 18 03"); /* 10 04 is unknown */
}

static void
required_fields_may_come_in_pieces(void **state)
{
	(void)state;
	assert_read(wire_test2_order, "08 01 12 03 0a 01 61 12 02 10 01", "08 01 12 05 0a 01 61 10 01", "refused");
}

static void
a_member_of_a_oneof_that_is_null_is_an_empty_message(void **state)
{
	(void)state;
	assert_written(wire_test_oneof, WIRE_TEST_ONEOF(.kind_case = WIRE_TEST_ONEOF_KIND_HOME), "0a 00", "");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
	const struct CMUnitTest tests[] = {
		TEST(minus_zero_is_written),
		TEST(an_entry_is_written_with_key_and_value),
		TEST(pieces_of_a_message_merge),
		TEST(pieces_of_a_oneofs_message_merge),
		TEST(a_field_of_another_wire_type_is_unknown),
		TEST(an_unknown_group_is_kept),
		TEST(text_is_utf8_without_nul),
		TEST(nesting_ends_at_a_hundred_levels),
		TEST(a_closed_enum_has_its_numbers_alone),
		TEST(required_fields_may_come_in_pieces),
		TEST(a_member_of_a_oneof_that_is_null_is_an_empty_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
