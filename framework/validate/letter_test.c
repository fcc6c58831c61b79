/* A program whose contracts have no pattern. */
#include <elf.h>
#include <link.h>

#include "letter.maru.h"
#include "maru/testing/cmocka.h"

static int
is_pcre2(struct dl_phdr_info *info, size_t size, void *self)
{
	(void)size;
	(void)self;
	return strstr(info->dlpi_name, "libpcre2") != NULL;
}

static void
without_a_pattern_pcre2_is_not_loaded(void **state)
{
	struct maru_arena arena;

	(void)state;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	assert_null(letter_v1_letter_validate(LETTER_V1_LETTER(.mail = "a@b"), &arena));
	assert_non_null(letter_v1_letter_validate(LETTER_V1_LETTER(.mail = "a"), &arena));
	assert_int_equal(dl_iterate_phdr(is_pcre2, NULL), 0);
	maru_arena_fini(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_pattern_pcre2_is_not_loaded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
