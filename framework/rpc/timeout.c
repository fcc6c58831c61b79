#include "maru/rpc/timeout.h"

#include <stdio.h>

enum {
	DIGITS_MAX = 8,
	VALUE_MAX = 99999999,
};

/* Smallest first. Nanoseconds are finer than a microsecond count and stand apart. */
static const struct {
	char letter;
	int64_t us;
} units[] = {
	{ 'u', 1 },
	{ 'm', 1000 },
	{ 'S', 1000000 },
	{ 'M', 60 * (int64_t)1000000 },
	{ 'H', 3600 * (int64_t)1000000 },
};

enum { N_UNITS = sizeof units / sizeof units[0] };

static const struct maru_error bad_timeout =
	MARU_ERROR(MARU_CODE_INVALID_ARGUMENT, "BAD_TIMEOUT",
	           "the grpc-timeout header is not 1 to 8 digits and one unit of H M S m u n");

static int64_t
divide_up(int64_t value, int64_t by)
{
	return value / by + (value % by != 0);
}

maru_status
maru_timeout_parse(maru_bytes text, int64_t *ret_timeout_us)
{
	size_t n_digits = text.len - 1;
	int64_t value = 0;

	MARU_ENSURE(text.len >= 2 && n_digits <= DIGITS_MAX, &bad_timeout);
	for (size_t i = 0; i < n_digits; i++) {
		MARU_ENSURE(text.data[i] >= '0' && text.data[i] <= '9', &bad_timeout);
		value = value * 10 + (text.data[i] - '0');
	}
	if (text.data[n_digits] == 'n') {
		*ret_timeout_us = divide_up(value, 1000);
		return MARU_OK;
	}
	for (size_t i = 0; i < N_UNITS; i++) {
		if (text.data[n_digits] == units[i].letter) {
			*ret_timeout_us = value * units[i].us;
			return MARU_OK;
		}
	}
	return &bad_timeout;
}

static size_t
print(char text[MARU_TIMEOUT_TEXT_BYTES], int64_t value, char unit)
{
	return (size_t)snprintf(text, MARU_TIMEOUT_TEXT_BYTES, "%d%c", (int)value, unit);
}

size_t
maru_timeout_format(int64_t timeout_us, char text[MARU_TIMEOUT_TEXT_BYTES])
{
	if (timeout_us <= 0)
		return print(text, 1, 'n');
	for (size_t i = 0; i < N_UNITS; i++) {
		int64_t value = divide_up(timeout_us, units[i].us);

		if (value <= VALUE_MAX)
			return print(text, value, units[i].letter);
	}
	return print(text, VALUE_MAX, 'H');
}
