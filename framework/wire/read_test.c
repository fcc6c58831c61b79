#include "maru/wire/message.h"

#include <float.h>

#include "kinds.maru.h"
#include "maru/testing/cmocka.h"
#include "maru/wire/internal/write.h"
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

static const void *
decode(const struct maru_message_type *type, maru_bytes in)
{
	ProtobufCMessage *message;
	maru_status status = maru_message_decode(type, in, &arena, &message);

	if (status != MARU_OK)
		fail_msg("%s: %s", test_hex(&arena, in), status->message);
	return message;
}

/* What `hex` decodes to. */
#define DECODE(name, hex) ((const struct wire_test_##name *)decode(&wire_test_##name##_type, test_bytes(&arena, hex)))

static void
assert_refused(const struct maru_message_type *type, maru_bytes in, const char *reason)
{
	ProtobufCMessage *message = NULL;
	maru_status status = maru_message_decode(type, in, &arena, &message);

	if (status == MARU_OK)
		fail_msg("%s passed", test_hex(&arena, in));
	assert_int_equal(status->code, MARU_CODE_INVALID_ARGUMENT);
	assert_string_equal(status->reason, reason);
	assert_null(message);
}

#define REFUSED(name, hex, reason) assert_refused(&wire_test_##name##_type, test_bytes(&arena, hex), reason)

static void
assert_encoding(const struct maru_message_type *type, const ProtobufCMessage *message, const char *hex)
{
	assert_string_equal(test_hex(&arena, maru_message_encode(type, message, &arena)), hex);
}

#define ENCODES(name, message, hex) assert_encoding(&wire_test_##name##_type, &(message)->base, hex)

/* Field of Scalars, its value, and the encoding of both, which has to come out and go in. */
#define ROUND_TRIP(field, value, hex) \
	do { \
		struct wire_test_scalars *scalars = wire_test_scalars_new(&arena); \
\
		scalars->field = value; \
		ENCODES(scalars, scalars, hex); \
		assert_true(DECODE(scalars, hex)->field == (value)); \
	} while (0)

static void
integers_keep_their_borders(void **state)
{
	(void)state;
	ROUND_TRIP(a_int32, 127, "08 7f");
	ROUND_TRIP(a_int32, 128, "08 80 01");
	ROUND_TRIP(a_int32, INT32_MAX, "08 ff ff ff ff 07");
	ROUND_TRIP(a_int32, -1, "08 ff ff ff ff ff ff ff ff ff 01");
	ROUND_TRIP(a_int32, INT32_MIN, "08 80 80 80 80 f8 ff ff ff ff 01");
	ROUND_TRIP(a_int64, INT64_MAX, "10 ff ff ff ff ff ff ff ff 7f");
	ROUND_TRIP(a_int64, INT64_MIN, "10 80 80 80 80 80 80 80 80 80 01");
	ROUND_TRIP(a_uint32, UINT32_MAX, "18 ff ff ff ff 0f");
	ROUND_TRIP(a_uint64, UINT64_MAX, "20 ff ff ff ff ff ff ff ff ff 01");
	ROUND_TRIP(a_sint32, -1, "28 01");
	ROUND_TRIP(a_sint32, 1, "28 02");
	ROUND_TRIP(a_sint32, INT32_MAX, "28 fe ff ff ff 0f");
	ROUND_TRIP(a_sint32, INT32_MIN, "28 ff ff ff ff 0f");
	ROUND_TRIP(a_sint64, INT64_MAX, "30 fe ff ff ff ff ff ff ff ff 01");
	ROUND_TRIP(a_sint64, INT64_MIN, "30 ff ff ff ff ff ff ff ff ff 01");
	ROUND_TRIP(a_mood, WIRE_TEST_MOOD_GRIM, "80 01 ff ff ff ff ff ff ff ff ff 01");
	ROUND_TRIP(a_mood, 12345, "80 01 b9 60");
	ROUND_TRIP(a_bool, 1, "68 01");
}

static void
fixed_width_numbers_are_little_endian(void **state)
{
	(void)state;
	ROUND_TRIP(a_fixed32, 0x01020304, "3d 04 03 02 01");
	ROUND_TRIP(a_fixed64, 0x0102030405060708, "41 08 07 06 05 04 03 02 01");
	ROUND_TRIP(a_sfixed32, INT32_MIN, "4d 00 00 00 80");
	ROUND_TRIP(a_sfixed64, -2, "51 fe ff ff ff ff ff ff ff");
	ROUND_TRIP(a_float, 1.0f, "5d 00 00 80 3f");
	ROUND_TRIP(a_float, FLT_MAX, "5d ff ff 7f 7f");
	ROUND_TRIP(a_double, 1.0, "61 00 00 00 00 00 00 f0 3f");
	ROUND_TRIP(a_double, -DBL_MAX, "61 ff ff ff ff ff ff ef ff");
}

static void
zero_is_not_written_but_minus_zero_is(void **state)
{
	struct wire_test_scalars *scalars = wire_test_scalars_new(&arena);

	(void)state;
	ENCODES(scalars, scalars, "");
	scalars->a_float = -0.0f;
	scalars->a_double = -0.0;
	ENCODES(scalars, scalars, "5d 00 00 00 80 61 00 00 00 00 00 00 00 80");
	assert_memory_equal(&DECODE(scalars, "5d 00 00 00 80")->a_float, &(float){ -0.0f }, sizeof(float));
}

static void
a_32_bit_field_takes_the_low_bits_of_a_longer_varint(void **state)
{
	(void)state;
	assert_int_equal(DECODE(scalars, "08 ff ff ff ff ff ff ff ff 7f")->a_int32, -1);
	assert_int_equal(DECODE(scalars, "18 81 80 80 80 10")->a_uint32, 1);
	assert_int_equal(DECODE(scalars, "28 83 80 80 80 10")->a_sint32, -2);
	assert_int_equal(DECODE(scalars, "80 01 81 80 80 80 70")->a_mood, 1);
	assert_int_equal(DECODE(scalars, "68 80 80 80 80 80 80 80 80 80 01")->a_bool, 1);
	assert_int_equal(DECODE(scalars, "68 02")->a_bool, 1);
	assert_int_equal(DECODE(scalars, "08 81 80 80 80 80 80 80 80 80 00")->a_int32, 1);
}

static void
a_varint_has_ten_bytes_at_most(void **state)
{
	(void)state;
	assert_true(DECODE(scalars, "20 ff ff ff ff ff ff ff ff ff 7f")->a_uint64 == UINT64_MAX);
	REFUSED(scalars, "20 ff ff ff ff ff ff ff ff ff ff 01", "MALFORMED_MESSAGE");
	REFUSED(scalars, "72 80 80 80 80 80 80 80 80 80 80 00", "MALFORMED_MESSAGE");
	REFUSED(nothing, "20 ff ff ff ff ff ff ff ff ff ff 01", "MALFORMED_MESSAGE");
	REFUSED(repeateds, "0a 0b ff ff ff ff ff ff ff ff ff ff 01", "MALFORMED_MESSAGE");
}

static void
a_tag_needs_a_number_and_a_wire_type(void **state)
{
	(void)state;
	REFUSED(scalars, "00 00", "MALFORMED_MESSAGE");
	REFUSED(scalars, "02 00", "MALFORMED_MESSAGE");
	REFUSED(scalars, "80 00 00", "MALFORMED_MESSAGE");
	REFUSED(scalars, "0e 00", "MALFORMED_MESSAGE");
	REFUSED(scalars, "0f 00", "MALFORMED_MESSAGE");
	REFUSED(scalars, "f8 ff ff ff 1f 00", "MALFORMED_MESSAGE"); /* field number 2^30-1 */
	REFUSED(scalars, "80 80 80 80 10 00", "MALFORMED_MESSAGE"); /* 2^29 */
	REFUSED(scalars, "88 80 80 80 80 00 00", "MALFORMED_MESSAGE");
	assert_int_equal(DECODE(scalars, "88 80 80 80 00 05")->a_int32, 5);
	assert_int_equal(DECODE(kinds, "fa ff ff ff 0f 00")->n_kinds, 1);
	assert_int_equal(DECODE(scalars, "f8 ff ff ff 0f 05")->base.n_unknown_fields, 1);
}

static void
lengths_past_the_end_are_refused_before_anything_is_allocated(void **state)
{
	static const char *const hex[] = {
		"72 01", "72 ff ff ff ff 0f", "72 ff ff ff ff ff ff ff ff 7f", "72 ff ff ff ff ff ff ff ff ff 01", "7a 05 01 02 03 04",
		"8a 01 7f", "9a 01 ff ff ff ff ff ff ff ff 7f",
	};
	static const char *const packed[] = { "0a ff ff ff ff 07 01", "3a 80 80 80 80 80 80 80 80 40 00 00 00 00", "62 08 00" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof hex / sizeof hex[0]; i++) {
		REFUSED(scalars, hex[i], "MALFORMED_MESSAGE");
		assert_in_range(maru_arena_used_bytes(&arena), 0, 10000);
	}
	for (i = 0; i < sizeof packed / sizeof packed[0]; i++)
		REFUSED(repeateds, packed[i], "MALFORMED_MESSAGE");
	assert_in_range(maru_arena_used_bytes(&arena), 0, 20000);
}

static void
packed_runs_end_with_an_element(void **state)
{
	(void)state;
	REFUSED(repeateds, "0a 02 01 80", "MALFORMED_MESSAGE");
	REFUSED(repeateds, "3a 05 00 00 00 00 00", "MALFORMED_MESSAGE");
	REFUSED(repeateds, "62 04 00 00 00 00", "MALFORMED_MESSAGE");
	assert_int_equal(DECODE(repeateds, "0a 00")->n_a_int32, 0);
}

static void
repeated_numbers_are_read_packed_and_not_packed_whatever_the_schema_says(void **state)
{
	const struct wire_test_kinds *sample = sample_kinds(&arena);
	maru_bytes packed = wire_test_repeateds_encode(sample->repeateds, &arena);
	maru_bytes unpacked = wire_test_unpackeds_encode(sample->unpackeds, &arena);
	struct wire_test_unpackeds *from_packed;
	struct wire_test_repeateds *from_unpacked, *numbers = wire_test_repeateds_dup(sample->repeateds, &arena);

	(void)state;
	numbers->n_a_string = numbers->n_a_bytes = numbers->n_a_place = 0;
	packed = wire_test_repeateds_encode(numbers, &arena);
	assert_true(packed.len < unpacked.len);
	assert_null(wire_test_unpackeds_decode(packed, &arena, &from_packed));
	assert_true(wire_test_unpackeds_equal(from_packed, sample->unpackeds));
	assert_null(wire_test_repeateds_decode(unpacked, &arena, &from_unpacked));
	assert_true(wire_test_repeateds_equal(from_unpacked, numbers));
}

static void
elements_add_up_over_pieces_of_every_size(void **state)
{
	const struct wire_test_repeateds *message;
	maru_bytes in = { 0 };
	size_t piece, n = 0, i;

	(void)state;
	for (piece = 0; piece < 14; piece++) {
		ProtobufCBinaryData run = { .len = piece, .data = maru_arena_alloc(&arena, piece) };
		uint8_t space[32], *at = space + sizeof space;

		for (i = 0; i < piece; i++)
			run.data[i] = (uint8_t)(n + i);
		at = marui_write_int32(at, 8, (int32_t)(n + piece));
		at = marui_write_bytes(at, 10, run);
		in = test_joined(&arena, in, maru_bytes_of(at, (size_t)(space + sizeof space - at)));
		n += piece + 1;
	}
	message = decode(&wire_test_repeateds_type, in);
	assert_int_equal(message->n_a_int32, n);
	for (i = 0; i < n; i++)
		assert_int_equal(message->a_int32[i], i);
}

static void
every_truncation_is_refused_or_is_a_message(void **state)
{
	maru_bytes whole = wire_test_kinds_encode(sample_kinds(&arena), &arena);
	size_t len, n_refused = 0;

	(void)state;
	for (len = 0; len < whole.len; len++) {
		uint8_t *exact = malloc(len + 1); /* a heap block, so that a sanitizer sees a read past the end */
		struct wire_test_kinds *message;

		memcpy(exact + 1, whole.data, len);
		if (wire_test_kinds_decode(maru_bytes_of(exact + 1, len), &arena, &message) == MARU_OK)
			assert_int_equal(wire_test_kinds_size(message), len);
		else
			n_refused++;
		free(exact);
	}
	assert_int_equal(whole.len - n_refused, 10); /* one before each of the ten fields of the outermost message */
}

static void
strings_are_utf8_without_a_nul(void **state)
{
	(void)state;
	assert_string_equal(DECODE(scalars, "72 03 e2 82 ac")->a_string, "\xe2\x82\xac");
	REFUSED(scalars, "72 02 c3 28", "INVALID_UTF8");
	REFUSED(scalars, "72 01 c3", "INVALID_UTF8");
	REFUSED(scalars, "72 03 61 00 62", "NUL_IN_STRING");
	REFUSED(repeateds, "72 01 61 72 01 ff", "INVALID_UTF8");
	REFUSED(maps, "0a 05 0a 01 ff 10 00", "INVALID_UTF8");
	assert_int_equal(DECODE(scalars, "7a 03 61 00 ff")->a_bytes.len, 3);
}

static void
absent_strings_are_empty_and_told_from_present_ones(void **state)
{
	const struct wire_test_optionals *absent = DECODE(optionals, ""), *present = DECODE(optionals, "22 00");

	(void)state;
	assert_string_equal(absent->a_string, "");
	assert_false(absent->has_a_string);
	assert_ptr_equal(absent->a_string, protobuf_c_empty_string);
	assert_string_equal(present->a_string, "");
	assert_true(present->has_a_string);
	assert_ptr_not_equal(present->a_string, protobuf_c_empty_string);
	ENCODES(optionals, present, "22 00");
	ENCODES(optionals, absent, "");
}

static void
optional_fields_are_written_though_they_are_zero(void **state)
{
	const char *hex = "08 00 11 00 00 00 00 00 00 00 00 18 00 22 00 2a 00 30 00 82 7d 00";

	(void)state;
	ENCODES(optionals, sample_kinds(&arena)->optionals, hex);
	ENCODES(optionals, DECODE(optionals, hex), hex);
}

static void
the_last_value_of_a_singular_field_counts(void **state)
{
	(void)state;
	assert_int_equal(DECODE(scalars, "08 01 08 02")->a_int32, 2);
	assert_string_equal(DECODE(scalars, "72 01 61 72 01 62")->a_string, "b");
	assert_int_equal(DECODE(scalars, "7a 01 61 7a 00")->a_bytes.len, 0);
}

static void
pieces_of_a_sub_message_are_merged(void **state)
{
	const struct wire_test_place *place =
		DECODE(scalars, "8a 01 07 0a 01 61 1a 02 01 02 8a 01 02 10 05 8a 01 06 0a 01 62 1a 01 03")->a_place;

	(void)state;
	assert_string_equal(place->city, "b");
	assert_int_equal(place->floor, 5);
	assert_int_equal(place->n_rooms, 3);
	assert_int_equal(place->rooms[2], 3);
}

static void
a_member_of_a_oneof_merges_with_itself_and_replaces_others(void **state)
{
	const struct wire_test_oneof *same = DECODE(oneof, "0a 03 0a 01 61 0a 02 10 05");
	const struct wire_test_oneof *other = DECODE(oneof, "0a 03 0a 01 61 12 02 10 05");
	const struct wire_test_oneof *back = DECODE(oneof, "0a 03 0a 01 61 20 07 0a 02 10 05");
	const struct wire_test_oneof *scalar = DECODE(oneof, "0a 03 0a 01 61 20 07");

	(void)state;
	assert_int_equal(same->kind_case, WIRE_TEST_ONEOF_KIND_HOME);
	assert_string_equal(same->home->city, "a");
	assert_int_equal(same->home->floor, 5);
	assert_int_equal(other->kind_case, WIRE_TEST_ONEOF_KIND_WORK);
	assert_string_equal(other->work->city, "");
	assert_int_equal(other->work->floor, 5);
	assert_int_equal(back->kind_case, WIRE_TEST_ONEOF_KIND_HOME);
	assert_string_equal(back->home->city, "");
	assert_int_equal(scalar->kind_case, WIRE_TEST_ONEOF_KIND_NUMBER);
	assert_int_equal(scalar->number, 7);
	ENCODES(oneof, DECODE(oneof, "1a 00"), "1a 00");
	ENCODES(oneof, DECODE(oneof, "38 00"), "38 00");
}

static void
map_entries_have_a_key_and_a_value_though_the_wire_leaves_them_out(void **state)
{
	const struct wire_test_maps *maps = DECODE(maps, "12 00 0a 00");

	(void)state;
	assert_int_equal(maps->places[0]->key, 0);
	assert_string_equal(maps->places[0]->value->city, "");
	assert_string_equal(maps->labels[0]->key, "");
	ENCODES(maps, maps, "0a 04 0a 00 10 00 12 04 08 00 12 00");
}

static void
a_message_nests_100_levels_deep_and_not_101(void **state)
{
	const uint8_t next = 10;
	const struct wire_test_chain *chain;
	int levels = 0;

	(void)state;
	chain = decode(&wire_test_chain_type, test_nested(&arena, next, 100, test_bytes(&arena, "10 07")));
	for (; chain->next != NULL; chain = chain->next)
		levels++;
	assert_int_equal(levels, 100);
	assert_int_equal(chain->link, 7);
	assert_refused(&wire_test_chain_type, test_nested(&arena, next, 101, test_bytes(&arena, "")), "TOO_DEEP");
	assert_refused(&wire_test_chain_type, test_nested(&arena, next, 100000, test_bytes(&arena, "")), "TOO_DEEP");
}

static void
messages_beside_each_other_take_no_depth(void **state)
{
	maru_bytes repeated = test_bytes(&arena, "8a 01 00"), entries = test_bytes(&arena, "12 04 08 00 12 00");
	maru_bytes members = test_bytes(&arena, "0a 00 12 00"), nothing;
	int i;

	(void)state;
	for (i = 0; i < 7; i++) {
		repeated = test_joined(&arena, repeated, repeated);
		entries = test_joined(&arena, entries, entries);
		members = test_joined(&arena, members, members);
	}
	nothing = test_nested(&arena, 10, 100, test_bytes(&arena, ""));
	assert_int_equal(((const struct wire_test_repeateds *)decode(&wire_test_repeateds_type, repeated))->n_a_place, 128);
	assert_int_equal(((const struct wire_test_maps *)decode(&wire_test_maps_type, entries))->n_places, 128);
	assert_non_null(decode(&wire_test_oneof_type, members));
	assert_non_null(decode(&wire_test_chain_type, test_joined(&arena, nothing, nothing)));
	assert_refused(&wire_test_chain_type,
	               test_joined(&arena, nothing, test_nested(&arena, 10, 101, test_bytes(&arena, ""))), "TOO_DEEP");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
	const struct CMUnitTest tests[] = {
		TEST(integers_keep_their_borders),
		TEST(fixed_width_numbers_are_little_endian),
		TEST(zero_is_not_written_but_minus_zero_is),
		TEST(a_32_bit_field_takes_the_low_bits_of_a_longer_varint),
		TEST(a_varint_has_ten_bytes_at_most),
		TEST(a_tag_needs_a_number_and_a_wire_type),
		TEST(lengths_past_the_end_are_refused_before_anything_is_allocated),
		TEST(packed_runs_end_with_an_element),
		TEST(repeated_numbers_are_read_packed_and_not_packed_whatever_the_schema_says),
		TEST(elements_add_up_over_pieces_of_every_size),
		TEST(every_truncation_is_refused_or_is_a_message),
		TEST(strings_are_utf8_without_a_nul),
		TEST(absent_strings_are_empty_and_told_from_present_ones),
		TEST(optional_fields_are_written_though_they_are_zero),
		TEST(the_last_value_of_a_singular_field_counts),
		TEST(pieces_of_a_sub_message_are_merged),
		TEST(a_member_of_a_oneof_merges_with_itself_and_replaces_others),
		TEST(map_entries_have_a_key_and_a_value_though_the_wire_leaves_them_out),
		TEST(a_message_nests_100_levels_deep_and_not_101),
		TEST(messages_beside_each_other_take_no_depth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
