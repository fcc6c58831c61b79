/* Encoded messages, as tests write them. */
#ifndef MARU_WIRE_TESTDATA_BYTES_H
#define MARU_WIRE_TESTDATA_BYTES_H

#include "maru/base/arena.h"
#include "maru/base/bytes.h"

/* The bytes of "08 96 01", on the arena, with nothing behind them that a sanitizer would let pass. */
maru_bytes test_bytes(struct maru_arena *arena, const char *hex);

/* "08 96 01" */
const char *test_hex(struct maru_arena *arena, maru_bytes bytes);

/* A message that holds `inner` in a field of wire type 2, and that message `levels` - 1 times more. */
maru_bytes test_nested(struct maru_arena *arena, uint8_t tag, size_t levels, maru_bytes inner);

/* a, then b */
maru_bytes test_joined(struct maru_arena *arena, maru_bytes a, maru_bytes b);

#endif
