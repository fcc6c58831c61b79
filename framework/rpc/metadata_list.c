#include "maru/rpc/internal/call.h"

enum {
	METADATA_FIRST_CAPACITY = 4,
};

static void
list_grow(struct marui_metadata_list *list, struct maru_arena *arena)
{
	size_t capacity = list->capacity == 0 ? METADATA_FIRST_CAPACITY : 2 * list->capacity;
	struct maru_metadata *items = maru_arena_alloc(arena, capacity * sizeof *items);

	if (list->n != 0)
		memcpy(items, list->items, list->n * sizeof *items);
	list->items = items;
	list->capacity = capacity;
}

maru_status
marui_metadata_list_add(struct marui_metadata_list *list, struct maru_arena *arena, const char *key, maru_bytes value)
{
	MARU_TRY(maru_metadata_check(arena, key, value));
	if (list->n == list->capacity)
		list_grow(list, arena);
	list->items[list->n++] = (struct maru_metadata){
		.key = maru_arena_strdup(arena, key),
		.value = maru_bytes_of(maru_arena_bytesdup(arena, value), value.len),
	};
	return MARU_OK;
}
