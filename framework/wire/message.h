/*
 * What every generated message has in common.
 *
 * A generated message is a struct whose first member is `ProtobufCMessage base`; its full ProtobufCMessageDescriptor makes
 * libprotobuf-c, and every tool written for it, work on it. Beside the descriptor stands a maru_message_type: the
 * specialised code that the generator emitted for this one message.
 *
 * Invariants
 *  - A decoded or initialised message holds no NULL string: absent strings are "". In a literal, NULL means "", and an empty
 *    message where a oneof's case or an array's count says that one is there.
 *  - A decoded message lives on the arena it was decoded to, with everything in it. It borrows nothing from the input.
 *  - The count of a repeated field `x` is `n_x`, and `x` may be NULL only where `n_x` is 0.
 *  - Fields unknown to the schema are kept in `base.unknown_fields`, and written after the known ones.
 *  - Below a message from the wire there are at most MARU_DEPTH_MAX levels of messages and groups, as in protobuf's C++.
 *
 * Functions on one message need the caller's exclusion; types and descriptors are constants.
 *
 * For a message x the generated header declares, with x's own type:
 *
 *     X(.a = 1, .b = "two")   a literal, a `struct x *` that lives as long as the block it stands in. What it leaves out is zero:
 *                             an optional field needs its `.has_a = 1`, a oneof its case, and proto2 defaults are not in it
 *     x_init(), x_new()       every field absent: zero, "" or its proto2 default
 *     x_decode(), x_size(), x_encode(), x_dup(), x_equal(), x_text()     the functions below
 *     x_set_a()               for optional fields and members of a oneof: the value, and that it is there. Borrows
 *     x_a_find()              for maps: the entry of a key, or NULL
 *
 * Wire format: https://protobuf.dev/programming-guides/encoding/
 */
#ifndef MARU_WIRE_MESSAGE_H
#define MARU_WIRE_MESSAGE_H

#include <protobuf-c/protobuf-c.h>

#include "maru/base/arena.h"
#include "maru/base/bytes.h"
#include "maru/base/status.h"

MARU_BEGIN_DECLS

/* The number that generated code is checked against at compile time; it changes when the two must be regenerated together. */
#define MARU_GENERATOR_ABI 1

enum {
	MARU_DEPTH_MAX = 100,               /* levels of messages in messages, the outermost not counted */
	MARU_MESSAGE_BYTES_MAX = INT32_MAX, /* of an encoding, as everywhere in protobuf */
};

/* In the flags of a ProtobufCFieldDescriptor, beside protobuf-c's own. A map: the field's descriptor is that of its entry. */
#define MARU_FIELD_FLAG_MAP (1u << 16)

/* A closed enum, as in proto2: a number from the wire that it does not have is an unknown field. */
#define MARU_FIELD_FLAG_CLOSED (1u << 17)

struct marui_reader;
struct maru_message_rules;

/* One per message, a constant that the generator emits as `<message>_type`. The functions are for the runtime's use. */
struct maru_message_type {
	const ProtobufCMessageDescriptor *descriptor;

	/* The encoded size in bytes. */
	size_t (*size)(const ProtobufCMessage *message);

	/* Writes backwards: the encoding ends at `end`, the result is where it starts. There must be size() bytes before it. */
	uint8_t *(*write)(const ProtobufCMessage *message, uint8_t *end);

	/* Merges what stands from `at` to `end` into an initialised message and goes one level up; returns `end`, or NULL with the
	 * reader's fault set. */
	const uint8_t *(*read)(struct marui_reader *reader, ProtobufCMessage *message, const uint8_t *at, const uint8_t *end);

	bool has_required; /* proto2: there are required fields in it, or in a message that it can hold */

	/* What maru/validate/validate.h checks; NULL where its contract has no rules for it, or for a message that it can hold. */
	const struct maru_message_rules *rules;
};

/*
 * Decodes `in` to a new message on the arena, within the arena's limit. Sets *ret_message only on success.
 *
 * INVALID_ARGUMENT, with the path of the field and the offset in the message:
 *   MALFORMED_MESSAGE  truncated, overlong varint, length past the end, impossible tag, unmatched group
 *   INVALID_UTF8       a string that is not UTF-8
 *   NUL_IN_STRING      a string that holds a NUL, which no C string can; declare the field as bytes
 *   TOO_DEEP           more than MARU_DEPTH_MAX levels below the message
 *   MISSING_REQUIRED   proto2: a required field is absent
 * RESOURCE_EXHAUSTED:
 *   MESSAGE_TOO_LARGE_DECODED  the arena's limit is reached, memory is out, or `in` is past MARU_MESSAGE_BYTES_MAX
 */
MARU_MUST_USE maru_status maru_message_decode(const struct maru_message_type *type, maru_bytes in, struct maru_arena *arena,
                                              ProtobufCMessage **ret_message);

/* The encoding of a message, on the arena. */
maru_bytes maru_message_encode(const struct maru_message_type *type, const ProtobufCMessage *message,
                               struct maru_arena *arena);

/* A new initialised message on the arena. */
MARU_RETURNS_NONNULL ProtobufCMessage *maru_message_new(const ProtobufCMessageDescriptor *descriptor,
                                                        struct maru_arena *arena);

/* A deep copy on the arena, unknown fields included. NULL strings become "", or the field's default where it is absent; NULL
 * messages that are there become empty ones. */
MARU_RETURNS_NONNULL ProtobufCMessage *maru_message_dup(const ProtobufCMessage *message, struct maru_arena *arena);

/* Equal descriptors and equal values in every field: floats by their bits, NULL like what it stands for, unknown fields in
 * their order, maps by key whatever their order, where the last entry of a key counts. Maps in different order take time
 * n * n. */
bool maru_message_equal(const ProtobufCMessage *a, const ProtobufCMessage *b);

/*
 * Protobuf text format, for logs and people, on the arena: one field a line, nested ones indented by two spaces, or all on
 * one line with MARU_TEXT_ONE_LINE. Fields in the order of their numbers; unknown ones as number and value. Strings are
 * escaped so that the result is printable ASCII.
 */
enum maru_text_flags {
	MARU_TEXT_LINES = 0,
	MARU_TEXT_ONE_LINE = 1u << 0,
};

MARU_RETURNS_NONNULL const char *maru_message_text(const ProtobufCMessage *message, struct maru_arena *arena,
                                                   enum maru_text_flags flags);

/* The proto name of an enum's number, for example "PHASE_PLACED", or NULL where the schema has none. Static. */
const char *maru_enum_name(const ProtobufCEnumDescriptor *descriptor, int32_t value);

/* The last entry of a map field (`n` entries at `entries`) with that key, or NULL. `descriptor` is the entry's. */
const ProtobufCMessage *maru_map_find_string(const ProtobufCMessageDescriptor *descriptor, size_t n, const void *entries,
                                             const char *key);
const ProtobufCMessage *maru_map_find_integer(const ProtobufCMessageDescriptor *descriptor, size_t n, const void *entries,
                                              uint64_t key);

MARU_END_DECLS

#endif
