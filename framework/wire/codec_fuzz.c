/*
 * The decoder on any bytes. What decodes must encode, decode again to an equal message, print, and have a copy that lives on
 * when it is gone.
 */
#include "kinds.maru.h"
#include "maru/base/assert.h"
#include "maru/wire/message.h"
#include "needs.maru.h"

enum {
	LIMIT_BYTES = 4 * 1024 * 1024,
};

static void
try_as(const struct maru_message_type *type, maru_bytes in)
{
	ProtobufCMessage *message, *again;
	struct maru_arena call, other;
	maru_bytes encoded;

	maru_arena_init(&call, NULL, LIMIT_BYTES);
	maru_arena_init(&other, NULL, SIZE_MAX);
	if (maru_message_decode(type, in, &call, &message) != MARU_OK)
		goto out;
	encoded = maru_message_encode(type, message, &other);
	MARU_ASSERT(maru_message_decode(type, encoded, &other, &again) == MARU_OK);
	MARU_ASSERT(maru_message_equal(message, again));
	MARU_ASSERT(maru_bytes_equal(maru_message_encode(type, again, &other), encoded));
	again = maru_message_dup(message, &other);
	MARU_ASSERT(maru_message_text(message, &call, MARU_TEXT_LINES)[0] != '\0' || encoded.len == 0);
	maru_arena_fini(&call);
	MARU_ASSERT(maru_bytes_equal(maru_message_encode(type, again, &other), encoded));
out:
	maru_arena_fini(&call);
	maru_arena_fini(&other);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	try_as(&wire_test_kinds_type, maru_bytes_of(data, size));
	try_as(&wire_test2_order_type, maru_bytes_of(data, size));
	try_as(&wire_test2_graded_type, maru_bytes_of(data, size));
	try_as(&wire_test_nothing_type, maru_bytes_of(data, size));
	return 0;
}
