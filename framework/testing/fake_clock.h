/*
 * A clock that stands still until the test moves it.
 *
 * Any thread may read and move it. Moving it wakes nobody: whoever waits on a condition variable still has to be told.
 */
#ifndef MARU_TESTING_FAKE_CLOCK_H
#define MARU_TESTING_FAKE_CLOCK_H

#include "maru/base/clock.h"

MARU_BEGIN_DECLS

/* Hand out `&fake.clock`; the other fields are private. Must not be moved. */
struct maru_fake_clock {
	struct maru_clock clock;
	int64_t monotonic_us, wall_us;
};

/* Monotonic 1 s, wall 2001-09-09T01:46:40Z (10^9 s): neither is zero, and they differ, so that a mix-up shows. */
void maru_fake_clock_init(struct maru_fake_clock *fake);

/* Time passes: both times move on by `by_us`, which is not negative. */
void maru_fake_clock_advance(struct maru_fake_clock *fake, int64_t by_us);

/* Somebody sets the wall clock, forwards or back; the monotonic time does not notice. */
void maru_fake_clock_set_wall(struct maru_fake_clock *fake, int64_t wall_us);

MARU_END_DECLS

#endif
