#include "maru/wire/internal/field.h"

static const char *
dup_string(struct maru_arena *arena, const char *string)
{
	return string == protobuf_c_empty_string ? string : maru_arena_strdup(arena, string);
}

/* Replaces what the value at `slot` points to, if anything, by a copy. */
static void
dup_value(const ProtobufCFieldDescriptor *field, void *slot, struct maru_arena *arena)
{
	ProtobufCBinaryData bytes;
	const char *string;
	const ProtobufCMessage *message;

	switch (field->type) {
	case PROTOBUF_C_TYPE_STRING:
		string = dup_string(arena, marui_string_at(slot));
		memcpy(slot, &string, sizeof string);
		return;
	case PROTOBUF_C_TYPE_BYTES:
		bytes = marui_bytes_at(slot);
		bytes.data = bytes.len != 0 ? memcpy(maru_arena_alloc(arena, bytes.len), bytes.data, bytes.len) : NULL;
		memcpy(slot, &bytes, sizeof bytes);
		return;
	case PROTOBUF_C_TYPE_MESSAGE:
		message = marui_pointer_at(slot);
		message = message != NULL ? maru_message_dup(message, arena) : maru_message_new(field->descriptor, arena);
		memcpy(slot, &message, sizeof message);
		return;
	default:
		return;
	}
}

static void
dup_array(const ProtobufCFieldDescriptor *field, void *slot, size_t n, struct maru_arena *arena)
{
	const size_t item_size = marui_field_item_size(field);
	const void *items = marui_pointer_at(slot);
	char *copy = NULL;
	size_t i;

	if (n != 0)
		copy = memcpy(maru_arena_alloc(arena, n * item_size), items, n * item_size);
	for (i = 0; i < n; i++)
		dup_value(field, copy + i * item_size, arena);
	memcpy(slot, &copy, sizeof copy);
}

/* What an absent string or bytes field points to may go before the copy does, and a literal leaves NULL strings. */
static void
clear_absent(const ProtobufCFieldDescriptor *field, void *slot)
{
	static const ProtobufCBinaryData no_bytes;
	const char *string = field->default_value != NULL ? field->default_value : protobuf_c_empty_string;

	if ((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0)
		return;
	if (field->type == PROTOBUF_C_TYPE_STRING)
		memcpy(slot, &string, sizeof string);
	if (field->type == PROTOBUF_C_TYPE_BYTES)
		memcpy(slot, field->default_value != NULL ? field->default_value : &no_bytes, sizeof no_bytes);
}

static void
dup_field(const ProtobufCFieldDescriptor *field, ProtobufCMessage *copy, struct maru_arena *arena)
{
	void *slot = (char *)copy + field->offset;
	size_t n = marui_field_count(field, copy);

	if (field->label == PROTOBUF_C_LABEL_REPEATED)
		dup_array(field, slot, n, arena);
	else if (n != 0)
		dup_value(field, slot, arena);
	else
		clear_absent(field, slot);
}

static void
dup_unknown(ProtobufCMessage *copy, struct maru_arena *arena)
{
	const size_t size = copy->n_unknown_fields * sizeof *copy->unknown_fields;
	unsigned i;

	if (size == 0)
		return;
	copy->unknown_fields = memcpy(maru_arena_alloc(arena, size), copy->unknown_fields, size);
	for (i = 0; i < copy->n_unknown_fields; i++) {
		ProtobufCMessageUnknownField *field = &copy->unknown_fields[i];

		if (field->len != 0)
			field->data = memcpy(maru_arena_alloc(arena, field->len), field->data, field->len);
	}
}

ProtobufCMessage *
maru_message_dup(const ProtobufCMessage *message, struct maru_arena *arena)
{
	const ProtobufCMessageDescriptor *descriptor = message->descriptor;
	ProtobufCMessage *copy = maru_arena_alloc(arena, descriptor->sizeof_message);
	unsigned i;

	memcpy(copy, message, descriptor->sizeof_message);
	for (i = 0; i < descriptor->n_fields; i++)
		dup_field(&descriptor->fields[i], copy, arena);
	dup_unknown(copy, arena);
	return copy;
}
