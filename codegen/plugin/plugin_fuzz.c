/* The whole plugin but its process: bytes of a request through model, checks and emitters. */
#include <string.h>

#include "codegen/plugin/plugin.h"
#include "maru/base/assert.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
	ARENA_BYTES_MAX = 64 * 1024 * 1024,
};

/* Any bytes end in a response or in a refusal, the same each time. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct maru_arena arenas[2];
	maru_status status[2];
	maru_bytes response[2];

	for (int i = 0; i < 2; i++) {
		maru_arena_init(&arenas[i], NULL, ARENA_BYTES_MAX);
		response[i] = maru_bytes_of(NULL, 0);
		status[i] = plugin_run(maru_bytes_of(data, size), &arenas[i], &response[i]);
	}
	MARU_ASSERT(strcmp(maru_status_message(status[0]), maru_status_message(status[1])) == 0);
	MARU_ASSERT(maru_bytes_equal(response[0], response[1]));
	for (int i = 0; i < 2; i++)
		maru_arena_fini(&arenas[i]);
	return 0;
}
