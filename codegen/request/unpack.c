#include "codegen/request/unpack.h"

#include "codegen/request/guard.h"

static void *
alloc_on_arena(void *arena, size_t size)
{
	return maru_arena_try_alloc((struct maru_arena *)arena, size);
}

static void
leave_to_arena(void *arena, void *piece)
{
	(void)arena;
	(void)piece;
}

maru_status
unpack(const ProtobufCMessageDescriptor *descriptor, maru_bytes in, struct maru_arena *arena,
       ProtobufCMessage **ret_message)
{
	ProtobufCAllocator allocator = { .alloc = alloc_on_arena, .free = leave_to_arena, .allocator_data = arena };
	uint8_t *copy = maru_arena_try_alloc(arena, in.len);
	ProtobufCMessage *message;

	if (copy == NULL)
		return maru_status_new(arena, MARU_CODE_RESOURCE_EXHAUSTED, "no memory for %zu bytes", in.len);
	if (in.len != 0)
		memcpy(copy, in.data, in.len);
	MARU_TRY(guard_message(descriptor, copy, in.len, arena));
	message = protobuf_c_message_unpack(descriptor, &allocator, in.len, copy);
	if (message == NULL && maru_arena_over_limit(arena))
		return maru_status_new(arena, MARU_CODE_RESOURCE_EXHAUSTED, "no memory for the message in %zu bytes", in.len);
	if (message == NULL)
		return maru_status_new(arena, MARU_CODE_INVALID_ARGUMENT, "a required field is missing");
	*ret_message = message;
	return MARU_OK;
}
