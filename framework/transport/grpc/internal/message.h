/*
 * Messages between C core's byte buffers and runs of bytes.
 */
#ifndef MARU_TRANSPORT_GRPC_INTERNAL_MESSAGE_H
#define MARU_TRANSPORT_GRPC_INTERNAL_MESSAGE_H

#include <grpc/byte_buffer.h>
#include <grpc/grpc.h>

#include "maru/base/status.h"

enum {
	/* C core refuses a message or metadata above its own limit with an error of its own, and ends the connection over
	 * metadata, so its limits are a little higher. */
	MARUI_WIRE_SLACK_BYTES = 64 * 1024,
	MARUI_MESSAGE_BYTES_MAX = 1024 * 1024 * 1024, /* what can be set at most: C core counts in int */
};

/* The limit that is asked for, as far as it can be set. */
size_t marui_message_limit(size_t bytes_max);

/*
 * The message in a received buffer: borrowed from the buffer where it lies in one piece, else on the arena. `buffer` may
 * be NULL: there is no message, INTERNAL.
 *
 * RESOURCE_EXHAUSTED  MESSAGE_TOO_LARGE, MESSAGE_TOO_LARGE_DECODED
 * UNIMPLEMENTED       UNKNOWN_COMPRESSION
 * INTERNAL            NO_MESSAGE, BROKEN_COMPRESSION
 */
MARU_MUST_USE maru_status marui_message_read(const grpc_byte_buffer *buffer, size_t bytes_max, struct maru_arena *arena,
                                             maru_bytes *ret_message);

/* Makes `buffer`, which lies inside another object, hold a copy of the message: C core may hold on to what it sends
 * longer than the call that sent it. */
void marui_message_write(grpc_byte_buffer *buffer, maru_bytes message);

/* Whatever C core has left of it. */
void marui_message_written(grpc_byte_buffer *buffer);

#endif
