#include "maru/wire/internal/field.h"

size_t
marui_field_item_size(const ProtobufCFieldDescriptor *field)
{
	switch (field->type) {
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
	case PROTOBUF_C_TYPE_DOUBLE:
		return 8;
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_MESSAGE:
		return sizeof(void *);
	case PROTOBUF_C_TYPE_BYTES:
		return sizeof(ProtobufCBinaryData);
	case PROTOBUF_C_TYPE_BOOL:
		return sizeof(protobuf_c_boolean);
	default:
		return 4;
	}
}

static const void *
member(const ProtobufCMessage *message, unsigned offset)
{
	return (const char *)message + offset;
}

static bool
is_set(const ProtobufCFieldDescriptor *field, const void *slot)
{
	static const unsigned char zeros[8];

	switch (field->type) {
	case PROTOBUF_C_TYPE_STRING:
		return marui_string_at(slot)[0] != '\0';
	case PROTOBUF_C_TYPE_BYTES:
		return marui_bytes_at(slot).len != 0;
	default:
		return memcmp(slot, zeros, marui_field_item_size(field)) != 0;
	}
}

static uint32_t
quantifier(const ProtobufCFieldDescriptor *field, const ProtobufCMessage *message)
{
	uint32_t value;

	memcpy(&value, member(message, field->quantifier_offset), sizeof value);
	return value;
}

size_t
marui_field_count(const ProtobufCFieldDescriptor *field, const ProtobufCMessage *message)
{
	const void *slot = member(message, field->offset);
	size_t n;

	if (field->label == PROTOBUF_C_LABEL_REPEATED) {
		memcpy(&n, member(message, field->quantifier_offset), sizeof n);
		return n;
	}
	if ((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0)
		return quantifier(field, message) == field->id;
	if (field->type == PROTOBUF_C_TYPE_MESSAGE)
		return marui_pointer_at(slot) != NULL;
	if (field->label == PROTOBUF_C_LABEL_REQUIRED)
		return 1;
	if (field->label == PROTOBUF_C_LABEL_NONE)
		return is_set(field, slot);
	return quantifier(field, message) != 0;
}

const void *
marui_field_items(const ProtobufCFieldDescriptor *field, const ProtobufCMessage *message)
{
	const void *slot = member(message, field->offset);

	return field->label == PROTOBUF_C_LABEL_REPEATED ? marui_pointer_at(slot) : slot;
}
