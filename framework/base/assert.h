/*
 * Assertions for bugs, on in every build. Bad input is never a bug: it gets a maru_status.
 *
 * A failed assertion prints file, line, the condition and, for MARU_ASSERT_CMP, both operands, then aborts.
 */
#ifndef MARU_BASE_ASSERT_H
#define MARU_BASE_ASSERT_H

#include "maru/base/attributes.h"

MARU_BEGIN_DECLS

#define MARU_ASSERT(condition) \
	(MARU_LIKELY(condition) ? (void)0 : maru_assert_failed(__FILE__, __LINE__, #condition))

/* Integer operands that fit into a long long, each evaluated once: MARU_ASSERT_CMP(used, <=, limit). */
#define MARU_ASSERT_CMP(left, op, right) \
	do { \
		long long marui_left_ = (long long)(left), marui_right_ = (long long)(right); \
		if (MARU_UNLIKELY(!(marui_left_ op marui_right_))) \
			maru_assert_cmp_failed(__FILE__, __LINE__, #left " " #op " " #right, marui_left_, marui_right_); \
	} while (0)

MARU_NORETURN void maru_assert_failed(const char *file, int line, const char *condition);
MARU_NORETURN void maru_assert_cmp_failed(const char *file, int line, const char *condition, long long left,
                                          long long right);

MARU_END_DECLS

#endif
