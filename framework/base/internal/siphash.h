/*
 * SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed hash of short inputs. Who does not know the key can neither
 * predict a value nor find two inputs that collide, however many values it sees. So it serves twice: for the slots of a
 * map whose keys come from strangers, and, over a counter, as a source of random numbers.
 *
 * Pure: any thread, cannot fail.
 */
#ifndef MARU_BASE_INTERNAL_SIPHASH_H
#define MARU_BASE_INTERNAL_SIPHASH_H

#include <stddef.h>
#include <stdint.h>

struct marui_siphash_key {
	uint64_t k0, k1;
};

/* `data` may be NULL where `len` is 0. */
uint64_t marui_siphash(const struct marui_siphash_key *key, const void *data, size_t len);

#endif
