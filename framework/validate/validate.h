/*
 * Validation: what a message has to be beyond its types, as its contract says with the standard rules of buf.validate
 * (https://protovalidate.com/reference/rules/).
 *
 * The generator turns the rules of a message into a constant table, which its maru_message_type points to; the functions here
 * read the table. For a message x that has rules, itself or in a message below, the generated header declares
 *
 *     maru_status x_validate(const struct x *message, struct maru_arena *arena);
 *
 * which is maru_validate() with x's own type.
 *
 * Invariants
 *  - The verdict follows from the message alone: no clock, no locale, no state. Two threads may validate one message.
 *  - A valid message costs no memory, except for patterns and for `unique`, whose work lies on the arena.
 *  - A message whose type has no rules is valid.
 */
#ifndef MARU_VALIDATE_VALIDATE_H
#define MARU_VALIDATE_VALIDATE_H

#include "maru/wire/message.h"

MARU_BEGIN_DECLS

enum {
	MARU_VIOLATIONS_MAX = 20, /* kept of one message; the others are counted */
};

/* One rule that one value breaks. The strings are static or on the arena that the message was validated with. */
struct maru_violation {
	const char *field; /* where: "lines[3].sku", "labels[\"a\"]"; "" for the message as a whole */
	const char *rule;  /* which: "string.min_len", the id that all implementations give */
	const char *text;  /* for a person: "string.min_len = 3" */
	bool for_key;      /* it is the key of that entry of a map */
};

/* In the order of the contract's fields. The first n, or MARU_VIOLATIONS_MAX where n is greater, are in `kept`. */
struct maru_violations {
	size_t n;
	struct maru_violation kept[MARU_VIOLATIONS_MAX];
};

/*
 * MARU_OK, or the violations as an error on the arena. Borrows the message.
 *
 * INVALID_ARGUMENT:
 *   VALIDATION_FAILED  the message names each violation that is kept, as "field: rule = limit"
 *   TOO_DEEP           more than MARU_DEPTH_MAX levels below the message, which none from the wire has
 * RESOURCE_EXHAUSTED:
 *   MESSAGE_TOO_LARGE_VALIDATED  the arena's limit is reached, or memory is out
 */
MARU_MUST_USE maru_status maru_validate(const struct maru_message_type *type, const ProtobufCMessage *message,
                                        struct maru_arena *arena);

/* The same for who wants the violations one by one, for instance as google.rpc.BadRequest: MARU_OK with *ret_violations set, of
 * which there may be none, or one of the other errors. */
MARU_MUST_USE maru_status maru_validate_each(const struct maru_message_type *type, const ProtobufCMessage *message,
                                             struct maru_arena *arena, struct maru_violations *ret_violations);

/* The error that maru_validate() gives for these; MARU_OK where there are none. */
MARU_MUST_USE maru_status maru_violations_status(const struct maru_message_type *type,
                                                 const struct maru_violations *violations, struct maru_arena *arena);

MARU_END_DECLS

#endif
