#include "codegen/check/diagnostics.h"

#include <stdlib.h>
#include <string.h>

void
diagnostics_init(struct diagnostics *diagnostics, struct maru_arena *arena)
{
	*diagnostics = (struct diagnostics){ .arena = arena };
}

void
diagnose_va(struct diagnostics *diagnostics, const struct model_location *location, enum diagnostic_code code,
            const char *format, va_list args)
{
	struct diagnostic *diagnostic;

	if (diagnostics->n++ >= DIAGNOSTICS_MAX)
		return;
	diagnostic = &diagnostics->kept[diagnostics->n - 1];
	*diagnostic = (struct diagnostic){ .code = code };
	if (location != NULL)
		diagnostic->location = *location;
	diagnostic->text = maru_arena_vprintf(diagnostics->arena, format, args);
}

void
diagnose(struct diagnostics *diagnostics, const struct model_location *location, enum diagnostic_code code,
         const char *format, ...)
{
	va_list args;

	va_start(args, format);
	diagnose_va(diagnostics, location, code, format, args);
	va_end(args);
}

static int
compare_places(const struct diagnostic *a, const struct diagnostic *b)
{
	const struct model_file *a_file = a->location.file, *b_file = b->location.file;
	int order = 0;

	if (a_file != b_file)
		order = strcmp(a_file != NULL ? a_file->node.name : "", b_file != NULL ? b_file->node.name : "");
	if (order != 0)
		return order;
	if (a->location.line != b->location.line)
		return a->location.line < b->location.line ? -1 : 1;
	return (a->location.column > b->location.column) - (a->location.column < b->location.column);
}

/* Stable, which qsort is not. */
static void
sort_by_place(struct diagnostic *diagnostics, size_t n)
{
	for (size_t next = 1; next < n; next++) {
		struct diagnostic moving = diagnostics[next];
		size_t at = next;

		for (; at > 0 && compare_places(&diagnostics[at - 1], &moving) > 0; at--)
			diagnostics[at] = diagnostics[at - 1];
		diagnostics[at] = moving;
	}
}

const char *
location_text(const struct model_location *location, struct maru_arena *arena)
{
	if (location->file == NULL)
		return "protoc-gen-maru";
	if (location->line == 0)
		return location->file->node.name;
	return maru_arena_printf(arena, "%s:%d:%d", location->file->node.name, location->line, location->column);
}

const char *
diagnostics_text(struct diagnostics *diagnostics)
{
	size_t n_kept = diagnostics->n < DIAGNOSTICS_MAX ? diagnostics->n : DIAGNOSTICS_MAX;
	const char *text = "";

	sort_by_place(diagnostics->kept, n_kept);
	for (size_t i = 0; i < n_kept; i++) {
		const struct diagnostic *diagnostic = &diagnostics->kept[i];

		text = maru_arena_printf(diagnostics->arena, "%s\n%s: error[M%04d]: %s", text,
		                         location_text(&diagnostic->location, diagnostics->arena), (int)diagnostic->code,
		                         diagnostic->text);
	}
	if (diagnostics->n > n_kept)
		text = maru_arena_printf(diagnostics->arena, "%s\nprotoc-gen-maru: and %zu more; correct these first", text,
		                         diagnostics->n - n_kept);
	return text;
}
