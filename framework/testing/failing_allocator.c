#include "maru/testing/failing_allocator.h"

#include <stdlib.h>

#include "maru/base/assert.h"

static void *
failing_alloc(void *self, size_t size)
{
	struct maru_failing_allocator *failing = self;
	void *memory;

	if (__atomic_add_fetch(&failing->n_allocs, 1, __ATOMIC_RELAXED) == failing->fail_at)
		return NULL;
	memory = malloc(size);
	MARU_ASSERT(memory != NULL);
	__atomic_add_fetch(&failing->n_live, 1, __ATOMIC_RELAXED);
	return memory;
}

static void
failing_free(void *self, void *memory)
{
	struct maru_failing_allocator *failing = self;

	MARU_ASSERT(memory != NULL);
	__atomic_sub_fetch(&failing->n_live, 1, __ATOMIC_RELAXED);
	free(memory);
}

void
maru_failing_allocator_init(struct maru_failing_allocator *failing, size_t fail_at)
{
	*failing = (struct maru_failing_allocator){
		.allocator = { failing_alloc, failing_free, failing },
		.fail_at = fail_at,
	};
}

size_t
maru_sweep_allocations(maru_sweep_fn *scenario, void *self)
{
	for (size_t fail_at = 1;; fail_at++) {
		struct maru_failing_allocator failing;
		bool succeeded, failed_one;

		maru_failing_allocator_init(&failing, fail_at);
		succeeded = scenario(self, &failing.allocator);
		failed_one = failing.n_allocs >= fail_at;
		MARU_ASSERT_CMP(failing.n_live, ==, 0);
		MARU_ASSERT_CMP(succeeded, ==, !failed_one);
		if (!failed_one)
			return failing.n_allocs;
	}
}
