/*
 * What a stranger put into grpc-status-details-bin: whatever it is, reading it changes nothing but reason and domain, and
 * what was read can be attached and read again.
 */
#include "maru/base/assert.h"
#include "maru/rpc/internal/details.h"

#include <string.h>

enum {
	ARENA_BYTES_MAX = 64 * 1024 * 1024,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct maru_error error = { .code = MARU_CODE_ABORTED, .message = "m", .details = maru_bytes_of(data, size) };
	struct maru_error reread;
	struct maru_arena arena;
	maru_status status;

	maru_arena_init(&arena, NULL, ARENA_BYTES_MAX);
	status = marui_details_read(&error, &arena);
	MARU_ASSERT(status->code == error.code && status->message == error.message && status->details.data == data);
	if (status->reason != NULL) {
		MARU_ASSERT(status->reason[0] != '\0' && status->domain != NULL);
		reread = *status;
		reread.details = maru_bytes_of(NULL, 0);
		reread = *marui_details_attach(&reread, &arena);
		reread.reason = reread.domain = NULL;
		MARU_ASSERT(strcmp(marui_details_read(&reread, &arena)->reason, status->reason) == 0);
	}
	maru_arena_fini(&arena);
	return 0;
}
