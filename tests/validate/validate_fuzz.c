/*
 * Validation of any message that decodes: the first byte chooses the type. The verdict must not change when the message is encoded
 * and decoded again, and an error must have words.
 */
#include "maru/base/assert.h"
#include "maru/validate/validate.h"
#include "tests/validate/types.h"

enum {
	LIMIT_BYTES = 16 * 1024 * 1024,
};

static void
validate_twice(const struct maru_message_type *type, const ProtobufCMessage *message, struct maru_arena *arena)
{
	struct maru_violations violations, again;
	ProtobufCMessage *copy;

	if (maru_validate_each(type, message, arena, &violations) != MARU_OK)
		return;
	if (maru_message_decode(type, maru_message_encode(type, message, arena), arena, &copy) != MARU_OK ||
	    maru_validate_each(type, copy, arena, &again) != MARU_OK)
		return;
	MARU_ASSERT(violations.n == again.n);
	for (size_t i = 0; i < violations.n && i < MARU_VIOLATIONS_MAX; i++) {
		MARU_ASSERT(strcmp(violations.kept[i].field, again.kept[i].field) == 0);
		MARU_ASSERT(strcmp(violations.kept[i].rule, again.kept[i].rule) == 0);
	}
	if (violations.n != 0)
		MARU_ASSERT(maru_status_message(maru_violations_status(type, &violations, arena))[0] != '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct maru_message_type *type;
	ProtobufCMessage *message;
	struct maru_arena arena;

	if (size == 0)
		return 0;
	type = types[data[0] % N_TYPES];
	maru_arena_init(&arena, NULL, LIMIT_BYTES);
	if (maru_message_decode(type, maru_bytes_of(data + 1, size - 1), &arena, &message) == MARU_OK)
		validate_twice(type, message, &arena);
	maru_arena_fini(&arena);
	return 0;
}
