#include "maru/base/assert.h"
#include "maru/rpc/internal/call.h"

#include <stdlib.h>

static const struct maru_scope_options no_options;

static void
scope_apply(struct maru_call *scope, const struct maru_scope_options *options)
{
	int64_t deadline_us;

	scope->gzip |= options->gzip;
	if (options->timeout_ms != 0) {
		deadline_us = marui_deadline_us(scope->clock, (int64_t)options->timeout_ms * 1000);
		if (deadline_us < scope->deadline_us)
			scope->deadline_us = deadline_us;
	}
	for (size_t i = 0; i < options->n_metadata && scope->bad_metadata == MARU_OK; i++)
		scope->bad_metadata = marui_metadata_list_add(&scope->headers, scope->arena, options->metadata[i].key,
		                                              options->metadata[i].value);
}

struct maru_call *
maru_scope_new(const struct maru_scope_options *options)
{
	struct maru_call *scope = malloc(sizeof *scope);
	size_t arena_bytes_max;

	MARU_ASSERT(scope != NULL && "out of memory");
	if (options == NULL)
		options = &no_options;
	arena_bytes_max = options->arena_bytes_max != 0 ? options->arena_bytes_max : MARU_CALL_ARENA_BYTES_MAX;
	marui_call_init(scope, MARUI_SCOPE, NULL, arena_bytes_max);
	if (options->clock != NULL)
		scope->clock = options->clock;
	scope_apply(scope, options);
	return scope;
}

struct maru_call *
maru_scope_free(struct maru_call *scope)
{
	if (scope == NULL)
		return NULL;
	MARU_ASSERT(scope->end == MARUI_SCOPE && scope->parent == NULL);
	marui_family_end(scope);
	marui_call_run_defers(scope);
	marui_call_fini(scope);
	free(scope);
	return NULL;
}

struct maru_call *
maru_call_scope(struct maru_call *parent, const struct maru_scope_options *options)
{
	struct maru_call *scope = maru_arena_alloc(parent->arena, sizeof *scope);

	marui_call_init(scope, MARUI_SCOPE, NULL, 0);
	scope->arena = parent->arena;
	marui_family_join(scope, parent);
	scope_apply(scope, options != NULL ? options : &no_options);
	return scope;
}
