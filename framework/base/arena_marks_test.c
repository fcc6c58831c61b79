/* The marks on memory that is not a caller's: 0xdd in debug builds, poison under ASan, nothing in a release. */
#include "maru/base/arena.h"

#include "maru/testing/cmocka.h"

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ASAN 1
#endif
#endif

#ifdef UNDER_ASAN
#include <sanitizer/asan_interface.h>

static void
assert_given_back(const uint8_t *piece, size_t size, uint8_t was)
{
	(void)was;
	for (size_t i = 0; i < size; i++)
		assert_true(__asan_address_is_poisoned(piece + i));
}
#else
static void
assert_given_back(const uint8_t *piece, size_t size, uint8_t was)
{
#ifdef NDEBUG
	const uint8_t expected = was;
#else
	const uint8_t expected = 0xdd;

	(void)was;
#endif
	for (size_t i = 0; i < size; i++)
		assert_int_equal(piece[i], expected);
}
#endif

/* The blocks wait in the pool, so that the pieces' memory is still there to be looked at. */
static void
memory_given_back_is_marked(void **state)
{
	struct maru_block_pool *pool = maru_block_pool_new(NULL, 4);
	struct maru_arena arena;
	uint8_t *pieces[6];

	(void)state;
	maru_arena_init(&arena, pool, SIZE_MAX);
	for (int i = 0; i < 6; i++)
		pieces[i] = memset(maru_arena_alloc(&arena, 3000), 0x11, 3000);
	maru_arena_reset(&arena);
	for (int i = 0; i < 6; i++)
		assert_given_back(pieces[i], 3000, 0x11);
	maru_arena_fini(&arena);
	maru_block_pool_free(pool);
}

#ifdef UNDER_ASAN
static void
asan_sees_a_step_past_a_piece(void **state)
{
	static const size_t sizes[] = { 0, 1, 15, 16, 33, 8160, 8176, 100000 };
	struct maru_arena arena;

	(void)state;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		uint8_t *piece = maru_arena_alloc(&arena, sizes[i]);

		(void)maru_arena_alloc(&arena, 1); /* a neighbour */
		assert_null(__asan_region_is_poisoned(piece, sizes[i]));
		assert_true(__asan_address_is_poisoned(piece + sizes[i]));
	}
	maru_arena_fini(&arena);
}

static void
asan_knows_how_far_a_piece_has_grown(void **state)
{
	struct maru_arena arena;
	uint8_t *piece;

	(void)state;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	piece = maru_arena_alloc(&arena, 3);
	for (size_t size = 3; size < 200; size += 7) {
		assert_ptr_equal(maru_arena_try_grow(&arena, piece, size, size + 7), piece);
		assert_null(__asan_region_is_poisoned(piece, size + 7));
		assert_true(__asan_address_is_poisoned(piece + size + 7));
	}
	maru_arena_fini(&arena);
}
#endif

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_given_back_is_marked),
#ifdef UNDER_ASAN
		cmocka_unit_test(asan_sees_a_step_past_a_piece),
		cmocka_unit_test(asan_knows_how_far_a_piece_has_grown),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
