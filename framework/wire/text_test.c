#include <float.h>
#include <math.h>

#include "kinds.maru.h"
#include "maru/testing/cmocka.h"
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

static const char *
one_line(const ProtobufCMessage *message)
{
	return maru_message_text(message, &arena, MARU_TEXT_ONE_LINE);
}

static void
numbers_are_printed_in_full(void **state)
{
	struct wire_test_scalars *message = sample_kinds(&arena)->scalars;

	(void)state;
	message->a_place = NULL;
	assert_string_equal(wire_test_scalars_text(message, &arena),
	                    "a_int32: -1\n"
	                    "a_int64: -9223372036854775808\n"
	                    "a_uint32: 4294967295\n"
	                    "a_uint64: 18446744073709551615\n"
	                    "a_sint32: -2147483648\n"
	                    "a_sint64: -9223372036854775808\n"
	                    "a_fixed32: 16909060\n"
	                    "a_fixed64: 72623859790382856\n"
	                    "a_sfixed32: -2\n"
	                    "a_sfixed64: -3\n"
	                    "a_float: 3.25\n"
	                    "a_double: -0.1\n"
	                    "a_bool: true\n"
	                    "a_string: \"gr\\303\\274\\303\\237e \\360\\237\\230\\200\"\n"
	                    "a_bytes: \"\\000\\001\\002\\003binary\"\n"
	                    "a_mood: MOOD_GRIM\n");
}

static void
messages_nest_and_absent_fields_are_left_out(void **state)
{
	struct wire_test_kinds *kinds = sample_kinds(&arena);

	(void)state;
	assert_string_equal(wire_test_chain_text(kinds->chain, &arena),
	                    "next {\n  next {\n    link: 1\n  }\n  link: 2\n}\nlink: 3\n");
	assert_string_equal(one_line(&kinds->chain->base), "next { next { link: 1 } link: 2 } link: 3");
	assert_string_equal(wire_test_kinds_text(wire_test_kinds_new(&arena), &arena), "");
	assert_string_equal(one_line(&wire_test_kinds_new(&arena)->base), "");
	assert_string_equal(one_line(&kinds->optionals->base), "a_int32: 0 a_double: 0 a_bool: false a_string: \"\" "
	                                                       "a_bytes: \"\" a_mood: MOOD_UNSPECIFIED a_place { }");
	assert_string_equal(one_line(&kinds->oneof->base),
	                    "work { city: \"Incheon\" floor: -3 rooms: 1 rooms: 200 rooms: 30000 } after: 1");
}

static void
map_entries_print_key_and_value_though_they_are_zero(void **state)
{
	struct wire_test_maps *maps;

	(void)state;
	assert_null(wire_test_maps_decode(test_bytes(&arena, "0a 00 12 02 08 01 2a 04 08 01 10 63"), &arena, &maps));
	assert_string_equal(one_line(&maps->base), "labels { key: \"\" value: 0 } places { key: 1 value { } } "
	                                           "moods { key: -1 value: 99 }");
}

static void
floating_numbers_take_the_fewest_digits_that_read_back(void **state)
{
	static const double doubles[] = { 0.1, 1.0 / 3.0, 1e100, DBL_MAX, DBL_MIN, 5e-324, 123456789012345678.0, -0.0 };
	struct wire_test_scalars *message = wire_test_scalars_new(&arena);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof doubles / sizeof doubles[0]; i++) {
		const char *text;
		double back;

		message->a_double = doubles[i];
		text = one_line(&message->base);
		assert_int_equal(strncmp(text, "a_double: ", 10), 0);
		back = strtod(text + 10, NULL);
		assert_memory_equal(&back, &doubles[i], sizeof back);
	}
	message->a_double = INFINITY;
	message->a_float = 0.1f;
	assert_string_equal(one_line(&message->base), "a_float: 0.1 a_double: inf");
	message->a_double = -INFINITY;
	message->a_float = 16777216.0f;
	assert_string_equal(one_line(&message->base), "a_float: 16777216 a_double: -inf");
	message->a_double = (double)NAN;
	message->a_float = FLT_MAX;
	assert_string_equal(one_line(&message->base), "a_float: 3.4028235e+38 a_double: nan");
}

static void
strings_are_escaped(void **state)
{
	(void)state;
	assert_string_equal(one_line(&WIRE_TEST_SCALARS(.a_string = "\n\r\t\"'\\\x01\x7f z")->base),
	                    "a_string: \"\\n\\r\\t\\\"\\'\\\\\\001\\177 z\"");
}

static void
unknown_fields_print_their_number_and_value(void **state)
{
	struct wire_test_nothing *nothing;
	const char *hex = "08 96 01 11 01 00 00 00 00 00 00 80 1d ff 00 00 00 22 02 61 0a 2b 08 01 33 34 2c";

	(void)state;
	assert_null(wire_test_nothing_decode(test_bytes(&arena, hex), &arena, &nothing));
	assert_string_equal(one_line(&nothing->base),
	                    "1: 150 2: 0x8000000000000001 3: 0x000000ff 4: \"a\\n\" 5 { 1: 1 6 { } }");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
	const struct CMUnitTest tests[] = {
		TEST(numbers_are_printed_in_full),
		TEST(messages_nest_and_absent_fields_are_left_out),
		TEST(map_entries_print_key_and_value_though_they_are_zero),
		TEST(floating_numbers_take_the_fewest_digits_that_read_back),
		TEST(strings_are_escaped),
		TEST(unknown_fields_print_their_number_and_value),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
