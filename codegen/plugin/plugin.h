/*
 * protoc's plugin protocol without the process around it: the bytes of a request in, the bytes of a response out.
 *
 * https://protobuf.dev/reference/cpp/api-docs/google.protobuf.compiler.plugin.pb/
 */
#ifndef MARU_CODEGEN_PLUGIN_PLUGIN_H
#define MARU_CODEGEN_PLUGIN_PLUGIN_H

#include "maru/base/arena.h"
#include "maru/base/status.h"

enum {
	PLUGIN_REQUEST_BYTES_MAX = 256 * 1024 * 1024,
};

/*
 * Answers an encoded CodeGeneratorRequest with an encoded CodeGeneratorResponse, on the arena: the files, or every
 * diagnostic in `error`. The same request gives the same bytes.
 *
 * INVALID_ARGUMENT or RESOURCE_EXHAUSTED where there is no request to answer: the bytes are not one. The message is
 * what belongs on stderr, in one line.
 */
MARU_MUST_USE maru_status plugin_run(maru_bytes request, struct maru_arena *arena, maru_bytes *ret_response);

#endif
