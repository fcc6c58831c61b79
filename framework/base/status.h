/*
 * The result of everything that can fail.
 *
 * A maru_status is one pointer: MARU_OK is NULL, anything else points to a read-only error that lives on an arena (the
 * call's, as a rule) or in static storage. Nobody frees it; it is valid as long as its arena. A bug is not a status: it
 * asserts.
 *
 * Codes are gRPC's (https://grpc.github.io/grpc/core/md_doc_statuscodes.html), without OK.
 */
#ifndef MARU_BASE_STATUS_H
#define MARU_BASE_STATUS_H

#include "maru/base/arena.h"
#include "maru/base/attributes.h"
#include "maru/base/bytes.h"

MARU_BEGIN_DECLS

enum maru_code {
	MARU_CODE_CANCELLED = 1,
	MARU_CODE_UNKNOWN = 2,
	MARU_CODE_INVALID_ARGUMENT = 3,
	MARU_CODE_DEADLINE_EXCEEDED = 4,
	MARU_CODE_NOT_FOUND = 5,
	MARU_CODE_ALREADY_EXISTS = 6,
	MARU_CODE_PERMISSION_DENIED = 7,
	MARU_CODE_RESOURCE_EXHAUSTED = 8,
	MARU_CODE_FAILED_PRECONDITION = 9,
	MARU_CODE_ABORTED = 10,
	MARU_CODE_OUT_OF_RANGE = 11,
	MARU_CODE_UNIMPLEMENTED = 12,
	MARU_CODE_INTERNAL = 13,
	MARU_CODE_UNAVAILABLE = 14,
	MARU_CODE_DATA_LOSS = 15,
	MARU_CODE_UNAUTHENTICATED = 16,
};

/* Read-only once made. */
struct maru_error {
	enum maru_code code;
	const char *message; /* never NULL; for a person: what, where, why, what to do */
	const char *reason;  /* ErrorInfo.reason, UPPER_SNAKE_CASE; NULL: none */
	const char *domain;  /* ErrorInfo.domain, who gave the reason; NULL where reason is NULL */
	maru_bytes details;  /* an encoded google.rpc.Status as it stands in grpc-status-details-bin; empty: none */
};

typedef const struct maru_error *maru_status;

#define MARU_OK ((maru_status)0)

/* The domain of every reason that the framework itself gives. */
#define MARU_DOMAIN "maru"

/* An error for static storage: static const struct maru_error full = MARU_ERROR(MARU_CODE_..., "QUEUE_FULL", "..."); */
#define MARU_ERROR(code_, reason_, message_) \
	{ \
		(code_), (message_), (reason_), MARU_DOMAIN, { 0, 0 } \
	}

/* The two macros that change control flow; there are no others. */
#define MARU_TRY(expression) \
	do { \
		maru_status marui_status_ = (expression); \
		if (marui_status_ != MARU_OK) \
			return marui_status_; \
	} while (0)

#define MARU_ENSURE(condition, refusal) \
	do { \
		if (!(condition)) \
			return (refusal); \
	} while (0)

/* A new error on the arena, without a reason. Never MARU_OK. */
MARU_PRINTF(3, 4) MARU_MUST_USE MARU_RETURNS_NONNULL
maru_status maru_status_new(struct maru_arena *arena, enum maru_code code, const char *format, ...);

/* The same with a reason in the framework's own domain. Borrows `reason`, as a rule a literal. */
MARU_PRINTF(4, 5) MARU_MUST_USE MARU_RETURNS_NONNULL
maru_status maru_status_reason(struct maru_arena *arena, enum maru_code code, const char *reason, const char *format,
                               ...);

/* Both, for functions that are printf-like themselves; `reason` NULL: none. */
MARU_PRINTF(4, 0) MARU_MUST_USE MARU_RETURNS_NONNULL
maru_status maru_status_vnew(struct maru_arena *arena, enum maru_code code, const char *reason, const char *format,
                             va_list args);

/* Copies an error, NULL included, to another arena. */
MARU_MUST_USE maru_status maru_status_dup(maru_status status, struct maru_arena *arena);

/* 0 for MARU_OK, else the code. */
int maru_status_code(maru_status status);

/* "" for MARU_OK. */
const char *maru_status_message(maru_status status);

/* True when the error carries this reason in the framework's own domain. */
bool maru_status_has_reason(maru_status status, const char *reason);

/* "OK", "CANCELLED", ...; "UNKNOWN" for a number that is no code. Static. */
const char *maru_code_name(int code);

MARU_END_DECLS

#endif
