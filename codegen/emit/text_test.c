#include "codegen/emit/text.h"

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
no_comment_ends_or_starts_in_a_comment(void **state)
{
	(void)state;
	assert_string_equal(text_for_comment("a */ b /* c */*/* d **/", &arena), "a * / b / * c * / * / * d ** /");
}

static void
no_trigraph_stands_in_a_comment(void **state)
{
	(void)state;
	assert_string_equal(text_for_comment("what?" "?/\nnow???", &arena), "what? ?/\nnow? ? ?");
}

static void
well_formed_utf8_stays_and_the_rest_becomes_question_marks(void **state)
{
	(void)state;
	assert_string_equal(text_for_comment("마루 é \xf0\x9f\x8f\xa0", &arena), "마루 é \xf0\x9f\x8f\xa0");
	assert_string_equal(text_for_comment("\xff.\xc0\x80.\xe2\x82", &arena), "?.? ?.? ?");
	assert_string_equal(text_for_comment("\xed\xa0\x80", &arena), "? ? ?");
}

static void
characters_that_mislead_a_reader_become_question_marks(void **state)
{
	(void)state;
	assert_string_equal(text_for_comment("a\u202e" "b\a\rc\u2066", &arena), "a?b? ?c?");
}

static void
a_short_comment_takes_one_line(void **state)
{
	(void)state;
	text_comment(&printer, " Who is greeted.\n");
	assert_string_equal(printer.text, "/* Who is greeted. */\n");
}

static void
an_empty_comment_takes_none(void **state)
{
	(void)state;
	text_comment(&printer, " \n");
	assert_string_equal(printer.text, "");
}

static void
a_long_comment_is_wrapped_at_words(void **state)
{
	char comment[200];

	(void)state;
	memset(comment, 'x', sizeof comment);
	comment[sizeof comment - 1] = '\0';
	comment[60] = comment[117] = ' ';
	printer_indent(&printer);
	text_comment(&printer, comment);
	assert_memory_equal(printer.text, "\t/*\n\t * xxx", 11);
	assert_memory_equal(printer.text + 8 + 60, "\n\t * x", 6);
	assert_memory_equal(printer.text + printer.len - 8, "xx\n\t */\n", 8);
}

static void
paragraphs_of_a_comment_stay_apart(void **state)
{
	(void)state;
	text_comment(&printer, "One.\n\nTwo.  \n");
	assert_string_equal(printer.text, "/*\n * One.\n *\n * Two.\n */\n");
}

static void
a_comment_stands_behind_its_member_where_it_fits(void **state)
{
	(void)state;
	text_member(&printer, "int32_t mood;", "enum hello_mood", "how it feels");
	assert_string_equal(printer.text, "int32_t mood; /* enum hello_mood: how it feels */\n");
}

static void
a_comment_of_two_lines_stands_above_its_member(void **state)
{
	(void)state;
	text_member(&printer, "int32_t mood;", "enum hello_mood", "how\nit feels");
	assert_string_equal(printer.text, "/*\n * how\n * it feels\n */\nint32_t mood; /* enum hello_mood */\n");
}

static void
literals_are_escaped_to_printable_ascii(void **state)
{
	(void)state;
	assert_string_equal(text_for_literal(maru_bytes_of("a\"\\?" "?/\n\0" "7\xc3", 10), &arena),
	                    "a\\\"\\\\\\?\\?/\\012\\0007\\303");
}

static void
an_escaped_default_comes_back_as_its_bytes(void **state)
{
	maru_bytes bytes = text_unescape("a\\000b\\\\\\\"\\'\\n\\r\\t\\377\\0018", &arena);

	(void)state;
	assert_int_equal(bytes.len, 12);
	assert_memory_equal(bytes.data, "a\0b\\\"'\n\r\t\xff\x01" "8", 12);
}

static void
a_default_too_long_for_a_literal_is_a_list(void **state)
{
	char text[TEXT_LITERAL_BYTES_MAX + 2];

	(void)state;
	memset(text, 'x', sizeof text);
	text[sizeof text - 1] = '\0';
	text_array(&printer, "char", "a", maru_bytes_of_string(text + 1));
	assert_memory_equal(printer.text, "static const char a[] =\n\t\t\"xxx", 29);
	printer_init(&printer, &arena);
	text_array(&printer, "uint8_t", "a", maru_bytes_of_string(text));
	assert_memory_equal(printer.text, "static const uint8_t a[] = {\n\t0x78, 0x78,", 41);
	assert_memory_equal(printer.text + printer.len - 11, "\n\t0x00,\n};\n", 11);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(no_comment_ends_or_starts_in_a_comment, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_trigraph_stands_in_a_comment, set_up, tear_down),
		cmocka_unit_test_setup_teardown(well_formed_utf8_stays_and_the_rest_becomes_question_marks, set_up, tear_down),
		cmocka_unit_test_setup_teardown(characters_that_mislead_a_reader_become_question_marks, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_short_comment_takes_one_line, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_empty_comment_takes_none, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_long_comment_is_wrapped_at_words, set_up, tear_down),
		cmocka_unit_test_setup_teardown(paragraphs_of_a_comment_stay_apart, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_comment_stands_behind_its_member_where_it_fits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_comment_of_two_lines_stands_above_its_member, set_up, tear_down),
		cmocka_unit_test_setup_teardown(literals_are_escaped_to_printable_ascii, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_escaped_default_comes_back_as_its_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_default_too_long_for_a_literal_is_a_list, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
