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

/* marui_copy_ascii() of fewer than 16 bytes, by loads and stores that overlap. */
static inline bool
marui_copy_ascii_short(uint8_t *to, const uint8_t *from, size_t len)
{
	uint64_t head, tail;
	uint32_t short_head, short_tail;

	if (len >= 8) {
		head = marui_word_at(from);
		tail = marui_word_at(from + len - 8);
		memcpy(to, &head, sizeof head);
		memcpy(to + len - 8, &tail, sizeof tail);
		return marui_is_ascii_word(head) && marui_is_ascii_word(tail);
	}
	if (len >= 4) {
		memcpy(&short_head, from, sizeof short_head);
		memcpy(&short_tail, from + len - 4, sizeof short_tail);
		memcpy(to, &short_head, sizeof short_head);
		memcpy(to + len - 4, &short_tail, sizeof short_tail);
		return marui_is_ascii_word((uint64_t)short_head << 32 | short_tail);
	}
	to[0] = from[0];
	to[len / 2] = from[len / 2];
	to[len - 1] = from[len - 1];
	return marui_is_ascii_word(UINT64_C(0x0101010101000000) | (uint64_t)from[0] << 16 | (uint64_t)from[len / 2] << 8 |
	                           from[len - 1]);
}

typedef int8_t marui_text_block __attribute__((vector_size(16)));

/* Copies `len` bytes, of which there is one at least, and says whether all are ASCII other than NUL, as in most strings: those
 * are the bytes that are positive when they are signed. A last block that is not whole overlaps the one before. */
static inline bool
marui_copy_ascii(uint8_t *to, const uint8_t *from, size_t len)
{
	const marui_text_block zero = { 0 };
	marui_text_block block, is_ascii;
	uint64_t halves[2];
	size_t at;

	if (len < sizeof block)
		return marui_copy_ascii_short(to, from, len);
	memcpy(&block, from + len - sizeof block, sizeof block);
	memcpy(to + len - sizeof block, &block, sizeof block);
	is_ascii = block > zero;
	for (at = 0; at + sizeof block < len; at += sizeof block) {
		memcpy(&block, from + at, sizeof block);
		memcpy(to + at, &block, sizeof block);
		is_ascii &= block > zero;
	}
	memcpy(halves, &is_ascii, sizeof halves);
	return (halves[0] & halves[1]) == UINT64_MAX;
}

#endif
