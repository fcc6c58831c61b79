/*
 * A run of bytes that somebody else owns: pointer and length, passed by value. It is not NUL-terminated.
 * Whoever hands one out says how long it stays valid.
 */
#ifndef MARU_BASE_BYTES_H
#define MARU_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "maru/base/attributes.h"

MARU_BEGIN_DECLS

typedef struct maru_bytes {
	const uint8_t *data; /* may be NULL only where len is 0 */
	size_t len;
} maru_bytes;

static inline maru_bytes
maru_bytes_of(const void *data, size_t len)
{
	maru_bytes bytes;

	bytes.data = (const uint8_t *)data;
	bytes.len = len;
	return bytes;
}

/* The characters of a C string, without its NUL; borrows. */
static inline maru_bytes
maru_bytes_of_string(const char *string)
{
	return maru_bytes_of(string, strlen(string));
}

static inline bool
maru_bytes_equal(maru_bytes a, maru_bytes b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

MARU_END_DECLS

#endif
