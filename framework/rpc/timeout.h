/*
 * The text of the `grpc-timeout` header: how long the caller still waits, as 1 to 8 digits and one unit of H M S m u n
 * (gRPC's PROTOCOL-HTTP2.md, "Timeout"). In the program a timeout is a number of microseconds.
 *
 * Both ways round up, so that a deadline never becomes shorter by being written down or read. Pure: any thread.
 */
#ifndef MARU_RPC_TIMEOUT_H
#define MARU_RPC_TIMEOUT_H

#include <stdint.h>

#include "maru/base/bytes.h"
#include "maru/base/status.h"

MARU_BEGIN_DECLS

enum {
	MARU_TIMEOUT_TEXT_BYTES = 10, /* 8 digits, the unit, NUL */
};

/*
 * Reads a header's value. Zero is accepted, though the grammar says "positive": other implementations send it for a
 * deadline that has passed. The largest, 99999999H, is 3.6e17 us. INVALID_ARGUMENT (reason BAD_TIMEOUT, static) for
 * anything else; *ret_timeout_us is then untouched.
 */
MARU_MUST_USE maru_status maru_timeout_parse(maru_bytes text, int64_t *ret_timeout_us);

/*
 * Writes a timeout in the smallest unit in which it takes no more than 8 digits, with a NUL, and returns the length
 * without it. 0 and less becomes "1n", the shortest that the grammar has. What is longer than 99999999H (11,000 years)
 * becomes that.
 */
size_t maru_timeout_format(int64_t timeout_us, char text[MARU_TIMEOUT_TEXT_BYTES]);

MARU_END_DECLS

#endif
