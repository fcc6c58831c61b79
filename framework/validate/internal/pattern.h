/* Regular expressions on pcre2, set to agree with RE2 where the two have the same syntax. */
#ifndef MARU_VALIDATE_INTERNAL_PATTERN_H
#define MARU_VALIDATE_INTERNAL_PATTERN_H

#include "maru/base/arena.h"
#include "maru/base/status.h"

MARU_BEGIN_DECLS

enum {
	/* Of one match: pcre2 counts its steps, the depth of its backtracking, and the memory for it. */
	MARUI_PATTERN_STEPS_MAX = 1000 * 1000,
	MARUI_PATTERN_DEPTH_MAX = 10 * 1000,
	MARUI_PATTERN_HEAP_KIB_MAX = 4 * 1024,
	MARUI_PATTERN_BYTES_MAX = 4000, /* of the expression itself: what fits into a string literal of C */
};

struct marui_pattern;

/* Compiles on the arena. INVALID_ARGUMENT: the reason and the offset in the expression; RESOURCE_EXHAUSTED: no memory. */
MARU_MUST_USE maru_status marui_pattern_new(const char *expression, size_t len, struct maru_arena *arena,
                                            struct marui_pattern **ret_pattern);

enum marui_match {
	MARUI_MATCH,
	MARUI_NO_MATCH,  /* also what is not UTF-8 */
	MARUI_UNDECIDED, /* a limit was reached */
	MARUI_NO_MEMORY,
};

/* Whether it matches anywhere in the text. */
enum marui_match marui_pattern_match(const struct marui_pattern *pattern, const char *text, size_t len);

MARU_END_DECLS

#endif
