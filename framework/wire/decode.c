#include "maru/wire/internal/define.h"
#include "maru/wire/internal/message.h"
#include "maru/wire/internal/walk.h"

/* What faults are called; those without a reason are a lack of memory. */
static const struct {
	const char *reason, *what;
} faults[] = {
	[MARUI_FAULT_TRUNCATED] = { "MALFORMED_MESSAGE", "it ends in the middle of a value" },
	[MARUI_FAULT_VARINT] = { "MALFORMED_MESSAGE", "a varint of more than 10 bytes" },
	[MARUI_FAULT_TAG] = { "MALFORMED_MESSAGE", "a tag that no field can have" },
	[MARUI_FAULT_LENGTH] = { "MALFORMED_MESSAGE", "a length that goes past the end" },
	[MARUI_FAULT_PACKED] = { "MALFORMED_MESSAGE", "packed elements that end in the middle of one" },
	[MARUI_FAULT_GROUP] = { "MALFORMED_MESSAGE", "a group without its end, or an end without its group" },
	[MARUI_FAULT_UTF8] = { "INVALID_UTF8", "not UTF-8; declare the field as bytes if it is not text" },
	[MARUI_FAULT_NUL] = { "NUL_IN_STRING", "a NUL in a string; declare the field as bytes if it may hold one" },
	[MARUI_FAULT_DEPTH] = { "TOO_DEEP", "more than 100 levels of messages in messages" },
};
_Static_assert(MARU_DEPTH_MAX == 100, "the text above says 100");

static const struct maru_error out_of_memory = MARU_ERROR(MARU_CODE_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE_DECODED",
                                                          "out of memory while a message was decoded");

static const struct maru_error too_long = MARU_ERROR(MARU_CODE_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE_DECODED",
                                                     "a message of more than 2 GiB, which protobuf does not allow");

__attribute__((cold)) static maru_status
refuse(const struct marui_reader *reader, const ProtobufCMessageDescriptor *descriptor, maru_bytes in)
{
	struct marui_path path;

	if (reader->fault == MARUI_FAULT_MEMORY) {
		if (!maru_arena_over_limit(reader->arena))
			return &out_of_memory;
		return maru_status_reason(reader->arena, MARU_CODE_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE_DECODED",
		                          "%s: %zu bytes that take more memory decoded than the call may use; send less at once",
		                          descriptor->name, in.len);
	}
	marui_path_init(&path, descriptor);
	marui_path_add_to(&path, descriptor, in, reader->fault_at);
	return maru_status_reason(reader->arena, MARU_CODE_INVALID_ARGUMENT, faults[reader->fault].reason,
	                          "%s at byte %zu: %s", path.text, (size_t)(reader->fault_at - in.data),
	                          faults[reader->fault].what);
}

maru_status
maru_message_decode(const struct maru_message_type *type, maru_bytes in, struct maru_arena *arena,
                    ProtobufCMessage **ret_message)
{
	struct marui_reader reader = { .arena = arena, .depth = MARU_DEPTH_MAX };
	ProtobufCMessage *message;

	MARU_ENSURE(in.len <= MARU_MESSAGE_BYTES_MAX, &too_long);
	message = marui_message_try_new(type->descriptor, arena);
	if (message == NULL) {
		marui_fail(&reader, MARUI_FAULT_MEMORY, in.data);
		return refuse(&reader, type->descriptor, in);
	}
	if (in.len == 0)
		in = maru_bytes_of("", 0);
	if (type->read(&reader, message, in.data, in.data + in.len) == NULL)
		return refuse(&reader, type->descriptor, in);
	if (type->has_required)
		MARU_TRY(marui_check_required(type->descriptor, in, arena));
	*ret_message = message;
	return MARU_OK;
}

maru_status
marui_decode(const struct maru_message_type *type, maru_bytes in, struct maru_arena *arena, void *ret_message)
{
	ProtobufCMessage *message;

	MARU_TRY(maru_message_decode(type, in, arena, &message));
	memcpy(ret_message, &message, sizeof message);
	return MARU_OK;
}
