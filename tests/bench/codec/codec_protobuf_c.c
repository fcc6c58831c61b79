/* libprotobuf-c on what protoc-gen-c generates: with malloc, which is its default, and on a bump allocator. */
#include <stdlib.h>

#include "maru/base/assert.h"
#include "tests/bench/codec/codec.h"
#include "tests/bench/codec/messages.pb-c.h"

static const ProtobufCMessageDescriptor *const descriptors[MESSAGES] = {
	&bench__codec__tiny__descriptor, &bench__codec__user__descriptor, &bench__codec__purchase__descriptor,
	&bench__codec__log_batch__descriptor, &bench__codec__deep__descriptor,
};

static void
decode_malloc(int message, struct octets in)
{
	ProtobufCMessage *result = protobuf_c_message_unpack(descriptors[message], NULL, in.len, in.data);

	MARU_ASSERT(result != NULL);
	protobuf_c_message_free_unpacked(result, NULL);
}

static _Alignas(16) uint8_t scratch[SCRATCH_BYTES];
static size_t scratch_used;

static void *
bump_alloc(void *self, size_t size)
{
	void *memory = scratch + scratch_used;

	(void)self;
	scratch_used += (size + 15) & ~(size_t)15;
	return scratch_used <= sizeof scratch ? memory : NULL;
}

static void
bump_free(void *self, void *memory)
{
	(void)self;
	(void)memory;
}

static void
decode_arena(int message, struct octets in)
{
	ProtobufCAllocator allocator = { bump_alloc, bump_free, NULL };

	MARU_ASSERT(protobuf_c_message_unpack(descriptors[message], &allocator, in.len, in.data) != NULL);
}

static void *
keep(int message, struct octets in)
{
	return protobuf_c_message_unpack(descriptors[message], NULL, in.len, in.data);
}

static struct octets
encode_malloc(int message, void *kept)
{
	static uint8_t *out;

	(void)message;
	free(out);
	out = malloc(protobuf_c_message_get_packed_size(kept));
	MARU_ASSERT(out != NULL);
	return (struct octets){ out, protobuf_c_message_pack(kept, out) };
}

static struct octets
encode_arena(int message, void *kept)
{
	uint8_t *out = bump_alloc(NULL, protobuf_c_message_get_packed_size(kept));

	(void)message;
	MARU_ASSERT(out != NULL);
	return (struct octets){ out, protobuf_c_message_pack(kept, out) };
}

static void
release_malloc(void)
{
}

static void
release_arena(void)
{
	scratch_used = 0;
}

const struct codec codec_protobuf_c_malloc = { "protobuf-c malloc", decode_malloc, keep, encode_malloc, release_malloc };
const struct codec codec_protobuf_c_arena = { "protobuf-c arena", decode_arena, keep, encode_arena, release_arena };
