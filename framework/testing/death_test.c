#include "maru/testing/death.h"

#include <stdio.h>
#include <stdlib.h>

#include "maru/testing/cmocka.h"

static void
say_and_die(void *self)
{
	fprintf(stderr, "before\n%s\n", (const char *)self);
	abort();
}

static void
live_on(void *self)
{
	(void)self;
}

static void
expect_goodbye(void *self)
{
	maru_assert_dies(say_and_die, self, "goodbye");
}

static void
expect_the_living_to_die(void *self)
{
	maru_assert_dies(live_on, self, "goodbye");
}

static void
the_last_words_are_compared(void **state)
{
	char goodbye[] = "goodbye", farewell[] = "farewell";

	(void)state;
	maru_assert_dies(say_and_die, goodbye, "goodbye");
	maru_assert_dies(expect_goodbye, farewell, "assertion failed: as_expected");
}

static void
a_body_that_lives_is_found(void **state)
{
	(void)state;
	maru_assert_dies(expect_the_living_to_die, NULL,
	                 "assertion failed: WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_last_words_are_compared),
		cmocka_unit_test(a_body_that_lives_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
