#include "maru/wire/internal/walk.h"

#include <stdarg.h>
#include <stdio.h>

#include "maru/wire/internal/message.h"

static uint32_t
wire_type_of(ProtobufCType type)
{
	switch (type) {
	case PROTOBUF_C_TYPE_FIXED64:
	case PROTOBUF_C_TYPE_SFIXED64:
	case PROTOBUF_C_TYPE_DOUBLE:
		return PROTOBUF_C_WIRE_TYPE_64BIT;
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_BYTES:
	case PROTOBUF_C_TYPE_MESSAGE:
		return PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED;
	case PROTOBUF_C_TYPE_FIXED32:
	case PROTOBUF_C_TYPE_SFIXED32:
	case PROTOBUF_C_TYPE_FLOAT:
		return PROTOBUF_C_WIRE_TYPE_32BIT;
	default:
		return PROTOBUF_C_WIRE_TYPE_VARINT;
	}
}

static const ProtobufCFieldDescriptor *
find_field(const ProtobufCMessageDescriptor *descriptor, uint32_t tag)
{
	const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field(descriptor, tag >> 3);

	if (field == NULL)
		return NULL;
	if ((tag & 7) == wire_type_of(field->type))
		return field;
	return field->label == PROTOBUF_C_LABEL_REPEATED && (tag & 7) == PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED ? field : NULL;
}

bool
marui_walk(const ProtobufCMessageDescriptor *descriptor, const uint8_t **at, const uint8_t *end,
           struct marui_wire_field *ret_field)
{
	struct marui_reader reader = { .depth = MARU_DEPTH_MAX };
	const uint8_t *start = *at, *value, *value_end;
	uint32_t tag;
	size_t len;

	if (start == end)
		return false;
	value = marui_read_tag(&reader, start, end, &tag);
	if (value == NULL)
		return false;
	value_end = marui_skip_value(&reader, value, end, tag);
	if (value_end != NULL && (tag & 7) == PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED)
		value = marui_read_length(&reader, value, end, &len);
	*ret_field = (struct marui_wire_field){
		.field = find_field(descriptor, tag),
		.number = tag >> 3,
		.start = start,
		.value = maru_bytes_of(value, value_end != NULL ? (size_t)(value_end - value) : 0),
		.end = value_end != NULL ? value_end : end,
	};
	*at = ret_field->end;
	return true;
}

MARU_PRINTF(2, 3)
static void
append(struct marui_path *path, const char *format, ...)
{
	size_t room = sizeof path->text - path->len;
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(path->text + path->len, room, format, args);
	va_end(args);
	if (len > 0)
		path->len += (size_t)len < room ? (size_t)len : room - 1;
}

void
marui_path_init(struct marui_path *path, const ProtobufCMessageDescriptor *descriptor)
{
	path->len = 0;
	append(path, "%s", descriptor->name);
}

/* How many elements of a field, none of them packed, come before one of them. */
static size_t
index_of(const ProtobufCMessageDescriptor *descriptor, maru_bytes message, const struct marui_wire_field *element)
{
	const uint8_t *at = message.data;
	struct marui_wire_field other;
	size_t index = 0;

	while (marui_walk(descriptor, &at, element->start, &other))
		index += other.field == element->field;
	return index;
}

void
marui_path_add(struct marui_path *path, const ProtobufCMessageDescriptor *descriptor, maru_bytes message,
               const struct marui_wire_field *wire)
{
	const ProtobufCFieldDescriptor *field = wire->field;

	if (field == NULL) {
		if (wire->number != 0)
			append(path, ".%u", wire->number);
		return;
	}
	append(path, ".%s", field->name);
	if (field->label == PROTOBUF_C_LABEL_REPEATED && wire_type_of(field->type) == PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED)
		append(path, "[%zu]", index_of(descriptor, message, wire));
}

void
marui_path_add_to(struct marui_path *path, const ProtobufCMessageDescriptor *descriptor, maru_bytes message,
                  const uint8_t *target)
{
	const uint8_t *at = message.data, *end = message.data + message.len;
	struct marui_wire_field wire;

	while (marui_walk(descriptor, &at, end, &wire)) {
		if (target >= wire.end)
			continue;
		marui_path_add(path, descriptor, message, &wire);
		if (wire.field == NULL || wire.field->type != PROTOBUF_C_TYPE_MESSAGE || wire.value.len == 0 ||
		    target < wire.value.data)
			return;
		descriptor = wire.field->descriptor;
		message = wire.value;
		at = message.data;
		end = at + message.len;
	}
}
