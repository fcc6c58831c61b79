/* The first byte chooses the encoding and into how many pieces the rest is cut; whatever comes out keeps to the limit. */
#include "maru/base/assert.h"
#include "maru/transport/grpc/internal/inflate.h"

enum {
	LIMIT_BYTES = 64 * 1024,
	PIECES_MAX = 8,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	maru_bytes pieces[PIECES_MAX], message;
	struct maru_arena arena;
	size_t n_pieces, at = 1;

	if (size == 0)
		return 0;
	n_pieces = 1 + (data[0] >> 1) % PIECES_MAX;
	for (size_t i = 0; i < n_pieces; i++) {
		size_t len = i + 1 == n_pieces ? size - at : (size - at) / (n_pieces - i);

		pieces[i] = maru_bytes_of(data + at, len);
		at += len;
	}
	maru_arena_init(&arena, NULL, SIZE_MAX);
	if (marui_inflate((enum marui_encoding)(data[0] & 1), pieces, n_pieces, LIMIT_BYTES, &arena, &message) == MARU_OK)
		MARU_ASSERT_CMP(message.len, <=, LIMIT_BYTES);
	MARU_ASSERT_CMP(maru_arena_used_bytes(&arena), <, 4 * LIMIT_BYTES);
	maru_arena_fini(&arena);
	return 0;
}
