/* UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing past U+10FFFF. */
#ifndef MARU_WIRE_INTERNAL_UTF8_H
#define MARU_WIRE_INTERNAL_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* How many bytes from `data` on are whole UTF-8 characters other than NUL: `len` where all are what a C string may hold, else
 * where the first character begins that is not. */
size_t marui_utf8_span(const uint8_t *data, size_t len);

/* Whether eight bytes are all in 0x01..0x7f: subtracting one borrows into the high bit of a byte that is 0. */
static inline bool
marui_is_ascii_word(uint64_t word)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;

	return ((word | (word - ones)) & highs) == 0;
}

static inline uint64_t
marui_word_at(const uint8_t *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof word);
	return word;
}

/* The same of 1 to 7 bytes, from loads that overlap. */
static inline bool
marui_is_ascii_short(const uint8_t *data, size_t len)
{
	uint32_t head, tail;

	if (len < 4)
		return marui_is_ascii_word(UINT64_C(0x0101010101000000) | (uint64_t)data[0] << 16 | (uint64_t)data[len / 2] << 8 |
		                           data[len - 1]);
	memcpy(&head, data, sizeof head);
	memcpy(&tail, data + len - sizeof tail, sizeof tail);
	return marui_is_ascii_word((uint64_t)head << 32 | tail);
}

/* Whether all bytes, of which there is one at least, are ASCII other than NUL: the quick answer for most strings. A last word
 * that is not whole overlaps the one before. */
static inline bool
marui_is_ascii(const uint8_t *data, size_t len)
{
	size_t at;

	if (len < 8)
		return marui_is_ascii_short(data, len);
	for (at = 0; at + 8 < len; at += 8) {
		if (!marui_is_ascii_word(marui_word_at(data + at)))
			return false;
	}
	return marui_is_ascii_word(marui_word_at(data + len - 8));
}

#endif
