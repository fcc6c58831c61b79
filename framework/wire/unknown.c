#include "maru/wire/internal/message.h"

enum {
	WIRE_VARINT = 0,
	WIRE_FIXED64 = 1,
	WIRE_LENGTH = 2,
	WIRE_GROUP = 3,
	WIRE_GROUP_END = 4,
	WIRE_FIXED32 = 5,
};

/* To behind the end tag of the group that `tag` started. */
static const uint8_t *
skip_group(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, uint32_t tag)
{
	const uint32_t end_tag = (tag & ~7u) | WIRE_GROUP_END;
	const uint8_t *start = at;

	if (reader->depth == 0)
		return marui_fail(reader, MARUI_FAULT_DEPTH, at);
	reader->depth--;
	while (at != end) {
		at = marui_read_tag(reader, at, end, &tag);
		if (at != NULL && tag == end_tag) {
			reader->depth++;
			return at;
		}
		if (at != NULL)
			at = marui_skip_value(reader, at, end, tag);
		if (at == NULL)
			return NULL;
	}
	return marui_fail(reader, MARUI_FAULT_GROUP, start);
}

static const uint8_t *
skip_bytes(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, size_t len)
{
	if ((size_t)(end - at) < len)
		return marui_fail(reader, MARUI_FAULT_TRUNCATED, at);
	return at + len;
}

const uint8_t *
marui_skip_value(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, uint32_t tag)
{
	size_t len;

	if (tag < 8)
		return marui_fail(reader, MARUI_FAULT_TAG, at - 1);
	switch (tag & 7) {
	case WIRE_VARINT:
		return marui_read_varint(reader, at, end).at;
	case WIRE_FIXED64:
		return skip_bytes(reader, at, end, 8);
	case WIRE_LENGTH:
		at = marui_read_length(reader, at, end, &len);
		return at != NULL ? at + len : NULL;
	case WIRE_GROUP:
		return skip_group(reader, at, end, tag);
	case WIRE_GROUP_END:
		return marui_fail(reader, MARUI_FAULT_GROUP, at - 1);
	case WIRE_FIXED32:
		return skip_bytes(reader, at, end, 4);
	default:
		return marui_fail(reader, MARUI_FAULT_TAG, at - 1);
	}
}

const uint8_t *
marui_read_unknown(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, uint32_t tag,
                   ProtobufCMessage *message)
{
	const uint8_t *value_end = marui_skip_value(reader, at, end, tag);
	ProtobufCMessageUnknownField *fields;
	uint8_t *copy;
	size_t len;

	if (value_end == NULL)
		return NULL;
	fields = marui_grow(reader, at, message->unknown_fields, message->n_unknown_fields, 1, sizeof *fields);
	if (fields == NULL)
		return NULL;
	message->unknown_fields = fields;
	len = (size_t)(value_end - at);
	copy = maru_arena_try_alloc(reader->arena, len);
	if (copy == NULL)
		return marui_fail(reader, MARUI_FAULT_MEMORY, at);
	memcpy(copy, at, len);
	fields[message->n_unknown_fields++] = (ProtobufCMessageUnknownField){
		.tag = tag >> 3,
		.wire_type = (ProtobufCWireType)(tag & 7),
		.len = len,
		.data = copy,
	};
	return value_end;
}
