#include "maru/base/assert.h"

#include <stdio.h>

#include "maru/testing/cmocka.h"
#include "maru/testing/death.h"

static void
a_true_condition_does_nothing_and_is_evaluated_once(void **state)
{
	int n = 0, left = 3, right = 3;

	(void)state;
	MARU_ASSERT(++n == 1);
	MARU_ASSERT_CMP(left++, ==, right++);
	assert_int_equal(n, 1);
	assert_int_equal(left, 4);
	assert_int_equal(right, 4);
}

static void
fail_assert(void *self)
{
	int count = 2;

	(void)self;
	MARU_ASSERT(count == 3);
}

enum { FAIL_ASSERT_LINE = __LINE__ - 3 };

static void
a_failure_prints_place_and_condition_and_aborts(void **state)
{
	char message[200];

	(void)state;
	snprintf(message, sizeof message, "%s:%d: assertion failed: count == 3", __FILE__, FAIL_ASSERT_LINE);
	maru_assert_dies(fail_assert, NULL, message);
}

static void
fail_cmp(void *self)
{
	int used = -5, limit = 7;

	(void)self;
	MARU_ASSERT_CMP(used + limit, >, limit);
}

enum { FAIL_CMP_LINE = __LINE__ - 3 };

static void
a_failed_comparison_prints_both_operands_too(void **state)
{
	char message[200];

	(void)state;
	snprintf(message, sizeof message, "%s:%d: assertion failed: used + limit > limit (left is 2, right is 7)",
	         __FILE__, FAIL_CMP_LINE);
	maru_assert_dies(fail_cmp, NULL, message);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_true_condition_does_nothing_and_is_evaluated_once),
		cmocka_unit_test(a_failure_prints_place_and_condition_and_aborts),
		cmocka_unit_test(a_failed_comparison_prints_both_operands_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
