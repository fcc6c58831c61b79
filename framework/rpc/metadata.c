#include "maru/rpc/metadata.h"

#include <string.h>

enum { SHOWN_CHARS_MAX = 64 }; /* of a key, in an error */

/* Those of the request and response that HTTP/2 and gRPC write themselves, and those that RFC 9113, 8.2.2 forbids. */
static const char *const reserved_keys[] = {
	"connection", "content-length",    "content-type", "host", "keep-alive", "proxy-connection",
	"te",         "transfer-encoding", "upgrade",
};

bool
maru_metadata_is_binary(const char *key)
{
	size_t len = strlen(key);

	return len >= 4 && memcmp(key + len - 4, "-bin", 4) == 0;
}

const struct maru_metadata *
maru_metadata_find(const struct maru_metadata *list, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i].key, key) == 0)
			return &list[i];
	return NULL;
}

size_t
maru_metadata_size_bytes(const struct maru_metadata *list, size_t n)
{
	size_t total = 0;

	for (size_t i = 0; i < n; i++)
		total += strlen(list[i].key) + list[i].value.len + MARU_METADATA_ENTRY_BYTES;
	return total;
}

static bool
is_reserved(const char *key)
{
	for (size_t i = 0; i < sizeof reserved_keys / sizeof reserved_keys[0]; i++)
		if (strcmp(key, reserved_keys[i]) == 0)
			return true;
	return strncmp(key, "grpc-", 5) == 0;
}

static maru_status
refuse(struct maru_arena *arena, const char *key, const char *rule)
{
	return maru_status_reason(arena, MARU_CODE_INVALID_ARGUMENT, "BAD_METADATA", "metadata key \"%.*s\" %s",
	                          SHOWN_CHARS_MAX, key, rule);
}

/* Shows a bad key only as far as it is good, so that the message stays printable. */
static maru_status
refuse_key_byte(struct maru_arena *arena, const char *key, size_t at)
{
	return maru_status_reason(arena, MARU_CODE_INVALID_ARGUMENT, "BAD_METADATA",
	                          "metadata key \"%.*s\" goes on with byte 0x%02x at %zu: a key has only a-z 0-9 _ - .",
	                          at < SHOWN_CHARS_MAX ? (int)at : SHOWN_CHARS_MAX, key, (uint8_t)key[at], at);
}

static maru_status
refuse_value_byte(struct maru_arena *arena, const char *key, maru_bytes value, size_t at)
{
	return maru_status_reason(arena, MARU_CODE_INVALID_ARGUMENT, "BAD_METADATA",
	                          "metadata key \"%.*s\" has a value with byte 0x%02x at %zu, outside 0x20 to 0x7e; "
	                          "for other bytes take a key that ends in -bin",
	                          SHOWN_CHARS_MAX, key, value.data[at], at);
}

maru_status
maru_metadata_check_received(struct maru_arena *arena, const char *key, maru_bytes value)
{
	size_t good = strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789_-.");

	MARU_ENSURE(key[0] != '\0', refuse(arena, key, "is empty"));
	MARU_ENSURE(key[good] == '\0', refuse_key_byte(arena, key, good));
	if (maru_metadata_is_binary(key))
		return MARU_OK;
	for (size_t i = 0; i < value.len; i++)
		MARU_ENSURE(value.data[i] >= 0x20 && value.data[i] <= 0x7e, refuse_value_byte(arena, key, value, i));
	return MARU_OK;
}

maru_status
maru_metadata_check(struct maru_arena *arena, const char *key, maru_bytes value)
{
	MARU_TRY(maru_metadata_check_received(arena, key, value));
	MARU_ENSURE(!is_reserved(key), refuse(arena, key, "is reserved: gRPC or HTTP/2 sets it; take another name"));
	if (!maru_metadata_is_binary(key) && value.len != 0 && (value.data[0] == ' ' || value.data[value.len - 1] == ' '))
		return refuse(arena, key, "has a value that begins or ends with a space, which HTTP/2 forbids");
	return MARU_OK;
}
