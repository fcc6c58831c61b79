#include "maru/base/internal/arena.h"
#include "maru/wire/internal/message.h"

enum {
	CAPACITY_MIN = 4,
};

/* What an array of `n` elements has room for. */
static size_t
capacity_of(size_t n)
{
	if (n == 0)
		return 0;
	if (n <= CAPACITY_MIN)
		return CAPACITY_MIN;
	return (size_t)1 << (64 - __builtin_clzll(n - 1));
}

/* Whether an array of `n` elements has no room for one more. */
static inline bool
is_full(size_t n)
{
	return (n & (n - 1)) == 0 && (n == 0 || n >= CAPACITY_MIN);
}

void *
marui_grow(struct marui_reader *reader, const uint8_t *at, void *items, size_t n, size_t more, size_t item_size)
{
	size_t old_capacity = capacity_of(n), capacity = capacity_of(n + more), size;

	if (capacity == old_capacity)
		return items;
	if (!__builtin_mul_overflow(capacity, item_size, &size)) {
		items = n == 0 ? marui_arena_try_alloc(reader->arena, size)
		               : maru_arena_try_grow(reader->arena, items, old_capacity * item_size, size);
		if (items != NULL)
			return items;
	}
	marui_fail(reader, MARUI_FAULT_MEMORY, at);
	return NULL;
}

/* One element of a repeated field, read by `read` to the end of the array. */
#define DEFINE_PUSH(name, c_type, value) \
	const uint8_t * \
	marui_push_##name(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, size_t *n, c_type **items) \
	{ \
		if (is_full(*n)) { \
			c_type *grown = marui_grow(reader, at, *items, *n, 1, sizeof **items); \
\
			if (grown == NULL) \
				return NULL; \
			*items = grown; \
		} \
		return marui_read_##name(reader, at, end, &(*items)[(*n)++]); \
	}

typedef const char *string_item;

MARUI_VARINT_SCALARS(DEFINE_PUSH)
MARUI_FIXED_SCALARS(DEFINE_PUSH)
DEFINE_PUSH(string, string_item, )
DEFINE_PUSH(bytes, ProtobufCBinaryData, )

/* A varint ends with a byte below 0x80: so many there are in a packed run, and no more room than that is taken. */
static size_t
count_varints(const uint8_t *at, const uint8_t *end)
{
	size_t n = 0;

	for (; at != end; at++)
		n += *at < 0x80;
	return n;
}

#define DEFINE_PACKED_VARINTS(name, c_type, value) \
	const uint8_t * \
	marui_push_packed_##name(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, size_t *n, \
	                         c_type **items) \
	{ \
		c_type *grown, *next; \
		size_t len; \
\
		at = marui_read_length(reader, at, end, &len); \
		if (at == NULL || len == 0) \
			return at; \
		end = at + len; \
		if (end[-1] >= 0x80) \
			return marui_fail(reader, MARUI_FAULT_PACKED, end - 1); \
		grown = marui_grow(reader, at, *items, *n, count_varints(at, end), sizeof **items); \
		if (grown == NULL) \
			return NULL; \
		*items = grown; \
		for (next = grown + *n; at != end && at != NULL; next++) \
			at = marui_read_##name(reader, at, end, next); \
		*n = (size_t)(next - grown); \
		return at; \
	}

MARUI_VARINT_SCALARS(DEFINE_PACKED_VARINTS)

#define DEFINE_PACKED_FIXED(name, c_type, value) \
	const uint8_t * \
	marui_push_packed_##name(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, size_t *n, \
	                         c_type **items) \
	{ \
		c_type *grown; \
		size_t len; \
\
		at = marui_read_length(reader, at, end, &len); \
		if (at == NULL || len == 0) \
			return at; \
		if (len % sizeof **items != 0) \
			return marui_fail(reader, MARUI_FAULT_PACKED, at); \
		grown = marui_grow(reader, at, *items, *n, len / sizeof **items, sizeof **items); \
		if (grown == NULL) \
			return NULL; \
		*items = grown; \
		for (end = at + len; at != end; at += sizeof **items) \
			grown[(*n)++] = value; \
		return at; \
	}

MARUI_FIXED_SCALARS(DEFINE_PACKED_FIXED)

const uint8_t *
marui_push_packed_enum(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, uint32_t tag,
                       ProtobufCMessage *message, const ProtobufCEnumDescriptor *descriptor, size_t *n, int32_t **items)
{
	const uint32_t element_tag = (tag & ~7u) | PROTOBUF_C_WIRE_TYPE_VARINT;
	size_t len;

	at = marui_read_length(reader, at, end, &len);
	if (at == NULL)
		return NULL;
	for (end = at + len; at != end && at != NULL;) {
		if (marui_is_enum_value(at, end, descriptor))
			at = marui_push_int32(reader, at, end, n, items);
		else
			at = marui_read_unknown(reader, at, end, element_tag, message);
	}
	return at;
}

/* Makes `message` the last element. False, with MARUI_FAULT_MEMORY, where there is no room. */
static inline bool
append_message(struct marui_reader *reader, const uint8_t *at, size_t *n, void *items, const ProtobufCMessage *message)
{
	unsigned char *array;

	memcpy(&array, items, sizeof array);
	if (is_full(*n)) {
		array = marui_grow(reader, at, array, *n, 1, sizeof message);
		if (array == NULL)
			return false;
		memcpy(items, &array, sizeof array);
	}
	memcpy(array + (*n)++ * sizeof message, &message, sizeof message);
	return true;
}

const uint8_t *
marui_push_message(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, const struct maru_message_type *type,
                   size_t *n, void *items)
{
	ProtobufCMessage *message = marui_message_try_new(type->descriptor, reader->arena);

	if (message == NULL)
		return marui_fail(reader, MARUI_FAULT_MEMORY, at);
	if (!append_message(reader, at, n, items, message))
		return NULL;
	return marui_merge_message(reader, at, end, type, message);
}

static bool
has_enum_value(const ProtobufCMessage *entry)
{
	const ProtobufCFieldDescriptor *field = &entry->descriptor->fields[1];
	int32_t value;

	memcpy(&value, (const char *)entry + field->offset, sizeof value);
	return maru_enum_name(field->descriptor, value) != NULL;
}

const uint8_t *
marui_push_enum_entry(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, uint32_t tag,
                      ProtobufCMessage *message, const struct maru_message_type *type, size_t *n, void *items)
{
	ProtobufCMessage *entry = NULL;
	const uint8_t *next = marui_read_message(reader, at, end, type, &entry);

	if (next == NULL)
		return NULL;
	if (!has_enum_value(entry))
		return marui_read_unknown(reader, at, end, tag, message);
	return append_message(reader, at, n, items, entry) ? next : NULL;
}
