/*
 * libprotobuf-c's look-up by number: where runs of consecutive numbers start, and the index of each run's first element.
 */
#ifndef MARU_CODEGEN_EMIT_RANGES_H
#define MARU_CODEGEN_EMIT_RANGES_H

#include "codegen/emit/printer.h"

/* Prints the table `name` for ascending, distinct numbers, with the row that ends it; returns how many there are without it. */
size_t emit_ranges(struct printer *printer, const char *name, size_t n, const int32_t *numbers);

/* The number as a C constant of type int: INT32_MIN has none when it is spelt out. */
const char *emit_int32(int32_t number, struct maru_arena *arena);

#endif
