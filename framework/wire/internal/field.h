/*
 * The fields of a message, seen through its descriptor: what every function on messages of any type is made of. An optional
 * field other than a message has its has_x, strings too: the descriptors of protoc-gen-c do not, and are not for this.
 */
#ifndef MARU_WIRE_INTERNAL_FIELD_H
#define MARU_WIRE_INTERNAL_FIELD_H

#include "maru/wire/message.h"

MARU_BEGIN_DECLS

/* Bytes that one value takes in a struct or an array. */
size_t marui_field_item_size(const ProtobufCFieldDescriptor *field);

/* How many values are there: of a field without presence, 0 where it is zero or empty. */
size_t marui_field_count(const ProtobufCFieldDescriptor *field, const ProtobufCMessage *message);

/* The field's values as they lie in memory: the struct's member, or a repeated field's array. */
const void *marui_field_items(const ProtobufCFieldDescriptor *field, const ProtobufCMessage *message);

/* The pointer that stands at `slot`: of a string or message value, or of a repeated field's array. */
static inline void *
marui_pointer_at(const void *slot)
{
	void *pointer;

	memcpy(&pointer, slot, sizeof pointer);
	return pointer;
}

/* The string that stands at `slot`; never NULL. */
static inline const char *
marui_string_at(const void *slot)
{
	const char *string = (const char *)marui_pointer_at(slot);

	return string != NULL ? string : "";
}

static inline ProtobufCBinaryData
marui_bytes_at(const void *slot)
{
	ProtobufCBinaryData bytes;

	memcpy(&bytes, slot, sizeof bytes);
	return bytes;
}

/* The last of the n entries of a map that has the key of `like`, another entry of that type, or NULL. */
const ProtobufCMessage *marui_map_find_like(size_t n, const void *entries, const ProtobufCMessage *like);

MARU_END_DECLS

#endif
