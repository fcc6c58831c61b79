#include "maru/wire/internal/field.h"

/* Whether the message holds no more than NULL, which stands for an empty one. */
static bool
is_empty(const ProtobufCMessage *message)
{
	unsigned i;

	if (message == NULL)
		return true;
	for (i = 0; i < message->descriptor->n_fields; i++) {
		if (marui_field_count(&message->descriptor->fields[i], message) != 0)
			return false;
	}
	return message->n_unknown_fields == 0;
}

static bool
messages_equal(const ProtobufCMessage *a, const ProtobufCMessage *b)
{
	if (a == b)
		return true;
	if (a == NULL || b == NULL)
		return is_empty(a) && is_empty(b);
	return maru_message_equal(a, b);
}

static bool
values_equal(const ProtobufCFieldDescriptor *field, const void *a, const void *b)
{
	ProtobufCBinaryData bytes_a, bytes_b;
	protobuf_c_boolean bool_a, bool_b;

	switch (field->type) {
	case PROTOBUF_C_TYPE_STRING:
		return strcmp(marui_string_at(a), marui_string_at(b)) == 0;
	case PROTOBUF_C_TYPE_BYTES:
		bytes_a = marui_bytes_at(a);
		bytes_b = marui_bytes_at(b);
		return maru_bytes_equal(maru_bytes_of(bytes_a.data, bytes_a.len), maru_bytes_of(bytes_b.data, bytes_b.len));
	case PROTOBUF_C_TYPE_MESSAGE:
		return messages_equal(marui_pointer_at(a), marui_pointer_at(b));
	case PROTOBUF_C_TYPE_BOOL:
		memcpy(&bool_a, a, sizeof bool_a);
		memcpy(&bool_b, b, sizeof bool_b);
		return (bool_a != 0) == (bool_b != 0);
	default:
		return memcmp(a, b, marui_field_item_size(field)) == 0;
	}
}

static bool
items_equal(const ProtobufCFieldDescriptor *field, size_t n, const void *a, const void *b)
{
	const size_t item_size = marui_field_item_size(field);
	size_t i;

	for (i = 0; i < n; i++) {
		if (!values_equal(field, (const char *)a + i * item_size, (const char *)b + i * item_size))
			return false;
	}
	return true;
}

/* Every entry of `a` that counts, which is the last with its key, has its like in `b`. */
static bool
map_within(size_t n_a, const void *a, size_t n_b, const void *b)
{
	size_t i;

	for (i = 0; i < n_a; i++) {
		const ProtobufCMessage *entry = marui_pointer_at((const char *)a + i * sizeof entry), *other;

		if (marui_map_find_like(n_a, a, entry) != entry)
			continue;
		other = marui_map_find_like(n_b, b, entry);
		if (other == NULL || !maru_message_equal(entry, other))
			return false;
	}
	return true;
}

static bool
fields_equal(const ProtobufCFieldDescriptor *field, const ProtobufCMessage *a, const ProtobufCMessage *b)
{
	const void *items_a = marui_field_items(field, a), *items_b = marui_field_items(field, b);
	size_t n_a = marui_field_count(field, a), n_b = marui_field_count(field, b);

	if (n_a == n_b && items_equal(field, n_a, items_a, items_b))
		return true;
	return (field->flags & MARU_FIELD_FLAG_MAP) != 0 && map_within(n_a, items_a, n_b, items_b) &&
	       map_within(n_b, items_b, n_a, items_a);
}

static bool
unknown_equal(const ProtobufCMessageUnknownField *a, const ProtobufCMessageUnknownField *b)
{
	return a->tag == b->tag && a->wire_type == b->wire_type &&
	       maru_bytes_equal(maru_bytes_of(a->data, a->len), maru_bytes_of(b->data, b->len));
}

bool
maru_message_equal(const ProtobufCMessage *a, const ProtobufCMessage *b)
{
	unsigned i;

	if (a->descriptor != b->descriptor || a->n_unknown_fields != b->n_unknown_fields)
		return false;
	for (i = 0; i < a->descriptor->n_fields; i++) {
		if (!fields_equal(&a->descriptor->fields[i], a, b))
			return false;
	}
	for (i = 0; i < a->n_unknown_fields; i++) {
		if (!unknown_equal(&a->unknown_fields[i], &b->unknown_fields[i]))
			return false;
	}
	return true;
}
