#include "maru/wire/internal/read.h"

#include "maru/base/internal/arena.h"
#include "maru/wire/internal/message.h"
#include "maru/wire/internal/utf8.h"

/* Strings that are present and empty; its address is no other string's. */
static const char present_empty_string[1];

const uint8_t *
marui_fail(struct marui_reader *reader, enum marui_fault fault, const uint8_t *at)
{
	reader->fault = fault;
	reader->fault_at = at;
	return NULL;
}

struct marui_varint
marui_read_long_varint(struct marui_reader *reader, const uint8_t *at, const uint8_t *end)
{
	struct marui_varint varint = { .at = at };
	unsigned shift;

	for (shift = 0; shift < 70; shift += 7) {
		if (varint.at == end) {
			varint.at = marui_fail(reader, MARUI_FAULT_TRUNCATED, at);
			return varint;
		}
		varint.value |= (uint64_t)(*varint.at & 0x7f) << shift;
		if (*varint.at++ < 0x80)
			return varint;
	}
	varint.at = marui_fail(reader, MARUI_FAULT_VARINT, at);
	return varint;
}

const uint8_t *
marui_read_long_tag(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, uint32_t *ret_tag)
{
	struct marui_varint varint = marui_read_long_varint(reader, at, end);

	if (varint.at != NULL && (varint.value > UINT32_MAX || varint.at - at > 5))
		return marui_fail(reader, MARUI_FAULT_TAG, at);
	*ret_tag = (uint32_t)varint.value;
	return varint.at;
}

__attribute__((cold)) static const uint8_t *
fail_text(struct marui_reader *reader, const uint8_t *at)
{
	return marui_fail(reader, *at == 0 ? MARUI_FAULT_NUL : MARUI_FAULT_UTF8, at);
}

const uint8_t *
marui_read_string(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, const char **ret_value)
{
	size_t len;
	char *copy;

	at = marui_read_length(reader, at, end, &len);
	if (MARU_UNLIKELY(at == NULL))
		return NULL;
	if (len == 0) {
		*ret_value = present_empty_string;
		return at;
	}
	copy = marui_arena_try_alloc(reader->arena, len + 1);
	if (MARU_UNLIKELY(copy == NULL))
		return marui_fail(reader, MARUI_FAULT_MEMORY, at);
	if (!marui_copy_ascii((uint8_t *)copy, at, len)) {
		size_t span = marui_utf8_span(at, len);

		if (MARU_UNLIKELY(span != len))
			return fail_text(reader, at + span);
	}
	copy[len] = '\0';
	*ret_value = copy;
	return at + len;
}

const uint8_t *
marui_read_bytes(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, ProtobufCBinaryData *ret_value)
{
	size_t len;

	at = marui_read_length(reader, at, end, &len);
	if (at == NULL)
		return NULL;
	*ret_value = (ProtobufCBinaryData){ 0 };
	if (len == 0)
		return at;
	ret_value->data = marui_arena_try_alloc(reader->arena, len);
	if (MARU_UNLIKELY(ret_value->data == NULL))
		return marui_fail(reader, MARUI_FAULT_MEMORY, at);
	ret_value->len = len;
	memcpy(ret_value->data, at, len);
	return at + len;
}

bool
marui_is_enum_value(const uint8_t *at, const uint8_t *end, const ProtobufCEnumDescriptor *descriptor)
{
	struct marui_reader reader = { 0 };
	struct marui_varint varint = marui_read_varint(&reader, at, end);

	return varint.at != NULL && maru_enum_name(descriptor, (int32_t)(uint32_t)varint.value) != NULL;
}

const uint8_t *
marui_fill_message(struct marui_reader *reader, const uint8_t *at, const struct maru_message_type *type, void *slot)
{
	ProtobufCMessage *message;

	memcpy(&message, slot, sizeof message);
	if (message != NULL)
		return at;
	if (MARU_UNLIKELY(reader->depth == 0))
		return marui_fail(reader, MARUI_FAULT_DEPTH, at);
	message = marui_message_try_new(type->descriptor, reader->arena);
	if (MARU_UNLIKELY(message == NULL))
		return marui_fail(reader, MARUI_FAULT_MEMORY, at);
	memcpy(slot, &message, sizeof message);
	return at;
}

const uint8_t *
marui_merge_message(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, const struct maru_message_type *type,
                    ProtobufCMessage *message)
{
	size_t len;

	if (MARU_UNLIKELY(reader->depth == 0))
		return marui_fail(reader, MARUI_FAULT_DEPTH, at);
	at = marui_read_length(reader, at, end, &len);
	if (MARU_UNLIKELY(at == NULL))
		return NULL;
	reader->depth--;
	return type->read(reader, message, at, at + len);
}

const uint8_t *
marui_read_message(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, const struct maru_message_type *type,
                   void *slot)
{
	ProtobufCMessage *message;

	if (MARU_UNLIKELY(marui_fill_message(reader, at, type, slot) == NULL))
		return NULL;
	memcpy(&message, slot, sizeof message);
	return marui_merge_message(reader, at, end, type, message);
}

const uint8_t *
marui_read_member(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, const struct maru_message_type *type,
                  uint32_t number, int32_t *kind_case, void *slot)
{
	const ProtobufCMessage *none = NULL;

	if ((uint32_t)*kind_case != number)
		memcpy(slot, &none, sizeof none);
	*kind_case = (int32_t)number;
	return marui_read_message(reader, at, end, type, slot);
}
