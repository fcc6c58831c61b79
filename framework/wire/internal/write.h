/*
 * What generated `size` and `write` functions are made of.
 *
 * Writing goes backwards, from the message's end: a value is put before `at`, its tag before the value, and the result is
 * where the tag starts. So the length of a sub-message is known once it is written, and is neither computed twice nor
 * stored. To come out in ascending order, fields are written in descending order, unknown ones first.
 *
 * A `tag` is field number << 3 | wire type, a constant. Sizes are in bytes and include it. Arrays may be NULL where n is 0.
 *
 *     for <scalar> in int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64 float double bool string
 *     bytes, `C` its C type (const char * for string, ProtobufCBinaryData for bytes), and enums written as int32:
 *
 *     bool     marui_is_set_<scalar>(C value)              what a field without presence goes by: not zero, not empty
 *     size_t   marui_size_<scalar>(tag, C value)
 *     uint8_t *marui_write_<scalar>(at, tag, C value)
 *     size_t   marui_size_repeated_<scalar>(tag, size_t n, const C *items)           a tag an element
 *     uint8_t *marui_write_repeated_<scalar>(at, tag, size_t n, const C *items)
 *
 *     and for all but string and bytes, where n = 0 takes no bytes:
 *
 *     size_t   marui_size_packed_<scalar>(tag, size_t n, const C *items)             one tag, of wire type 2
 *     uint8_t *marui_write_packed_<scalar>(at, tag, size_t n, const C *items)
 *
 * A NULL string stands for "". Zero means all bits zero: -0.0 is set.
 */
#ifndef MARU_WIRE_INTERNAL_WRITE_H
#define MARU_WIRE_INTERNAL_WRITE_H

#include "maru/wire/message.h"

MARU_BEGIN_DECLS

static inline size_t
marui_varint_size(uint64_t value)
{
	return ((63 - (size_t)__builtin_clzll(value | 1)) * 9 + 73) / 64;
}

uint8_t *marui_write_long_varint(uint8_t *at, uint64_t value);

static inline uint8_t *
marui_write_varint(uint8_t *at, uint64_t value)
{
	if (MARU_UNLIKELY(value >= 0x80))
		return marui_write_long_varint(at, value);
	*--at = (uint8_t)value;
	return at;
}

/* Without a branch once the compiler sees the constant. */
static inline uint8_t *
marui_write_tag(uint8_t *at, uint32_t tag)
{
	if (tag < 0x80) {
		*--at = (uint8_t)tag;
		return at;
	}
	if (tag >= 0x4000)
		return marui_write_long_varint(at, tag);
	at -= 2;
	at[0] = (uint8_t)(tag | 0x80);
	at[1] = (uint8_t)(tag >> 7);
	return at;
}

static inline uint64_t
marui_zigzag(int64_t value)
{
	return (uint64_t)value << 1 ^ (0 - ((uint64_t)value >> 63));
}

static inline void
marui_store32(uint8_t *at, uint32_t value)
{
	at[0] = (uint8_t)value;
	at[1] = (uint8_t)(value >> 8);
	at[2] = (uint8_t)(value >> 16);
	at[3] = (uint8_t)(value >> 24);
}

static inline void
marui_store64(uint8_t *at, uint64_t value)
{
	marui_store32(at, (uint32_t)value);
	marui_store32(at + 4, (uint32_t)(value >> 32));
}

static inline uint32_t
marui_float_bits(float value)
{
	uint32_t bits;

	memcpy(&bits, &value, sizeof bits);
	return bits;
}

static inline uint64_t
marui_double_bits(double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof bits);
	return bits;
}

/* Each X(name, C type, wire): how `value` becomes the number that is written as a varint, or in 4 or 8 bytes. */
#define MARUI_WRITE_VARINTS(X) \
	X(int32, int32_t, (uint64_t)(int64_t)value) \
	X(int64, int64_t, (uint64_t)value) \
	X(uint32, uint32_t, value) \
	X(uint64, uint64_t, value) \
	X(sint32, int32_t, marui_zigzag(value)) \
	X(sint64, int64_t, marui_zigzag(value)) \
	X(bool, protobuf_c_boolean, value != 0)

#define MARUI_WRITE_FIXED32S(X) \
	X(fixed32, uint32_t, value) \
	X(sfixed32, int32_t, (uint32_t)value) \
	X(float, float, marui_float_bits(value))

#define MARUI_WRITE_FIXED64S(X) \
	X(fixed64, uint64_t, value) \
	X(sfixed64, int64_t, (uint64_t)value) \
	X(double, double, marui_double_bits(value))

#define MARUI_WRITE_VARINT(name, c_type, wire) \
	static inline bool marui_is_set_##name(c_type value) { return (wire) != 0; } \
	static inline size_t marui_size_##name(uint32_t tag, c_type value) \
	{ \
		return marui_varint_size(tag) + marui_varint_size(wire); \
	} \
	static inline uint8_t *marui_write_##name(uint8_t *at, uint32_t tag, c_type value) \
	{ \
		return marui_write_tag(marui_write_varint(at, wire), tag); \
	}

#define MARUI_WRITE_FIXED(name, c_type, wire, bits) \
	static inline bool marui_is_set_##name(c_type value) { return (wire) != 0; } \
	static inline size_t marui_size_##name(uint32_t tag, c_type value) \
	{ \
		(void)value; \
		return marui_varint_size(tag) + bits / 8; \
	} \
	static inline uint8_t *marui_write_##name(uint8_t *at, uint32_t tag, c_type value) \
	{ \
		at -= bits / 8; \
		marui_store##bits(at, wire); \
		return marui_write_tag(at, tag); \
	}
#define MARUI_WRITE_FIXED32(name, c_type, wire) MARUI_WRITE_FIXED(name, c_type, wire, 32)
#define MARUI_WRITE_FIXED64(name, c_type, wire) MARUI_WRITE_FIXED(name, c_type, wire, 64)

#define MARUI_DECLARE_REPEATED(name, c_type, wire) \
	size_t marui_size_repeated_##name(uint32_t tag, size_t n, const c_type *items); \
	uint8_t *marui_write_repeated_##name(uint8_t *at, uint32_t tag, size_t n, const c_type *items);

#define MARUI_DECLARE_PACKED(name, c_type, wire) \
	size_t marui_size_packed_##name(uint32_t tag, size_t n, const c_type *items); \
	uint8_t *marui_write_packed_##name(uint8_t *at, uint32_t tag, size_t n, const c_type *items);

MARUI_WRITE_VARINTS(MARUI_WRITE_VARINT)
MARUI_WRITE_FIXED32S(MARUI_WRITE_FIXED32)
MARUI_WRITE_FIXED64S(MARUI_WRITE_FIXED64)
MARUI_WRITE_VARINTS(MARUI_DECLARE_REPEATED)
MARUI_WRITE_FIXED32S(MARUI_DECLARE_REPEATED)
MARUI_WRITE_FIXED64S(MARUI_DECLARE_REPEATED)
MARUI_WRITE_VARINTS(MARUI_DECLARE_PACKED)
MARUI_WRITE_FIXED32S(MARUI_DECLARE_PACKED)
MARUI_WRITE_FIXED64S(MARUI_DECLARE_PACKED)
MARUI_DECLARE_REPEATED(bytes, ProtobufCBinaryData, )
size_t marui_size_repeated_string(uint32_t tag, size_t n, const char *const *items);
uint8_t *marui_write_repeated_string(uint8_t *at, uint32_t tag, size_t n, const char *const *items);

#undef MARUI_WRITE_VARINT
#undef MARUI_WRITE_FIXED
#undef MARUI_WRITE_FIXED32
#undef MARUI_WRITE_FIXED64
#undef MARUI_DECLARE_REPEATED
#undef MARUI_DECLARE_PACKED

static inline bool
marui_is_set_string(const char *value)
{
	return value != NULL && value[0] != '\0';
}

static inline bool
marui_is_set_bytes(ProtobufCBinaryData value)
{
	return value.len != 0;
}

size_t marui_size_string(uint32_t tag, const char *value);
uint8_t *marui_write_string(uint8_t *at, uint32_t tag, const char *value);

static inline size_t
marui_size_bytes(uint32_t tag, ProtobufCBinaryData value)
{
	return marui_varint_size(tag) + marui_varint_size(value.len) + value.len;
}

uint8_t *marui_write_bytes(uint8_t *at, uint32_t tag, ProtobufCBinaryData value);

/* `message` is a `const struct x *` of that type. A member of a oneof is there when the case says so: NULL stands for an empty
 * message. Inline, so that a level of messages in messages is one call, and not two: processors foresee about 50 returns. */
static inline size_t
marui_size_member(uint32_t tag, const struct maru_message_type *type, const void *message)
{
	size_t len = message != NULL ? type->size((const ProtobufCMessage *)message) : 0;

	return marui_varint_size(tag) + marui_varint_size(len) + len;
}

static inline uint8_t *
marui_write_member(uint8_t *at, uint32_t tag, const struct maru_message_type *type, const void *message)
{
	uint8_t *end = at;

	if (message != NULL)
		at = type->write((const ProtobufCMessage *)message, at);
	return marui_write_tag(marui_write_varint(at, (size_t)(end - at)), tag);
}

/* NULL is absent and takes no bytes. */
static inline size_t
marui_size_message(uint32_t tag, const struct maru_message_type *type, const void *message)
{
	return message != NULL ? marui_size_member(tag, type, message) : 0;
}

static inline uint8_t *
marui_write_message(uint8_t *at, uint32_t tag, const struct maru_message_type *type, const void *message)
{
	return message != NULL ? marui_write_member(at, tag, type, message) : at;
}

/* `items` is a `struct x **`; a NULL element stands for an empty message. */
size_t marui_size_repeated_message(uint32_t tag, const struct maru_message_type *type, size_t n, const void *items);
uint8_t *marui_write_repeated_message(uint8_t *at, uint32_t tag, const struct maru_message_type *type, size_t n,
                                      const void *items);

size_t marui_size_unknown_fields(const ProtobufCMessage *message);
uint8_t *marui_write_unknown_fields(uint8_t *at, const ProtobufCMessage *message);

/* Nearly no message has any. */
static inline size_t
marui_size_unknown(const ProtobufCMessage *message)
{
	return MARU_UNLIKELY(message->n_unknown_fields != 0) ? marui_size_unknown_fields(message) : 0;
}

static inline uint8_t *
marui_write_unknown(uint8_t *at, const ProtobufCMessage *message)
{
	return MARU_UNLIKELY(message->n_unknown_fields != 0) ? marui_write_unknown_fields(at, message) : at;
}

MARU_END_DECLS

#endif
