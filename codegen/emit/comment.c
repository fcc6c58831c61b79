#include "codegen/emit/text.h"

#include <stdbool.h>
#include <string.h>

#include "maru/wire/internal/utf8.h"

/* The length of the character at `text`, where `left` bytes are left; 0 where it is not well-formed. */
static size_t
utf8_length(const uint8_t *text, size_t left)
{
	size_t length = text[0] < 0x80 ? 1 : text[0] < 0xe0 ? 2 : text[0] < 0xf0 ? 3 : 4;

	return length <= left && marui_utf8_span(text, length) == length ? length : 0;
}

/* Characters that make a reader see other code than the compiler does: text direction, and line separators. */
static bool
misleads(const uint8_t *text, size_t length)
{
	static const char *const bad[] = { "\u061c", "\u200e", "\u200f", "\u2028", "\u2029", "\u202a", "\u202b", "\u202c",
		                           "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069", "\ufeff" };

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (strlen(bad[i]) == length && memcmp(bad[i], text, length) == 0)
			return true;
	return text[0] == 0xc2 && text[1] < 0xa0;
}

/* What stands for a byte that is not part of a longer character. */
static char
printable(char c)
{
	if (c == '\t')
		return ' ';
	return c == '\n' || (c >= ' ' && c < 0x7f) ? c : '?';
}

const char *
text_for_comment(const char *text, struct maru_arena *arena)
{
	size_t left = strlen(text);
	char *out = maru_arena_alloc(arena, 2 * left + 1), *end = out;
	char last = '\0';

	for (const uint8_t *at = (const uint8_t *)text; left > 0;) {
		size_t length = utf8_length(at, left), kept = length > 1 && !misleads(at, length) ? length : 1;
		char c = kept > 1 ? (char)*at : printable((char)*at);

		if ((last == '*' && c == '/') || (last == '/' && c == '*') || (last == '?' && c == '?'))
			*end++ = ' ';
		memcpy(end, at, kept);
		*end = c;
		end += kept;
		length += length == 0;
		at += length;
		left -= length;
		last = c;
	}
	while (end > out && strchr(" \n\\", end[-1]) != NULL)
		end--;
	*end = '\0';
	return out;
}

/* Where a line of at most `columns` ends: before the last blank that fits, else before the first one. */
static size_t
wrap_at(const char *line, size_t len, size_t columns)
{
	size_t at = len;

	if (len <= columns)
		return len;
	for (size_t i = 1; i < len && (i <= columns || at == len); i++)
		if (line[i] == ' ' && line[i - 1] != ' ')
			at = i;
	return at;
}

static void
comment_line(struct printer *printer, const char *line, size_t len)
{
	size_t columns = PRINTER_COLUMNS - 3 - (size_t)printer->depth * PRINTER_TAB_COLUMNS;

	while (len > 0 && line[len - 1] == ' ')
		len--;
	if (len == 0)
		printer_line(printer, " *");
	while (len > 0) {
		size_t at = wrap_at(line, len, columns);

		for (int i = 0; i < printer->depth; i++)
			printer_put(printer, "\t");
		printer_put(printer, " * %.*s\n", (int)at, line);
		for (; at < len && line[at] == ' '; at++)
			;
		line += at;
		len -= at;
	}
}

static bool
fits_in_one_line(const struct printer *printer, const char *comment, size_t before)
{
	return strchr(comment, '\n') == NULL &&
	       (size_t)printer->depth * PRINTER_TAB_COLUMNS + before + strlen("/*  */") + strlen(comment) <= PRINTER_COLUMNS;
}

static void
comment_block(struct printer *printer, const char *comment)
{
	printer_line(printer, "/*");
	for (;;) {
		size_t len = strcspn(comment, "\n");

		comment_line(printer, comment, len);
		if (comment[len] == '\0')
			break;
		comment += len + 1;
	}
	printer_line(printer, " */");
}

static const char *
trimmed(const char *comment, struct maru_arena *arena)
{
	comment = text_for_comment(comment, arena);
	return comment + strspn(comment, " \n");
}

void
text_comment(struct printer *printer, const char *comment)
{
	comment = trimmed(comment, printer->arena);
	if (comment[0] == '\0')
		return;
	if (fits_in_one_line(printer, comment, 0))
		printer_line(printer, "/* %s */", comment);
	else
		comment_block(printer, comment);
}

void
text_member(struct printer *printer, const char *declaration, const char *note, const char *comment)
{
	const char *both;

	comment = trimmed(comment, printer->arena);
	both = maru_arena_printf(printer->arena, "%s%s%s", note, note[0] != '\0' && comment[0] != '\0' ? ": " : "", comment);
	if (!fits_in_one_line(printer, both, strlen(declaration) + 1)) {
		text_comment(printer, comment);
		both = note;
	}
	if (!fits_in_one_line(printer, both, strlen(declaration) + 1)) {
		text_comment(printer, note);
		both = "";
	}
	if (both[0] == '\0')
		printer_line(printer, "%s", declaration);
	else
		printer_line(printer, "%s /* %s */", declaration, both);
}
