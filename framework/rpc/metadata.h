/*
 * Metadata: the key/value pairs that travel beside the messages of a call, as HTTP/2 headers and trailers.
 *
 * A list of it keeps the order in which it came, and a key may occur more than once. Rules (gRPC's PROTOCOL-HTTP2.md,
 * "Requests"; RFC 9113, 8.2):
 *  - A key has only the characters a-z 0-9 _ - . and at least one of them. So ":path" and "X-Name" are not keys.
 *  - Keys that begin with "grpc-", and those that HTTP/2 or gRPC write themselves ("te", "content-type", ...), are not
 *    the user's to set.
 *  - The value of a key that ends in "-bin" is any bytes; it is base64 only on the wire, which is the transport's
 *    business. Any other value has only the bytes 0x20 to 0x7e and neither begins nor ends with a space.
 *
 * Pure: any thread.
 */
#ifndef MARU_RPC_METADATA_H
#define MARU_RPC_METADATA_H

#include <stdbool.h>
#include <stddef.h>

#include "maru/base/arena.h"
#include "maru/base/bytes.h"
#include "maru/base/status.h"

MARU_BEGIN_DECLS

struct maru_metadata {
	const char *key;
	maru_bytes value;
};

enum {
	MARU_METADATA_ENTRY_BYTES = 32, /* what an entry counts beside its key and value (RFC 9113, 6.5.2) */
};

/* Whether the key ends in "-bin". */
bool maru_metadata_is_binary(const char *key);

/* The first entry under `key`; NULL where there is none. Borrowed from the list. */
const struct maru_metadata *maru_metadata_find(const struct maru_metadata *list, size_t n, const char *key);

/* Whether a user may send this pair: INVALID_ARGUMENT on the arena (reason BAD_METADATA) names the key and the rule.
 * The message is printable ASCII, whatever the key and value are, and tells nothing of the value but one byte. */
MARU_MUST_USE maru_status maru_metadata_check(struct maru_arena *arena, const char *key, maru_bytes value);

/* Whether a pair that somebody else has sent is one: the same, but that reserved keys and spaces at the ends are accepted. */
MARU_MUST_USE maru_status maru_metadata_check_received(struct maru_arena *arena, const char *key, maru_bytes value);

/* As gRPC counts it against its limits: key + value + 32 for each; a binary value by its raw bytes. */
size_t maru_metadata_size_bytes(const struct maru_metadata *list, size_t n);

MARU_END_DECLS

#endif
