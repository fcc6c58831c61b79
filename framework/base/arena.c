#include "maru/base/arena.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "maru/base/assert.h"
#include "maru/base/internal/arena.h"

struct marui_block {
	struct marui_block *next;
	size_t size; /* of the data, which follows */
};

enum {
	HEADER_BYTES = (sizeof(struct marui_block) + MARU_ARENA_ALIGNMENT - 1) & ~(size_t)(MARU_ARENA_ALIGNMENT - 1),
	POOLED_BYTES = MARU_ARENA_BLOCK_BYTES - HEADER_BYTES,
	FORMATTED_ONCE_BYTES = 256, /* longer texts are formatted twice: for their length first */
};

struct maru_block_pool {
	const struct maru_allocator *allocator;
	pthread_mutex_t mutex;
	struct marui_block *idle;
	size_t n_idle, n_idle_max;
};

static void *
malloc_alloc(void *self, size_t size)
{
	(void)self;
	return malloc(size);
}

static void
malloc_free(void *self, void *memory)
{
	(void)self;
	free(memory);
}

const struct maru_allocator maru_malloc_allocator = { malloc_alloc, malloc_free, NULL };

struct maru_block_pool *
maru_block_pool_new(const struct maru_allocator *allocator, size_t blocks_max)
{
	struct maru_block_pool *pool;

	if (allocator == NULL)
		allocator = &maru_malloc_allocator;
	pool = allocator->alloc(allocator->self, sizeof *pool);
	if (pool == NULL)
		return NULL;
	*pool = (struct maru_block_pool){ .allocator = allocator, .n_idle_max = blocks_max };
	pthread_mutex_init(&pool->mutex, NULL);
	return pool;
}

struct maru_block_pool *
maru_block_pool_free(struct maru_block_pool *pool)
{
	if (pool == NULL)
		return NULL;
	while (pool->idle != NULL) {
		struct marui_block *block = pool->idle;

		pool->idle = block->next;
		MARUI_ARENA_UNPOISON(block, MARU_ARENA_BLOCK_BYTES);
		pool->allocator->free(pool->allocator->self, block);
	}
	pthread_mutex_destroy(&pool->mutex);
	pool->allocator->free(pool->allocator->self, pool);
	return NULL;
}

static uint8_t *
block_data(struct marui_block *block)
{
	return (uint8_t *)block + HEADER_BYTES;
}

static const struct maru_allocator *
allocator_of(const struct maru_block_pool *pool)
{
	return pool != NULL ? pool->allocator : &maru_malloc_allocator;
}

static struct marui_block *
pool_take(struct maru_block_pool *pool)
{
	struct marui_block *block;

	if (pool == NULL)
		return NULL;
	pthread_mutex_lock(&pool->mutex);
	block = pool->idle;
	if (block != NULL) {
		pool->idle = block->next;
		pool->n_idle--;
	}
	pthread_mutex_unlock(&pool->mutex);
	return block;
}

static bool
pool_give(struct maru_block_pool *pool, struct marui_block *block)
{
	bool kept;

	if (pool == NULL || block->size != POOLED_BYTES)
		return false;
	pthread_mutex_lock(&pool->mutex);
	kept = pool->n_idle < pool->n_idle_max;
	if (kept) {
		block->next = pool->idle;
		pool->idle = block;
		pool->n_idle++;
	}
	pthread_mutex_unlock(&pool->mutex);
	return kept;
}

static struct marui_block *
block_new(struct maru_block_pool *pool, size_t size)
{
	const struct maru_allocator *allocator = allocator_of(pool);
	struct marui_block *block = size == POOLED_BYTES ? pool_take(pool) : NULL;

	if (block != NULL)
		return block;
	block = allocator->alloc(allocator->self, HEADER_BYTES + size);
	if (block == NULL)
		return NULL;
	block->size = size;
	return block;
}

/* Only the first `n_used` bytes were given out. */
static void
block_release(struct maru_block_pool *pool, struct marui_block *block, size_t n_used)
{
	const struct maru_allocator *allocator = allocator_of(pool);

	MARUI_ARENA_UNPOISON(block_data(block), block->size);
#ifndef NDEBUG
	memset(block_data(block), 0xdd, n_used);
#else
	(void)n_used;
#endif
	MARUI_ARENA_POISON(block_data(block), block->size);
	if (pool_give(pool, block))
		return;
	MARUI_ARENA_UNPOISON(block_data(block), block->size);
	allocator->free(allocator->self, block);
}

void
maru_arena_init(struct maru_arena *arena, struct maru_block_pool *pool, size_t limit_bytes)
{
	*arena = (struct maru_arena){ .pool = pool, .limit_bytes = limit_bytes };
}

void
maru_arena_fini(struct maru_arena *arena)
{
	maru_arena_reset(arena);
}

void
maru_arena_reset(struct maru_arena *arena)
{
	struct marui_block *block = arena->blocks;
	size_t n_used = block != NULL ? (size_t)(arena->at - block_data(block)) : 0;

	while (block != NULL) {
		struct marui_block *next = block->next;

		block_release(arena->pool, block, n_used);
		block = next;
		n_used = block != NULL ? block->size : 0;
	}
	maru_arena_init(arena, arena->pool, arena->limit_bytes);
}

size_t
maru_arena_used_bytes(const struct maru_arena *arena)
{
	return arena->used_bytes;
}

bool
maru_arena_over_limit(const struct maru_arena *arena)
{
	return arena->over_limit;
}

/* `footprint` bytes at the start of a new block. */
static uint8_t *
take_from_new_block(struct maru_arena *arena, size_t footprint)
{
	const bool is_large = footprint > POOLED_BYTES;
	struct marui_block *block = block_new(arena->pool, is_large ? footprint : POOLED_BYTES);

	if (block == NULL)
		return NULL;
	MARUI_ARENA_POISON(block_data(block), block->size);
	if (is_large && arena->blocks != NULL) { /* behind the block that is being filled, which goes on */
		block->next = arena->blocks->next;
		arena->blocks->next = block;
		return block_data(block);
	}
	block->next = arena->blocks;
	arena->blocks = block;
	arena->at = block_data(block) + footprint;
	arena->end = block_data(block) + block->size;
	return block_data(block);
}

/* Rounded up to the alignment; what no object can be as large as becomes SIZE_MAX. */
static size_t
round_up(size_t size)
{
	if (size > PTRDIFF_MAX - MARU_ARENA_BLOCK_BYTES)
		return SIZE_MAX;
	return (size + MARU_ARENA_ALIGNMENT - 1) & ~(size_t)(MARU_ARENA_ALIGNMENT - 1);
}

/* A piece without regard to the limit; NULL where there is no memory. */
static void *
take(struct maru_arena *arena, size_t size)
{
	size_t rounded = round_up(size), footprint = rounded + MARUI_ARENA_GUARD_BYTES;
	uint8_t *piece = arena->at;

	if (rounded == SIZE_MAX)
		return NULL;
	if (piece != NULL && footprint <= (size_t)(arena->end - piece))
		arena->at += footprint;
	else
		piece = take_from_new_block(arena, footprint);
	if (piece == NULL)
		return NULL;
	arena->used_bytes += rounded;
	MARUI_ARENA_UNPOISON(piece, size);
	return piece;
}

/* Whether `more` bytes, rounded already, may be given out; else marks the arena. */
static bool
within_limit(struct maru_arena *arena, size_t more)
{
	if (arena->used_bytes <= arena->limit_bytes && more <= arena->limit_bytes - arena->used_bytes)
		return true;
	arena->over_limit = true;
	return false;
}

void *
maru_arena_try_alloc(struct maru_arena *arena, size_t size)
{
	void *piece = marui_arena_take_quickly(arena, size);

	if (MARU_LIKELY(piece != NULL))
		return piece;
	return within_limit(arena, round_up(size)) ? take(arena, size) : NULL;
}

void *
maru_arena_alloc(struct maru_arena *arena, size_t size)
{
	void *piece = marui_arena_take_quickly(arena, size);

	if (MARU_LIKELY(piece != NULL))
		return piece;
	(void)within_limit(arena, round_up(size));
	piece = take(arena, size);
	MARU_ASSERT(piece != NULL && "out of memory");
	return piece;
}

void *
maru_arena_zalloc(struct maru_arena *arena, size_t size)
{
	return memset(maru_arena_alloc(arena, size), 0, size);
}

/* Whether the piece has room for `more` bytes behind it: it is the newest one of the block that is being filled. */
static bool
can_grow_in_place(const struct maru_arena *arena, const uint8_t *piece, size_t old_rounded, size_t more)
{
	return more == 0 ||
	       (piece + old_rounded + MARUI_ARENA_GUARD_BYTES == arena->at && more <= (size_t)(arena->end - arena->at));
}

void *
maru_arena_try_grow(struct maru_arena *arena, void *memory, size_t old_size, size_t new_size)
{
	size_t old_rounded = round_up(old_size), more = round_up(new_size) - old_rounded;
	void *piece;

	MARU_ASSERT(old_size <= new_size && (memory != NULL || old_size == 0));
	if (memory != NULL && can_grow_in_place(arena, memory, old_rounded, more)) {
		if (!within_limit(arena, more))
			return NULL;
		arena->used_bytes += more;
		if (more != 0)
			arena->at += more;
		MARUI_ARENA_UNPOISON(memory, new_size);
		return memory;
	}
	piece = maru_arena_try_alloc(arena, new_size);
	if (piece != NULL && old_size != 0)
		memcpy(piece, memory, old_size);
	return piece;
}

char *
maru_arena_bytesdup(struct maru_arena *arena, maru_bytes bytes)
{
	char *copy = maru_arena_alloc(arena, bytes.len + 1);

	if (bytes.len != 0)
		memcpy(copy, bytes.data, bytes.len);
	copy[bytes.len] = '\0';
	return copy;
}

char *
maru_arena_strdup(struct maru_arena *arena, const char *string)
{
	return maru_arena_bytesdup(arena, maru_bytes_of_string(string));
}

char *
maru_arena_vprintf(struct maru_arena *arena, const char *format, va_list args)
{
	char brief[FORMATTED_ONCE_BYTES], *text;
	va_list again;
	int len;

	va_copy(again, args);
	len = vsnprintf(brief, sizeof brief, format, again);
	va_end(again);
	MARU_ASSERT_CMP(len, >=, 0);
	text = maru_arena_alloc(arena, (size_t)len + 1);
	if ((size_t)len < sizeof brief)
		memcpy(text, brief, (size_t)len + 1);
	else
		vsnprintf(text, (size_t)len + 1, format, args);
	return text;
}

char *
maru_arena_printf(struct maru_arena *arena, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = maru_arena_vprintf(arena, format, args);
	va_end(args);
	return text;
}
