/*
 * An allocator whose n-th allocation fails, and the sweep that fails each allocation of a piece of code once.
 *
 * It counts what is live, so that a leak on an error path shows. Thread-safe, as struct maru_allocator asks.
 */
#ifndef MARU_TESTING_FAILING_ALLOCATOR_H
#define MARU_TESTING_FAILING_ALLOCATOR_H

#include <stdbool.h>
#include <stddef.h>

#include "maru/base/arena.h"

MARU_BEGIN_DECLS

/* Hand out `&failing.allocator`; the counters are for reading. Must not be moved. */
struct maru_failing_allocator {
	struct maru_allocator allocator;
	size_t fail_at;  /* which allocation fails, counted from 1; 0: none */
	size_t n_allocs; /* asked for so far, the failed one included */
	size_t n_live;   /* given out and not freed */
};

/* Freeing all that it gave out is the caller's; it holds nothing itself. */
void maru_failing_allocator_init(struct maru_failing_allocator *failing, size_t fail_at);

/* Does its work with `allocator`, gives everything back, and returns whether the work succeeded. */
typedef bool maru_sweep_fn(void *self, const struct maru_allocator *allocator);

/*
 * Runs `scenario` with its first allocation failing, then its second, and so on, and at last with none failing. Asserts
 * that it reports each failure, succeeds in the last run and leaves nothing live. Returns how many allocations that run
 * makes.
 */
size_t maru_sweep_allocations(maru_sweep_fn *scenario, void *self);

MARU_END_DECLS

#endif
