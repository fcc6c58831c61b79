/*
 * What a generated source defines for each message beside its own code: the functions of the public header, which only give
 * the framework's functions their types. For generated code alone.
 */
#ifndef MARU_WIRE_INTERNAL_DEFINE_H
#define MARU_WIRE_INTERNAL_DEFINE_H

#include "maru/wire/message.h"

MARU_BEGIN_DECLS

/* maru_message_decode() to a `struct x **`. */
MARU_MUST_USE maru_status marui_decode(const struct maru_message_type *type, maru_bytes in, struct maru_arena *arena,
                                       void *ret_message);

/* For an entry of a map: x_init(), x_new(). */
#define MARUI_DEFINE_ENTRY(x) \
	void \
	x##_init(struct x *message) \
	{ \
		x##_descriptor.message_init(&message->base); \
	} \
\
	struct x * \
	x##_new(struct maru_arena *arena) \
	{ \
		return (struct x *)maru_message_new(&x##_descriptor, arena); \
	}

/* For every other message: these two, x_decode(), x_size(), x_encode(), x_dup(), x_equal(), x_text(). */
#define MARUI_DEFINE_MESSAGE(x) \
	MARUI_DEFINE_ENTRY(x) \
\
	maru_status \
	x##_decode(maru_bytes in, struct maru_arena *arena, struct x **ret_message) \
	{ \
		return marui_decode(&x##_type, in, arena, ret_message); \
	} \
\
	size_t \
	x##_size(const struct x *message) \
	{ \
		return x##_type.size(&message->base); \
	} \
\
	maru_bytes \
	x##_encode(const struct x *message, struct maru_arena *arena) \
	{ \
		return maru_message_encode(&x##_type, &message->base, arena); \
	} \
\
	struct x * \
	x##_dup(const struct x *message, struct maru_arena *arena) \
	{ \
		return (struct x *)maru_message_dup(&message->base, arena); \
	} \
\
	bool \
	x##_equal(const struct x *a, const struct x *b) \
	{ \
		return maru_message_equal(&a->base, &b->base); \
	} \
\
	const char * \
	x##_text(const struct x *message, struct maru_arena *arena) \
	{ \
		return maru_message_text(&message->base, arena, MARU_TEXT_LINES); \
	}

MARU_END_DECLS

#endif
