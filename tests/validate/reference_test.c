/* cases.txt, made by make_cases.py, says what the reference implementation finds in messages of rules.proto: the same. */
#include <stdio.h>
#include <stdlib.h>

#include "maru/testing/cmocka.h"
#include "maru/validate/validate.h"
#include "tests/validate/types.h"

enum { LINE_BYTES_MAX = 64 * 1024, CASES_MIN = 2000 };

static const char *file_name;

static const struct maru_message_type *
type_named(const char *name)
{
	for (size_t i = 0; i < N_TYPES; i++)
		if (strcmp(types[i]->descriptor->short_name, name) == 0)
			return types[i];
	fail_msg("cases.txt names '%s', which this test does not know", name);
	return NULL;
}

static maru_bytes
unhex(const char *hex, struct maru_arena *arena)
{
	size_t len = hex[0] == '-' ? 0 : strlen(hex) / 2;
	uint8_t *data = maru_arena_alloc(arena, len);

	for (size_t i = 0; i < len; i++) {
		const char digits[3] = { hex[2 * i], hex[2 * i + 1], '\0' };

		data[i] = (uint8_t)strtoul(digits, NULL, 16);
	}
	return maru_bytes_of(data, len);
}

static int
compare_strings(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* As cases.txt has them: sorted, a tab before each. */
static const char *
found_text(const struct maru_violations *violations, struct maru_arena *arena)
{
	const char *lines[MARU_VIOLATIONS_MAX], *text = "";

	assert_true(violations->n <= MARU_VIOLATIONS_MAX);
	for (size_t i = 0; i < violations->n; i++)
		lines[i] = maru_arena_printf(arena, "%s%s|%s", violations->kept[i].for_key ? "#" : "", violations->kept[i].field,
		                             violations->kept[i].rule);
	qsort(lines, violations->n, sizeof lines[0], compare_strings);
	for (size_t i = 0; i < violations->n; i++)
		text = maru_arena_printf(arena, "%s\t%s", text, lines[i]);
	return text;
}

/* Whether the line's case comes out the same. */
static bool
agrees(char *line, struct maru_arena *arena)
{
	char *save, *name = strtok_r(line, "\t", &save), *hex = strtok_r(NULL, "\t\n", &save), *expected = save;
	const struct maru_message_type *type = type_named(name);
	struct maru_violations violations;
	ProtobufCMessage *message;
	const char *found;

	assert_null(maru_message_decode(type, unhex(hex, arena), arena, &message));
	assert_null(maru_validate_each(type, message, arena, &violations));
	found = found_text(&violations, arena);
	found += found[0] == '\t';
	expected[strcspn(expected, "\n")] = '\0';
	if (strcmp(found, expected) == 0)
		return true;
	print_message("%s %s\n%s\nthe reference finds  %s\nmaru finds           %s\n", name, hex,
	              maru_message_text(message, arena, MARU_TEXT_ONE_LINE), expected, found);
	return false;
}

static void
the_reference_finds_the_same_in_every_case(void **state)
{
	static char line[LINE_BYTES_MAX];
	FILE *file = fopen(file_name, "r");
	size_t n = 0, n_agree = 0;
	struct maru_arena arena;

	(void)state;
	assert_non_null(file);
	maru_arena_init(&arena, NULL, SIZE_MAX);
	for (; fgets(line, sizeof line, file) != NULL; n++) {
		maru_arena_reset(&arena);
		n_agree += agrees(line, &arena);
	}
	maru_arena_fini(&arena);
	fclose(file);
	assert_int_equal(n_agree, n);
	assert_true(n >= CASES_MIN);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_reference_finds_the_same_in_every_case),
	};

	file_name = argc > 1 ? argv[1] : "cases.txt";
	return cmocka_run_group_tests(tests, NULL, NULL);
}
