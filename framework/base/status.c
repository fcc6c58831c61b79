#include "maru/base/status.h"

#include <stddef.h>

static const char *const code_names[] = {
	"OK",
	"CANCELLED",
	"UNKNOWN",
	"INVALID_ARGUMENT",
	"DEADLINE_EXCEEDED",
	"NOT_FOUND",
	"ALREADY_EXISTS",
	"PERMISSION_DENIED",
	"RESOURCE_EXHAUSTED",
	"FAILED_PRECONDITION",
	"ABORTED",
	"OUT_OF_RANGE",
	"UNIMPLEMENTED",
	"INTERNAL",
	"UNAVAILABLE",
	"DATA_LOSS",
	"UNAUTHENTICATED",
};

const char *
maru_code_name(int code)
{
	const int n_codes = sizeof code_names / sizeof code_names[0];

	return code_names[code >= 0 && code < n_codes ? code : MARU_CODE_UNKNOWN];
}

maru_status
maru_status_vnew(struct maru_arena *arena, enum maru_code code, const char *reason, const char *format, va_list args)
{
	struct maru_error *error = maru_arena_alloc(arena, sizeof *error);

	*error = (struct maru_error){
		.code = code,
		.message = maru_arena_vprintf(arena, format, args),
		.reason = reason,
		.domain = reason != NULL ? MARU_DOMAIN : NULL,
	};
	return error;
}

maru_status
maru_status_new(struct maru_arena *arena, enum maru_code code, const char *format, ...)
{
	maru_status status;
	va_list args;

	va_start(args, format);
	status = maru_status_vnew(arena, code, NULL, format, args);
	va_end(args);
	return status;
}

maru_status
maru_status_reason(struct maru_arena *arena, enum maru_code code, const char *reason, const char *format, ...)
{
	maru_status status;
	va_list args;

	va_start(args, format);
	status = maru_status_vnew(arena, code, reason, format, args);
	va_end(args);
	return status;
}

static const char *
dup_or_null(struct maru_arena *arena, const char *string)
{
	return string != NULL ? maru_arena_strdup(arena, string) : NULL;
}

maru_status
maru_status_dup(maru_status status, struct maru_arena *arena)
{
	struct maru_error *copy;

	if (status == MARU_OK)
		return MARU_OK;
	copy = maru_arena_alloc(arena, sizeof *copy);
	*copy = (struct maru_error){
		.code = status->code,
		.message = maru_arena_strdup(arena, status->message),
		.reason = dup_or_null(arena, status->reason),
		.domain = dup_or_null(arena, status->domain),
	};
	if (status->details.len != 0)
		copy->details = maru_bytes_of(maru_arena_bytesdup(arena, status->details), status->details.len);
	return copy;
}

int
maru_status_code(maru_status status)
{
	return status == MARU_OK ? 0 : (int)status->code;
}

const char *
maru_status_message(maru_status status)
{
	return status == MARU_OK ? "" : status->message;
}

bool
maru_status_has_reason(maru_status status, const char *reason)
{
	return status != MARU_OK && status->reason != NULL && strcmp(status->domain, MARU_DOMAIN) == 0 &&
	       strcmp(status->reason, reason) == 0;
}
