/*
 * Growing text: lines with indentation, by printf, on an arena.
 *
 * A line that would pass PRINTER_COLUMNS is broken after a comma that stands outside of quotes, and goes on behind the bracket
 * that is open there; without a comma, after an assignment. A line without either stays long.
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
