#include "maru/base/arena.h"

#include "maru/testing/cmocka.h"

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

static size_t n_allocs;

static void *
counting_alloc(void *self, size_t size)
{
	(void)self;
	n_allocs++;
	return malloc(size);
}

static void
counting_free(void *self, void *memory)
{
	(void)self;
	free(memory);
}

static void
a_pool_recycles_blocks(void **state)
{
	const struct maru_allocator counting = { counting_alloc, counting_free, NULL };
	struct maru_block_pool *pool = maru_block_pool_new(&counting, 4);
	struct maru_arena arena;
	size_t warm;

	(void)state;
	maru_arena_init(&arena, pool, SIZE_MAX);
	for (int piece = 0; piece < 30; piece++)
		maru_arena_alloc(&arena, 1000);
	maru_arena_reset(&arena);
	warm = n_allocs;
	for (int round = 0; round < 100; round++) {
		for (int piece = 0; piece < 30; piece++)
			maru_arena_alloc(&arena, 1000);
		maru_arena_reset(&arena);
	}
	assert_int_equal(n_allocs, warm);
	maru_arena_fini(&arena);
	maru_block_pool_free(pool);
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_are_aligned_and_distinct),
		cmocka_unit_test(limit_refuses_try_and_marks_alloc),
		cmocka_unit_test(growing_the_newest_piece_stays_in_place),
		cmocka_unit_test(a_pool_recycles_blocks),
		cmocka_unit_test(printf_writes_the_whole_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
