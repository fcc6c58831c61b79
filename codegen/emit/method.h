/*
 * What the emitters of services must agree on about a method: who streams, and the static names of the source.
 */
#ifndef MARU_CODEGEN_EMIT_METHOD_H
#define MARU_CODEGEN_EMIT_METHOD_H

#include "codegen/model/model.h"

static inline bool
method_client_streams(const struct model_method *method)
{
	return method->kind == MODEL_CLIENT_STREAM || method->kind == MODEL_BIDI_STREAM;
}

static inline bool
method_server_streams(const struct model_method *method)
{
	return method->kind == MODEL_SERVER_STREAM || method->kind == MODEL_BIDI_STREAM;
}

/* "&methods_hello[2]" */
static inline const char *
method_reference(const struct model_method *method, struct maru_arena *arena)
{
	return maru_arena_printf(arena, "&methods_%s[%zu]", method->service->short_c_name,
	                         (size_t)(method - method->service->methods));
}

#endif
