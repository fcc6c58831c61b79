#include "maru/base/assert.h"
#include "messages.maru.h"
#include "tests/bench/codec/codec.h"

static const struct maru_message_type *const types[MESSAGES] = {
	&bench_codec_tiny_type, &bench_codec_user_type, &bench_codec_purchase_type, &bench_codec_log_batch_type,
	&bench_codec_deep_type,
};

/* As a call's: on a pool of blocks. */
static struct maru_arena *
scratch(void)
{
	static struct maru_arena arena;

	if (arena.pool == NULL)
		maru_arena_init(&arena, maru_block_pool_new(NULL, SCRATCH_BYTES / MARU_ARENA_BLOCK_BYTES), SIZE_MAX);
	return &arena;
}

static ProtobufCMessage *
decoded(int message, struct octets in, struct maru_arena *arena)
{
	ProtobufCMessage *result;

	MARU_ASSERT(maru_message_decode(types[message], maru_bytes_of(in.data, in.len), arena, &result) == MARU_OK);
	return result;
}

static void
decode(int message, struct octets in)
{
	decoded(message, in, scratch());
}

static void *
keep(int message, struct octets in)
{
	static struct maru_arena arena;

	if (arena.limit_bytes == 0)
		maru_arena_init(&arena, NULL, SIZE_MAX);
	return decoded(message, in, &arena);
}

static struct octets
encode(int message, void *kept)
{
	maru_bytes bytes = maru_message_encode(types[message], kept, scratch());

	return (struct octets){ bytes.data, bytes.len };
}

static void
release(void)
{
	maru_arena_reset(scratch());
}

const struct codec codec_maru = { "maru", decode, keep, encode, release };
