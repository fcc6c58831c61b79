#include <stdio.h>
#include <string.h>

#include "codegen/emit/text.h"

static size_t
put_escaped(char *out, uint8_t c)
{
	if (c == '"' || c == '\\' || c == '?') /* ??x may be a trigraph */
		return (size_t)snprintf(out, 5, "\\%c", c);
	if (c >= ' ' && c < 0x7f)
		return (size_t)snprintf(out, 5, "%c", c);
	return (size_t)snprintf(out, 5, "\\%03o", c);
}

const char *
text_for_literal(maru_bytes bytes, struct maru_arena *arena)
{
	char *out = maru_arena_alloc(arena, 4 * bytes.len + 1), *end = out;

	*end = '\0';
	for (size_t i = 0; i < bytes.len; i++)
		end += put_escaped(end, bytes.data[i]);
	return out;
}

static uint8_t
unescape_octal(const char **at)
{
	unsigned value = 0;

	for (int i = 0; i < 3 && **at >= '0' && **at <= '7'; i++)
		value = value * 8 + (unsigned)(*(*at)++ - '0');
	return (uint8_t)value;
}

static uint8_t
unescape_one(const char **at)
{
	static const char letters[] = "nrt", values[] = "\n\r\t";
	const char *letter;
	char c = **at;

	if (c >= '0' && c <= '7')
		return unescape_octal(at);
	(*at)++;
	letter = strchr(letters, c);
	return (uint8_t)(letter != NULL ? values[letter - letters] : c);
}

maru_bytes
text_unescape(const char *escaped, struct maru_arena *arena)
{
	uint8_t *out = maru_arena_alloc(arena, strlen(escaped) + 1);
	size_t len = 0;

	while (*escaped != '\0') {
		if (*escaped == '\\' && escaped[1] != '\0') {
			escaped++;
			out[len++] = unescape_one(&escaped);
		} else {
			out[len++] = (uint8_t)*escaped++;
		}
	}
	return maru_bytes_of(out, len);
}

static void
array_of_numbers(struct printer *printer, const char *type, const char *name, maru_bytes bytes)
{
	enum { NUMBERS_A_LINE = 16 };
	bool is_char = strcmp(type, "char") == 0;

	printer_line(printer, "static const %s %s[] = {", type, name);
	for (size_t i = 0; i <= bytes.len; i++) {
		unsigned number = i < bytes.len ? bytes.data[i] : 0;

		printer_put(printer, i % NUMBERS_A_LINE == 0 ? "\t" : " ");
		printer_put(printer, is_char ? "'\\%03o'," : "0x%02x,", number);
		if (i % NUMBERS_A_LINE == NUMBERS_A_LINE - 1 || i == bytes.len)
			printer_put(printer, "\n");
	}
	printer_line(printer, "};");
}

void
text_array(struct printer *printer, const char *type, const char *name, maru_bytes bytes)
{
	if (bytes.len > TEXT_LITERAL_BYTES_MAX)
		array_of_numbers(printer, type, name, bytes);
	else
		printer_line(printer, "static const %s %s[] = \"%s\";", type, name, text_for_literal(bytes, printer->arena));
}
