/*
 * Compiler attributes by name, and the two lines that let C++ include a header of ours.
 */
#ifndef MARU_BASE_ATTRIBUTES_H
#define MARU_BASE_ATTRIBUTES_H

#ifdef __cplusplus
#define MARU_BEGIN_DECLS extern "C" {
#define MARU_END_DECLS }
#else
#define MARU_BEGIN_DECLS
#define MARU_END_DECLS
#endif

#define MARU_MUST_USE __attribute__((warn_unused_result))
#define MARU_PRINTF(format_at, first_at) __attribute__((__format__(__printf__, format_at, first_at)))
#define MARU_NORETURN __attribute__((noreturn))
#define MARU_RETURNS_NONNULL __attribute__((returns_nonnull))
#define MARU_LIKELY(condition) __builtin_expect(!!(condition), 1)
#define MARU_UNLIKELY(condition) __builtin_expect(!!(condition), 0)

#endif
