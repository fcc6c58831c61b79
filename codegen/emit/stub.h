/*
 * The client's function that starts a call: one in the source, its prototype in the header.
 */
#ifndef MARU_CODEGEN_EMIT_STUB_H
#define MARU_CODEGEN_EMIT_STUB_H

#include "codegen/model/model.h"

/* "hello_greet(struct maru_client *client, ...)" */
const char *stub_signature(const struct model_method *method, struct maru_arena *arena);

/* "hello_greet_async(...)" of a unary method */
const char *stub_async_signature(const struct model_method *method, struct maru_arena *arena);

#endif
