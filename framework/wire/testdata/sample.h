/* Messages with a value in every field. */
#ifndef MARU_WIRE_TESTDATA_SAMPLE_H
#define MARU_WIRE_TESTDATA_SAMPLE_H

#include "kinds.maru.h"

/* On the arena. Every field of every message is set, arrays have three elements, the chain three links. */
struct wire_test_kinds *sample_kinds(struct maru_arena *arena);

#endif
