/*
 * The quick way to a piece of an arena, for code that takes one for each field of what it reads. Nearly every piece fits into the
 * block that is being filled.
 */
#ifndef MARU_BASE_INTERNAL_ARENA_H
#define MARU_BASE_INTERNAL_ARENA_H

#include "maru/base/arena.h"

#if defined(__SANITIZE_ADDRESS__)
#define MARUI_ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MARUI_ARENA_ASAN 1
#endif
#endif

/* The guard stands behind each piece, is never given out and not counted: so that ASan sees a step past one piece into the next. */
#ifdef MARUI_ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define MARUI_ARENA_POISON(memory, size) ASAN_POISON_MEMORY_REGION(memory, size)
#define MARUI_ARENA_UNPOISON(memory, size) ASAN_UNPOISON_MEMORY_REGION(memory, size)
enum { MARUI_ARENA_GUARD_BYTES = MARU_ARENA_ALIGNMENT };
#else
#define MARUI_ARENA_POISON(memory, size) ((void)(memory), (void)(size))
#define MARUI_ARENA_UNPOISON(memory, size) ((void)(memory), (void)(size))
enum { MARUI_ARENA_GUARD_BYTES = 0 };
#endif

/* A piece that fits the block with room to spare, and the limit. NULL says nothing about the others. */
static inline void *
marui_arena_take_quickly(struct maru_arena *arena, size_t size)
{
	size_t rounded = (size + MARU_ARENA_ALIGNMENT - 1) & ~(size_t)(MARU_ARENA_ALIGNMENT - 1);
	size_t footprint = rounded + MARUI_ARENA_GUARD_BYTES;
	uint8_t *piece = arena->at;

	if (MARU_UNLIKELY(size > MARU_ARENA_BLOCK_BYTES || footprint >= (size_t)(arena->end - piece) ||
	                  arena->used_bytes + rounded > arena->limit_bytes))
		return NULL;
	arena->at = piece + footprint;
	arena->used_bytes += rounded;
	MARUI_ARENA_UNPOISON(piece, size);
	return piece;
}

/* maru_arena_try_alloc(), whose call is made for the other pieces only. */
static inline void *
marui_arena_try_alloc(struct maru_arena *arena, size_t size)
{
	void *piece = marui_arena_take_quickly(arena, size);

	return MARU_LIKELY(piece != NULL) ? piece : maru_arena_try_alloc(arena, size);
}

#endif
