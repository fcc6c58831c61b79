#include "codegen/emit/printer.h"

#include <string.h>

#include "maru/testing/cmocka.h"

static struct maru_arena arena;
static struct printer printer;

static int
set_up(void **state)
{
	(void)state;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	printer_init(&printer, &arena);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	maru_arena_fini(&arena);
	return 0;
}

static void
lines_stand_under_their_indentation(void **state)
{
	(void)state;
	printer_line(&printer, "{");
	printer_indent(&printer);
	printer_line(&printer, "return %d;", 7);
	printer_outdent(&printer);
	printer_line(&printer, "}");
	assert_string_equal(printer.text, "{\n\treturn 7;\n}\n");
	assert_int_equal(printer.len, strlen(printer.text));
}

static void
blank_lines_neither_come_first_nor_twice(void **state)
{
	(void)state;
	printer_blank(&printer);
	printer_put(&printer, "a\n");
	printer_blank(&printer);
	printer_blank(&printer);
	printer_put(&printer, "b\n");
	assert_string_equal(printer.text, "a\n\nb\n");
}

static void
text_grows_far_past_the_first_piece(void **state)
{
	(void)state;
	for (int i = 0; i < 10000; i++)
		printer_line(&printer, "%04d", i);
	assert_int_equal(printer.len, 50000);
	assert_memory_equal(printer.text + 5 * 4321, "4321\n", 5);
}

/* 20 characters */
#define WORD "abcdefghijklmnopqrst"

static void
text_of_any_length_is_put_whole(void **state)
{
	size_t total = 0;

	(void)state;
	for (int len = 1; len < 1500; len++) {
		printer_put(&printer, "%*d", len, 7);
		total += (size_t)len;
		assert_int_equal(printer.len, total);
		assert_int_equal(strlen(printer.text), total);
		assert_int_equal(printer.text[total - 1], '7');
	}
}

static void
a_long_line_goes_on_behind_its_bracket(void **state)
{
	(void)state;
	printer_line(&printer, "f(" WORD ", " WORD ", " WORD ", " WORD ", " WORD ", " WORD ");");
	assert_string_equal(printer.text,
	                    "f(" WORD ", " WORD ", " WORD ", " WORD ", " WORD ",\n"
	                    "  " WORD ");\n");
}

static void
a_line_of_the_full_width_stays_whole(void **state)
{
	char line[PRINTER_COLUMNS + 2];

	(void)state;
	memset(line, 'x', sizeof line);
	line[50] = ',';
	line[51] = ' ';
	line[PRINTER_COLUMNS] = '\0';
	printer_line(&printer, "%s", line);
	assert_ptr_equal(strchr(printer.text, '\n'), printer.text + PRINTER_COLUMNS);
	line[PRINTER_COLUMNS] = 'x';
	line[PRINTER_COLUMNS + 1] = '\0';
	printer_line(&printer, "%s", line);
	assert_memory_equal(printer.text + PRINTER_COLUMNS + 1 + 51, "\n\t\tx", 4);
}

static void
outer_commas_are_broken_at_before_inner_ones(void **state)
{
	(void)state;
	printer_line(&printer, "f(" WORD ", " WORD ", g(" WORD ", " WORD ", " WORD ", " WORD "));");
	assert_string_equal(printer.text,
	                    "f(" WORD ", " WORD ",\n"
	                    "  g(" WORD ", " WORD ", " WORD ", " WORD "));\n");
}

static void
what_is_too_far_right_goes_on_two_tabs_in(void **state)
{
	(void)state;
	printer_line(&printer, WORD WORD WORD WORD "(" WORD ", " WORD WORD WORD ");");
	assert_string_equal(printer.text, WORD WORD WORD WORD "(" WORD ",\n\t\t" WORD WORD WORD ");\n");
}

static void
a_line_without_commas_breaks_after_its_assignment(void **state)
{
	(void)state;
	printer_line(&printer, "const struct " WORD WORD " *x = (const struct " WORD WORD WORD ")base;");
	assert_string_equal(printer.text, "const struct " WORD WORD " *x =\n\t\t(const struct " WORD WORD WORD ")base;\n");
}

static void
a_line_with_neither_breaks_in_its_call(void **state)
{
	(void)state;
	printer_line(&printer, "void " WORD WORD WORD WORD "(struct " WORD WORD " *x);");
	assert_string_equal(printer.text, "void " WORD WORD WORD WORD "(\n\t\tstruct " WORD WORD " *x);\n");
}

static void
commas_in_quotes_are_left_alone(void **state)
{
	(void)state;
	printer_line(&printer, "\"" WORD WORD "\\\"" WORD WORD ", " WORD WORD "\\\\\", " WORD);
	assert_string_equal(printer.text, "\"" WORD WORD "\\\"" WORD WORD ", " WORD WORD "\\\\\",\n\t\t" WORD "\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(lines_stand_under_their_indentation, set_up, tear_down),
		cmocka_unit_test_setup_teardown(blank_lines_neither_come_first_nor_twice, set_up, tear_down),
		cmocka_unit_test_setup_teardown(text_grows_far_past_the_first_piece, set_up, tear_down),
		cmocka_unit_test_setup_teardown(text_of_any_length_is_put_whole, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_long_line_goes_on_behind_its_bracket, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_line_of_the_full_width_stays_whole, set_up, tear_down),
		cmocka_unit_test_setup_teardown(outer_commas_are_broken_at_before_inner_ones, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_too_far_right_goes_on_two_tabs_in, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_line_without_commas_breaks_after_its_assignment, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_line_with_neither_breaks_in_its_call, set_up, tear_down),
		cmocka_unit_test_setup_teardown(commas_in_quotes_are_left_alone, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
