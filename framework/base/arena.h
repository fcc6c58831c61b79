/*
 * An arena: memory that is taken piece by piece and given back all at once.
 *
 * One call owns one arena; request, response, metadata, errors and whatever the handler allocates live on it, and
 * nobody frees a piece. Blocks come from a pool and return to it, so that in steady state a call allocates nothing.
 *
 * Invariants
 *  - Every piece is aligned to 16 bytes and stays where it is until the arena is reset or ends.
 *  - maru_arena_alloc() never returns NULL. Past `limit_bytes` it still serves and marks the arena: the mark is sticky,
 *    and the call ends with RESOURCE_EXHAUSTED. When malloc itself fails, the process stops.
 *  - maru_arena_try_alloc() is for what strangers send: it returns NULL instead of passing the limit, and where malloc
 *    fails.
 *  - In debug builds (no NDEBUG) memory given back is overwritten with 0xdd. Under ASan it is poisoned, and so is each
 *    byte from the end of a piece to the next one.
 *
 * An arena belongs to one thread at a time. A pool may be shared by all threads.
 */
#ifndef MARU_BASE_ARENA_H
#define MARU_BASE_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "maru/base/attributes.h"
#include "maru/base/bytes.h"

MARU_BEGIN_DECLS

/* Where blocks come from: malloc and free unless a test brings its own. What `alloc` gives is aligned as malloc's; it
 * may be NULL. `free` is never given NULL. Must be thread-safe. */
struct maru_allocator {
	void *(*alloc)(void *self, size_t size);
	void (*free)(void *self, void *memory);
	void *self;
};

/* The process's malloc and free. */
extern const struct maru_allocator maru_malloc_allocator;

/* Recycled blocks, all of MARU_ARENA_BLOCK_BYTES. Thread-safe. */
struct maru_block_pool;

enum {
	MARU_ARENA_BLOCK_BYTES = 8 * 1024, /* larger pieces get a block of their own, which is freed and not recycled */
	MARU_ARENA_ALIGNMENT = 16,
};

/* Borrows the allocator, which must outlive the pool; NULL means maru_malloc_allocator. Keeps at most `blocks_max` idle
 * blocks. Returns NULL when the allocator does. */
struct maru_block_pool *maru_block_pool_new(const struct maru_allocator *allocator, size_t blocks_max);

/* Every arena on it must have ended. Takes NULL, returns NULL. */
struct maru_block_pool *maru_block_pool_free(struct maru_block_pool *pool);

struct marui_block;

/* The fields are private. An arena lives inside another object; it must not be copied or moved. */
struct maru_arena {
	uint8_t *at, *end;          /* what is free of the block that is being filled */
	struct marui_block *blocks; /* that one first */
	struct maru_block_pool *pool;
	size_t used_bytes;
	size_t limit_bytes;
	bool over_limit;
};

/* Borrows the pool; NULL means: straight from malloc, nothing recycled. Allocates nothing yet. Cannot fail. */
void maru_arena_init(struct maru_arena *arena, struct maru_block_pool *pool, size_t limit_bytes);

/* Gives everything back. The arena may be initialised again. */
void maru_arena_fini(struct maru_arena *arena);

/* Gives every piece back and forgets the mark; keeps pool and limit. */
void maru_arena_reset(struct maru_arena *arena);

/* `size` bytes, not cleared; 0 gives a valid pointer. Never NULL. */
MARU_RETURNS_NONNULL void *maru_arena_alloc(struct maru_arena *arena, size_t size);

/* As above, cleared. */
MARU_RETURNS_NONNULL void *maru_arena_zalloc(struct maru_arena *arena, size_t size);

/* `size` bytes, not cleared, or NULL: over the limit (then maru_arena_over_limit() holds) or out of memory. */
void *maru_arena_try_alloc(struct maru_arena *arena, size_t size);

/*
 * Makes a piece of exactly `old_size` bytes larger: in place where the rounding left room or it is the newest one, else
 * by copying it to a new one. `memory` may be NULL where old_size is 0. NULL as maru_arena_try_alloc(); the old piece
 * then stays valid.
 */
void *maru_arena_try_grow(struct maru_arena *arena, void *memory, size_t old_size, size_t new_size);

/* True once a piece was refused or given past the limit, until the next reset. */
bool maru_arena_over_limit(const struct maru_arena *arena);

/* What counts towards the limit: the pieces, each rounded up to the alignment. What a block's end is too short for does
 * not count, so that a message is within its budget or not wherever in a block it begins. The memory behind it is about
 * twice that and one block at most. */
size_t maru_arena_used_bytes(const struct maru_arena *arena);

/* Copies onto the arena. The copy of a string and of bytes is NUL-terminated (a NUL inside bytes stays). */
MARU_RETURNS_NONNULL char *maru_arena_strdup(struct maru_arena *arena, const char *string);
MARU_RETURNS_NONNULL char *maru_arena_bytesdup(struct maru_arena *arena, maru_bytes bytes);

/* printf onto the arena. */
MARU_PRINTF(2, 3) MARU_RETURNS_NONNULL char *maru_arena_printf(struct maru_arena *arena, const char *format, ...);
MARU_PRINTF(2, 0) MARU_RETURNS_NONNULL
char *maru_arena_vprintf(struct maru_arena *arena, const char *format, va_list args);

MARU_END_DECLS

#endif
