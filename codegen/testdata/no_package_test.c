/* A contract without a package, in a program that has the C library's own of these names: that this compiles is the most of it. */
#include <semaphore.h>
#include <sys/stat.h>
#include <syslog.h>
#include <time.h>

#include "codegen/testdata/both_codecs.h"
#include "maru/testing/cmocka.h"
#include "stat.maru.h"

static void
names_stay_clear_of_the_c_library(void **state)
{
	struct stat theirs = { .st_size = 7 };
	struct stat_sem *ours = STAT_SEM(.stat = STAT_STAT(.size = theirs.st_size));

	(void)state;
	assert_both_codecs_agree(&stat_sem_type, &ours->base);
	assert_string_equal(stat_level_name(STAT_LOG_DEBUG), "LOG_DEBUG");
	assert_int_equal(LOG_DEBUG, 7);
	assert_string_equal(STAT_TIMER_CREATE_PATH, "/Timer/Create");
	assert_string_equal(stat_sem_descriptor.name, "Sem");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_stay_clear_of_the_c_library),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
