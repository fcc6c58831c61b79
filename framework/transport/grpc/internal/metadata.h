/*
 * Metadata between C core's arrays of slices and rpc's lists.
 *
 * Both objects are kept and used again by the next call, so that in steady state nothing is allocated here.
 */
#ifndef MARU_TRANSPORT_GRPC_INTERNAL_METADATA_H
#define MARU_TRANSPORT_GRPC_INTERNAL_METADATA_H

#include <grpc/grpc.h>

#include "maru/rpc/internal/transport.h"

/* Metadata that came in. `array` is what C core fills; its elements belong to the C core call, and so does the list. */
struct marui_metadata_in {
	grpc_metadata_array array;
	struct maru_metadata *list;
	size_t n_list_max;
	char *keys; /* C core's keys have no NUL at the end */
	size_t keys_size;
};

/* Makes `list`, with array.count entries, from `array`. Its values are borrowed from the array. */
void marui_metadata_in_list(struct marui_metadata_in *in);

void marui_metadata_in_fini(struct marui_metadata_in *in);

/* Copies the entries of a C core array to `list`, keys and values to the arena. */
void marui_metadata_copy(const grpc_metadata_array *array, struct maru_arena *arena, struct maru_metadata *list);

/* Metadata that goes out. */
struct marui_metadata_out {
	grpc_metadata *items;
	size_t n, n_max;
};

/* Appends; borrows the key until C core is started on it. The value is copied: C core may hold on to a slice longer than
 * the call that sent it. */
void marui_metadata_out_add(struct marui_metadata_out *out, const char *key, maru_bytes value);
void marui_metadata_out_add_all(struct marui_metadata_out *out, const struct maru_metadata *list, size_t n);

/* Forgets the entries. */
void marui_metadata_out_reset(struct marui_metadata_out *out);
void marui_metadata_out_fini(struct marui_metadata_out *out);

static inline maru_bytes
marui_slice_bytes(const grpc_slice *slice)
{
	return maru_bytes_of(GRPC_SLICE_START_PTR(*slice), GRPC_SLICE_LENGTH(*slice));
}

#endif
