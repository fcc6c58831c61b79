/*
 * Members of a struct that stand beside a field: n_x, has_x, x_case. Where another field is literally called so, it is
 * that field which gives way, as a keyword does: n_x_.
 */
#include <string.h>

#include "codegen/model/builder.h"

static const char *
without_prefix(const char *name, const char *prefix)
{
	size_t len = strlen(prefix);

	return strncmp(name, prefix, len) == 0 ? name + len : NULL;
}

static bool
is_case(const struct model_oneof *oneof, const char *name)
{
	const char *rest = without_prefix(name, oneof->c_name);

	return rest != NULL && strcmp(rest, "_case") == 0;
}

static bool
has_flag(const struct model_field *field)
{
	return field->presence == MODEL_OPTIONAL && field->message == NULL;
}

static bool
is_companion(const struct model_message *message, const char *name)
{
	const char *counted = without_prefix(name, "n_"), *flagged = without_prefix(name, "has_");

	for (size_t i = 0; i < message->n_oneofs; i++)
		if (is_case(&message->oneofs[i], name))
			return true;
	for (size_t i = 0; (counted != NULL || flagged != NULL) && i < message->n_fields; i++) {
		const struct model_field *field = &message->fields[i];

		if (counted != NULL && field->presence == MODEL_REPEATED && strcmp(counted, field->c_name) == 0)
			return true;
		if (flagged != NULL && has_flag(field) && strcmp(flagged, field->c_name) == 0)
			return true;
	}
	return false;
}

static bool
is_field(const struct model_message *message, const char *name)
{
	for (size_t i = 0; i < message->n_fields; i++)
		if (strcmp(message->fields[i].c_name, name) == 0)
			return true;
	return false;
}

void
resolve_members(struct model_message *message, struct maru_arena *arena)
{
	for (size_t i = 0; i < message->n_fields; i++) {
		struct model_field *field = &message->fields[i];
		const char *escaped;

		if (!is_companion(message, field->c_name))
			continue;
		escaped = maru_arena_printf(arena, "%s_", field->c_name);
		if (!is_field(message, escaped) && !is_companion(message, escaped))
			field->c_name = escaped;
	}
}
