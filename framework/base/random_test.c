#include "maru/base/random.h"

#include <stdbool.h>

#include "maru/testing/cmocka.h"

static void
a_seed_gives_the_same_sequence_for_ever(void **state)
{
	struct maru_random random;

	(void)state;
	maru_random_init_seeded(&random, 1);
	assert_int_equal(maru_random_u64(&random), 0x1cc1d069b22d7407);
	assert_int_equal(maru_random_u64(&random), 0x66b9b4d4603b2e62);
	assert_int_equal(maru_random_u64(&random), 0x7c5d0df93ca41f53);
}

static void
seeds_differ(void **state)
{
	struct maru_random a, b;

	(void)state;
	maru_random_init_seeded(&a, 1);
	maru_random_init_seeded(&b, 2);
	assert_int_not_equal(maru_random_u64(&a), maru_random_u64(&b));
}

/* A false alarm once in 2^64 runs. */
static void
the_system_never_seeds_alike(void **state)
{
	struct maru_random a, b;

	(void)state;
	maru_random_init_system(&a);
	maru_random_init_system(&b);
	assert_int_not_equal(maru_random_u64(&a), maru_random_u64(&b));
}

/* 60,000 throws of a die: each face 10,000 times, give or take five standard deviations of 91. The seed is fixed. */
static void
below_has_no_favourites(void **state)
{
	struct maru_random random;
	int faces[6] = { 0 };

	(void)state;
	maru_random_init_seeded(&random, 3);
	for (int throw = 0; throw < 60000; throw++)
		faces[maru_random_below(&random, 6)]++;
	for (int face = 0; face < 6; face++)
		assert_in_range(faces[face], 10000 - 455, 10000 + 455);
}

/* With n = 3 * 2^62, the remainder alone would give the lowest third of the range twice as often as the others. */
static void
below_is_fair_where_a_remainder_would_not_be(void **state)
{
	const uint64_t third = (uint64_t)1 << 62;
	struct maru_random random;
	int thirds[3] = { 0 };

	(void)state;
	maru_random_init_seeded(&random, 4);
	for (int i = 0; i < 30000; i++) {
		uint64_t drawn = maru_random_below(&random, 3 * third);

		assert_true(drawn < 3 * third);
		thirds[drawn / third]++;
	}
	for (int i = 0; i < 3; i++)
		assert_in_range(thirds[i], 10000 - 410, 10000 + 410);
}

static void
below_reaches_both_ends(void **state)
{
	struct maru_random random;
	bool seen[2] = { false };

	(void)state;
	maru_random_init_seeded(&random, 5);
	assert_int_equal(maru_random_below(&random, 1), 0);
	for (int i = 0; i < 100; i++)
		seen[maru_random_below(&random, 2)] = true;
	assert_true(seen[0] && seen[1]);
	(void)maru_random_below(&random, UINT64_MAX);
}

static void
the_unit_is_half_open_and_even(void **state)
{
	struct maru_random random;
	double sum = 0;

	(void)state;
	maru_random_init_seeded(&random, 6);
	for (int i = 0; i < 10000; i++) {
		double x = maru_random_unit(&random);

		assert_true(x >= 0 && x < 1);
		sum += x;
	}
	assert_true(sum > 4850 && sum < 5150); /* five standard deviations are 144 */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_seed_gives_the_same_sequence_for_ever),
		cmocka_unit_test(seeds_differ),
		cmocka_unit_test(the_system_never_seeds_alike),
		cmocka_unit_test(below_has_no_favourites),
		cmocka_unit_test(below_is_fair_where_a_remainder_would_not_be),
		cmocka_unit_test(below_reaches_both_ends),
		cmocka_unit_test(the_unit_is_half_open_and_even),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
