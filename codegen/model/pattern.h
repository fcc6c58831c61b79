/* Regular expressions in rules: RE2's syntax, which all implementations of buf.validate read, as far as pcre2 has it too. */
#ifndef MARU_CODEGEN_MODEL_PATTERN_H
#define MARU_CODEGEN_MODEL_PATTERN_H

#include "maru/base/arena.h"
#include "maru/base/bytes.h"

/* What is wrong with it, as "what; why; what to do" behind the name of the rule, or NULL. On the arena. */
const char *pattern_fault(maru_bytes expression, struct maru_arena *arena);

#endif
