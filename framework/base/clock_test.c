#include "maru/base/clock.h"

#include <time.h>

#include "maru/testing/cmocka.h"
#include "maru/testing/fake_clock.h"

static void
the_system_clock_is_microseconds_of_the_system(void **state)
{
	int64_t before_s = (int64_t)time(NULL);
	int64_t wall_us = maru_clock_wall_us(&maru_system_clock);

	(void)state;
	assert_true(wall_us >= before_s * 1000000);
	assert_true(wall_us <= ((int64_t)time(NULL) + 2) * 1000000); /* time() may lag behind by a tick of the kernel */
}

static void
monotonic_time_never_goes_back(void **state)
{
	int64_t last = maru_clock_monotonic_us(&maru_system_clock);

	(void)state;
	for (int read = 0; read < 10000; read++) {
		int64_t now = maru_clock_monotonic_us(&maru_system_clock);

		assert_true(now >= last);
		last = now;
	}
}

static void
a_fake_clock_stands_still_until_it_is_moved(void **state)
{
	struct maru_fake_clock fake;
	int64_t start, wall_start;

	(void)state;
	maru_fake_clock_init(&fake);
	start = maru_clock_monotonic_us(&fake.clock);
	wall_start = maru_clock_wall_us(&fake.clock);
	assert_int_equal(maru_clock_monotonic_us(&fake.clock), start);
	maru_fake_clock_advance(&fake, 250);
	assert_int_equal(maru_clock_monotonic_us(&fake.clock), start + 250);
	assert_int_equal(maru_clock_wall_us(&fake.clock), wall_start + 250);
}

static void
a_fake_wall_clock_jumps_alone(void **state)
{
	struct maru_fake_clock fake;
	int64_t start;

	(void)state;
	maru_fake_clock_init(&fake);
	start = maru_clock_monotonic_us(&fake.clock);
	maru_fake_clock_set_wall(&fake, 5);
	assert_int_equal(maru_clock_wall_us(&fake.clock), 5);
	assert_int_equal(maru_clock_monotonic_us(&fake.clock), start);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_system_clock_is_microseconds_of_the_system),
		cmocka_unit_test(monotonic_time_never_goes_back),
		cmocka_unit_test(a_fake_clock_stands_still_until_it_is_moved),
		cmocka_unit_test(a_fake_wall_clock_jumps_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
