/*
 * Lines, columns and comments: a file's SourceCodeInfo, made searchable by path.
 *
 * A path is the field numbers and indices that lead from a FileDescriptorProto to an element: 4, 0, 2, 1 is the
 * second field of the first message. Without SourceCodeInfo every answer is "unknown".
 */
#ifndef MARU_CODEGEN_MODEL_SOURCE_INFO_H
#define MARU_CODEGEN_MODEL_SOURCE_INFO_H

#include <google/protobuf/descriptor.pb-c.h>

#include "codegen/model/model.h"

/* Grows and shrinks at its end, as the builder walks the tree; long enough for what nests GUARD_DEPTH_MAX deep. */
struct path {
	size_t n;
	int32_t items[256];
};

void path_push(struct path *path, int32_t field, size_t index);
void path_pop(struct path *path);

struct source_info {
	const struct model_file *file;
	struct maru_arena *arena;
	size_t n;
	const Google__Protobuf__SourceCodeInfo__Location **sorted; /* by path */
};

/* Borrows all of it; `proto` may be NULL. */
void source_info_init(struct source_info *info, struct maru_arena *arena, const struct model_file *file,
                      const Google__Protobuf__SourceCodeInfo *proto);

/* Where the element stands; line 0 where that is unknown. */
struct model_location source_info_location(const struct source_info *info, const struct path *path);

/* Where the first maru option of the element stands (field number `options` of it); else `otherwise`. */
struct model_location source_info_option(const struct source_info *info, const struct path *path, int32_t options,
                                         struct model_location otherwise);

/* Where the part of an option stands whose path begins with `path`: the whole of it or else as much as has a place, but at
 * least `n_min` of its numbers; else `otherwise`. */
struct model_location source_info_part(const struct source_info *info, const struct path *path, size_t n_min,
                                       struct model_location otherwise);

/* As model_node.comment. Returns on the arena. */
const char *source_info_comment(const struct source_info *info, const struct path *path);

#endif
