#include "codegen/model/pattern.h"

#include <string.h>

#include "maru/validate/internal/pattern.h"

enum { REPEAT_MAX = 1000 };

/* Escapes of RE2 that mean the same to pcre2: https://github.com/google/re2/wiki/Syntax */
static bool
is_common_escape(char c)
{
	return strchr("dDsSwWbBAzaftnrvQEpPx", c) != NULL || (c & 0x80) != 0 ||
	       !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
}

/* What stands behind "(?", up to the ':' or ')': flags, or a name. */
static bool
is_common_group(const char *at, const char *end)
{
	size_t n = 0;

	if (at < end && *at == 'P')
		return at + 1 < end && at[1] == '<';
	while (at + n < end && strchr("imsU-", at[n]) != NULL)
		n++;
	return at + n < end && (at[n] == ':' || (at[n] == ')' && n != 0)) && memchr(at, 'U', n) == NULL;
}

/* Past the class that begins at `at`: its closing bracket, or the first escape in it that RE2 has not. */
static const char *
class_end(const char *at, const char *end)
{
	at += at + 1 < end && at[1] == '^';
	at += at + 1 < end && at[1] == ']';
	for (at++; at < end && *at != ']'; at++) {
		const char *close = *at == '[' && at + 1 < end && at[1] == ':' ? memmem(at, (size_t)(end - at), ":]", 2) : NULL;

		if (close != NULL)
			at = close + 1;
		else if (*at == '\\' && at + 1 < end && !is_common_escape(at[1]))
			return at;
		else if (*at == '\\')
			at++;
	}
	return at;
}

/* Past an escape outside of a class: its last character. */
static const char *
escape_end(const char *at, const char *end)
{
	const char *close = at + 1 < end && at[1] == 'Q' ? memmem(at, (size_t)(end - at), "\\E", 2) : NULL;

	if (at + 1 < end && at[1] == 'Q')
		return close != NULL ? close + 1 : end - 1;
	return at + 1;
}

/* The first construct that RE2 has not, or that means something else there; NULL for none. pcre2 has compiled the expression. */
static const char *
find_foreign(const char *at, const char *end)
{
	bool after_quantifier = false;

	for (; at < end; at++) {
		bool is_quantifier = strchr("*+?}", *at) != NULL;

		if (*at == '+' && after_quantifier)
			return at - 1;
		if (*at == '(' && at + 1 < end && (at[1] == '*' || (at[1] == '?' && !is_common_group(at + 2, end))))
			return at;
		if (*at == '\\' && at + 1 < end && !is_common_escape(at[1]))
			return at;
		if (*at == '\\')
			at = escape_end(at, end);
		else if (*at == '[')
			at = class_end(at, end);
		if (at < end && *at == '\\')
			return at;
		after_quantifier = is_quantifier && !after_quantifier;
	}
	return NULL;
}

/* The first {n,m} with a number that RE2 refuses; NULL for none. */
static const char *
find_long_repeat(const char *at, const char *end)
{
	for (; at < end; at++) {
		unsigned long n = 0;

		if (*at == '\\')
			at++;
		else if (*at == '{')
			for (const char *digit = at + 1; digit < end && strchr("0123456789,", *digit) != NULL; digit++) {
				n = *digit == ',' ? 0 : n * 10 + (unsigned long)(*digit - '0');
				if (n > REPEAT_MAX)
					return at;
			}
	}
	return NULL;
}

const char *
pattern_fault(maru_bytes expression, struct maru_arena *arena)
{
	const char *text = maru_arena_bytesdup(arena, expression), *end = text + expression.len, *foreign;
	struct marui_pattern *pattern;
	maru_status status;

	if (memchr(text, '\0', expression.len) != NULL)
		return "holds a NUL; that is the end of a string in C; write \\x00";
	status = marui_pattern_new(text, expression.len, arena, &pattern);
	if (status != MARU_OK)
		return maru_arena_printf(arena, "is no regular expression: %s; it could never match; correct it", status->message);
	foreign = find_foreign(text, end);
	if (foreign != NULL)
		return maru_arena_printf(arena,
		                         "has '%.2s' at character %td, which is no RE2 syntax or means something else there; other "
		                         "implementations read patterns as RE2; write it without (no lookaround, backreference, "
		                         "possessive or atomic group)",
		                         foreign, foreign - text);
	foreign = find_long_repeat(text, end);
	if (foreign != NULL)
		return maru_arena_printf(arena,
		                         "repeats more than %d times at character %td; RE2, as which other implementations read "
		                         "patterns, refuses that; use max_len or a shorter repetition",
		                         REPEAT_MAX, foreign - text);
	return NULL;
}
