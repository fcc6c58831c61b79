#include "maru/wire/message.h"

#include "maru/base/assert.h"
#include "maru/base/internal/arena.h"
#include "maru/wire/internal/message.h"

ProtobufCMessage *
marui_message_try_new(const ProtobufCMessageDescriptor *descriptor, struct maru_arena *arena)
{
	ProtobufCMessage *message = marui_arena_try_alloc(arena, descriptor->sizeof_message);

	if (message != NULL)
		descriptor->message_init(message);
	return message;
}

ProtobufCMessage *
maru_message_new(const ProtobufCMessageDescriptor *descriptor, struct maru_arena *arena)
{
	ProtobufCMessage *message = maru_arena_alloc(arena, descriptor->sizeof_message);

	descriptor->message_init(message);
	return message;
}

maru_bytes
maru_message_encode(const struct maru_message_type *type, const ProtobufCMessage *message, struct maru_arena *arena)
{
	size_t size = type->size(message);
	uint8_t *data = maru_arena_alloc(arena, size);
	uint8_t *start = type->write(message, data + size);

	MARU_ASSERT(start == data && "the message changed while it was encoded");
	return maru_bytes_of(data, size);
}

/* Not by libprotobuf-c's ranges: 1.4.1 does not find INT32_MAX in them. */
const char *
maru_enum_name(const ProtobufCEnumDescriptor *descriptor, int32_t value)
{
	unsigned first = 0, end = descriptor->n_values;

	while (first < end) {
		unsigned middle = first + (end - first) / 2;
		const ProtobufCEnumValue *found = &descriptor->values[middle];

		if (found->value == value)
			return found->name;
		if (found->value < value)
			first = middle + 1;
		else
			end = middle;
	}
	return NULL;
}
