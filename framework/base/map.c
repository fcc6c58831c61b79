#include "maru/base/map.h"

#include "maru/base/assert.h"
#include "maru/base/internal/siphash.h"

struct marui_map_slot {
	maru_bytes key;
	uint64_t hash;
	void *value; /* NULL: the slot is empty */
};

enum { FIRST_SLOTS = 8 };

static const struct maru_error out_of_memory =
	MARU_ERROR(MARU_CODE_RESOURCE_EXHAUSTED, "OUT_OF_MEMORY", "out of memory: a map could not grow");

void
maru_map_init(struct maru_map *map, const struct maru_allocator *allocator, uint64_t seed)
{
	*map = (struct maru_map){
		.allocator = allocator != NULL ? allocator : &maru_malloc_allocator,
		.seed = seed,
	};
}

void
maru_map_fini(struct maru_map *map)
{
	if (map->slots != NULL)
		map->allocator->free(map->allocator->self, map->slots);
	maru_map_init(map, map->allocator, map->seed);
}

static uint64_t
hash_of(const struct maru_map *map, maru_bytes key)
{
	const struct marui_siphash_key siphash_key = { map->seed, 0 };

	return marui_siphash(&siphash_key, key.data, key.len);
}

/* The slot of the key or the empty slot where it belongs. There is always an empty one. */
static struct marui_map_slot *
find_slot(struct marui_map_slot *slots, size_t n_slots, uint64_t hash, maru_bytes key)
{
	size_t at = hash & (n_slots - 1);

	while (slots[at].value != NULL && (slots[at].hash != hash || !maru_bytes_equal(slots[at].key, key)))
		at = (at + 1) & (n_slots - 1);
	return &slots[at];
}

static maru_status
grow(struct maru_map *map)
{
	size_t n_slots = map->n_slots != 0 ? map->n_slots * 2 : FIRST_SLOTS;
	struct marui_map_slot *slots = map->allocator->alloc(map->allocator->self, n_slots * sizeof *slots);

	MARU_ENSURE(slots != NULL, &out_of_memory);
	memset(slots, 0, n_slots * sizeof *slots);
	for (size_t i = 0; i < map->n_slots; i++)
		if (map->slots[i].value != NULL)
			*find_slot(slots, n_slots, map->slots[i].hash, map->slots[i].key) = map->slots[i];
	if (map->slots != NULL)
		map->allocator->free(map->allocator->self, map->slots);
	map->slots = slots;
	map->n_slots = n_slots;
	return MARU_OK;
}

maru_status
maru_map_put(struct maru_map *map, maru_bytes key, void *value)
{
	uint64_t hash = hash_of(map, key);
	struct marui_map_slot *slot;

	MARU_ASSERT(value != NULL);
	if (map->n_entries >= map->n_slots / 4 * 3)
		MARU_TRY(grow(map));
	slot = find_slot(map->slots, map->n_slots, hash, key);
	if (slot->value == NULL)
		map->n_entries++;
	*slot = (struct marui_map_slot){ key, hash, value };
	return MARU_OK;
}

void *
maru_map_get(const struct maru_map *map, maru_bytes key)
{
	if (map->n_entries == 0)
		return NULL;
	return find_slot(map->slots, map->n_slots, hash_of(map, key), key)->value;
}

/* Empties a slot and moves back each follower that probed past it, so that none is cut off from its first slot. */
static void
close_gap(struct marui_map_slot *slots, size_t n_slots, size_t gap)
{
	const size_t mask = n_slots - 1;

	for (size_t at = (gap + 1) & mask; slots[at].value != NULL; at = (at + 1) & mask) {
		size_t home = slots[at].hash & mask;

		if (((at - home) & mask) < ((at - gap) & mask))
			continue;
		slots[gap] = slots[at];
		gap = at;
	}
	slots[gap].value = NULL;
}

void *
maru_map_remove(struct maru_map *map, maru_bytes key)
{
	struct marui_map_slot *slot;
	void *value;

	if (map->n_entries == 0)
		return NULL;
	slot = find_slot(map->slots, map->n_slots, hash_of(map, key), key);
	value = slot->value;
	if (value == NULL)
		return NULL;
	close_gap(map->slots, map->n_slots, (size_t)(slot - map->slots));
	map->n_entries--;
	return value;
}

size_t
maru_map_count(const struct maru_map *map)
{
	return map->n_entries;
}

bool
maru_map_next(const struct maru_map *map, size_t *at, maru_bytes *ret_key, void **ret_value)
{
	for (; *at < map->n_slots; ++*at) {
		const struct marui_map_slot *slot = &map->slots[*at];

		if (slot->value == NULL)
			continue;
		if (ret_key != NULL)
			*ret_key = slot->key;
		if (ret_value != NULL)
			*ret_value = slot->value;
		++*at;
		return true;
	}
	return false;
}
