#include "maru/testing/fake_clock.h"

#include "maru/base/assert.h"

static int64_t
fake_monotonic_us(void *self)
{
	struct maru_fake_clock *fake = self;

	return __atomic_load_n(&fake->monotonic_us, __ATOMIC_SEQ_CST);
}

static int64_t
fake_wall_us(void *self)
{
	struct maru_fake_clock *fake = self;

	return __atomic_load_n(&fake->wall_us, __ATOMIC_SEQ_CST);
}

void
maru_fake_clock_init(struct maru_fake_clock *fake)
{
	*fake = (struct maru_fake_clock){
		.clock = { fake_monotonic_us, fake_wall_us, fake },
		.monotonic_us = 1000000,
		.wall_us = (int64_t)1000000000 * 1000000,
	};
}

void
maru_fake_clock_advance(struct maru_fake_clock *fake, int64_t by_us)
{
	MARU_ASSERT_CMP(by_us, >=, 0);
	__atomic_add_fetch(&fake->monotonic_us, by_us, __ATOMIC_SEQ_CST);
	__atomic_add_fetch(&fake->wall_us, by_us, __ATOMIC_SEQ_CST);
}

void
maru_fake_clock_set_wall(struct maru_fake_clock *fake, int64_t wall_us)
{
	__atomic_store_n(&fake->wall_us, wall_us, __ATOMIC_SEQ_CST);
}
