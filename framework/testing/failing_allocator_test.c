#include "maru/testing/failing_allocator.h"

#include "maru/testing/cmocka.h"
#include "maru/testing/death.h"

static void
the_chosen_allocation_fails_and_no_other(void **state)
{
	struct maru_failing_allocator failing;
	const struct maru_allocator *allocator = &failing.allocator;
	void *first, *third;

	(void)state;
	maru_failing_allocator_init(&failing, 2);
	first = allocator->alloc(allocator->self, 1);
	assert_non_null(first);
	assert_null(allocator->alloc(allocator->self, 1));
	third = allocator->alloc(allocator->self, 1);
	assert_non_null(third);
	assert_int_equal(failing.n_allocs, 3);
	assert_int_equal(failing.n_live, 2);
	allocator->free(allocator->self, first);
	allocator->free(allocator->self, third);
	assert_int_equal(failing.n_live, 0);
}

/* What a piece of code under the sweep does wrong. */
enum fault { FAULT_NONE, FAULT_LEAKS, FAULT_HIDES };

static bool
allocate_twice(void *self, const struct maru_allocator *allocator)
{
	const enum fault *fault = self;
	void *first = allocator->alloc(allocator->self, 1), *second;

	if (first == NULL)
		return *fault == FAULT_HIDES;
	second = allocator->alloc(allocator->self, 1);
	if (second == NULL && *fault == FAULT_LEAKS)
		return false;
	allocator->free(allocator->self, first);
	if (second == NULL)
		return false;
	allocator->free(allocator->self, second);
	return true;
}

static void
a_sweep_counts_the_allocations_of_good_code(void **state)
{
	enum fault fault = FAULT_NONE;

	(void)state;
	assert_int_equal(maru_sweep_allocations(allocate_twice, &fault), 2);
}

static void
sweep(void *self)
{
	maru_sweep_allocations(allocate_twice, self);
}

static void
a_sweep_stops_at_a_leak(void **state)
{
	enum fault fault = FAULT_LEAKS;

	(void)state;
	maru_assert_dies(sweep, &fault, "assertion failed: failing.n_live == 0 (left is 1, right is 0)");
}

static void
a_sweep_stops_at_a_failure_that_nobody_reports(void **state)
{
	enum fault fault = FAULT_HIDES;

	(void)state;
	maru_assert_dies(sweep, &fault, "assertion failed: succeeded == !failed_one (left is 1, right is 0)");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_chosen_allocation_fails_and_no_other),
		cmocka_unit_test(a_sweep_counts_the_allocations_of_good_code),
		cmocka_unit_test(a_sweep_stops_at_a_leak),
		cmocka_unit_test(a_sweep_stops_at_a_failure_that_nobody_reports),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
