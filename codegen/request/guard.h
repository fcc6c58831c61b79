/*
 * What stands between a stranger's bytes and libprotobuf-c.
 *
 * protobuf_c_message_unpack() recurses without a limit, cuts strings at a NUL, and refuses groups among the unknown
 * fields, where custom options may well hold one. So the bytes are walked first, along the same descriptors.
 */
#ifndef MARU_CODEGEN_REQUEST_GUARD_H
#define MARU_CODEGEN_REQUEST_GUARD_H

#include <protobuf-c/protobuf-c.h>

#include "maru/base/arena.h"
#include "maru/base/status.h"

enum {
	GUARD_DEPTH_MAX = 100, /* messages in messages, the outermost counted; groups too */
};

/*
 * Walks `len` bytes at `data`, and turns each unknown group into an unknown field of bytes, as long as the group was
 * and with its number.
 *
 * INVALID_ARGUMENT, with the offset: a truncated field, a varint of more than ten bytes or of more bits than its
 * type, a length past the end, field number 0, a known field of another wire type, unmatched groups, messages that
 * nest deeper than GUARD_DEPTH_MAX, a NUL in a string.
 */
MARU_MUST_USE maru_status guard_message(const ProtobufCMessageDescriptor *descriptor, uint8_t *data, size_t len,
                                        struct maru_arena *arena);

#endif
