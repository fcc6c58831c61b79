#include "maru/wire/testdata/bytes.h"

#include <ctype.h>
#include <stdlib.h>

#include "maru/base/assert.h"
#include "maru/wire/internal/write.h"

maru_bytes
test_bytes(struct maru_arena *arena, const char *hex)
{
	uint8_t *data = maru_arena_alloc(arena, strlen(hex) / 2 + 1);
	size_t len = 0;

	for (; *hex != '\0'; hex += 2) {
		char digits[3];

		while (*hex == ' ')
			hex++;
		if (*hex == '\0')
			break;
		MARU_ASSERT(isxdigit((unsigned char)hex[0]) && isxdigit((unsigned char)hex[1]));
		digits[0] = hex[0];
		digits[1] = hex[1];
		digits[2] = '\0';
		data[len++] = (uint8_t)strtoul(digits, NULL, 16);
	}
	return maru_bytes_of(maru_arena_bytesdup(arena, maru_bytes_of(data, len)), len);
}

const char *
test_hex(struct maru_arena *arena, maru_bytes bytes)
{
	static const char digits[] = "0123456789abcdef";
	char *hex = maru_arena_alloc(arena, bytes.len * 3 + 1), *at = hex;
	size_t i;

	for (i = 0; i < bytes.len; i++) {
		if (i > 0)
			*at++ = ' ';
		*at++ = digits[bytes.data[i] >> 4];
		*at++ = digits[bytes.data[i] & 15];
	}
	*at = '\0';
	return hex;
}

maru_bytes
test_nested(struct maru_arena *arena, uint8_t tag, size_t levels, maru_bytes inner)
{
	size_t size = inner.len + levels * 11;
	uint8_t *start = maru_arena_alloc(arena, size), *end = start + size, *at = end - inner.len;

	if (inner.len != 0)
		memcpy(at, inner.data, inner.len);
	while (levels-- > 0)
		at = marui_write_tag(marui_write_varint(at, (size_t)(end - at)), tag);
	return maru_bytes_of(at, (size_t)(end - at));
}

maru_bytes
test_joined(struct maru_arena *arena, maru_bytes a, maru_bytes b)
{
	uint8_t *data = maru_arena_alloc(arena, a.len + b.len);

	if (a.len != 0)
		memcpy(data, a.data, a.len);
	if (b.len != 0)
		memcpy(data + a.len, b.data, b.len);
	return maru_bytes_of(data, a.len + b.len);
}
