#include "maru/base/arena.h"

#include <pthread.h>

#include "maru/testing/cmocka.h"
#include "maru/testing/failing_allocator.h"

/* Thirty pieces, about four blocks, each written from end to end. */
static void
fill(struct maru_arena *arena)
{
	for (int piece = 0; piece < 30; piece++)
		memset(maru_arena_alloc(arena, 1000), piece, 1000);
}

static void
pieces_are_aligned_and_distinct(void **state)
{
	struct maru_arena arena;
	uint8_t *a, *b;

	(void)state;
	maru_arena_init(&arena, NULL, 1024);
	a = maru_arena_alloc(&arena, 1);
	b = maru_arena_alloc(&arena, 33);
	assert_int_equal((uintptr_t)a % MARU_ARENA_ALIGNMENT, 0);
	assert_int_equal((uintptr_t)b % MARU_ARENA_ALIGNMENT, 0);
	assert_true(b >= a + 1);
	assert_int_equal(maru_arena_used_bytes(&arena), 16 + 48);
	maru_arena_fini(&arena);
}

static void
limit_refuses_try_and_marks_alloc(void **state)
{
	struct maru_arena arena;

	(void)state;
	maru_arena_init(&arena, NULL, 100);
	assert_non_null(maru_arena_try_alloc(&arena, 90));
	assert_false(maru_arena_over_limit(&arena));
	assert_null(maru_arena_try_alloc(&arena, 16));
	assert_true(maru_arena_over_limit(&arena));
	maru_arena_reset(&arena);
	assert_false(maru_arena_over_limit(&arena));
	assert_non_null(maru_arena_alloc(&arena, 5000));
	assert_true(maru_arena_over_limit(&arena));
	assert_null(maru_arena_try_alloc(&arena, SIZE_MAX));
	maru_arena_fini(&arena);
}

static void
growing_the_newest_piece_stays_in_place(void **state)
{
	struct maru_arena arena;
	char *first, *second, *grown;

	(void)state;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	first = maru_arena_strdup(&arena, "one");
	assert_ptr_equal(maru_arena_try_grow(&arena, first, 4, 64), first);
	second = maru_arena_strdup(&arena, "two");
	grown = maru_arena_try_grow(&arena, first, 64, 128);
	assert_ptr_not_equal(grown, first);
	assert_string_equal(grown, "one");
	assert_string_equal(second, "two");
	maru_arena_fini(&arena);
}

static void
a_pool_recycles_blocks(void **state)
{
	struct maru_failing_allocator counting;
	struct maru_block_pool *pool;
	struct maru_arena arena;
	size_t warm;

	(void)state;
	maru_failing_allocator_init(&counting, 0);
	pool = maru_block_pool_new(&counting.allocator, 8);
	maru_arena_init(&arena, pool, SIZE_MAX);
	fill(&arena);
	maru_arena_reset(&arena);
	warm = counting.n_allocs;
	for (int round = 0; round < 100; round++) {
		fill(&arena);
		maru_arena_reset(&arena);
	}
	assert_int_equal(counting.n_allocs, warm);
	maru_arena_fini(&arena);
	assert_null(maru_block_pool_free(pool));
	assert_int_equal(counting.n_live, 0);
}

static void
a_pool_keeps_no_more_idle_blocks_than_asked(void **state)
{
	struct maru_failing_allocator counting;
	struct maru_block_pool *pool;
	struct maru_arena arena;

	(void)state;
	maru_failing_allocator_init(&counting, 0);
	pool = maru_block_pool_new(&counting.allocator, 2);
	maru_arena_init(&arena, pool, SIZE_MAX);
	fill(&arena);
	maru_arena_alloc(&arena, MARU_ARENA_BLOCK_BYTES * 3);
	assert_true(counting.n_live > 3);
	maru_arena_fini(&arena);
	assert_int_equal(counting.n_live, 1 + 2); /* the pool itself and two blocks */
	maru_block_pool_free(pool);
}

static void
no_pool_is_no_trouble_to_free(void **state)
{
	(void)state;
	assert_null(maru_block_pool_free(NULL));
}

static void
an_arena_starts_again_after_fini(void **state)
{
	struct maru_arena arena;

	(void)state;
	maru_arena_init(&arena, NULL, 10);
	maru_arena_alloc(&arena, 100);
	maru_arena_fini(&arena);
	maru_arena_init(&arena, NULL, 100);
	assert_false(maru_arena_over_limit(&arena));
	assert_int_equal(maru_arena_used_bytes(&arena), 0);
	assert_non_null(maru_arena_try_alloc(&arena, 96));
	maru_arena_fini(&arena);
	maru_arena_fini(&arena);
}

static void
the_limit_is_exact(void **state)
{
	struct maru_arena arena;

	(void)state;
	maru_arena_init(&arena, NULL, 64);
	assert_non_null(maru_arena_try_alloc(&arena, 48));
	assert_null(maru_arena_try_alloc(&arena, 17));
	assert_int_equal(maru_arena_used_bytes(&arena), 48);
	assert_non_null(maru_arena_try_alloc(&arena, 16));
	assert_non_null(maru_arena_try_alloc(&arena, 0));
	assert_int_equal(maru_arena_used_bytes(&arena), 64);
	assert_true(maru_arena_over_limit(&arena)); /* sticky, though the last two fitted */
	assert_null(maru_arena_try_alloc(&arena, 1));
	maru_arena_fini(&arena);
}

/* Blocks are not full when the next one starts: what counts is what was given out, so that whether a message is within
 * its budget does not depend on where in a block it begins. */
static void
the_limit_counts_pieces_and_not_blocks(void **state)
{
	struct maru_arena arena;

	(void)state;
	maru_arena_init(&arena, NULL, 6 * 5008);
	for (int piece = 0; piece < 6; piece++)
		assert_non_null(maru_arena_try_alloc(&arena, 5000));
	assert_int_equal(maru_arena_used_bytes(&arena), 6 * 5008);
	assert_null(maru_arena_try_alloc(&arena, 1));
	maru_arena_fini(&arena);
}

static void
nothing_but_a_pointer_costs_nothing(void **state)
{
	struct maru_arena arena;

	(void)state;
	maru_arena_init(&arena, NULL, 0);
	assert_non_null(maru_arena_alloc(&arena, 0));
	assert_non_null(maru_arena_try_alloc(&arena, 0));
	assert_int_equal(maru_arena_used_bytes(&arena), 0);
	assert_false(maru_arena_over_limit(&arena));
	maru_arena_fini(&arena);
}

static void
sizes_that_no_memory_has_are_refused(void **state)
{
	struct maru_arena arena;

	(void)state;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	for (size_t below = 0; below < 100; below++)
		assert_null(maru_arena_try_alloc(&arena, SIZE_MAX - below));
	assert_non_null(maru_arena_alloc(&arena, 1));
	for (size_t below = 0; below < 100; below++)
		assert_null(maru_arena_try_alloc(&arena, SIZE_MAX - below));
	assert_int_equal(maru_arena_used_bytes(&arena), 16);
	maru_arena_fini(&arena);
}

/* A large piece between small ones: the block that the small ones share goes on being filled. */
static void
a_large_piece_does_not_waste_the_current_block(void **state)
{
	struct maru_failing_allocator counting;
	struct maru_block_pool *pool;
	struct maru_arena arena;

	(void)state;
	maru_failing_allocator_init(&counting, 0);
	pool = maru_block_pool_new(&counting.allocator, 4);
	maru_arena_init(&arena, pool, SIZE_MAX);
	for (int pair = 0; pair < 100; pair++) {
		memset(maru_arena_alloc(&arena, 16), 1, 16);
		memset(maru_arena_alloc(&arena, MARU_ARENA_BLOCK_BYTES), 2, MARU_ARENA_BLOCK_BYTES);
	}
	assert_int_equal(counting.n_live, 1 + 1 + 100);
	assert_int_equal(maru_arena_used_bytes(&arena), 100 * (16 + MARU_ARENA_BLOCK_BYTES));
	maru_arena_fini(&arena);
	maru_block_pool_free(pool);
}

static void
a_large_piece_may_come_first(void **state)
{
	struct maru_arena arena;
	uint8_t *large, *small;

	(void)state;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	large = maru_arena_zalloc(&arena, 100000);
	small = maru_arena_alloc(&arena, 16);
	memset(small, 1, 16);
	for (int i = 0; i < 100000; i++)
		assert_int_equal(large[i], 0);
	maru_arena_fini(&arena);
}

static void
growing_within_the_rounding_stays_in_place(void **state)
{
	struct maru_arena arena;
	char *first;

	(void)state;
	maru_arena_init(&arena, NULL, 32);
	first = maru_arena_strdup(&arena, "four");
	maru_arena_alloc(&arena, 16);
	assert_ptr_equal(maru_arena_try_grow(&arena, first, 5, 16), first);
	first[15] = 'x';
	assert_int_equal(maru_arena_used_bytes(&arena), 32);
	assert_false(maru_arena_over_limit(&arena));
	maru_arena_fini(&arena);
}

/* From 1 byte to far beyond a block, with other pieces in between in every second step. */
static void
growing_keeps_the_bytes_across_blocks(void **state)
{
	struct maru_arena arena;
	uint8_t *bytes = NULL;
	size_t size = 0;

	(void)state;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	for (size_t step = 0; size < 100000; step++) {
		size_t larger = size + size / 3 + 1;

		bytes = maru_arena_try_grow(&arena, bytes, size, larger);
		assert_non_null(bytes);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(bytes[i], (uint8_t)i);
		for (; size < larger; size++)
			bytes[size] = (uint8_t)size;
		if (step % 2 == 0)
			memset(maru_arena_alloc(&arena, 24), 0xee, 24);
	}
	maru_arena_fini(&arena);
}

static void
a_refused_growth_leaves_the_piece(void **state)
{
	struct maru_arena arena;
	char *piece;

	(void)state;
	maru_arena_init(&arena, NULL, 32);
	piece = maru_arena_strdup(&arena, "stays");
	assert_null(maru_arena_try_grow(&arena, piece, 6, 33)); /* in place */
	assert_true(maru_arena_over_limit(&arena));
	assert_null(maru_arena_try_grow(&arena, piece, 6, 100000)); /* by copying */
	assert_null(maru_arena_try_grow(&arena, piece, 6, SIZE_MAX));
	assert_string_equal(piece, "stays");
	assert_int_equal(maru_arena_used_bytes(&arena), 16);
	maru_arena_fini(&arena);
}

static void
copies_end_with_a_nul(void **state)
{
	struct maru_arena arena;

	(void)state;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	assert_memory_equal(maru_arena_bytesdup(&arena, maru_bytes_of("a\0b", 3)), "a\0b", 4);
	assert_string_equal(maru_arena_bytesdup(&arena, maru_bytes_of(NULL, 0)), "");
	assert_string_equal(maru_arena_strdup(&arena, ""), "");
	maru_arena_fini(&arena);
}

/* A whole life on an allocator that fails once somewhere. */
static bool
live_once(void *self, const struct maru_allocator *allocator)
{
	struct maru_block_pool *pool = maru_block_pool_new(allocator, 2);
	struct maru_arena arena;
	uint8_t *grown = NULL;
	bool good = pool != NULL;

	(void)self;
	if (!good)
		return false;
	maru_arena_init(&arena, pool, SIZE_MAX);
	for (size_t round = 0; good && round < 3; round++) {
		grown = maru_arena_try_alloc(&arena, 10);
		for (size_t size = 10; good && size < 40000; size *= 2) {
			good = grown != NULL && maru_arena_try_alloc(&arena, 3000) != NULL;
			if (good)
				grown = maru_arena_try_grow(&arena, grown, size, size * 2);
		}
		good = good && grown != NULL;
		assert_false(maru_arena_over_limit(&arena)); /* no memory is not over the limit */
		maru_arena_reset(&arena);
	}
	maru_arena_fini(&arena);
	maru_block_pool_free(pool);
	return good;
}

static void
no_memory_is_reported_and_leaks_nothing(void **state)
{
	(void)state;
	assert_true(maru_sweep_allocations(live_once, NULL) > 10);
}

static void *
use_the_pool(void *pool)
{
	struct maru_arena arena;

	maru_arena_init(&arena, pool, SIZE_MAX);
	for (int round = 0; round < 500; round++) {
		fill(&arena);
		maru_arena_reset(&arena);
	}
	maru_arena_fini(&arena);
	return NULL;
}

/* fill() writes every byte: two owners of one block would show under TSan. */
static void
threads_share_a_pool(void **state)
{
	struct maru_failing_allocator counting;
	struct maru_block_pool *pool;
	pthread_t threads[4];

	(void)state;
	maru_failing_allocator_init(&counting, 0);
	pool = maru_block_pool_new(&counting.allocator, 6);
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, use_the_pool, pool), 0);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	maru_block_pool_free(pool);
	assert_int_equal(counting.n_live, 0);
}

static void
printf_writes_the_whole_text(void **state)
{
	struct maru_arena arena;

	(void)state;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	assert_string_equal(maru_arena_printf(&arena, "%s-%d", "x", 7), "x-7");
	maru_arena_fini(&arena);
}

static void
printf_writes_texts_of_every_length(void **state)
{
	struct maru_arena arena;

	(void)state;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	for (int len = 0; len < 600; len++) {
		const char *text = maru_arena_printf(&arena, "%*d", len, 7);

		assert_int_equal(strlen(text), len > 0 ? len : 1);
		assert_int_equal(strspn(text, " "), len > 0 ? len - 1 : 0);
		assert_string_equal(text + strspn(text, " "), "7");
	}
	maru_arena_fini(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_are_aligned_and_distinct),
		cmocka_unit_test(limit_refuses_try_and_marks_alloc),
		cmocka_unit_test(growing_the_newest_piece_stays_in_place),
		cmocka_unit_test(a_pool_recycles_blocks),
		cmocka_unit_test(a_pool_keeps_no_more_idle_blocks_than_asked),
		cmocka_unit_test(no_pool_is_no_trouble_to_free),
		cmocka_unit_test(an_arena_starts_again_after_fini),
		cmocka_unit_test(the_limit_is_exact),
		cmocka_unit_test(the_limit_counts_pieces_and_not_blocks),
		cmocka_unit_test(nothing_but_a_pointer_costs_nothing),
		cmocka_unit_test(sizes_that_no_memory_has_are_refused),
		cmocka_unit_test(a_large_piece_does_not_waste_the_current_block),
		cmocka_unit_test(a_large_piece_may_come_first),
		cmocka_unit_test(growing_within_the_rounding_stays_in_place),
		cmocka_unit_test(growing_keeps_the_bytes_across_blocks),
		cmocka_unit_test(a_refused_growth_leaves_the_piece),
		cmocka_unit_test(copies_end_with_a_nul),
		cmocka_unit_test(no_memory_is_reported_and_leaks_nothing),
		cmocka_unit_test(threads_share_a_pool),
		cmocka_unit_test(printf_writes_the_whole_text),
		cmocka_unit_test(printf_writes_texts_of_every_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
