/* Which expressions every implementation of buf.validate reads alike. */
#include "codegen/model/pattern.h"

#include "maru/testing/cmocka.h"

static void
assert_faults(const char *const *patterns, size_t n, bool is_fault)
{
	struct maru_arena arena;

	maru_arena_init(&arena, NULL, SIZE_MAX);
	for (size_t i = 0; i < n; i++) {
		const char *fault = pattern_fault(maru_bytes_of_string(patterns[i]), &arena);

		if ((fault != NULL) != is_fault)
			fail_msg("%s: %s", patterns[i], fault != NULL ? fault : "no fault was found");
	}
	maru_arena_fini(&arena);
}

static void
what_re2_and_pcre2_read_alike_is_accepted(void **state)
{
	static const char *const patterns[] = {
		"",          "^[a-z]+$",   "a*?b+?c??",    "(?i)a",       "(?:a|b)",        "(?P<name>a)", "\\d\\w\\s\\b",
		"\\++",      "[+*]+",      "[]a]+",        "[^]]",        "[[:alpha:]_]+",  "\\pL\\p{Greek}",
		"a{1000}",   "[a\\]b]+",   "\\Qa+*(?=\\E", "\\x{20ac}",   "(?s-i:a.b)",     "[(?=]",       "a+|b+",
	};

	(void)state;
	assert_faults(patterns, sizeof patterns / sizeof patterns[0], false);
}

static void
what_re2_has_not_is_a_fault(void **state)
{
	static const char *const patterns[] = {
		"(?=a)", "(?!a)",  "(?<=a)b", "(?<!a)b", "(a)\\1", "(?>a)",   "a++",      "a*+",      "a?+",     "a{2}+", "\\Ka",
		"(?R)",  "(?|a)",  "(?#x)",   "(*UTF)a", "\\Ra",   "\\hx",    "[\\h]",    "a{1001}",  "a{2,1001}", "(?<n>a)(?P=n)", "\\Za",
	};

	(void)state;
	assert_faults(patterns, sizeof patterns / sizeof patterns[0], true);
}

static void
what_is_no_expression_is_a_fault(void **state)
{
	static const char *const patterns[] = { "(", "[a", "*a", "a{2,1}", "\\", "[z-a]", ")" };

	(void)state;
	assert_faults(patterns, sizeof patterns / sizeof patterns[0], true);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_re2_and_pcre2_read_alike_is_accepted),
		cmocka_unit_test(what_re2_has_not_is_a_fault),
		cmocka_unit_test(what_is_no_expression_is_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
