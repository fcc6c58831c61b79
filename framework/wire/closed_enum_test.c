/* Enums of proto2 hold the numbers that they have; every other one is kept as an unknown field. */
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

/* With the required field, `08 03`, before it. */
static struct wire_test2_graded *
decode(const char *hex)
{
	maru_bytes bytes = test_joined(&arena, test_bytes(&arena, "08 03"), test_bytes(&arena, hex));
	struct wire_test2_graded *graded;

	assert_string_equal(maru_status_message(wire_test2_graded_decode(bytes, &arena, &graded)), "");
	return graded;
}

static void
assert_encodes(const struct wire_test2_graded *graded, const char *hex)
{
	assert_string_equal(test_hex(&arena, wire_test2_graded_encode(graded, &arena)), hex);
}

static void
a_number_that_the_enum_has_is_its_value(void **state)
{
	struct wire_test2_graded *graded = decode("10 ff ff ff ff ff ff ff ff ff 01 18 03");

	(void)state;
	assert_true(graded->has_second);
	assert_int_equal(graded->second, WIRE_TEST2_GRADE_POOR);
	assert_int_equal(graded->n_many, 1);
	assert_int_equal(graded->base.n_unknown_fields, 0);
}

/* An enum is an int32: of a longer varint the low bits count. */
static void
it_goes_by_the_low_32_bits(void **state)
{
	struct wire_test2_graded *graded = decode("10 83 80 80 80 10");

	(void)state;
	assert_true(graded->has_second);
	assert_int_equal(graded->second, WIRE_TEST2_GRADE_FINE);
}

static void
another_number_leaves_an_optional_field_absent(void **state)
{
	struct wire_test2_graded *graded = decode("10 04");

	(void)state;
	assert_false(graded->has_second);
	assert_int_equal(graded->second, WIRE_TEST2_GRADE_NONE);
	assert_encodes(graded, "08 03 10 04");
}

static void
another_number_does_not_undo_a_value(void **state)
{
	struct wire_test2_graded *graded = decode("10 ff ff ff ff ff ff ff ff ff 01 10 04");

	(void)state;
	assert_int_equal(graded->second, WIRE_TEST2_GRADE_POOR);
	assert_encodes(graded, "08 03 10 ff ff ff ff ff ff ff ff ff 01 10 04");
}

static void
other_numbers_in_a_list_go_behind_it(void **state)
{
	struct wire_test2_graded *graded = decode("18 03 18 04 18 03 22 05 03 04 83 00 03");

	(void)state;
	assert_int_equal(graded->n_many, 2);
	assert_int_equal(graded->n_packed, 3);
	assert_encodes(graded, "08 03 18 03 18 03 22 03 03 03 03 18 04 20 04");
}

static void
a_list_may_come_in_the_other_form(void **state)
{
	struct wire_test2_graded *graded = decode("1a 03 03 04 03 20 03 20 04");

	(void)state;
	assert_encodes(graded, "08 03 18 03 18 03 22 01 03 18 04 20 04");
}

static void
an_entry_with_another_number_is_unknown_as_a_whole(void **state)
{
	struct wire_test2_graded *graded = decode("2a 05 0a 01 61 10 03 2a 05 0a 01 62 10 04");

	(void)state;
	assert_int_equal(graded->n_by_name, 1);
	assert_encodes(graded, "08 03 2a 05 0a 01 61 10 03 2a 05 0a 01 62 10 04");
	assert_null(wire_test2_graded_by_name_find(graded, "b"));
}

static void
an_entry_without_a_value_has_the_first_of_the_enum(void **state)
{
	struct wire_test2_graded *graded = decode("2a 03 0a 01 61");

	(void)state;
	assert_int_equal(wire_test2_graded_by_name_find(graded, "a")->value, WIRE_TEST2_GRADE_NONE);
}

static void
another_number_does_not_choose_a_member_of_a_oneof(void **state)
{
	struct wire_test2_graded *graded = decode("3a 05 0a 01 61 10 01 30 04");

	(void)state;
	assert_int_equal(graded->kind_case, WIRE_TEST2_GRADED_KIND_PART);
	assert_encodes(graded, "08 03 3a 05 0a 01 61 10 01 30 04");
}

static void
assert_refused(const char *hex, const char *reason)
{
	struct wire_test2_graded *graded;

	assert_true(maru_status_has_reason(wire_test2_graded_decode(test_bytes(&arena, hex), &arena, &graded), reason));
}

static void
another_number_is_not_what_a_required_field_requires(void **state)
{
	(void)state;
	assert_refused("08 04", "MISSING_REQUIRED");
	assert_refused("08 03 3a 03 0a 01 61 30 04", "MISSING_REQUIRED"); /* the part stays, incomplete */
}

static void
what_is_malformed_is_refused(void **state)
{
	(void)state;
	assert_refused("08", "MALFORMED_MESSAGE");
	assert_refused("08 80 80 80 80 80 80 80 80 80 80 01", "MALFORMED_MESSAGE");
	assert_refused("08 03 22 03 03 03", "MALFORMED_MESSAGE");
	assert_refused("08 03 22 02 03 83", "MALFORMED_MESSAGE");
	assert_refused("08 03 2a 02 10 83", "MALFORMED_MESSAGE");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
	const struct CMUnitTest tests[] = {
		TEST(a_number_that_the_enum_has_is_its_value),
		TEST(it_goes_by_the_low_32_bits),
		TEST(another_number_leaves_an_optional_field_absent),
		TEST(another_number_does_not_undo_a_value),
		TEST(other_numbers_in_a_list_go_behind_it),
		TEST(a_list_may_come_in_the_other_form),
		TEST(an_entry_with_another_number_is_unknown_as_a_whole),
		TEST(an_entry_without_a_value_has_the_first_of_the_enum),
		TEST(another_number_does_not_choose_a_member_of_a_oneof),
		TEST(another_number_is_not_what_a_required_field_requires),
		TEST(what_is_malformed_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
