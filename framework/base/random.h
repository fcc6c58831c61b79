/*
 * Random numbers, as an object: jitter, ids, seeds of maps. A test or simulation starts one from a number and gets the
 * same sequence every time; a program starts one from the system's entropy.
 *
 * The n-th number is SipHash-2-4 of n under a 128-bit key. So nobody who sees any number of them can tell the next one
 * without the key, and ids that go out on the wire do not give away the seed of a map. It is not for keys, passwords or
 * session tokens: whoever reads the object's memory knows all numbers, the earlier ones included.
 *
 * One thread at a time: the owner locks, or gives each thread an object of its own. After fork() the child has to
 * initialise its own, else both draw the same numbers.
 */
#ifndef MARU_BASE_RANDOM_H
#define MARU_BASE_RANDOM_H

#include <stdint.h>

#include "maru/base/attributes.h"

MARU_BEGIN_DECLS

/* The fields are private. */
struct maru_random {
	uint64_t key[2], n_drawn;
};

/* The sequence of this seed, the same on every machine. */
void maru_random_init_seeded(struct maru_random *random, uint64_t seed);

/* From getrandom(). Early in the boot of a machine it waits until the kernel has entropy. Stops the process where there
 * is none to be had. */
void maru_random_init_system(struct maru_random *random);

/* All 64-bit numbers alike. */
uint64_t maru_random_u64(struct maru_random *random);

/* 0 to n - 1, all alike; n is not 0. */
uint64_t maru_random_below(struct maru_random *random, uint64_t n);

/* 0 <= x < 1, in steps of 2^-53. */
double maru_random_unit(struct maru_random *random);

MARU_END_DECLS

#endif
