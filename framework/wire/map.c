#include "maru/base/assert.h"
#include "maru/wire/internal/field.h"

/* The pointer to entry i. */
static const ProtobufCMessage *
entry_at(const void *entries, size_t i)
{
	return marui_pointer_at((const char *)entries + i * sizeof(void *));
}

const ProtobufCMessage *
maru_map_find_string(const ProtobufCMessageDescriptor *descriptor, size_t n, const void *entries, const char *key)
{
	const unsigned offset = descriptor->fields[0].offset;

	MARU_ASSERT(descriptor->fields[0].type == PROTOBUF_C_TYPE_STRING);
	while (n > 0) {
		const ProtobufCMessage *entry = entry_at(entries, --n);

		if (strcmp(marui_string_at((const char *)entry + offset), key) == 0)
			return entry;
	}
	return NULL;
}

/* An integer key as 64 bits, negative ones sign-extended. */
static uint64_t
integer_key(const ProtobufCFieldDescriptor *field, const ProtobufCMessage *entry)
{
	const void *slot = (const char *)entry + field->offset;
	uint64_t wide;
	int32_t narrow;

	if (marui_field_item_size(field) == sizeof wide) {
		memcpy(&wide, slot, sizeof wide);
		return wide;
	}
	memcpy(&narrow, slot, sizeof narrow);
	switch (field->type) {
	case PROTOBUF_C_TYPE_BOOL:
		return narrow != 0;
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_FIXED32:
		return (uint32_t)narrow;
	default:
		return (uint64_t)narrow;
	}
}

const ProtobufCMessage *
maru_map_find_integer(const ProtobufCMessageDescriptor *descriptor, size_t n, const void *entries, uint64_t key)
{
	const ProtobufCFieldDescriptor *field = &descriptor->fields[0];

	MARU_ASSERT(field->type != PROTOBUF_C_TYPE_STRING);
	while (n > 0) {
		const ProtobufCMessage *entry = entry_at(entries, --n);

		if (integer_key(field, entry) == key)
			return entry;
	}
	return NULL;
}

const ProtobufCMessage *
marui_map_find_like(size_t n, const void *entries, const ProtobufCMessage *like)
{
	const ProtobufCFieldDescriptor *key = &like->descriptor->fields[0];

	if (key->type == PROTOBUF_C_TYPE_STRING)
		return maru_map_find_string(like->descriptor, n, entries, marui_string_at((const char *)like + key->offset));
	return maru_map_find_integer(like->descriptor, n, entries, integer_key(key, like));
}
