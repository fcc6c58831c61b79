/* What the files of wire/ share among themselves. */
#ifndef MARU_WIRE_INTERNAL_MESSAGE_H
#define MARU_WIRE_INTERNAL_MESSAGE_H

#include "maru/wire/internal/read.h"

MARU_BEGIN_DECLS

/* As maru_message_new(), but NULL where the arena's limit is reached or memory is out. */
ProtobufCMessage *marui_message_try_new(const ProtobufCMessageDescriptor *descriptor, struct maru_arena *arena);

/* A length, which is not past `end`. */
static inline const uint8_t *
marui_read_length(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, size_t *ret_len)
{
	struct marui_varint varint = marui_read_varint(reader, at, end);

	*ret_len = (size_t)varint.value;
	if (MARU_LIKELY(varint.at != NULL) && MARU_UNLIKELY(varint.value > (size_t)(end - varint.at)))
		return marui_fail(reader, MARUI_FAULT_LENGTH, at);
	return varint.at;
}

/* marui_read_message() once the message is there. */
const uint8_t *marui_merge_message(struct marui_reader *reader, const uint8_t *at, const uint8_t *end,
                                   const struct maru_message_type *type, ProtobufCMessage *message);

/* Room for `more` elements behind `n`: the array, moved perhaps, or NULL with MARUI_FAULT_MEMORY. */
void *marui_grow(struct marui_reader *reader, const uint8_t *at, void *items, size_t n, size_t more, size_t item_size);

/* Where the value ends that stands behind a tag; checks the tag and, within groups, everything but the values themselves. */
const uint8_t *marui_skip_value(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, uint32_t tag);

MARU_END_DECLS

#endif
