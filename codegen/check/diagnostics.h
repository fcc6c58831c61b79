/*
 * What is wrong with the contracts, collected, so that a person sees it all at once.
 *
 * One line each, in the form that editors and CI systems parse:
 *   hello/v1/hello.proto:12:3: error[M0301]: what; why; what to do
 * At most DIAGNOSTICS_MAX are kept, the rest is counted. They come out by file, line and column.
 */
#ifndef MARU_CODEGEN_CHECK_DIAGNOSTICS_H
#define MARU_CODEGEN_CHECK_DIAGNOSTICS_H

#include "codegen/check/codes.h"
#include "codegen/model/model.h"
#include "maru/base/arena.h"

enum {
	DIAGNOSTICS_MAX = 20,
};

struct diagnostic {
	struct model_location location;
	enum diagnostic_code code;
	const char *text;
};

/* The fields are private but for `n`, the number of what was reported, dropped ones included. */
struct diagnostics {
	struct maru_arena *arena;
	size_t n;
	struct diagnostic kept[DIAGNOSTICS_MAX];
};

/* Borrows the arena, for texts. */
void diagnostics_init(struct diagnostics *diagnostics, struct maru_arena *arena);

/* Reports. `location` is copied; one without a file (or NULL) stands for the request as a whole. The text is
 * "what; why; what to do", without a newline. */
MARU_PRINTF(4, 5)
void diagnose(struct diagnostics *diagnostics, const struct model_location *location, enum diagnostic_code code,
              const char *format, ...);

MARU_PRINTF(4, 0)
void diagnose_va(struct diagnostics *diagnostics, const struct model_location *location, enum diagnostic_code code,
                 const char *format, va_list args);

/* All of them, each on its own line and with a newline before it, because protoc puts "--maru_out: " before the first
 * line of an error. Returns on the arena; "" for none. */
const char *diagnostics_text(struct diagnostics *diagnostics);

/* "hello.proto:12:3", "hello.proto" where the request carries no lines, "protoc-gen-maru" without a file. Returns
 * on the arena. */
const char *location_text(const struct model_location *location, struct maru_arena *arena);

#endif
