#include "codegen/emit/printer.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "maru/base/assert.h"

enum {
	INITIAL_BYTES = 512,
	GROWTH = 4, /* what is not written to costs nothing, and what is left behind stays on the arena */
	BRACKETS_MAX = 16, /* nothing is aligned to deeper ones */
};

void
printer_init(struct printer *printer, struct maru_arena *arena)
{
	*printer = (struct printer){ .arena = arena };
	printer->text = maru_arena_alloc(arena, INITIAL_BYTES);
	printer->text[0] = '\0';
	printer->size = INITIAL_BYTES;
}

/* Room for `len` more bytes, which the text has from then on. */
static char *
extend(struct printer *printer, size_t len)
{
	if (printer->size - printer->len <= len) {
		size_t size = GROWTH * (printer->size + len);
		char *larger = maru_arena_alloc(printer->arena, size);

		memcpy(larger, printer->text, printer->len);
		printer->text = larger;
		printer->size = size;
	}
	printer->len += len;
	printer->text[printer->len] = '\0';
	return printer->text + printer->len - len;
}

static void
append(struct printer *printer, const char *text, size_t len)
{
	memcpy(extend(printer, len), text, len);
}

static void
append_times(struct printer *printer, char c, size_t times)
{
	memset(extend(printer, times), c, times);
}

/* What a line may be broken after, best first. */
enum wrap_rank { WRAP_COMMA, WRAP_ASSIGNMENT, WRAP_CALL, WRAP_NOWHERE };

struct wrap_point {
	enum wrap_rank rank;
	size_t depth; /* brackets that are open there: the fewer, the better */
	size_t at;    /* bytes that stay in the line */
	size_t align; /* spaces before what follows; 0: two tabs */
};

/* What is known of a line up to a place in it. */
struct wrap_scan {
	const char *line;
	size_t i;
	size_t brackets[BRACKETS_MAX]; /* where what they enclose starts */
	size_t depth;
	bool quoted;
};

static bool
is_word(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* False within quotes. */
static bool
scan_byte(struct wrap_scan *scan)
{
	char c = scan->line[scan->i];

	if (c == '"')
		scan->quoted = !scan->quoted;
	else if (scan->quoted && c == '\\' && scan->line[scan->i + 1] != '\0')
		scan->i++;
	if (scan->quoted)
		return false;
	if (c == '(' || c == '[' || c == '{') {
		if (scan->depth < BRACKETS_MAX)
			scan->brackets[scan->depth] = scan->i + (c == '{' ? 2 : 1);
		scan->depth++;
	} else if ((c == ')' || c == ']' || c == '}') && scan->depth > 0) {
		scan->depth--;
	}
	return true;
}

/* The point behind the byte that the scan stands on. */
static struct wrap_point
point_here(const struct wrap_scan *scan)
{
	struct wrap_point point = { .rank = WRAP_NOWHERE, .depth = scan->depth, .at = scan->i + 1 };
	const char *at = scan->line + scan->i;

	if (at[0] == ',' && at[1] == ' ') {
		point.rank = WRAP_COMMA;
		if (scan->depth > 0 && scan->depth <= BRACKETS_MAX)
			point.align = scan->brackets[scan->depth - 1];
	} else if (at[0] == '=' && at[1] == ' ') {
		point.rank = WRAP_ASSIGNMENT;
	} else if (at[0] == '(' && scan->i > 0 && is_word(at[-1])) {
		point.rank = WRAP_CALL;
	}
	return point;
}

static bool
is_better(const struct wrap_point *a, const struct wrap_point *b)
{
	if (a->rank != b->rank)
		return a->rank < b->rank;
	return a->depth < b->depth || (a->depth == b->depth && a->rank == WRAP_COMMA);
}

/* The best point within `columns`, else the first one behind them. */
static struct wrap_point
find_wrap(const char *line, size_t columns)
{
	struct wrap_point best = { .rank = WRAP_NOWHERE };
	struct wrap_scan scan = { .line = line };

	for (; line[scan.i] != '\0'; scan.i++) {
		struct wrap_point point;

		if (scan.i >= columns && best.rank != WRAP_NOWHERE)
			break;
		if (!scan_byte(&scan))
			continue;
		point = point_here(&scan);
		if (point.rank != WRAP_NOWHERE && is_better(&point, &best))
			best = point;
	}
	return best;
}

/* True where everything behind the point can stand that far right. */
static bool
fits_aligned(const char *rest, size_t align, size_t columns)
{
	while (*rest != '\0') {
		size_t len = strcspn(rest, ",");

		if (align + len + 1 > columns)
			return false;
		rest += len + strspn(rest + len, ", ");
	}
	return true;
}

/* Of a line, without its indentation. */
static size_t
columns_of(const struct printer *printer)
{
	return PRINTER_COLUMNS - (size_t)printer->depth * PRINTER_TAB_COLUMNS;
}

/* `line` without its indentation. */
static void
append_wrapped(struct printer *printer, const char *line)
{
	size_t tabs = (size_t)printer->depth, align = 0, columns = columns_of(printer);
	bool first = true;

	while (align + strlen(line) > columns) {
		struct wrap_point point = find_wrap(line, columns - align);

		if (point.rank == WRAP_NOWHERE)
			break;
		append(printer, line, point.at);
		append(printer, "\n", 1);
		line += point.at + (line[point.at] == ' ');
		if (first && point.align != 0 && fits_aligned(line, point.align, columns)) {
			align = point.align;
		} else if (first) {
			tabs += 2;
			columns -= 2 * PRINTER_TAB_COLUMNS;
		}
		first = false;
		append_times(printer, '\t', tabs);
		append_times(printer, ' ', align);
	}
	append(printer, line, strlen(line));
}

static void
append_formatted(struct printer *printer, const char *format, va_list args)
{
	size_t room = printer->size - printer->len;
	va_list again;
	int len;

	if (strchr(format, '%') == NULL) { /* most lines of most functions */
		append(printer, format, strlen(format));
		return;
	}
	va_copy(again, args);
	len = vsnprintf(printer->text + printer->len, room, format, args);
	MARU_ASSERT_CMP(len, >=, 0);
	if ((size_t)len < room)
		printer->len += (size_t)len;
	else
		vsnprintf(extend(printer, (size_t)len), (size_t)len + 1, format, again);
	va_end(again);
}

void
printer_line(struct printer *printer, const char *format, ...)
{
	va_list args;
	size_t start;

	append_times(printer, '\t', (size_t)printer->depth);
	start = printer->len;
	va_start(args, format);
	append_formatted(printer, format, args);
	va_end(args);
	if (printer->len - start > columns_of(printer)) {
		const char *line = maru_arena_strdup(printer->arena, printer->text + start);

		printer->len = start;
		append_wrapped(printer, line);
	}
	append(printer, "\n", 1);
}

void
printer_put(struct printer *printer, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	append_formatted(printer, format, args);
	va_end(args);
}

void
printer_blank(struct printer *printer)
{
	if (printer->len == 0 || (printer->len >= 2 && strcmp(printer->text + printer->len - 2, "\n\n") == 0))
		return;
	append(printer, "\n", 1);
}

void
printer_indent(struct printer *printer)
{
	printer->depth++;
}

void
printer_outdent(struct printer *printer)
{
	MARU_ASSERT_CMP(printer->depth, >, 0);
	printer->depth--;
}
