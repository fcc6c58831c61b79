#define PCRE2_CODE_UNIT_WIDTH 8
#include "maru/validate/internal/pattern.h"

#include <pcre2.h>

#include "maru/validate/internal/check.h"

struct marui_pattern {
	struct marui_pattern *next;
	const struct marui_rule *rule; /* whose expression this is */
	pcre2_code *code;
	pcre2_match_context *limits;
	pcre2_match_data *match;
};

static void *
alloc_on_arena(size_t size, void *arena)
{
	return maru_arena_try_alloc((struct maru_arena *)arena, size);
}

static void
leave_to_arena(void *memory, void *arena)
{
	(void)memory;
	(void)arena;
}

static const struct maru_error no_memory = MARU_ERROR(MARU_CODE_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE_VALIDATED",
                                                      "no memory is left for a pattern");

/* In RE2 a dollar is the end alone, and only a line feed ends a line. */
static maru_status
compile(const char *expression, size_t len, pcre2_general_context *general, struct maru_arena *arena,
        pcre2_code **ret_code)
{
	pcre2_compile_context *context = pcre2_compile_context_create(general);
	PCRE2_UCHAR message[256];
	PCRE2_SIZE offset;
	int error;

	if (context == NULL)
		return &no_memory;
	pcre2_set_newline(context, PCRE2_NEWLINE_LF);
	pcre2_set_max_pattern_length(context, MARUI_PATTERN_BYTES_MAX);
	*ret_code = pcre2_compile((PCRE2_SPTR)expression, len, PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C,
	                          &error, &offset, context);
	if (*ret_code != NULL)
		return MARU_OK;
	if (error == PCRE2_ERROR_HEAP_FAILED || maru_arena_over_limit(arena))
		return &no_memory;
	pcre2_get_error_message(error, message, sizeof message);
	return maru_status_new(arena, MARU_CODE_INVALID_ARGUMENT, "%s, at character %zu", (const char *)message, (size_t)offset);
}

maru_status
marui_pattern_new(const char *expression, size_t len, struct maru_arena *arena, struct marui_pattern **ret_pattern)
{
	struct marui_pattern *pattern = (struct marui_pattern *)maru_arena_try_alloc(arena, sizeof *pattern);
	pcre2_general_context *general = pcre2_general_context_create(alloc_on_arena, leave_to_arena, arena);

	if (pattern == NULL || general == NULL)
		return &no_memory;
	*pattern = (struct marui_pattern){ 0 };
	MARU_TRY(compile(expression, len, general, arena, &pattern->code));
	pattern->limits = pcre2_match_context_create(general);
	pattern->match = pcre2_match_data_create(1, general);
	if (pattern->limits == NULL || pattern->match == NULL)
		return &no_memory;
	pcre2_set_match_limit(pattern->limits, MARUI_PATTERN_STEPS_MAX);
	pcre2_set_depth_limit(pattern->limits, MARUI_PATTERN_DEPTH_MAX);
	pcre2_set_heap_limit(pattern->limits, MARUI_PATTERN_HEAP_KIB_MAX);
	*ret_pattern = pattern;
	return MARU_OK;
}

enum marui_match
marui_pattern_match(const struct marui_pattern *pattern, const char *text, size_t len)
{
	int result = pcre2_match(pattern->code, (PCRE2_SPTR)text, len, 0, 0, pattern->match, pattern->limits);

	if (result >= 0)
		return MARUI_MATCH;
	switch (result) {
	case PCRE2_ERROR_MATCHLIMIT:
	case PCRE2_ERROR_DEPTHLIMIT:
	case PCRE2_ERROR_HEAPLIMIT:
		return MARUI_UNDECIDED;
	case PCRE2_ERROR_NOMEMORY:
		return MARUI_NO_MEMORY;
	default:
		return MARUI_NO_MATCH;
	}
}

/* Compiled once for a message, however many values it holds: there is no place to keep it longer that all threads may use. */
static struct marui_pattern *
pattern_of(const struct marui_rule *rule, struct marui_validation *validation)
{
	struct marui_pattern *pattern;

	for (pattern = validation->patterns; pattern != NULL; pattern = pattern->next)
		if (pattern->rule == rule)
			return pattern;
	if (marui_pattern_new(rule->operands[0].text.data, rule->operands[0].text.len, validation->arena, &pattern) != MARU_OK)
		return NULL;
	pattern->rule = rule;
	pattern->next = validation->patterns;
	validation->patterns = pattern;
	return pattern;
}

/* The generator has compiled the expression: only memory can be missing. What cannot be decided within the limits is refused. */
bool
marui_check_pattern(const struct marui_rule *rule, const struct marui_value *value, struct marui_validation *validation)
{
	const struct marui_pattern *pattern = pattern_of(rule, validation);
	enum marui_match match = MARUI_NO_MEMORY;

	if (pattern != NULL)
		match = marui_pattern_match(pattern, value->is.text.data, value->is.text.len);
	if (match == MARUI_NO_MEMORY)
		validation->no_memory = true;
	return match == MARUI_MATCH;
}
