#include "maru/base/assert.h"

#include <stdio.h>
#include <stdlib.h>

void
maru_assert_failed(const char *file, int line, const char *condition)
{
	fprintf(stderr, "%s:%d: assertion failed: %s\n", file, line, condition);
	abort();
}

void
maru_assert_cmp_failed(const char *file, int line, const char *condition, long long left, long long right)
{
	fprintf(stderr, "%s:%d: assertion failed: %s (left is %lld, right is %lld)\n", file, line, condition, left,
	        right);
	abort();
}
