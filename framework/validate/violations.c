/* What is said of a broken rule: its path and, in the end, one error. */
#include <inttypes.h>
#include <stdio.h>

#include "maru/validate/internal/check.h"
#include "maru/wire/internal/field.h"

enum {
	KEY_BYTES_MAX = 64, /* of a map's key in a path */
};

/* Counts what it is given and writes as much as there is room for. */
struct text {
	char *data;
	size_t len, room;
};

static void
put(struct text *text, const char *data, size_t len)
{
	size_t fits = text->len < text->room ? text->room - text->len : 0;

	if (fits != 0)
		memcpy(text->data + text->len, data, len < fits ? len : fits);
	text->len += len;
}

static void
put_string(struct text *text, const char *string)
{
	put(text, string, strlen(string));
}

static void
put_quoted(struct text *text, const char *key)
{
	const char *at, *end = key + strnlen(key, KEY_BYTES_MAX + 1);
	bool is_cut = end - key > KEY_BYTES_MAX;
	char escape[8];

	if (is_cut)
		for (end--; end > key && ((unsigned char)*end & 0xc0) == 0x80;)
			end--;
	put_string(text, "\"");
	for (at = key; at < end; at++) {
		if (*at == '"' || *at == '\\')
			put_string(text, "\\");
		if ((unsigned char)*at >= 0x20 && *at != 0x7f) {
			put(text, at, 1);
			continue;
		}
		snprintf(escape, sizeof escape, "\\u%04x", (unsigned)(unsigned char)*at);
		put_string(text, escape);
	}
	put_string(text, is_cut ? "\"..." : "\"");
}

static void
put_key(struct text *text, const ProtobufCMessage *entry)
{
	const ProtobufCFieldDescriptor *field = &entry->descriptor->fields[0];
	struct marui_value key = marui_value_at(field, marui_field_items(field, entry), MARUI_WHOLE);
	char number[32];

	if (field->type == PROTOBUF_C_TYPE_BOOL) {
		put_string(text, key.is.u != 0 ? "true" : "false");
		return;
	}
	if (key.family == MARUI_TEXT) {
		put_quoted(text, marui_string_at(marui_field_items(field, entry)));
		return;
	}
	if (key.family == MARUI_SIGNED)
		snprintf(number, sizeof number, "%" PRId64, key.is.i);
	else
		snprintf(number, sizeof number, "%" PRIu64, key.is.u);
	put_string(text, number);
}

static void
put_place(struct text *text, const struct marui_place *place)
{
	char index[32];

	if (place->outer == NULL)
		return;
	put_place(text, place->outer);
	if (place->name != NULL) {
		put_string(text, text->len != 0 ? "." : "");
		put_string(text, place->name);
	} else if (place->entry != NULL) {
		put_string(text, "[");
		put_key(text, place->entry);
		put_string(text, "]");
	} else if (place->outer->depth == place->depth) { /* else a message that stands at `outer` */
		snprintf(index, sizeof index, "[%zu]", place->index);
		put_string(text, index);
	}
}

static const char *
place_text(const struct marui_place *place, struct maru_arena *arena)
{
	struct text text = { 0 };

	put_place(&text, place);
	text.room = text.len;
	text.data = (char *)maru_arena_try_alloc(arena, text.room + 1);
	if (text.data == NULL)
		return NULL;
	text.len = 0;
	put_place(&text, place);
	text.data[text.len] = '\0';
	return text.data;
}

static const char *
joined(const char *a, const char *b, struct maru_arena *arena)
{
	size_t len = strlen(a);
	char *both;

	if (b[0] == '\0')
		return a;
	both = (char *)maru_arena_try_alloc(arena, len + strlen(b) + 1);
	if (both != NULL) {
		memcpy(both, a, len);
		strcpy(both + len, b);
	}
	return both;
}

void
marui_violate(struct marui_validation *validation, const struct marui_place *place, const char *id, const char *suffix,
              const char *text, bool for_key)
{
	struct maru_violations *violations = validation->violations;
	struct maru_violation violation = { .text = text, .for_key = for_key };

	if (violations->n++ >= MARU_VIOLATIONS_MAX)
		return;
	violation.field = place_text(place, validation->arena);
	violation.rule = joined(id, suffix, validation->arena);
	if (violation.field == NULL || violation.rule == NULL)
		validation->no_memory = true;
	violations->kept[violations->n - 1] = violation;
}

static void
put_violations(struct text *text, const struct maru_message_type *type, const struct maru_violations *violations)
{
	size_t n = violations->n < MARU_VIOLATIONS_MAX ? violations->n : MARU_VIOLATIONS_MAX, i;
	char more[40];

	put_string(text, type->descriptor->name);
	put_string(text, " is not valid");
	for (i = 0; i < n; i++) {
		const struct maru_violation *violation = &violations->kept[i];

		put_string(text, i == 0 ? ": " : "; ");
		put_string(text, violation->for_key ? "the key of " : "");
		put_string(text, violation->field);
		put_string(text, violation->field[0] != '\0' ? ": " : "");
		put_string(text, violation->text);
	}
	if (violations->n > n) {
		snprintf(more, sizeof more, "; and %zu more", violations->n - n);
		put_string(text, more);
	}
}

maru_status
maru_violations_status(const struct maru_message_type *type, const struct maru_violations *violations,
                       struct maru_arena *arena)
{
	static const struct maru_error wordless = MARU_ERROR(MARU_CODE_INVALID_ARGUMENT, "VALIDATION_FAILED",
	                                                     "a message is not valid; no memory is left to say why");
	struct maru_error *error;
	struct text text = { 0 };

	if (violations->n == 0)
		return MARU_OK;
	put_violations(&text, type, violations);
	text.room = text.len;
	text.data = (char *)maru_arena_try_alloc(arena, text.room + 1);
	error = (struct maru_error *)maru_arena_try_alloc(arena, sizeof *error);
	if (text.data == NULL || error == NULL)
		return &wordless;
	text.len = 0;
	put_violations(&text, type, violations);
	text.data[text.len] = '\0';
	*error = wordless;
	error->message = text.data;
	return error;
}
