#include "maru/base/clock.h"

#include <stddef.h>
#include <time.h>

#include "maru/base/assert.h"

static int64_t
read_us(clockid_t id)
{
	struct timespec now;

	MARU_ASSERT(clock_gettime(id, &now) == 0);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t
system_monotonic_us(void *self)
{
	(void)self;
	return read_us(CLOCK_MONOTONIC);
}

static int64_t
system_wall_us(void *self)
{
	(void)self;
	return read_us(CLOCK_REALTIME);
}

const struct maru_clock maru_system_clock = { system_monotonic_us, system_wall_us, NULL };
