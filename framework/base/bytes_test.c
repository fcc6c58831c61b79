#include "maru/base/bytes.h"

#include "maru/testing/cmocka.h"

static void
equal_means_the_same_length_and_bytes(void **state)
{
	(void)state;
	assert_true(maru_bytes_equal(maru_bytes_of("a\0b", 3), maru_bytes_of("a\0b", 3)));
	assert_false(maru_bytes_equal(maru_bytes_of("a\0b", 3), maru_bytes_of("a\0c", 3)));
	assert_false(maru_bytes_equal(maru_bytes_of("ab", 2), maru_bytes_of("ab", 1)));
}

static void
no_bytes_equal_no_bytes_whatever_the_address(void **state)
{
	(void)state;
	assert_true(maru_bytes_equal(maru_bytes_of(NULL, 0), maru_bytes_of("", 0)));
	assert_true(maru_bytes_equal(maru_bytes_of(NULL, 0), maru_bytes_of(NULL, 0)));
	assert_false(maru_bytes_equal(maru_bytes_of(NULL, 0), maru_bytes_of("a", 1)));
}

static void
a_string_is_borrowed_without_its_nul(void **state)
{
	const char *string = "four";
	maru_bytes bytes = maru_bytes_of_string(string);

	(void)state;
	assert_ptr_equal(bytes.data, string);
	assert_int_equal(bytes.len, 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_means_the_same_length_and_bytes),
		cmocka_unit_test(no_bytes_equal_no_bytes_whatever_the_address),
		cmocka_unit_test(a_string_is_borrowed_without_its_nul),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
