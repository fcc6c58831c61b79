#include "codegen/emit/printer.h"

#include <stdbool.h>
#include <string.h>

#include "maru/base/assert.h"

enum {
	INITIAL_BYTES = 4096,
	BRACKETS_MAX = 16,  /* deeper ones do not move the alignment */
	ALIGN_COLUMNS = 72, /* a bracket further right is not worth aligning to: two tabs instead */
};

void
printer_init(struct printer *printer, struct maru_arena *arena)
{
	*printer = (struct printer){ .arena = arena };
	printer->text = maru_arena_alloc(arena, INITIAL_BYTES);
	printer->text[0] = '\0';
	printer->size = INITIAL_BYTES;
}

static void
append(struct printer *printer, const char *text, size_t len)
{
	if (printer->size - printer->len <= len) {
		size_t size = 2 * (printer->size + len);
		char *larger = maru_arena_alloc(printer->arena, size);

		memcpy(larger, printer->text, printer->len);
		printer->text = larger;
		printer->size = size;
	}
	memcpy(printer->text + printer->len, text, len);
	printer->len += len;
	printer->text[printer->len] = '\0';
}

static void
append_times(struct printer *printer, char c, size_t times)
{
	for (size_t i = 0; i < times; i++)
		append(printer, &c, 1);
}

/* Where a line may be broken, and how the next one starts. */
struct wrap_point {
	size_t at;    /* bytes of the line that stay; 0: nowhere */
	size_t align; /* spaces after the indentation, or 0: two tabs */
};

static size_t
alignment(const size_t *brackets, size_t depth)
{
	size_t column;

	if (depth == 0 || depth > BRACKETS_MAX)
		return 0;
	column = brackets[depth - 1] + 1;
	return column <= ALIGN_COLUMNS ? column : 0;
}

/* Better is a comma between brackets that enclose more, then one further right; an assignment is for lines without a comma. */
static void
consider(struct wrap_point *best, size_t *best_depth, const char *line, size_t i, const size_t *brackets, size_t depth)
{
	if (line[i] == ',' && line[i + 1] == ' ' && depth <= *best_depth) {
		*best = (struct wrap_point){ .at = i + 1, .align = alignment(brackets, depth) };
		*best_depth = depth;
	} else if (line[i] == '=' && line[i + 1] == ' ' && *best_depth == SIZE_MAX) {
		*best = (struct wrap_point){ .at = i + 1 };
	}
}

static struct wrap_point
find_wrap(const char *line, size_t columns)
{
	struct wrap_point best = { 0 };
	size_t brackets[BRACKETS_MAX], depth = 0, best_depth = SIZE_MAX;
	bool quoted = false;

	for (size_t i = 0; line[i] != '\0' && i < columns; i++) {
		if (line[i] == '"')
			quoted = !quoted;
		if (quoted) {
			i += line[i] == '\\' && line[i + 1] != '\0';
			continue;
		}
		if (strchr("([{", line[i]) != NULL) {
			if (depth < BRACKETS_MAX)
				brackets[depth] = line[i] == '{' ? i + 1 : i;
			depth++;
		} else if (strchr(")]}", line[i]) != NULL && depth > 0) {
			depth--;
		}
		consider(&best, &best_depth, line, i, brackets, depth);
	}
	return best;
}

/* `line` without its indentation. */
static void
append_wrapped(struct printer *printer, const char *line)
{
	size_t tabs = (size_t)printer->depth, align = 0;
	bool first = true;

	while (tabs * PRINTER_TAB_COLUMNS + align + strlen(line) > PRINTER_COLUMNS) {
		struct wrap_point point = find_wrap(line, PRINTER_COLUMNS - tabs * PRINTER_TAB_COLUMNS - align);

		if (point.at == 0)
			break;
		append(printer, line, point.at);
		append(printer, "\n", 1);
		line += point.at + 1;
		if (first && point.align == 0)
			tabs += 2;
		if (first)
			align = point.align;
		first = false;
		append_times(printer, '\t', tabs);
		append_times(printer, ' ', align);
	}
	append(printer, line, strlen(line));
}

void
printer_line(struct printer *printer, const char *format, ...)
{
	va_list args;
	const char *line;

	va_start(args, format);
	line = maru_arena_vprintf(printer->arena, format, args);
	va_end(args);
	append_times(printer, '\t', (size_t)printer->depth);
	append_wrapped(printer, line);
	append(printer, "\n", 1);
}

void
printer_put(struct printer *printer, const char *format, ...)
{
	va_list args;
	const char *text;

	va_start(args, format);
	text = maru_arena_vprintf(printer->arena, format, args);
	va_end(args);
	append(printer, text, strlen(text));
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
