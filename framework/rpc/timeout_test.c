#include "maru/rpc/timeout.h"

#include "maru/testing/cmocka.h"

static int64_t
parsed(const char *text)
{
	int64_t timeout_us = -1;

	assert_null(maru_timeout_parse(maru_bytes_of_string(text), &timeout_us));
	return timeout_us;
}

static void
each_unit_is_read(void **state)
{
	(void)state;
	assert_int_equal(parsed("7u"), 7);
	assert_int_equal(parsed("7m"), 7000);
	assert_int_equal(parsed("7S"), 7000000);
	assert_int_equal(parsed("7M"), 420000000);
	assert_int_equal(parsed("7H"), 25200000000);
	assert_int_equal(parsed("99999999H"), 359999996400000000);
	assert_int_equal(parsed("00000001S"), 1000000);
	assert_int_equal(parsed("0S"), 0);
}

static void
nanoseconds_are_rounded_up(void **state)
{
	(void)state;
	assert_int_equal(parsed("0n"), 0);
	assert_int_equal(parsed("1n"), 1);
	assert_int_equal(parsed("1000n"), 1);
	assert_int_equal(parsed("1001n"), 2);
	assert_int_equal(parsed("99999999n"), 100000);
}

static void
nothing_else_is_read(void **state)
{
	static const char *const bad[] = {
		"",    "1",   "S",    "1s",   "1h",   "1U",         "1N",         "1mS", "1 S",        " 1S", "1S ",
		"+1S", "-1S", "1.5S", "0x1S", "1e3S", "123456789S", "000000001S", "S1",  "1\xc2\xb5", "/S",  ":S",
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		int64_t timeout_us = -1;
		maru_status status = maru_timeout_parse(maru_bytes_of_string(bad[i]), &timeout_us);

		if (maru_status_code(status) != MARU_CODE_INVALID_ARGUMENT)
			fail_msg("\"%s\" was accepted", bad[i]);
		assert_true(maru_status_has_reason(status, "BAD_TIMEOUT"));
		assert_int_equal(timeout_us, -1);
	}
	assert_non_null(maru_timeout_parse(maru_bytes_of("1S\0", 3), &(int64_t){ 0 }));
	assert_non_null(maru_timeout_parse(maru_bytes_of(NULL, 0), &(int64_t){ 0 }));
}

static void
a_timeout_is_written_in_the_smallest_unit_that_fits(void **state)
{
	static const struct {
		int64_t us;
		const char *text;
	} rows[] = {
		{ INT64_MIN, "1n" },
		{ -1, "1n" },
		{ 0, "1n" },
		{ 1, "1u" },
		{ 99999999, "99999999u" },
		{ 100000000, "100000m" },
		{ 100000001, "100001m" },
		{ 99999999000, "99999999m" },
		{ 99999999001, "100000S" },
		{ 99999999000000, "99999999S" },
		{ 99999999000001, "1666667M" },
		{ 5999999940000000, "99999999M" },
		{ 5999999940000001, "1666667H" },
		{ 359999996400000000, "99999999H" },
		{ 359999996400000001, "99999999H" },
		{ INT64_MAX, "99999999H" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char text[MARU_TIMEOUT_TEXT_BYTES];

		assert_int_equal(maru_timeout_format(rows[i].us, text), strlen(rows[i].text));
		assert_string_equal(text, rows[i].text);
	}
}

/* Over all magnitudes: never shorter, and longer by less than one part in a hundred thousand. */
static void
writing_and_reading_never_shortens_a_deadline(void **state)
{
	uint64_t random = 1;

	(void)state;
	for (int round = 0; round < 200000; round++) {
		char text[MARU_TIMEOUT_TEXT_BYTES];
		int64_t us, again;

		random = random * 6364136223846793005 + 1442695040888963407;
		us = (int64_t)(random >> 6 >> (round % 50)) % 359999996400000000 + 1;
		assert_in_range(maru_timeout_format(us, text), 2, 9);
		again = parsed(text);
		assert_true(again >= us);
		assert_true(again - us <= us / 100000);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_unit_is_read),
		cmocka_unit_test(nanoseconds_are_rounded_up),
		cmocka_unit_test(nothing_else_is_read),
		cmocka_unit_test(a_timeout_is_written_in_the_smallest_unit_that_fits),
		cmocka_unit_test(writing_and_reading_never_shortens_a_deadline),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
