#include "maru/transport/grpc/internal/inflate.h"

#include <zlib.h>

#include "maru/base/assert.h"
#include "maru/testing/cmocka.h"

enum {
	GZIP_WINDOW_BITS = 15 + 16,
	ZLIB_WINDOW_BITS = 15,
	ARENA_BYTES_MAX = 1 << 24,
};

static struct maru_arena arena;

static int
set_up(void **state)
{
	(void)state;
	maru_arena_init(&arena, NULL, ARENA_BYTES_MAX);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	maru_arena_fini(&arena);
	return 0;
}

/* `len` bytes of `fill`, compressed, on the arena. */
static maru_bytes
compressed(int window_bits, uint8_t fill, size_t len)
{
	uint8_t *in = maru_arena_alloc(&arena, len), *out;
	size_t size = len + 1024;
	z_stream zlib = { 0 };

	memset(in, fill, len);
	out = maru_arena_alloc(&arena, size);
	MARU_ASSERT(deflateInit2(&zlib, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY) == Z_OK);
	zlib.next_in = in;
	zlib.avail_in = (uInt)len;
	zlib.next_out = out;
	zlib.avail_out = (uInt)size;
	MARU_ASSERT(deflate(&zlib, Z_FINISH) == Z_STREAM_END);
	deflateEnd(&zlib);
	return maru_bytes_of(out, zlib.total_out);
}

static void
assert_inflates_to(enum marui_encoding encoding, const maru_bytes *pieces, size_t n_pieces, size_t bytes_max, size_t len)
{
	maru_bytes message;

	assert_null(marui_inflate(encoding, pieces, n_pieces, bytes_max, &arena, &message));
	assert_int_equal(message.len, len);
	for (size_t i = 0; i < len; i++)
		assert_int_equal(message.data[i], 'x');
}

static void
assert_refused(maru_bytes piece, size_t bytes_max, enum maru_code code, const char *reason)
{
	maru_status status;
	maru_bytes message;

	status = marui_inflate(MARUI_ENCODING_GZIP, &piece, 1, bytes_max, &arena, &message);
	assert_int_equal(maru_status_code(status), code);
	assert_true(maru_status_has_reason(status, reason));
}

static void
gzip_and_deflate_are_inflated(void **state)
{
	maru_bytes gzip = compressed(GZIP_WINDOW_BITS, 'x', 100000), deflate = compressed(ZLIB_WINDOW_BITS, 'x', 100000);

	(void)state;
	assert_inflates_to(MARUI_ENCODING_GZIP, &gzip, 1, 1 << 20, 100000);
	assert_inflates_to(MARUI_ENCODING_DEFLATE, &deflate, 1, 1 << 20, 100000);
}

static void
an_empty_message_is_inflated(void **state)
{
	maru_bytes gzip = compressed(GZIP_WINDOW_BITS, 'x', 0);

	(void)state;
	assert_inflates_to(MARUI_ENCODING_GZIP, &gzip, 1, 1 << 20, 0);
	assert_inflates_to(MARUI_ENCODING_GZIP, &gzip, 1, 0, 0);
}

static void
pieces_are_read_as_one(void **state)
{
	maru_bytes gzip = compressed(GZIP_WINDOW_BITS, 'x', 50000);
	maru_bytes *pieces = maru_arena_alloc(&arena, (gzip.len + 1) * sizeof *pieces);

	(void)state;
	for (size_t i = 0; i < gzip.len; i++)
		pieces[i] = maru_bytes_of(gzip.data + i, 1);
	pieces[gzip.len] = maru_bytes_of(NULL, 0);
	assert_inflates_to(MARUI_ENCODING_GZIP, pieces, gzip.len + 1, 1 << 20, 50000);
}

static void
a_message_may_have_as_many_bytes_as_the_limit_and_no_more(void **state)
{
	const size_t limits[] = { 1, 4095, 4096, 4097, 8192, 50000 };

	(void)state;
	for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
		maru_bytes at_limit = compressed(GZIP_WINDOW_BITS, 'x', limits[i]);
		maru_bytes over = compressed(GZIP_WINDOW_BITS, 'x', limits[i] + 1);

		assert_inflates_to(MARUI_ENCODING_GZIP, &at_limit, 1, limits[i], limits[i]);
		assert_refused(over, limits[i], MARU_CODE_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE");
	}
}

static void
a_bomb_takes_no_more_than_twice_the_limit(void **state)
{
	struct maru_arena small;
	maru_bytes bomb = compressed(GZIP_WINDOW_BITS, 'x', 4 << 20), message;
	maru_status status;

	(void)state;
	maru_arena_init(&small, NULL, SIZE_MAX);
	status = marui_inflate(MARUI_ENCODING_GZIP, &bomb, 1, 100000, &small, &message);
	assert_true(maru_status_has_reason(status, "MESSAGE_TOO_LARGE"));
	assert_true(maru_arena_used_bytes(&small) < 2 * 100000 + 70000);
	maru_arena_fini(&small);
}

static void
what_the_arena_cannot_hold_is_refused(void **state)
{
	maru_bytes gzip = compressed(GZIP_WINDOW_BITS, 'x', 100000), message;
	struct maru_arena small;
	maru_status status;

	(void)state;
	maru_arena_init(&small, NULL, 20000);
	status = marui_inflate(MARUI_ENCODING_GZIP, &gzip, 1, 1 << 20, &small, &message);
	assert_int_equal(maru_status_code(status), MARU_CODE_RESOURCE_EXHAUSTED);
	assert_true(maru_status_has_reason(status, "MESSAGE_TOO_LARGE_DECODED"));
	maru_arena_fini(&small);
}

static void
every_shortened_message_is_broken(void **state)
{
	maru_bytes gzip = compressed(GZIP_WINDOW_BITS, 'x', 3000);

	(void)state;
	for (size_t len = 0; len < gzip.len; len++)
		assert_refused(maru_bytes_of(gzip.data, len), 1 << 20, MARU_CODE_INTERNAL, "BROKEN_COMPRESSION");
}

static void
a_message_with_something_behind_its_end_is_broken(void **state)
{
	maru_bytes gzip = compressed(GZIP_WINDOW_BITS, 'x', 3000);
	uint8_t *longer = maru_arena_alloc(&arena, gzip.len + 1);

	(void)state;
	memcpy(longer, gzip.data, gzip.len);
	longer[gzip.len] = 0;
	assert_refused(maru_bytes_of(longer, gzip.len + 1), 1 << 20, MARU_CODE_INTERNAL, "BROKEN_COMPRESSION");
}

static void
a_wrong_checksum_is_broken(void **state)
{
	maru_bytes gzip = compressed(GZIP_WINDOW_BITS, 'x', 3000);
	uint8_t *damaged = (uint8_t *)maru_arena_bytesdup(&arena, gzip);

	(void)state;
	damaged[gzip.len - 8] ^= 1;
	assert_refused(maru_bytes_of(damaged, gzip.len), 1 << 20, MARU_CODE_INTERNAL, "BROKEN_COMPRESSION");
}

static void
the_other_encoding_is_broken(void **state)
{
	maru_bytes deflate = compressed(ZLIB_WINDOW_BITS, 'x', 3000);

	(void)state;
	assert_refused(deflate, 1 << 20, MARU_CODE_INTERNAL, "BROKEN_COMPRESSION");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(gzip_and_deflate_are_inflated, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_empty_message_is_inflated, set_up, tear_down),
		cmocka_unit_test_setup_teardown(pieces_are_read_as_one, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_message_may_have_as_many_bytes_as_the_limit_and_no_more, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_bomb_takes_no_more_than_twice_the_limit, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_the_arena_cannot_hold_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_shortened_message_is_broken, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_message_with_something_behind_its_end_is_broken, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_wrong_checksum_is_broken, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_other_encoding_is_broken, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
