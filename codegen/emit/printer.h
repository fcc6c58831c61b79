/*
 * Growing text: lines with indentation, by printf, on an arena.
 *
 * A line that would pass PRINTER_COLUMNS is broken outside of quotes: after a comma, else an assignment, else the bracket of a
 * call. It goes on under what stands behind the open bracket or, where that is too far right, two tabs in.
 */
#ifndef MARU_CODEGEN_EMIT_PRINTER_H
#define MARU_CODEGEN_EMIT_PRINTER_H

#include <stddef.h>

#include "maru/base/arena.h"

enum {
	PRINTER_COLUMNS = 120,
	PRINTER_TAB_COLUMNS = 8,
};

struct printer {
	struct maru_arena *arena; /* borrowed */
	char *text;               /* NUL-terminated */
	size_t len, size;
	int depth; /* tabs before a line */
};

void printer_init(struct printer *printer, struct maru_arena *arena);

/* Indentation, the text, a newline. */
MARU_PRINTF(2, 3) void printer_line(struct printer *printer, const char *format, ...);

/* Neither indentation nor newline nor wrapping. */
MARU_PRINTF(2, 3) void printer_put(struct printer *printer, const char *format, ...);

/* An empty line, unless the text is empty or ends in one. */
void printer_blank(struct printer *printer);

/* Lines between the two stand one tab further in. */
void printer_indent(struct printer *printer);
void printer_outdent(struct printer *printer);

#endif
