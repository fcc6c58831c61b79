/*
 * Uncompresses one message of a stranger, never to more than a limit.
 */
#ifndef MARU_TRANSPORT_GRPC_INTERNAL_INFLATE_H
#define MARU_TRANSPORT_GRPC_INTERNAL_INFLATE_H

#include "maru/base/status.h"

MARU_BEGIN_DECLS

enum marui_encoding {
	MARUI_ENCODING_GZIP,    /* RFC 1952 */
	MARUI_ENCODING_DEFLATE, /* RFC 1950, as gRPC's "deflate" is */
};

/*
 * Inflates `n_pieces` pieces, read as one, onto the arena. Takes at most about twice `bytes_max` from it. `bytes_max`
 * and every piece are less than INT_MAX.
 *
 * RESOURCE_EXHAUSTED  MESSAGE_TOO_LARGE past `bytes_max`; MESSAGE_TOO_LARGE_DECODED where the arena is at its limit
 * INTERNAL            BROKEN_COMPRESSION: not such data, damaged, cut short, or with something behind its end
 */
MARU_MUST_USE maru_status marui_inflate(enum marui_encoding encoding, const maru_bytes *pieces, size_t n_pieces,
                                        size_t bytes_max, struct maru_arena *arena, maru_bytes *ret_message);

MARU_END_DECLS

#endif
