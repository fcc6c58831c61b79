/*
 * A hash map from bytes to a pointer.
 *
 * Invariants
 *  - The map borrows its keys and its values: both stay valid and unchanged while they are in it, and it frees neither.
 *    As a rule the key lies inside the value.
 *  - A value is never NULL, so that NULL can mean "not there".
 *  - Keys may come from strangers: slots are chosen by SipHash under the caller's seed, so that nobody who does not
 *    know the seed can make keys collide. Take it from maru_random_u64() of a source that started from the system's
 *    entropy.
 *  - The order of iteration depends on the seed and means nothing.
 *
 * Open addressing with linear probing; at most three quarters full; a removal moves what follows back, so that there
 * are no tombstones. It grows and does not shrink. It sets no limit on the number of entries: its owner does.
 *
 * Not thread-safe: the map's owner locks. Reading from several threads at once is fine.
 */
#ifndef MARU_BASE_MAP_H
#define MARU_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "maru/base/arena.h"
#include "maru/base/bytes.h"
#include "maru/base/status.h"

MARU_BEGIN_DECLS

struct marui_map_slot;

/* The fields are private. May be moved, not copied. */
struct maru_map {
	const struct maru_allocator *allocator;
	struct marui_map_slot *slots;
	size_t n_slots, n_entries; /* n_slots is 0 or a power of two */
	uint64_t seed;
};

/* Borrows the allocator, which must outlive the map; NULL means maru_malloc_allocator. Allocates nothing yet. */
void maru_map_init(struct maru_map *map, const struct maru_allocator *allocator, uint64_t seed);

/* Keys and values remain their owners'. The map may be initialised again. */
void maru_map_fini(struct maru_map *map);

/*
 * Maps `key` to `value`; where the key is there already, the new key and value take the place of the old ones. Borrows
 * both. RESOURCE_EXHAUSTED (reason OUT_OF_MEMORY, static) where the allocator has no more; the map is then as before.
 */
MARU_MUST_USE maru_status maru_map_put(struct maru_map *map, maru_bytes key, void *value);

/* The value; NULL where the key is not there. */
void *maru_map_get(const struct maru_map *map, maru_bytes key);

/* Takes the key out and returns its value; NULL where it was not there. */
void *maru_map_remove(struct maru_map *map, maru_bytes key);

size_t maru_map_count(const struct maru_map *map);

/*
 * One entry after the other: start with *at == 0 and call until it returns false. Either output may be NULL. Between
 * two calls the map must not change.
 */
bool maru_map_next(const struct maru_map *map, size_t *at, maru_bytes *ret_key, void **ret_value);

MARU_END_DECLS

#endif
