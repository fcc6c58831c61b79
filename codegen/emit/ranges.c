#include "codegen/emit/ranges.h"

const char *
emit_int32(int32_t number, struct maru_arena *arena)
{
	return number == INT32_MIN ? "INT32_MIN" : maru_arena_printf(arena, "%d", (int)number);
}

size_t
emit_ranges(struct printer *printer, const char *name, size_t n, const int32_t *numbers)
{
	struct printer rows;
	size_t n_ranges = 0;

	printer_init(&rows, printer->arena);
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && (int64_t)numbers[i - 1] + 1 == numbers[i])
			continue;
		printer_put(&rows, "{ %s, %zu }, ", emit_int32(numbers[i], printer->arena), i);
		n_ranges++;
	}
	printer_line(printer, "static const ProtobufCIntRange %s[] = { %s{ 0, %zu } };", name, rows.text, n);
	return n_ranges;
}
