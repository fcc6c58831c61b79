/* From foreign bytes to a message of libprotobuf-c on an arena. */
#ifndef MARU_CODEGEN_REQUEST_UNPACK_H
#define MARU_CODEGEN_REQUEST_UNPACK_H

#include <protobuf-c/protobuf-c.h>

#include "maru/base/arena.h"
#include "maru/base/status.h"

/*
 * Guards (plugin/guard.h) and unpacks a copy of `in`. The message lives on the arena and borrows nothing. Sets
 * *ret_message only on success.
 *
 * INVALID_ARGUMENT: what the guard refuses, and a missing required field. RESOURCE_EXHAUSTED: the arena's limit is
 * reached.
 */
MARU_MUST_USE maru_status unpack(const ProtobufCMessageDescriptor *descriptor, maru_bytes in, struct maru_arena *arena,
                                 ProtobufCMessage **ret_message);

#endif
