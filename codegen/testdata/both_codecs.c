#include "codegen/testdata/both_codecs.h"

#include <string.h>

static const char *
generated_reader_disagrees(const struct maru_message_type *type, const ProtobufCMessage *message, maru_bytes bytes,
                           struct maru_arena *arena)
{
	ProtobufCMessage *ours;
	maru_status status = maru_message_decode(type, bytes, arena, &ours);

	if (status != MARU_OK)
		return maru_arena_printf(arena, "decoding: %s", status->message);
	if (!maru_message_equal(ours, message))
		return "what is decoded is another message";
	if (!maru_message_equal(maru_message_dup(ours, arena), message))
		return "a copy is another message";
	if (!maru_bytes_equal(maru_message_encode(type, ours, arena), bytes))
		return "what is decoded is encoded in another way";
	return protobuf_c_message_check(ours) ? "" : "libprotobuf-c's check refuses what is decoded";
}

static const char *
packing_disagrees(const ProtobufCMessage *message, maru_bytes bytes, struct maru_arena *arena)
{
	size_t len = protobuf_c_message_get_packed_size(message);
	uint8_t *packed = maru_arena_alloc(arena, len);

	if (len != bytes.len)
		return maru_arena_printf(arena, "%zu bytes, %zu by libprotobuf-c", bytes.len, len);
	protobuf_c_message_pack(message, packed);
	return maru_bytes_equal(maru_bytes_of(packed, len), bytes) ? "" : "libprotobuf-c packs other bytes";
}

static const char *
unpacking_disagrees(const ProtobufCMessage *message, maru_bytes bytes)
{
	ProtobufCMessage *theirs = protobuf_c_message_unpack(message->descriptor, NULL, bytes.len, bytes.data);
	const char *problem = "";

	if (theirs == NULL)
		return "libprotobuf-c does not unpack it";
	if (!protobuf_c_message_check(theirs))
		problem = "libprotobuf-c's check refuses what it unpacked";
	if (!maru_message_equal(theirs, message))
		problem = "libprotobuf-c unpacks another message";
	protobuf_c_message_free_unpacked(theirs, NULL);
	return problem;
}

const char *
codecs_disagreement(const struct maru_message_type *type, const ProtobufCMessage *message)
{
	static char kept[400]; /* the arena does not outlive this function */
	const char *problem;
	struct maru_arena arena;
	maru_bytes bytes;

	maru_arena_init(&arena, NULL, SIZE_MAX);
	bytes = maru_message_encode(type, message, &arena);
	problem = type->size(message) == bytes.len ? "" : "the size is another one than the encoding's";
	if (problem[0] == '\0')
		problem = generated_reader_disagrees(type, message, bytes, &arena);
	if (problem[0] == '\0')
		problem = packing_disagrees(message, bytes, &arena);
	if (problem[0] == '\0')
		problem = unpacking_disagrees(message, bytes);
	strncpy(kept, problem, sizeof kept - 1);
	maru_arena_fini(&arena);
	return kept;
}

static bool
is_found(const ProtobufCMessageDescriptor *descriptor, const ProtobufCFieldDescriptor *field)
{
	return protobuf_c_message_descriptor_get_field_by_name(descriptor, field->name) == field &&
	       protobuf_c_message_descriptor_get_field(descriptor, field->id) == field;
}

const char *
misplaced_field(const ProtobufCMessageDescriptor *descriptor)
{
	for (unsigned i = 0; i < descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &descriptor->fields[i];
		bool next_is_free = i + 1 < descriptor->n_fields && field[1].id > field->id + 1;

		if (!is_found(descriptor, field))
			return field->name;
		if (next_is_free && protobuf_c_message_descriptor_get_field(descriptor, field->id + 1) != NULL)
			return "a number of no field";
	}
	return protobuf_c_message_descriptor_get_field_by_name(descriptor, "no_such_field") == NULL ? "" : "a name of no field";
}
