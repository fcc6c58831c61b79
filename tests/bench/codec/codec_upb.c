/* upb, whose tables come from the file's descriptor at run time: protoc-gen-upb makes the same ones at compile time. */
#include <stdlib.h>
#include <string.h>

#include "tests/bench/codec/codec.h"
#include "upb/mem/arena.h"
#include "upb/reflection/def.h"
#include "upb/wire/decode.h"
#include "upb/wire/encode.h"

static const upb_MiniTable *
load(int message)
{
	static upb_DefPool *pool;
	char name[64] = "bench.codec.";

	if (pool == NULL) {
		struct octets file = file_descriptor();
		upb_Arena *arena = upb_Arena_New();
		upb_Status status;

		pool = upb_DefPool_New();
		if (upb_DefPool_AddFile(pool, google_protobuf_FileDescriptorProto_parse((const char *)file.data, file.len, arena),
		                        &status) == NULL)
			abort();
	}
	return upb_MessageDef_MiniTable(upb_DefPool_FindMessageByName(pool, strcat(name, message_names[message])));
}

static const upb_MiniTable *
table(int message)
{
	static const upb_MiniTable *tables[MESSAGES];

	if (tables[message] == NULL)
		tables[message] = load(message);
	return tables[message];
}

static upb_Message *
decoded(int message, struct octets in, upb_Arena *arena)
{
	upb_Message *result = upb_Message_New(table(message), arena);

	if (upb_Decode((const char *)in.data, in.len, result, table(message), NULL, 0, arena) != kUpb_DecodeStatus_Ok)
		abort();
	return result;
}

static upb_Arena *arena;

static upb_Arena *
scratch(void)
{
	static _Alignas(16) char memory[SCRATCH_BYTES];

	if (arena == NULL)
		arena = upb_Arena_Init(memory, sizeof memory, &upb_alloc_global);
	return arena;
}

static void
decode(int message, struct octets in)
{
	decoded(message, in, scratch());
}

static void *
keep(int message, struct octets in)
{
	return decoded(message, in, upb_Arena_New());
}

static struct octets
encode(int message, void *kept)
{
	size_t size;
	char *out;

	if (upb_Encode(kept, table(message), 0, scratch(), &out, &size) != kUpb_EncodeStatus_Ok)
		abort();
	return (struct octets){ (const uint8_t *)out, size };
}

static void
release(void)
{
	upb_Arena_Free(scratch());
	arena = NULL;
}

const struct codec codec_upb = { "upb", decode, keep, encode, release };
