/* A key up to the first NUL, the value after it. A refusal is short and printable; what is accepted fits a header. */
#include "maru/base/assert.h"
#include "maru/rpc/metadata.h"

enum { MESSAGE_CHARS_MAX = 200 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
assert_printable(const char *text)
{
	for (; *text != '\0'; text++)
		MARU_ASSERT(*text >= 0x20 && *text <= 0x7e);
}

/* What would end or split a header on the wire. */
static void
assert_no_header_break(maru_bytes value)
{
	for (size_t i = 0; i < value.len; i++)
		MARU_ASSERT(value.data[i] != '\0' && value.data[i] != '\r' && value.data[i] != '\n');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct maru_arena arena;
	maru_status status;
	maru_bytes value;
	const char *key;
	size_t key_len;

	maru_arena_init(&arena, NULL, SIZE_MAX);
	key = maru_arena_bytesdup(&arena, maru_bytes_of(data, size));
	key_len = strlen(key);
	value = key_len < size ? maru_bytes_of(data + key_len + 1, size - key_len - 1) : maru_bytes_of(NULL, 0);
	status = maru_metadata_check(&arena, key, value);
	MARU_ASSERT_CMP(strlen(maru_status_message(status)), <=, MESSAGE_CHARS_MAX);
	assert_printable(maru_status_message(status));
	if (status == MARU_OK) {
		assert_printable(key);
		if (!maru_metadata_is_binary(key))
			assert_no_header_break(value);
	}
	maru_arena_fini(&arena);
	return 0;
}
