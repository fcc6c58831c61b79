#include "maru/base/random.h"

#include <errno.h>
#include <sys/random.h>

#include "maru/base/assert.h"
#include "maru/base/internal/siphash.h"

void
maru_random_init_seeded(struct maru_random *random, uint64_t seed)
{
	*random = (struct maru_random){ .key = { seed } };
}

void
maru_random_init_system(struct maru_random *random)
{
	ssize_t n_bytes;

	*random = (struct maru_random){ .n_drawn = 0 };
	do
		n_bytes = getrandom(random->key, sizeof random->key, 0);
	while (n_bytes < 0 && errno == EINTR);
	MARU_ASSERT_CMP(n_bytes, ==, sizeof random->key); /* up to 256 bytes come whole: getrandom(2) */
}

uint64_t
maru_random_u64(struct maru_random *random)
{
	const struct marui_siphash_key key = { random->key[0], random->key[1] };
	uint8_t counter[8];

	for (int i = 0; i < 8; i++)
		counter[i] = (uint8_t)(random->n_drawn >> (8 * i));
	random->n_drawn++;
	return marui_siphash(&key, counter, sizeof counter);
}

uint64_t
maru_random_below(struct maru_random *random, uint64_t n)
{
	uint64_t drawn, n_surplus;

	MARU_ASSERT(n != 0);
	n_surplus = -n % n; /* 2^64 mod n: with these left out, n divides what remains */
	do
		drawn = maru_random_u64(random);
	while (drawn < n_surplus);
	return drawn % n;
}

double
maru_random_unit(struct maru_random *random)
{
	return (double)(maru_random_u64(random) >> 11) * 0x1p-53;
}
