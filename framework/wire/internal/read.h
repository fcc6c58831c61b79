/*
 * What generated `read` functions are made of.
 *
 * Each function stands right behind a tag, reads one value that lies before `end`, and returns where the next tag starts, or
 * NULL with the reader's fault set: then the whole decoding fails, and what the message holds no longer matters. All memory
 * comes from the reader's arena, within its limit; nothing is borrowed from the input.
 *
 * The element array of a repeated field has room for the power of two from its count up, and for 4 at least, so that no
 * capacity is stored. A reader therefore only adds to arrays that a reader has made.
 *
 *     for <scalar> in int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64 float double bool,
 *     `C` its C type (protobuf_c_boolean for bool), and enums read as int32:
 *
 *     marui_read_<scalar>(reader, at, end, C *ret_value)
 *     marui_push_<scalar>(reader, at, end, size_t *n, C **items)            one element, unpacked
 *     marui_push_packed_<scalar>(reader, at, end, size_t *n, C **items)     a packed run of them
 *
 * They are inline where a message has many of them, and out of line where code size counts for more.
 */
#ifndef MARU_WIRE_INTERNAL_READ_H
#define MARU_WIRE_INTERNAL_READ_H

#include "maru/wire/message.h"

MARU_BEGIN_DECLS

enum marui_fault {
	MARUI_FAULT_NONE,
	MARUI_FAULT_TRUNCATED, /* ends within a tag, a varint or a fixed-width value */
	MARUI_FAULT_VARINT,    /* longer than 10 bytes, or a length that is */
	MARUI_FAULT_TAG,       /* field number 0 or past 2^29-1, or wire type 6 or 7 */
	MARUI_FAULT_LENGTH,    /* a length past the end */
	MARUI_FAULT_PACKED,    /* a packed run that is not a whole number of elements */
	MARUI_FAULT_GROUP,     /* a group that never ends, or an end without a start */
	MARUI_FAULT_UTF8,
	MARUI_FAULT_NUL,
	MARUI_FAULT_DEPTH,
	MARUI_FAULT_MEMORY,
};

struct marui_reader {
	struct maru_arena *arena;
	int depth; /* levels that may still be opened */
	enum marui_fault fault;
	const uint8_t *fault_at; /* in the input */
};

/* Sets the fault and returns NULL. */
__attribute__((cold)) const uint8_t *marui_fail(struct marui_reader *reader, enum marui_fault fault, const uint8_t *at);

/* `at` is NULL where the reader failed. */
struct marui_varint {
	const uint8_t *at;
	uint64_t value;
};

struct marui_varint marui_read_long_varint(struct marui_reader *reader, const uint8_t *at, const uint8_t *end);

static inline struct marui_varint
marui_read_varint(struct marui_reader *reader, const uint8_t *at, const uint8_t *end)
{
	struct marui_varint varint;

	if (MARU_UNLIKELY(at == end || *at >= 0x80))
		return marui_read_long_varint(reader, at, end);
	varint.value = *at;
	varint.at = at + 1;
	return varint;
}

const uint8_t *marui_read_long_tag(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, uint32_t *ret_tag);

/* A tag is field number << 3 | wire type. There must be a byte to read. The numbers are checked by marui_read_unknown(),
 * where every tag ends up that is not one of the message's. */
static inline const uint8_t *
marui_read_tag(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, uint32_t *ret_tag)
{
	if (MARU_UNLIKELY(*at >= 0x80))
		return marui_read_long_tag(reader, at, end, ret_tag);
	*ret_tag = *at;
	return at + 1;
}

/* ZigZag: 0 -1 1 -2 2 are 0 1 2 3 4. */
static inline int64_t
marui_unzigzag(uint64_t value)
{
	return (int64_t)(value >> 1 ^ (0 - (value & 1)));
}

static inline uint32_t
marui_load32(const uint8_t *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static inline uint64_t
marui_load64(const uint8_t *at)
{
	return (uint64_t)marui_load32(at) | (uint64_t)marui_load32(at + 4) << 32;
}

static inline float
marui_load_float(const uint8_t *at)
{
	uint32_t bits = marui_load32(at);
	float value;

	memcpy(&value, &bits, sizeof value);
	return value;
}

static inline double
marui_load_double(const uint8_t *at)
{
	uint64_t bits = marui_load64(at);
	double value;

	memcpy(&value, &bits, sizeof value);
	return value;
}

/* Each X(name, C type, value): how a value comes out of a varint `wire`, and out of the bytes at `at`. A 32-bit field takes
 * the low bits of whatever varint it is given, as every implementation does. */
#define MARUI_VARINT_SCALARS(X) \
	X(int32, int32_t, (int32_t)(uint32_t)wire) \
	X(int64, int64_t, (int64_t)wire) \
	X(uint32, uint32_t, (uint32_t)wire) \
	X(uint64, uint64_t, wire) \
	X(sint32, int32_t, (int32_t)marui_unzigzag((uint32_t)wire)) \
	X(sint64, int64_t, marui_unzigzag(wire)) \
	X(bool, protobuf_c_boolean, wire != 0)

#define MARUI_FIXED_SCALARS(X) \
	X(fixed32, uint32_t, marui_load32(at)) \
	X(fixed64, uint64_t, marui_load64(at)) \
	X(sfixed32, int32_t, (int32_t)marui_load32(at)) \
	X(sfixed64, int64_t, (int64_t)marui_load64(at)) \
	X(float, float, marui_load_float(at)) \
	X(double, double, marui_load_double(at))

#define MARUI_READ_VARINT_SCALAR(name, c_type, from_wire) \
	static inline const uint8_t *marui_read_##name(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, \
	                                               c_type *ret_value) \
	{ \
		struct marui_varint varint = marui_read_varint(reader, at, end); \
		uint64_t wire = varint.value; \
\
		*ret_value = from_wire; \
		return varint.at; \
	}

#define MARUI_READ_FIXED_SCALAR(name, c_type, from_bytes) \
	static inline const uint8_t *marui_read_##name(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, \
	                                               c_type *ret_value) \
	{ \
		if (MARU_UNLIKELY((size_t)(end - at) < sizeof *ret_value)) \
			return marui_fail(reader, MARUI_FAULT_TRUNCATED, at); \
		*ret_value = from_bytes; \
		return at + sizeof *ret_value; \
	}

#define MARUI_DECLARE_PUSH(name, c_type, value) \
	const uint8_t *marui_push_##name(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, size_t *n, \
	                                 c_type **items); \
	const uint8_t *marui_push_packed_##name(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, \
	                                        size_t *n, c_type **items);

MARUI_VARINT_SCALARS(MARUI_READ_VARINT_SCALAR)
MARUI_FIXED_SCALARS(MARUI_READ_FIXED_SCALAR)
MARUI_VARINT_SCALARS(MARUI_DECLARE_PUSH)
MARUI_FIXED_SCALARS(MARUI_DECLARE_PUSH)

#undef MARUI_READ_VARINT_SCALAR
#undef MARUI_READ_FIXED_SCALAR
#undef MARUI_DECLARE_PUSH

/* A string that is present is never protobuf_c_empty_string itself, not even when it is empty: by that pointer
 * libprotobuf-c knows the absent ones. */
const uint8_t *marui_read_string(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, const char **ret_value);
const uint8_t *marui_push_string(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, size_t *n,
                                 const char ***items);

/* Empty bytes have a NULL pointer. */
const uint8_t *marui_read_bytes(struct marui_reader *reader, const uint8_t *at, const uint8_t *end,
                                ProtobufCBinaryData *ret_value);
const uint8_t *marui_push_bytes(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, size_t *n,
                                ProtobufCBinaryData **items);

/* Into the message that `slot`, a `struct x **`, points to; makes it where that is NULL, merges where it is not. */
const uint8_t *marui_read_message(struct marui_reader *reader, const uint8_t *at, const uint8_t *end,
                                  const struct maru_message_type *type, void *slot);

/* The same for a member of a oneof: where *kind_case is not `number` the member that is there goes, and the new one starts
 * empty. (A scalar member needs nothing of the kind: set the case, read the value.) */
const uint8_t *marui_read_member(struct marui_reader *reader, const uint8_t *at, const uint8_t *end,
                                 const struct maru_message_type *type, uint32_t number, int32_t *kind_case, void *slot);

/* Whether the varint at `at` is a number of a closed enum. Where it is not, it is for marui_read_unknown(), and so is what is
 * malformed. */
bool marui_is_enum_value(const uint8_t *at, const uint8_t *end, const ProtobufCEnumDescriptor *descriptor);

/* A packed run of a closed enum. Each number that it does not have becomes an unknown field of `message`; `tag` is the
 * run's. */
const uint8_t *marui_push_packed_enum(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, uint32_t tag,
                                      ProtobufCMessage *message, const ProtobufCEnumDescriptor *descriptor, size_t *n,
                                      int32_t **items);

/* A map's entry whose value is of a closed enum: unknown as a whole where the enum does not have it. */
const uint8_t *marui_push_enum_entry(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, uint32_t tag,
                                     ProtobufCMessage *message, const struct maru_message_type *type, size_t *n,
                                     void *items);

/* A new last element; `items` is a `struct x ***`. */
const uint8_t *marui_push_message(struct marui_reader *reader, const uint8_t *at, const uint8_t *end,
                                  const struct maru_message_type *type, size_t *n, void *items);

/* Goes one level up: the last that a message's `read` does. It is the reader who does it, and not who called it, so that the call
 * of a `read` is the last that marui_read_message() does: a level is one call then. Processors foresee about 50 returns. */
static inline const uint8_t *
marui_end_message(struct marui_reader *reader, const uint8_t *at)
{
	reader->depth++;
	return at;
}

/* Makes an empty message in `slot` where it is NULL, and returns `at`: for the value of a map entry, at the entry's end. It is
 * a level like one that the entry holds. */
const uint8_t *marui_fill_message(struct marui_reader *reader, const uint8_t *at, const struct maru_message_type *type,
                                  void *slot);

/* Keeps a field that is none of the message's, or has another wire type than its own, with its value's bytes as they are. */
const uint8_t *marui_read_unknown(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, uint32_t tag,
                                  ProtobufCMessage *message);

MARU_END_DECLS

#endif
