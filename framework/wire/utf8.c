#include "maru/wire/internal/utf8.h"

static bool
is_continuation(uint8_t byte)
{
	return (byte & 0xc0) == 0x80;
}

/* The length of the character at `at`, or 0. The second byte of a longer one decides on overlong forms, surrogates and the
 * upper end: Unicode 15, table 3-7. */
static size_t
character_len(const uint8_t *at, size_t left)
{
	uint8_t lead = at[0], low = 0x80, high = 0xbf;
	size_t len;

	if (lead < 0x80)
		return lead != 0;
	if (lead < 0xc2 || lead > 0xf4)
		return 0;
	len = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
	if (left < len)
		return 0;
	if (lead == 0xe0)
		low = 0xa0;
	if (lead == 0xed)
		high = 0x9f;
	if (lead == 0xf0)
		low = 0x90;
	if (lead == 0xf4)
		high = 0x8f;
	if (at[1] < low || at[1] > high)
		return 0;
	if ((len > 2 && !is_continuation(at[2])) || (len > 3 && !is_continuation(at[3])))
		return 0;
	return len;
}

size_t
marui_utf8_span(const uint8_t *data, size_t len)
{
	size_t at = 0, step;

	while (at < len) {
		if (len - at >= 8 && marui_is_ascii_word(marui_word_at(data + at))) {
			at += 8;
			continue;
		}
		step = character_len(data + at, len - at);
		if (step == 0)
			break;
		at += step;
	}
	return at;
}
