#include "maru/wire/internal/utf8.h"

#include <stdbool.h>
#include <string.h>

#include "maru/testing/cmocka.h"

/* `good` is how many bytes are well-formed before the first that is not; -1: all. */
static const struct {
	const char *bytes;
	int len, good;
} table[] = {
	{ "", 0, -1 },
	{ "a", 1, -1 },
	{ "\x7f", 1, -1 },
	{ "\0", 1, 0 },
	{ "ab\0", 3, 2 },
	{ "\x80", 1, 0 },
	{ "\xbf", 1, 0 },
	{ "\xc0\x80", 2, 0 }, /* overlong NUL */
	{ "\xc1\xbf", 2, 0 },
	{ "\xc2\x80", 2, -1 },
	{ "\xdf\xbf", 2, -1 },
	{ "\xc2", 1, 0 },
	{ "\xc2\x7f", 2, 0 },
	{ "\xc2\xc0", 2, 0 },
	{ "\xe0\x80\x80", 3, 0 }, /* overlong */
	{ "\xe0\x9f\xbf", 3, 0 },
	{ "\xe0\xa0\x80", 3, -1 },
	{ "\xed\x9f\xbf", 3, -1 },
	{ "\xed\xa0\x80", 3, 0 }, /* surrogates */
	{ "\xed\xbf\xbf", 3, 0 },
	{ "\xee\x80\x80", 3, -1 },
	{ "\xef\xbf\xbf", 3, -1 },
	{ "\xef\xbf", 2, 0 },
	{ "\xef\xbf\x7f", 3, 0 },
	{ "\xf0\x80\x80\x80", 4, 0 }, /* overlong */
	{ "\xf0\x8f\xbf\xbf", 4, 0 },
	{ "\xf0\x90\x80\x80", 4, -1 },
	{ "\xf4\x8f\xbf\xbf", 4, -1 }, /* U+10FFFF */
	{ "\xf4\x90\x80\x80", 4, 0 },
	{ "\xf5\x80\x80\x80", 4, 0 },
	{ "\xf0\x90\x80", 3, 0 },
	{ "\xf0\x90\x80\xc0", 4, 0 },
	{ "\xf8\x88\x80\x80\x80", 5, 0 },
	{ "\xfe", 1, 0 },
	{ "\xff", 1, 0 },
};

/* At every distance from a word's border, with text on both sides. */
static void
the_first_character_that_is_not_utf8_is_found_wherever_it_stands(void **state)
{
	uint8_t data[64];
	size_t i, before;

	(void)state;
	for (i = 0; i < sizeof table / sizeof table[0]; i++) {
		size_t len = (size_t)table[i].len;

		for (before = 0; before < 20; before++) {
			memset(data, 'x', sizeof data);
			if (len != 0)
				memcpy(data + before, table[i].bytes, len);
			assert_int_equal(marui_utf8_span(data, before + len),
			                 table[i].good < 0 ? before + len : before + (size_t)table[i].good);
			if (table[i].good < 0)
				assert_int_equal(marui_utf8_span(data, sizeof data), sizeof data);
		}
	}
}

/* An independent reading of RFC 3629: decode by the lead byte, then look at the number. */
static bool
is_character(uint32_t point)
{
	return point >= 1 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
}

static void
every_code_point_passes_in_its_shortest_form_only(void **state)
{
	uint32_t point;

	(void)state;
	for (point = 0; point < 0x140000; point++) {
		uint8_t three[] = { (uint8_t)(0xe0 | point >> 12), (uint8_t)(0x80 | (point >> 6 & 63)), (uint8_t)(0x80 | (point & 63)) };
		uint8_t four[] = { (uint8_t)(0xf0 | point >> 18), (uint8_t)(0x80 | (point >> 12 & 63)), three[1], three[2] };
		uint8_t two[] = { (uint8_t)(0xc0 | point >> 6), three[2] };

		assert_int_equal(marui_utf8_span(four, 4) == 4, is_character(point) && point >= 0x10000);
		if (point < 0x10000)
			assert_int_equal(marui_utf8_span(three, 3) == 3, is_character(point) && point >= 0x800);
		if (point < 0x800)
			assert_int_equal(marui_utf8_span(two, 2) == 2, point >= 0x80);
	}
}

/* What the quick copy calls ASCII is what a look at every byte does; it copies those bytes and writes no others. */
static void
the_quick_copy_of_ascii_sees_every_byte(void **state)
{
	static const uint8_t odd[] = { 0x00, 0x80, 0xff, 0x01, 0x7f, 'a' };
	size_t len, at, i;

	(void)state;
	for (len = 1; len < 70; len++) {
		for (at = 0; at < len; at++) {
			for (i = 0; i < sizeof odd; i++) {
				uint8_t data[70], copy[72], untouched[72];

				memset(data, 'x', sizeof data);
				memset(data + len, 0, sizeof data - len);
				data[at] = odd[i];
				memset(copy, 0x55, sizeof copy);
				memset(untouched, 0x55, sizeof untouched);
				assert_int_equal(marui_copy_ascii(copy + 1, data, len), odd[i] >= 1 && odd[i] <= 0x7f);
				assert_memory_equal(copy + 1, data, len);
				assert_int_equal(copy[0], 0x55);
				assert_memory_equal(copy + 1 + len, untouched, sizeof copy - 1 - len);
			}
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_character_that_is_not_utf8_is_found_wherever_it_stands),
		cmocka_unit_test(the_quick_copy_of_ascii_sees_every_byte),
		cmocka_unit_test(every_code_point_passes_in_its_shortest_form_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
