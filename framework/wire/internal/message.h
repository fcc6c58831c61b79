/* What the files of wire/ share among themselves. */
#ifndef MARU_WIRE_INTERNAL_MESSAGE_H
#define MARU_WIRE_INTERNAL_MESSAGE_H

#include "maru/wire/internal/read.h"

MARU_BEGIN_DECLS

/* As maru_message_new(), but NULL where the arena's limit is reached or memory is out. */
ProtobufCMessage *marui_message_try_new(const ProtobufCMessageDescriptor *descriptor, struct maru_arena *arena);

/* A length, which is not past `end`. */
const uint8_t *marui_read_length(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, size_t *ret_len);

/* Room for `more` elements behind `n`: the array, moved perhaps, or NULL with MARUI_FAULT_MEMORY. */
void *marui_grow(struct marui_reader *reader, const uint8_t *at, void *items, size_t n, size_t more, size_t item_size);

/* Where the value ends that stands behind a tag; checks the tag and, within groups, everything but the values themselves. */
const uint8_t *marui_skip_value(struct marui_reader *reader, const uint8_t *at, const uint8_t *end, uint32_t tag);

MARU_END_DECLS

#endif
