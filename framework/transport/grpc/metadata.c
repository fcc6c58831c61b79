#include "maru/transport/grpc/internal/metadata.h"

#include <stdlib.h>

#include "maru/base/assert.h"

enum {
	ENTRIES_FIRST = 8,
	KEYS_FIRST_BYTES = 256,
};

/* At least `needed` elements of `size` bytes at `memory`, which holds *n_max of them. */
static void *
reserve(void *memory, size_t *n_max, size_t needed, size_t size, size_t first)
{
	size_t n = *n_max == 0 ? first : *n_max;

	if (needed <= *n_max)
		return memory;
	while (n < needed)
		n *= 2;
	memory = realloc(memory, n * size);
	MARU_ASSERT(memory != NULL && "out of memory");
	*n_max = n;
	return memory;
}

static size_t
keys_bytes(const grpc_metadata_array *array)
{
	size_t bytes = 0;

	for (size_t i = 0; i < array->count; i++)
		bytes += GRPC_SLICE_LENGTH(array->metadata[i].key) + 1;
	return bytes;
}

/* The key as a C string at `to`; returns its end. Cut at a NUL it would be another key: no good key has a '?'. */
static char *
copy_key(const grpc_slice *key, char *to)
{
	maru_bytes bytes = marui_slice_bytes(key);

	for (size_t i = 0; i < bytes.len; i++)
		to[i] = bytes.data[i] != '\0' ? (char)bytes.data[i] : '?';
	to[bytes.len] = '\0';
	return to + bytes.len + 1;
}

void
marui_metadata_in_list(struct marui_metadata_in *in)
{
	const grpc_metadata_array *array = &in->array;
	char *key;

	in->list = (struct maru_metadata *)reserve(in->list, &in->n_list_max, array->count, sizeof *in->list, ENTRIES_FIRST);
	in->keys = (char *)reserve(in->keys, &in->keys_size, keys_bytes(array), 1, KEYS_FIRST_BYTES);
	key = in->keys;
	for (size_t i = 0; i < array->count; i++) {
		in->list[i].key = key;
		in->list[i].value = marui_slice_bytes(&array->metadata[i].value);
		key = copy_key(&array->metadata[i].key, key);
	}
}

void
marui_metadata_in_fini(struct marui_metadata_in *in)
{
	grpc_metadata_array_destroy(&in->array);
	free(in->list);
	free(in->keys);
}

void
marui_metadata_copy(const grpc_metadata_array *array, struct maru_arena *arena, struct maru_metadata *list)
{
	char *key = (char *)maru_arena_alloc(arena, keys_bytes(array));

	for (size_t i = 0; i < array->count; i++) {
		maru_bytes value = marui_slice_bytes(&array->metadata[i].value);

		list[i].key = key;
		list[i].value = maru_bytes_of(maru_arena_bytesdup(arena, value), value.len);
		key = copy_key(&array->metadata[i].key, key);
	}
}

void
marui_metadata_out_add(struct marui_metadata_out *out, const char *key, maru_bytes value)
{
	out->items = (grpc_metadata *)reserve(out->items, &out->n_max, out->n + 1, sizeof *out->items, ENTRIES_FIRST);
	out->items[out->n++] = (grpc_metadata){
		.key = grpc_slice_from_static_string(key),
		.value = grpc_slice_from_copied_buffer((const char *)value.data, value.len),
	};
}

void
marui_metadata_out_add_all(struct marui_metadata_out *out, const struct maru_metadata *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		marui_metadata_out_add(out, list[i].key, list[i].value);
}

void
marui_metadata_out_reset(struct marui_metadata_out *out)
{
	for (size_t i = 0; i < out->n; i++)
		grpc_slice_unref(out->items[i].value);
	out->n = 0;
}

void
marui_metadata_out_fini(struct marui_metadata_out *out)
{
	marui_metadata_out_reset(out);
	free(out->items);
}
