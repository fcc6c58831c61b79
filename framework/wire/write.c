#include "maru/wire/internal/write.h"

uint8_t *
marui_write_long_varint(uint8_t *at, uint64_t value)
{
	uint8_t *start = at - marui_varint_size(value);

	for (at = start; value >= 0x80; value >>= 7)
		*at++ = (uint8_t)(value | 0x80);
	*at = (uint8_t)value;
	return start;
}

/* Copies `len` bytes to before `at`, and their length to before them. */
static uint8_t *
write_counted(uint8_t *at, const void *data, size_t len)
{
	at -= len;
	if (len != 0)
		memcpy(at, data, len);
	return marui_write_varint(at, len);
}

static size_t
counted_size(uint32_t tag, size_t len)
{
	return marui_varint_size(tag) + marui_varint_size(len) + len;
}

size_t
marui_size_string(uint32_t tag, const char *value)
{
	return counted_size(tag, value != NULL ? strlen(value) : 0);
}

uint8_t *
marui_write_string(uint8_t *at, uint32_t tag, const char *value)
{
	return marui_write_tag(write_counted(at, value, value != NULL ? strlen(value) : 0), tag);
}

uint8_t *
marui_write_bytes(uint8_t *at, uint32_t tag, ProtobufCBinaryData value)
{
	return marui_write_tag(write_counted(at, value.data, value.len), tag);
}

#define DEFINE_REPEATED(name, c_type, wire) \
	size_t \
	marui_size_repeated_##name(uint32_t tag, size_t n, const c_type *items) \
	{ \
		size_t size = 0, i; \
\
		for (i = 0; i < n; i++) \
			size += marui_size_##name(tag, items[i]); \
		return size; \
	} \
\
	uint8_t * \
	marui_write_repeated_##name(uint8_t *at, uint32_t tag, size_t n, const c_type *items) \
	{ \
		while (n > 0) \
			at = marui_write_##name(at, tag, items[--n]); \
		return at; \
	}

typedef const char *string_item;

MARUI_WRITE_VARINTS(DEFINE_REPEATED)
MARUI_WRITE_FIXED32S(DEFINE_REPEATED)
MARUI_WRITE_FIXED64S(DEFINE_REPEATED)
DEFINE_REPEATED(string, string_item, )
DEFINE_REPEATED(bytes, ProtobufCBinaryData, )

#define DEFINE_PACKED_VARINTS(name, c_type, wire) \
	static size_t \
	name##_run_len(size_t n, const c_type *items) \
	{ \
		size_t len = 0, i; \
\
		for (i = 0; i < n; i++) { \
			c_type value = items[i]; \
\
			len += marui_varint_size(wire); \
		} \
		return len; \
	} \
\
	size_t \
	marui_size_packed_##name(uint32_t tag, size_t n, const c_type *items) \
	{ \
		return n == 0 ? 0 : counted_size(tag, name##_run_len(n, items)); \
	} \
\
	uint8_t * \
	marui_write_packed_##name(uint8_t *at, uint32_t tag, size_t n, const c_type *items) \
	{ \
		uint8_t *end = at; \
\
		if (n == 0) \
			return at; \
		while (n > 0) { \
			c_type value = items[--n]; \
\
			at = marui_write_varint(at, wire); \
		} \
		at = marui_write_varint(at, (size_t)(end - at)); \
		return marui_write_tag(at, tag); \
	}

MARUI_WRITE_VARINTS(DEFINE_PACKED_VARINTS)

#define DEFINE_PACKED_FIXED(name, c_type, wire, bits) \
	size_t \
	marui_size_packed_##name(uint32_t tag, size_t n, const c_type *items) \
	{ \
		(void)items; \
		return n == 0 ? 0 : counted_size(tag, n * (bits / 8)); \
	} \
\
	uint8_t * \
	marui_write_packed_##name(uint8_t *at, uint32_t tag, size_t n, const c_type *items) \
	{ \
		size_t len = n * (bits / 8); \
\
		if (n == 0) \
			return at; \
		while (n > 0) { \
			c_type value = items[--n]; \
\
			at -= bits / 8; \
			marui_store##bits(at, wire); \
		} \
		return marui_write_tag(marui_write_varint(at, len), tag); \
	}

#define DEFINE_PACKED_FIXED32(name, c_type, wire) DEFINE_PACKED_FIXED(name, c_type, wire, 32)
#define DEFINE_PACKED_FIXED64(name, c_type, wire) DEFINE_PACKED_FIXED(name, c_type, wire, 64)
MARUI_WRITE_FIXED32S(DEFINE_PACKED_FIXED32)
MARUI_WRITE_FIXED64S(DEFINE_PACKED_FIXED64)

/* Element i of an array of pointers to some struct, whose type nobody here knows. */
static const ProtobufCMessage *
message_item(const void *items, size_t i)
{
	const ProtobufCMessage *message;

	memcpy(&message, (const char *)items + i * sizeof message, sizeof message);
	return message;
}

size_t
marui_size_repeated_message(uint32_t tag, const struct maru_message_type *type, size_t n, const void *items)
{
	size_t size = 0, i;

	for (i = 0; i < n; i++)
		size += marui_size_member(tag, type, message_item(items, i));
	return size;
}

uint8_t *
marui_write_repeated_message(uint8_t *at, uint32_t tag, const struct maru_message_type *type, size_t n, const void *items)
{
	while (n > 0)
		at = marui_write_member(at, tag, type, message_item(items, --n));
	return at;
}

size_t
marui_size_unknown_fields(const ProtobufCMessage *message)
{
	size_t size = 0;
	unsigned i;

	for (i = 0; i < message->n_unknown_fields; i++) {
		const ProtobufCMessageUnknownField *field = &message->unknown_fields[i];

		size += marui_varint_size(field->tag << 3) + field->len;
	}
	return size;
}

uint8_t *
marui_write_unknown_fields(uint8_t *at, const ProtobufCMessage *message)
{
	unsigned i;

	for (i = message->n_unknown_fields; i > 0; i--) {
		const ProtobufCMessageUnknownField *field = &message->unknown_fields[i - 1];

		at -= field->len;
		if (field->len != 0)
			memcpy(at, field->data, field->len);
		at = marui_write_tag(at, field->tag << 3 | (uint32_t)field->wire_type);
	}
	return at;
}
