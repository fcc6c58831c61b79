#include "codegen/model/source_info.h"

#include <stdlib.h>

#include "codegen/model/options.h"
#include "maru/base/assert.h"

typedef Google__Protobuf__SourceCodeInfo__Location Location;

void
path_push(struct path *path, int32_t field, size_t index)
{
	MARU_ASSERT_CMP(path->n + 2, <=, sizeof path->items / sizeof path->items[0]);
	path->items[path->n++] = field;
	path->items[path->n++] = (int32_t)index;
}

void
path_pop(struct path *path)
{
	MARU_ASSERT_CMP(path->n, >=, 2);
	path->n -= 2;
}

static int
compare_paths(const int32_t *a, size_t n_a, const int32_t *b, size_t n_b)
{
	for (size_t i = 0; i < n_a && i < n_b; i++)
		if (a[i] != b[i])
			return a[i] < b[i] ? -1 : 1;
	return (n_a > n_b) - (n_a < n_b);
}

struct ranked {
	const Location *location;
	size_t rank; /* in the request, so that qsort() is stable */
};

static int
compare_ranked(const void *a_, const void *b_)
{
	const struct ranked *a = (const struct ranked *)a_, *b = (const struct ranked *)b_;
	int order = compare_paths(a->location->path, a->location->n_path, b->location->path, b->location->n_path);

	return order != 0 ? order : (a->rank > b->rank) - (a->rank < b->rank);
}

void
source_info_init(struct source_info *info, struct maru_arena *arena, const struct model_file *file,
                 const Google__Protobuf__SourceCodeInfo *proto)
{
	struct ranked *ranked;

	*info = (struct source_info){ .file = file, .arena = arena };
	if (proto == NULL || proto->n_location == 0)
		return;
	ranked = maru_arena_alloc(arena, proto->n_location * sizeof *ranked);
	for (size_t i = 0; i < proto->n_location; i++)
		ranked[i] = (struct ranked){ proto->location[i], i };
	qsort(ranked, proto->n_location, sizeof *ranked, compare_ranked);

	info->n = proto->n_location;
	info->sorted = maru_arena_alloc(arena, info->n * sizeof(Location *));
	for (size_t i = 0; i < info->n; i++)
		info->sorted[i] = ranked[i].location;
}

/* The first location whose path is `items` or stands behind it in the order of paths; NULL for none. */
static const Location *
find_from(const struct source_info *info, const int32_t *items, size_t n)
{
	size_t low = 0, high = info->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const Location *location = info->sorted[middle];

		if (compare_paths(location->path, location->n_path, items, n) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < info->n ? info->sorted[low] : NULL;
}

static bool
begins_with(const Location *location, const int32_t *items, size_t n)
{
	return location != NULL && location->n_path >= n && compare_paths(location->path, n, items, n) == 0;
}

/* The element itself, or else the first part of it that has a place. */
static const Location *
find(const struct source_info *info, const struct path *path)
{
	const Location *location = find_from(info, path->items, path->n);

	return begins_with(location, path->items, path->n) ? location : NULL;
}

/* A span's numbers count from 0, ours from 1. */
static int
from_one(int32_t number)
{
	return number >= 0 && number < INT32_MAX ? number + 1 : 0;
}

static struct model_location
location_of(const struct source_info *info, const Location *location)
{
	struct model_location result = { .file = info->file };

	if (location != NULL && location->n_span >= 3) {
		result.line = from_one(location->span[0]);
		result.column = from_one(location->span[1]);
	}
	return result;
}

struct model_location
source_info_location(const struct source_info *info, const struct path *path)
{
	return location_of(info, find(info, path));
}

struct model_location
source_info_option(const struct source_info *info, const struct path *path, int32_t options,
                   struct model_location otherwise)
{
	struct path option = *path;
	const Location *location;

	path_push(&option, options, MARU_OPTION_NUMBER);
	location = find_from(info, option.items, option.n);
	if (!begins_with(location, option.items, option.n - 1) || location->path[option.n - 1] > MARU_OPTION_NUMBER_LAST)
		return otherwise;
	return location_of(info, location);
}

struct model_location
source_info_part(const struct source_info *info, const struct path *path, size_t n_min, struct model_location otherwise)
{
	for (size_t n = path->n; n >= n_min; n--) {
		const Location *location = find_from(info, path->items, n);

		if (begins_with(location, path->items, n))
			return location_of(info, location);
	}
	return otherwise;
}

/* Without one leading blank and the trailing ones a line, and without empty lines at both ends. */
static const char *
strip(struct maru_arena *arena, const char *comment)
{
	char *text = maru_arena_alloc(arena, strlen(comment) + 1), *at = text, *solid = text;

	while (*comment != '\0') {
		size_t len = strcspn(comment, "\n"), kept = len;

		while (kept > 0 && strchr(" \t\r", comment[kept - 1]) != NULL)
			kept--;
		if (kept > 0) {
			size_t skipped = comment[0] == ' ';

			memcpy(at, comment + skipped, kept - skipped);
			solid = at = at + kept - skipped;
		}
		if (solid != text)
			*at++ = '\n';
		comment += len + (comment[len] == '\n');
	}
	*solid = '\0';
	return text;
}

const char *
source_info_comment(const struct source_info *info, const struct path *path)
{
	const Location *location = find(info, path);
	const char *comment = "";

	if (location == NULL || location->n_path != path->n)
		return "";
	if (location->leading_comments != NULL)
		comment = strip(info->arena, location->leading_comments);
	if (comment[0] == '\0' && location->trailing_comments != NULL)
		comment = strip(info->arena, location->trailing_comments);
	return comment;
}
