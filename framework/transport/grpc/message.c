#include "maru/transport/grpc/internal/message.h"

#include <grpc/slice_buffer.h>

#include "maru/transport/grpc/internal/inflate.h"
#include "maru/transport/grpc/internal/metadata.h"

/* The slices of a buffer as runs of bytes, on the arena; NULL where it is at its limit. */
static const maru_bytes *
pieces_of(const grpc_slice_buffer *slices, struct maru_arena *arena)
{
	maru_bytes *pieces = (maru_bytes *)maru_arena_try_alloc(arena, slices->count * sizeof *pieces);

	for (size_t i = 0; pieces != NULL && i < slices->count; i++)
		pieces[i] = marui_slice_bytes(&slices->slices[i]);
	return pieces;
}

static maru_status
no_memory(struct maru_arena *arena)
{
	return maru_status_reason(arena, MARU_CODE_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE_DECODED",
	                          "the call has no memory left for a message");
}

static maru_status
join(const grpc_slice_buffer *slices, struct maru_arena *arena, maru_bytes *ret_message)
{
	uint8_t *joined = (uint8_t *)maru_arena_try_alloc(arena, slices->length);
	size_t at = 0;

	MARU_ENSURE(joined != NULL, no_memory(arena));
	for (size_t i = 0; i < slices->count; i++) {
		maru_bytes piece = marui_slice_bytes(&slices->slices[i]);

		memcpy(joined + at, piece.data, piece.len);
		at += piece.len;
	}
	*ret_message = maru_bytes_of(joined, at);
	return MARU_OK;
}

static maru_status
read_plain(const grpc_slice_buffer *slices, size_t bytes_max, struct maru_arena *arena, maru_bytes *ret_message)
{
	MARU_ENSURE(slices->length <= bytes_max,
	            maru_status_reason(arena, MARU_CODE_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE",
	                               "the message has %zu bytes, the limit is %zu", slices->length, bytes_max));
	if (slices->count > 1)
		return join(slices, arena, ret_message);
	*ret_message = slices->count == 1 ? marui_slice_bytes(&slices->slices[0]) : maru_bytes_of(NULL, 0);
	return MARU_OK;
}

static maru_status
read_compressed(const grpc_slice_buffer *slices, enum marui_encoding encoding, size_t bytes_max, struct maru_arena *arena,
                maru_bytes *ret_message)
{
	const maru_bytes *pieces = pieces_of(slices, arena);

	MARU_ENSURE(pieces != NULL, no_memory(arena));
	return marui_inflate(encoding, pieces, slices->count, bytes_max, arena, ret_message);
}

maru_status
marui_message_read(const grpc_byte_buffer *buffer, size_t bytes_max, struct maru_arena *arena, maru_bytes *ret_message)
{
	MARU_ENSURE(buffer != NULL, maru_status_reason(arena, MARU_CODE_INTERNAL, "NO_MESSAGE",
	                                               "the other end has closed its side without the one message"));
	switch (buffer->data.raw.compression) {
	case GRPC_COMPRESS_NONE:
		return read_plain(&buffer->data.raw.slice_buffer, bytes_max, arena, ret_message);
	case GRPC_COMPRESS_GZIP:
		return read_compressed(&buffer->data.raw.slice_buffer, MARUI_ENCODING_GZIP, bytes_max, arena, ret_message);
	case GRPC_COMPRESS_DEFLATE:
		return read_compressed(&buffer->data.raw.slice_buffer, MARUI_ENCODING_DEFLATE, bytes_max, arena,
		                       ret_message);
	default:
		return maru_status_reason(arena, MARU_CODE_UNIMPLEMENTED, "UNKNOWN_COMPRESSION",
		                          "the message is compressed in a way that is not known; use gzip or deflate");
	}
}

void
marui_message_write(grpc_byte_buffer *buffer, maru_bytes message)
{
	buffer->type = GRPC_BB_RAW;
	buffer->data.raw.compression = GRPC_COMPRESS_NONE;
	grpc_slice_buffer_init(&buffer->data.raw.slice_buffer);
	grpc_slice_buffer_add(&buffer->data.raw.slice_buffer,
	                      grpc_slice_from_copied_buffer((const char *)message.data, message.len));
}

void
marui_message_written(grpc_byte_buffer *buffer)
{
	grpc_slice_buffer_destroy(&buffer->data.raw.slice_buffer);
}

size_t
marui_message_limit(size_t bytes_max)
{
	return bytes_max < MARUI_MESSAGE_BYTES_MAX ? bytes_max : MARUI_MESSAGE_BYTES_MAX;
}
