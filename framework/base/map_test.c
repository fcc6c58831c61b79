#include "maru/base/map.h"

#include <stdio.h>

#include "maru/testing/cmocka.h"
#include "maru/testing/failing_allocator.h"

enum { N_KEYS = 1000 };

/* Keys of their own memory, so that ASan sees a read past one; entry i is the value of key i. */
struct entry {
	char key[8];
	bool is_in;
};

static maru_bytes
key_of(const struct entry *entry)
{
	return maru_bytes_of_string(entry->key);
}

static struct entry *
entries_new(void)
{
	struct entry *entries = calloc(N_KEYS, sizeof *entries);

	for (int i = 0; i < N_KEYS; i++)
		snprintf(entries[i].key, sizeof entries[i].key, "k%d", i);
	return entries;
}

static void
a_key_finds_the_last_value_that_was_put(void **state)
{
	struct maru_map map;
	int one = 1, two = 2;
	char same_key[] = "port";

	(void)state;
	maru_map_init(&map, NULL, 7);
	assert_null(maru_map_get(&map, maru_bytes_of_string("port")));
	assert_null(maru_map_remove(&map, maru_bytes_of_string("port")));
	assert_null(maru_map_put(&map, maru_bytes_of_string("port"), &one));
	assert_null(maru_map_put(&map, maru_bytes_of_string(same_key), &two));
	assert_int_equal(maru_map_count(&map), 1);
	assert_ptr_equal(maru_map_get(&map, maru_bytes_of_string("port")), &two);
	assert_null(maru_map_get(&map, maru_bytes_of_string("por")));
	assert_ptr_equal(maru_map_remove(&map, maru_bytes_of_string("port")), &two);
	assert_null(maru_map_get(&map, maru_bytes_of_string("port")));
	maru_map_fini(&map);
}

static void
a_replaced_key_is_no_longer_borrowed(void **state)
{
	struct maru_map map;
	int value;
	char *old_key = malloc(4);

	(void)state;
	memcpy(old_key, "key", 4);
	maru_map_init(&map, NULL, 7);
	assert_null(maru_map_put(&map, maru_bytes_of_string(old_key), &value));
	assert_null(maru_map_put(&map, maru_bytes_of_string("key"), &value));
	free(old_key);
	assert_ptr_equal(maru_map_get(&map, maru_bytes_of_string("key")), &value);
	maru_map_fini(&map);
}

static void
the_empty_key_and_a_nul_inside_are_keys(void **state)
{
	struct maru_map map;
	int empty, nul, longer;

	(void)state;
	maru_map_init(&map, NULL, 7);
	assert_null(maru_map_put(&map, maru_bytes_of(NULL, 0), &empty));
	assert_null(maru_map_put(&map, maru_bytes_of("a\0", 2), &nul));
	assert_null(maru_map_put(&map, maru_bytes_of("a\0b", 3), &longer));
	assert_ptr_equal(maru_map_get(&map, maru_bytes_of("", 0)), &empty);
	assert_ptr_equal(maru_map_get(&map, maru_bytes_of("a\0", 2)), &nul);
	assert_ptr_equal(maru_map_get(&map, maru_bytes_of("a\0b", 3)), &longer);
	maru_map_fini(&map);
}

static void
assert_map_holds_exactly(const struct maru_map *map, const struct entry *entries)
{
	size_t n_in = 0, n_seen = 0, at = 0;
	maru_bytes key;
	void *value;

	for (int i = 0; i < N_KEYS; i++) {
		assert_ptr_equal(maru_map_get(map, key_of(&entries[i])), entries[i].is_in ? &entries[i] : NULL);
		n_in += entries[i].is_in;
	}
	while (maru_map_next(map, &at, &key, &value)) {
		const struct entry *entry = value;

		assert_true(entry->is_in && maru_bytes_equal(key, key_of(entry)));
		n_seen++;
	}
	assert_int_equal(n_seen, n_in);
	assert_int_equal(maru_map_count(map), n_in);
}

/* Random puts and removes against a plain array, under several seeds: collisions, wrap-around and growth all occur. */
static void
it_agrees_with_an_array_under_random_use(void **state)
{
	struct entry *entries = entries_new();

	(void)state;
	for (unsigned seed = 0; seed < 20; seed++) {
		struct maru_map map;
		unsigned random = seed + 1;

		maru_map_init(&map, NULL, seed);
		for (int step = 0; step < 4000; step++) {
			struct entry *entry;

			random = random * 1664525 + 1013904223;
			entry = &entries[(random >> 8) % N_KEYS];
			if (entry->is_in)
				assert_ptr_equal(maru_map_remove(&map, key_of(entry)), entry);
			else
				assert_null(maru_map_put(&map, key_of(entry), entry));
			entry->is_in = !entry->is_in;
			if (step % 400 == 0)
				assert_map_holds_exactly(&map, entries);
		}
		assert_map_holds_exactly(&map, entries);
		maru_map_fini(&map);
		for (int i = 0; i < N_KEYS; i++)
			entries[i].is_in = false;
	}
	free(entries);
}

static void
a_map_starts_again_after_fini(void **state)
{
	struct maru_map map;
	int value;

	(void)state;
	maru_map_init(&map, NULL, 7);
	assert_null(maru_map_put(&map, maru_bytes_of_string("a"), &value));
	maru_map_fini(&map);
	assert_int_equal(maru_map_count(&map), 0);
	assert_null(maru_map_get(&map, maru_bytes_of_string("a")));
	assert_null(maru_map_put(&map, maru_bytes_of_string("a"), &value));
	maru_map_fini(&map);
}

/* A failed put must leave every earlier key where it was and the new one out. */
static bool
fill_a_map(void *self, const struct maru_allocator *allocator)
{
	struct entry *entries = self;
	maru_status status = MARU_OK;
	struct maru_map map;
	int n = 0;

	maru_map_init(&map, allocator, 7);
	while (n < N_KEYS && status == MARU_OK) {
		status = maru_map_put(&map, key_of(&entries[n]), &entries[n]);
		n += status == MARU_OK;
	}
	for (int i = 0; i < N_KEYS; i++)
		entries[i].is_in = i < n;
	assert_map_holds_exactly(&map, entries);
	if (status != MARU_OK) {
		assert_int_equal(maru_status_code(status), MARU_CODE_RESOURCE_EXHAUSTED);
		assert_true(maru_status_has_reason(status, "OUT_OF_MEMORY"));
	}
	maru_map_fini(&map);
	return status == MARU_OK;
}

static void
no_memory_leaves_the_map_as_it_was(void **state)
{
	struct entry *entries = entries_new();

	(void)state;
	/* 8 slots, doubled until three quarters of them hold 1,000. */
	assert_int_equal(maru_sweep_allocations(fill_a_map, entries), 9);
	free(entries);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_finds_the_last_value_that_was_put),
		cmocka_unit_test(a_replaced_key_is_no_longer_borrowed),
		cmocka_unit_test(the_empty_key_and_a_nul_inside_are_keys),
		cmocka_unit_test(it_agrees_with_an_array_under_random_use),
		cmocka_unit_test(a_map_starts_again_after_fini),
		cmocka_unit_test(no_memory_leaves_the_map_as_it_was),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
