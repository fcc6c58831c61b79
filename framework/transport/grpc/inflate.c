#include "maru/transport/grpc/internal/inflate.h"

#include <limits.h>
#include <zlib.h>

#include "maru/base/assert.h"

enum {
	FIRST_BYTES = 4096,
	WINDOW_BITS = 15,
	WINDOW_BITS_GZIP = 16, /* added: expect a gzip header and trailer */
};

struct inflation {
	z_stream zlib;
	struct maru_arena *arena;
	const maru_bytes *pieces;
	size_t n_pieces; /* not given to zlib yet */
	uint8_t *out;
	size_t out_size, bytes_max;
};

static maru_status
broken(struct inflation *inflation, const char *why)
{
	return maru_status_reason(inflation->arena, MARU_CODE_INTERNAL, "BROKEN_COMPRESSION",
	                          "the compressed message cannot be inflated: %s", why);
}

/* The next input for zlib; leaves avail_in 0 where there is none. */
static void
feed(struct inflation *inflation)
{
	while (inflation->zlib.avail_in == 0 && inflation->n_pieces != 0) {
		const maru_bytes *piece = inflation->pieces++;

		inflation->n_pieces--;
		inflation->zlib.next_in = (z_const Bytef *)piece->data;
		inflation->zlib.avail_in = (uInt)piece->len;
	}
}

static size_t
inflated_bytes(const struct inflation *inflation)
{
	return inflation->out_size - inflation->zlib.avail_out;
}

/* Room for more output. One byte more than the limit, to see whether the message ends there. */
static maru_status
grow(struct inflation *inflation)
{
	size_t size = inflation->out_size == 0 ? FIRST_BYTES : 2 * inflation->out_size;
	uint8_t *out;

	if (size > inflation->bytes_max)
		size = inflation->bytes_max + 1;
	out = (uint8_t *)maru_arena_try_grow(inflation->arena, inflation->out, inflation->out_size, size);
	if (out == NULL)
		return maru_status_reason(inflation->arena, MARU_CODE_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE_DECODED",
		                          "the call has no memory left to inflate a message beyond %zu bytes",
		                          inflation->out_size);
	inflation->zlib.next_out = out + inflation->out_size;
	inflation->zlib.avail_out = (uInt)(size - inflation->out_size);
	inflation->out = out;
	inflation->out_size = size;
	return MARU_OK;
}

static maru_status
too_large(struct inflation *inflation)
{
	return maru_status_reason(inflation->arena, MARU_CODE_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE",
	                          "the message inflates to more than the limit of %zu bytes", inflation->bytes_max);
}

static maru_status
check_end(struct inflation *inflation)
{
	feed(inflation);
	MARU_ENSURE(inflation->zlib.avail_in == 0, broken(inflation, "there is more behind its end"));
	MARU_ENSURE(inflated_bytes(inflation) <= inflation->bytes_max, too_large(inflation));
	return MARU_OK;
}

static maru_status
run(struct inflation *inflation)
{
	for (;;) {
		int result;

		if (inflation->zlib.avail_out == 0) {
			MARU_ENSURE(inflation->out_size <= inflation->bytes_max, too_large(inflation));
			MARU_TRY(grow(inflation));
		}
		feed(inflation);
		result = inflate(&inflation->zlib, Z_NO_FLUSH);
		if (result == Z_STREAM_END)
			return check_end(inflation);
		MARU_ENSURE(result != Z_BUF_ERROR, broken(inflation, "it is cut short"));
		MARU_ENSURE(result == Z_OK, broken(inflation, inflation->zlib.msg != NULL ? inflation->zlib.msg : "damaged"));
	}
}

maru_status
marui_inflate(enum marui_encoding encoding, const maru_bytes *pieces, size_t n_pieces, size_t bytes_max,
              struct maru_arena *arena, maru_bytes *ret_message)
{
	struct inflation inflation = { .arena = arena, .pieces = pieces, .n_pieces = n_pieces, .bytes_max = bytes_max };
	int window_bits = WINDOW_BITS + (encoding == MARUI_ENCODING_GZIP ? WINDOW_BITS_GZIP : 0);
	maru_status status;

	MARU_ASSERT_CMP(bytes_max, <, INT_MAX);
	if (inflateInit2(&inflation.zlib, window_bits) != Z_OK)
		return maru_status_reason(arena, MARU_CODE_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE_DECODED",
		                          "no memory left to inflate a message");
	status = run(&inflation);
	inflateEnd(&inflation.zlib);
	MARU_TRY(status);
	*ret_message = maru_bytes_of(inflation.out, inflated_bytes(&inflation));
	return MARU_OK;
}
