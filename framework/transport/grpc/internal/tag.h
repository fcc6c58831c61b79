/*
 * What comes out of a completion queue: a tag is the address of a struct marui_tag inside a larger object, and its
 * function is what happens next. So starting an operation allocates nothing.
 *
 * C core is not instrumented for ThreadSanitizer: the marks tell it that whatever was done before an operation was
 * started happens before what its tag does.
 */
#ifndef MARU_TRANSPORT_GRPC_INTERNAL_TAG_H
#define MARU_TRANSPORT_GRPC_INTERNAL_TAG_H

#include <stdbool.h>

#include "maru/base/list.h"

#if defined(__SANITIZE_THREAD__)
#define MARUI_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define MARUI_TSAN 1
#endif
#endif

#ifdef MARUI_TSAN
#include <sanitizer/tsan_interface.h>
#endif

struct marui_tag {
	void (*done)(struct marui_tag *tag, bool ok);
};

/* Before the tag is handed to C core. */
static inline void
marui_tag_release(struct marui_tag *tag)
{
#ifdef MARUI_TSAN
	__tsan_release(tag);
#else
	(void)tag;
#endif
}

/* After it came back. */
static inline void
marui_tag_acquire(struct marui_tag *tag)
{
#ifdef MARUI_TSAN
	__tsan_acquire(tag);
#else
	(void)tag;
#endif
}

#endif
