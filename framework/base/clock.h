/*
 * The time, as an object: whatever waits, expires or stamps is handed a clock, so that a test can move it by hand
 * (maru/testing/fake_clock.h) and a simulation runs from a seed.
 *
 * Invariants
 *  - The monotonic time never goes back and is the one to measure and to wait by; its zero means nothing, and two
 *    machines do not share it. Deadlines inside a process are monotonic.
 *  - The wall time is microseconds since 1970-01-01T00:00:00Z without leap seconds. It may jump both ways: for people,
 *    certificates and stored rows only.
 *  - Both may be asked for by any thread at any time. They cannot fail.
 */
#ifndef MARU_BASE_CLOCK_H
#define MARU_BASE_CLOCK_H

#include <stdint.h>

#include "maru/base/attributes.h"

MARU_BEGIN_DECLS

struct maru_clock {
	int64_t (*monotonic_us)(void *self);
	int64_t (*wall_us)(void *self);
	void *self;
};

/* The system's CLOCK_MONOTONIC and CLOCK_REALTIME. */
extern const struct maru_clock maru_system_clock;

static inline int64_t
maru_clock_monotonic_us(const struct maru_clock *clock)
{
	return clock->monotonic_us(clock->self);
}

static inline int64_t
maru_clock_wall_us(const struct maru_clock *clock)
{
	return clock->wall_us(clock->self);
}

MARU_END_DECLS

#endif
