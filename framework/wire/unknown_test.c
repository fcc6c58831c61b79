#include "maru/testing/cmocka.h"

#include "kinds.maru.h"
#include "maru/wire/testdata/bytes.h"
#include "maru/wire/testdata/sample.h"

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

/* Nothing knows no field: what it decodes it has to give back. */
static void
assert_kept(maru_bytes in)
{
	struct wire_test_nothing *message;
	maru_bytes packed;
	uint8_t *space;

	assert_null(wire_test_nothing_decode(in, &arena, &message));
	assert_string_equal(test_hex(&arena, wire_test_nothing_encode(message, &arena)), test_hex(&arena, in));

	space = maru_arena_alloc(&arena, protobuf_c_message_get_packed_size(&message->base));
	packed = maru_bytes_of(space, protobuf_c_message_pack(&message->base, space));
	assert_string_equal(test_hex(&arena, packed), test_hex(&arena, in));
}

static void
assert_refused(maru_bytes in, const char *reason)
{
	struct wire_test_nothing *message;
	maru_status status = wire_test_nothing_decode(in, &arena, &message);

	assert_non_null(status);
	assert_string_equal(status->reason, reason);
}

static void
unknown_fields_come_back_byte_for_byte_and_libprotobuf_c_packs_them_too(void **state)
{
	(void)state;
	assert_kept(test_bytes(&arena, ""));
	assert_kept(test_bytes(&arena, "08 96 01"));
	assert_kept(test_bytes(&arena, "08 81 80 00")); /* overlong varints stay so */
	assert_kept(test_bytes(&arena, "09 01 02 03 04 05 06 07 08 0d 01 02 03 04"));
	assert_kept(test_bytes(&arena, "0a 03 61 00 ff 0a 00 12 01 61"));
	assert_kept(test_bytes(&arena, "f8 ff ff ff 0f 01"));
	assert_kept(wire_test_kinds_encode(sample_kinds(&arena), &arena));
}

static void
unknown_groups_come_back_byte_for_byte(void **state)
{
	(void)state;
	assert_kept(test_bytes(&arena, "0b 0c"));
	assert_kept(test_bytes(&arena, "0b 08 01 12 01 61 1d 01 02 03 04 21 01 02 03 04 05 06 07 08 0c"));
	assert_kept(test_bytes(&arena, "0b 13 0b 0c 14 0c 08 01"));
	assert_kept(test_bytes(&arena, "83 7d 84 7d"));
}

static void
groups_without_their_end_are_refused(void **state)
{
	static const char *const hex[] = {
		"0b", "0c", "0b 08 01", "0b 14", "0b 13 0c 14", "0b 0b 0c", "0b 0a 05 0c", "0b 0f 0c", "0b 00 0c", "0b 08", "0b 15 01 0c",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof hex / sizeof hex[0]; i++)
		assert_refused(test_bytes(&arena, hex[i]), "MALFORMED_MESSAGE");
}

static maru_bytes
nested_groups(size_t levels)
{
	uint8_t *data = maru_arena_alloc(&arena, levels * 2);

	memset(data, 0x0b, levels);
	memset(data + levels, 0x0c, levels);
	return maru_bytes_of(data, levels * 2);
}

static void
groups_count_as_levels(void **state)
{
	struct wire_test_chain *chain;
	maru_status status;

	(void)state;
	assert_kept(nested_groups(100));
	assert_refused(nested_groups(101), "TOO_DEEP");
	assert_refused(nested_groups(100000), "TOO_DEEP");
	assert_null(wire_test_chain_decode(test_nested(&arena, 10, 60, nested_groups(40)), &arena, &chain));
	status = wire_test_chain_decode(test_nested(&arena, 10, 60, nested_groups(41)), &arena, &chain);
	assert_non_null(status);
	assert_string_equal(status->reason, "TOO_DEEP");
}

static void
a_field_of_another_wire_type_is_unknown(void **state)
{
	static const char *const hex[] = { "0d 01 02 03 04", "0a 01 01", "70 05", "0b 0c", "78 01", "8d 01 01 02 03 04" };
	struct wire_test_scalars *scalars;
	struct wire_test_repeateds *repeateds;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof hex / sizeof hex[0]; i++) {
		assert_null(wire_test_scalars_decode(test_bytes(&arena, hex[i]), &arena, &scalars));
		assert_int_equal(scalars->base.n_unknown_fields, 1);
		assert_string_equal(test_hex(&arena, wire_test_scalars_encode(scalars, &arena)), hex[i]);
	}
	assert_null(wire_test_repeateds_decode(test_bytes(&arena, "70 05"), &arena, &repeateds)); /* strings are never packed */
	assert_int_equal(repeateds->base.n_unknown_fields, 1);
}

static void
unknown_fields_are_written_behind_the_known_ones_in_their_order(void **state)
{
	struct wire_test_chain *chain;

	(void)state;
	assert_null(wire_test_chain_decode(test_bytes(&arena, "28 01 10 07 20 02 0a 02 18 03 28 04"), &arena, &chain));
	assert_string_equal(test_hex(&arena, wire_test_chain_encode(chain, &arena)), "0a 02 18 03 10 07 28 01 20 02 28 04");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
	const struct CMUnitTest tests[] = {
		TEST(unknown_fields_come_back_byte_for_byte_and_libprotobuf_c_packs_them_too),
		TEST(unknown_groups_come_back_byte_for_byte),
		TEST(groups_without_their_end_are_refused),
		TEST(groups_count_as_levels),
		TEST(a_field_of_another_wire_type_is_unknown),
		TEST(unknown_fields_are_written_behind_the_known_ones_in_their_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
