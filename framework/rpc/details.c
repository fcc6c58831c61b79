#include "maru/rpc/internal/details.h"

#include "google/rpc/error_details.maru.h"
#include "google/rpc/status.maru.h"
#include "maru/wire/internal/utf8.h"

#define ERROR_INFO_URL "type.googleapis.com/google.rpc.ErrorInfo"

static maru_bytes
encode_details(maru_status status, struct maru_arena *arena)
{
	/* A string that is not UTF-8 would make the whole unreadable. */
	size_t message_len = marui_utf8_span((const uint8_t *)status->message, strlen(status->message));
	const char *message = maru_arena_bytesdup(arena, maru_bytes_of(status->message, message_len));
	struct google_rpc_error_info *info =
	        GOOGLE_RPC_ERROR_INFO(.reason = status->reason, .domain = status->domain);
	maru_bytes value = google_rpc_error_info_encode(info, arena);
	struct google_protobuf_any *any =
	        GOOGLE_PROTOBUF_ANY(.type_url = ERROR_INFO_URL, .value = { value.len, (uint8_t *)(uintptr_t)value.data });

	return google_rpc_status_encode(GOOGLE_RPC_STATUS(.code = (int32_t)status->code, .message = message,
	                                                  .n_details = 1, .details = &any),
	                                arena);
}

maru_status
marui_details_attach(maru_status status, struct maru_arena *arena)
{
	struct maru_error *error;

	if (status == MARU_OK || status->reason == NULL || status->details.len != 0)
		return status;
	error = maru_arena_alloc(arena, sizeof *error);
	*error = *status;
	error->details = encode_details(status, arena);
	return error;
}

static const struct google_rpc_error_info *
find_error_info(maru_bytes details, struct maru_arena *arena)
{
	struct google_rpc_status *decoded;
	struct google_rpc_error_info *info;

	if (google_rpc_status_decode(details, arena, &decoded) != MARU_OK)
		return NULL;
	for (size_t i = 0; i < decoded->n_details; i++) {
		const struct google_protobuf_any *any = decoded->details[i];

		if (strcmp(any->type_url, ERROR_INFO_URL) != 0)
			continue;
		if (google_rpc_error_info_decode(maru_bytes_of(any->value.data, any->value.len), arena, &info) == MARU_OK &&
		    info->reason[0] != '\0')
			return info;
	}
	return NULL;
}

maru_status
marui_details_read(maru_status status, struct maru_arena *arena)
{
	const struct google_rpc_error_info *info;
	struct maru_error *error;

	if (status == MARU_OK || status->reason != NULL || status->details.len == 0)
		return status;
	info = find_error_info(status->details, arena);
	if (info == NULL)
		return status;
	error = maru_arena_alloc(arena, sizeof *error);
	*error = *status;
	error->reason = info->reason;
	error->domain = info->domain;
	return error;
}
