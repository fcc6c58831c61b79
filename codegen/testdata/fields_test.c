/* Singular, optional and repeated fields of generated messages. */
#include <float.h>
#include <string.h>

#include "codegen/testdata/both_codecs.h"
#include "everything/v1/everything.maru.h"
#include "library/v1/reader.maru.h"
#include "maru/testing/cmocka.h"

static struct maru_arena arena;

static int
set_up(void **state)
{
	(void)state;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	maru_arena_fini(&arena);
	return 0;
}

static struct everything_scalars *
decode_scalars(const char *bytes, size_t len)
{
	struct everything_scalars *message = NULL;

	assert_null(everything_scalars_decode(maru_bytes_of(bytes, len), &arena, &message));
	return message;
}

static struct everything_repeateds *
decode_repeateds(const char *bytes, size_t len)
{
	struct everything_repeateds *message = NULL;

	assert_null(everything_repeateds_decode(maru_bytes_of(bytes, len), &arena, &message));
	return message;
}

static void
an_initialised_message_is_zero_and_its_strings_are_empty(void **state)
{
	struct everything_scalars message;

	(void)state;
	memset(&message, 0xff, sizeof message);
	everything_scalars_init(&message);
	assert_ptr_equal(message.base.descriptor, &everything_scalars_descriptor);
	assert_int_equal(message.a_int64, 0);
	assert_true(message.a_double == 0.0);
	assert_ptr_equal(message.a_string, protobuf_c_empty_string);
	assert_int_equal(message.a_bytes.len, 0);
	assert_null(message.a_part);
	assert_int_equal(everything_scalars_size(&message), 0);
	assert_true(everything_scalars_equal(&message, everything_scalars_new(&arena)));
}

static void
a_literal_without_its_strings_is_an_empty_message(void **state)
{
	(void)state;
	assert_int_equal(everything_scalars_encode(EVERYTHING_SCALARS(), &arena).len, 0);
	assert_true(everything_scalars_equal(EVERYTHING_SCALARS(), everything_scalars_new(&arena)));
	assert_string_equal(decode_scalars("", 0)->a_string, "");
}

static void
every_scalar_passes_both_codecs(void **state)
{
	uint8_t bytes[] = { 0, 1, 2 };

	(void)state;
	assert_both_codecs_agree(&everything_scalars_type, &EVERYTHING_SCALARS()->base);
	assert_both_codecs_agree(&everything_scalars_type, &EVERYTHING_SCALARS(
		.a_int32 = INT32_MIN, .a_int64 = INT64_MIN, .a_uint32 = UINT32_MAX, .a_uint64 = UINT64_MAX,
		.a_sint32 = INT32_MIN, .a_sint64 = INT64_MIN, .a_fixed32 = UINT32_MAX, .a_fixed64 = UINT64_MAX,
		.a_sfixed32 = INT32_MIN, .a_sfixed64 = INT64_MIN, .a_float = FLT_MAX, .a_double = -DBL_MIN, .a_bool = 1,
		.a_string = "마루", .a_bytes = { 3, bytes }, .a_level = EVERYTHING_LEVEL_BOTTOM,
		.a_part = EVERYTHING_PART(.name = "leg", .count = 4), .last = -1)->base);
}

static void
minus_zero_is_not_absent(void **state)
{
	(void)state;
	assert_int_equal(everything_scalars_encode(EVERYTHING_SCALARS(.a_float = -0.0f), &arena).len, 5);
	assert_int_equal(everything_scalars_encode(EVERYTHING_SCALARS(.a_double = -0.0), &arena).len, 9);
	assert_int_equal(everything_scalars_encode(EVERYTHING_SCALARS(.a_double = 0.0), &arena).len, 0);
}

static void
tags_of_every_length_are_read(void **state)
{
	struct everything_scalars *message =
		decode_scalars("\x80\x01\x02" "\x82\x80\x01\x02\x10\x07" "\xf8\xff\xff\xff\x0f\x09", 15);

	(void)state;
	assert_int_equal(message->a_level, EVERYTHING_LEVEL_TWO);
	assert_int_equal(message->a_part->count, 7);
	assert_int_equal(message->last, 9);
}

static void
a_sub_message_that_comes_twice_is_merged(void **state)
{
	struct everything_scalars *message = decode_scalars("\x82\x80\x01\x03\x0a\x01x" "\x82\x80\x01\x02\x10\x07", 13);

	(void)state;
	assert_string_equal(message->a_part->name, "x");
	assert_int_equal(message->a_part->count, 7);
}

static void
a_field_of_another_wire_type_is_kept_as_unknown(void **state)
{
	struct everything_scalars *message = decode_scalars("\x0d\x01\x02\x03\x04", 5); /* field 1 in 32 bits */
	maru_bytes bytes = everything_scalars_encode(message, &arena);

	(void)state;
	assert_int_equal(message->a_int32, 0);
	assert_int_equal(message->base.n_unknown_fields, 1);
	assert_int_equal(bytes.len, 5);
	assert_memory_equal(bytes.data, "\x0d\x01\x02\x03\x04", 5);
}

static void
absent_optionals_take_no_bytes_and_zero_ones_do(void **state)
{
	struct everything_optionals *message = everything_optionals_new(&arena);

	(void)state;
	assert_int_equal(everything_optionals_size(message), 0);
	assert_both_codecs_agree(&everything_optionals_type, &message->base);
	everything_optionals_set_a_int32(message, 0);
	everything_optionals_set_a_double(message, 0);
	everything_optionals_set_a_bool(message, 0);
	everything_optionals_set_a_bytes(message, (ProtobufCBinaryData){ 0, NULL });
	everything_optionals_set_a_level(message, EVERYTHING_LEVEL_UNKNOWN);
	assert_int_equal(everything_optionals_size(message), 2 + 9 + 2 + 2 + 3);
	assert_both_codecs_agree(&everything_optionals_type, &message->base);
}

static void
every_optional_passes_both_codecs(void **state)
{
	struct everything_optionals *message = everything_optionals_new(&arena);

	(void)state;
	everything_optionals_set_a_int32(message, -1);
	everything_optionals_set_a_int64(message, -2);
	everything_optionals_set_a_uint32(message, 3);
	everything_optionals_set_a_uint64(message, 4);
	everything_optionals_set_a_sint32(message, -5);
	everything_optionals_set_a_sint64(message, -6);
	everything_optionals_set_a_fixed32(message, 7);
	everything_optionals_set_a_fixed64(message, 8);
	everything_optionals_set_a_sfixed32(message, -9);
	everything_optionals_set_a_sfixed64(message, -10);
	everything_optionals_set_a_float(message, 11.5f);
	everything_optionals_set_a_double(message, 12.25);
	everything_optionals_set_a_bool(message, 1);
	everything_optionals_set_a_string(message, "fourteen");
	everything_optionals_set_a_bytes(message, (ProtobufCBinaryData){ 2, (uint8_t[]){ 0, 15 } });
	everything_optionals_set_a_level(message, EVERYTHING_LEVEL_TOP);
	message->a_part = EVERYTHING_PART(.count = 17);
	assert_both_codecs_agree(&everything_optionals_type, &message->base);
}

/* libprotobuf-c tells a present string from an absent one by its pointer alone. */
static void
a_present_empty_string_is_there_for_libprotobuf_c_too(void **state)
{
	struct everything_optionals *message = everything_optionals_new(&arena), *absent = everything_optionals_new(&arena), *read;
	maru_bytes bytes;

	(void)state;
	assert_false(message->has_a_string);
	assert_ptr_equal(message->a_string, protobuf_c_empty_string);
	everything_optionals_set_a_string(message, absent->a_string);
	assert_both_codecs_agree(&everything_optionals_type, &message->base);

	bytes = everything_optionals_encode(message, &arena);
	assert_int_equal(bytes.len, 2);
	assert_null(everything_optionals_decode(bytes, &arena, &read));
	assert_true(read->has_a_string);
	assert_ptr_not_equal(read->a_string, protobuf_c_empty_string);
	assert_false(everything_optionals_equal(message, absent));
}

static void
every_repeated_field_passes_both_codecs(void **state)
{
	struct everything_part *parts[] = { EVERYTHING_PART(), EVERYTHING_PART(.name = "arm") };
	const char *strings[] = { "", "two", "three" };
	ProtobufCBinaryData bytes[] = { { 0, NULL }, { 2, (uint8_t[]){ 0, 1 } } };
	int32_t levels[] = { EVERYTHING_LEVEL_BOTTOM, 77, EVERYTHING_LEVEL_TOP };

	(void)state;
	assert_both_codecs_agree(&everything_repeateds_type, &EVERYTHING_REPEATEDS()->base);
	assert_both_codecs_agree(&everything_repeateds_type, &EVERYTHING_REPEATEDS(
		.n_a_int32 = 3, .a_int32 = (int32_t[]){ 0, -1, INT32_MAX },
		.n_a_int64 = 2, .a_int64 = (int64_t[]){ INT64_MIN, INT64_MAX },
		.n_a_uint32 = 1, .a_uint32 = (uint32_t[]){ UINT32_MAX },
		.n_a_uint64 = 1, .a_uint64 = (uint64_t[]){ UINT64_MAX },
		.n_a_sint32 = 2, .a_sint32 = (int32_t[]){ INT32_MIN, 1 },
		.n_a_sint64 = 2, .a_sint64 = (int64_t[]){ INT64_MIN, 1 },
		.n_a_fixed32 = 2, .a_fixed32 = (uint32_t[]){ 0, 1 },
		.n_a_fixed64 = 2, .a_fixed64 = (uint64_t[]){ 0, 1 },
		.n_a_sfixed32 = 2, .a_sfixed32 = (int32_t[]){ 0, -1 },
		.n_a_sfixed64 = 2, .a_sfixed64 = (int64_t[]){ 0, -1 },
		.n_a_float = 2, .a_float = (float[]){ -0.0f, 1 },
		.n_a_double = 2, .a_double = (double[]){ -0.0, 1 },
		.n_a_bool = 3, .a_bool = (protobuf_c_boolean[]){ 0, 1, 0 },
		.n_a_string = 3, .a_string = strings,
		.n_a_bytes = 2, .a_bytes = bytes,
		.n_a_level = 3, .a_level = levels,
		.n_a_part = 2, .a_part = parts,
		.n_unpacked = 3, .unpacked = (int32_t[]){ 0, -1, 128 },
		.n_unpacked_double = 2, .unpacked_double = (double[]){ 0, 1.5 })->base);
}

static void
packed_and_unpacked_are_read_whichever_is_declared(void **state)
{
	struct everything_repeateds *packed = decode_repeateds("\x08\x01\x0a\x02\x02\x03\x08\x04", 8);
	struct everything_repeateds *unpacked = decode_repeateds("\x90\x01\x01\x92\x01\x02\x02\x03", 8);

	(void)state;
	assert_int_equal(packed->n_a_int32, 4);
	assert_int_equal(packed->a_int32[3], 4);
	assert_int_equal(everything_repeateds_encode(packed, &arena).len, 6);
	assert_int_equal(unpacked->n_unpacked, 3);
	assert_int_equal(unpacked->unpacked[2], 3);
	assert_int_equal(everything_repeateds_encode(unpacked, &arena).len, 9);
}

static void
types_come_through_a_public_import(void **state)
{
	struct library_v1_book *books[] = { LIBRARY_V1_BOOK(.title = "C", .genre = LIBRARY_V1_GENRE_ESSAY) };

	(void)state;
	assert_both_codecs_agree(&library_v1_reader_type,
	                         &LIBRARY_V1_READER(.name = "Kim", .n_books = 1, .books = books)->base);
}

static void
descriptors_find_fields_by_name_and_number(void **state)
{
	(void)state;
	assert_fields_are_found(&everything_scalars_descriptor);
	assert_fields_are_found(&everything_repeateds_descriptor);
	assert_fields_are_found(&everything_disorder_descriptor);
	assert_fields_are_found(&everything_nothing_descriptor);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_initialised_message_is_zero_and_its_strings_are_empty, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_literal_without_its_strings_is_an_empty_message, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_scalar_passes_both_codecs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(minus_zero_is_not_absent, set_up, tear_down),
		cmocka_unit_test_setup_teardown(tags_of_every_length_are_read, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_sub_message_that_comes_twice_is_merged, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_field_of_another_wire_type_is_kept_as_unknown, set_up, tear_down),
		cmocka_unit_test_setup_teardown(absent_optionals_take_no_bytes_and_zero_ones_do, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_optional_passes_both_codecs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_present_empty_string_is_there_for_libprotobuf_c_too, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_repeated_field_passes_both_codecs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(packed_and_unpacked_are_read_whichever_is_declared, set_up, tear_down),
		cmocka_unit_test_setup_teardown(types_come_through_a_public_import, set_up, tear_down),
		cmocka_unit_test_setup_teardown(descriptors_find_fields_by_name_and_number, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
