#include "maru/validate/validate.h"

#include "maru/validate/internal/check.h"
#include "maru/wire/internal/field.h"

static const struct maru_error no_memory = MARU_ERROR(MARU_CODE_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE_VALIDATED",
                                                      "no memory is left to validate a message");
static const struct maru_error too_deep = MARU_ERROR(MARU_CODE_INVALID_ARGUMENT, "TOO_DEEP",
                                                     "a message to validate holds more than 100 levels of messages");

static void check_message(struct marui_validation *validation, const struct marui_place *place,
                          const struct maru_message_type *type, const ProtobufCMessage *message);

static bool
is_zero(const struct marui_value *value)
{
	switch (value->family) {
	case MARUI_SIGNED:
		return value->is.i == 0;
	case MARUI_UNSIGNED:
		return value->is.u == 0;
	case MARUI_FLOATING:
		return !(value->is.d < 0) && !(value->is.d > 0) && value->is.d == value->is.d;
	case MARUI_TEXT:
		return value->is.text.len == 0;
	case MARUI_MOMENT:
		return value->is.moment.seconds == 0 && value->is.moment.nanos == 0;
	default:
		return false;
	}
}

static void
check_rules(struct marui_validation *validation, const struct marui_place *place, const struct marui_rules *rules,
            const struct marui_value *value, bool is_key)
{
	size_t i;

	for (i = 0; i < rules->n; i++) {
		const struct marui_rule *rule = &rules->rules[i];
		bool is_empty = (rule->flags & MARUI_NOT_EMPTY) != 0 && value->is.text.len == 0;

		if (is_empty || !rule->check(rule, value, validation))
			marui_violate(validation, place, rule->id, is_empty ? "_empty" : "", rule->text, is_key);
	}
}

/* An item, a key, or a map's value. */
static bool
is_skipped(const struct marui_rules *rules, const ProtobufCFieldDescriptor *field, const void *slot)
{
	struct marui_value value;

	if (!rules->skip_zero || (field->type == PROTOBUF_C_TYPE_MESSAGE && rules->part == MARUI_WHOLE))
		return false;
	if (field->type == PROTOBUF_C_TYPE_MESSAGE && marui_pointer_at(slot) == NULL)
		return true;
	value = marui_value_at(field, slot, rules->part);
	return is_zero(&value);
}

/* One value: a field's only one or an element. */
static void
check_value(struct marui_validation *validation, const struct marui_place *place, const struct marui_rules *rules,
            const ProtobufCFieldDescriptor *field, const void *slot, bool is_key)
{
	struct marui_value value;

	if (field->type == PROTOBUF_C_TYPE_MESSAGE && marui_pointer_at(slot) == NULL)
		return;
	value = marui_value_at(field, slot, rules->part);
	check_rules(validation, place, rules, &value, is_key);
	if (rules->message != NULL)
		check_message(validation, place, rules->message, (const ProtobufCMessage *)marui_pointer_at(slot));
}

static void
check_entry(struct marui_validation *validation, const struct marui_place *outer, const struct marui_rules *rules,
            const ProtobufCMessage *entry)
{
	struct marui_place place = { .outer = outer, .depth = outer->depth, .entry = entry };
	const ProtobufCFieldDescriptor *key = &entry->descriptor->fields[0], *value = &entry->descriptor->fields[1];

	if (rules->keys != NULL && !is_skipped(rules->keys, key, marui_field_items(key, entry)))
		check_value(validation, &place, rules->keys, key, marui_field_items(key, entry), true);
	if (rules->items != NULL && !is_skipped(rules->items, value, marui_field_items(value, entry)))
		check_value(validation, &place, rules->items, value, marui_field_items(value, entry), false);
}

static void
check_elements(struct marui_validation *validation, const struct marui_place *outer, const struct marui_rules *rules,
               const struct marui_value *many)
{
	struct marui_place place = { .outer = outer, .depth = outer->depth };
	size_t item_size = marui_field_item_size(many->field), i;
	bool is_map = (many->field->flags & MARU_FIELD_FLAG_MAP) != 0;

	if (rules->items == NULL && rules->keys == NULL)
		return;
	for (i = 0; i < many->n; i++) {
		const void *slot = (const char *)many->items + i * item_size;

		place.index = i;
		if (!is_map && is_skipped(rules->items, many->field, slot))
			continue;
		if (!is_map)
			check_value(validation, &place, rules->items, many->field, slot, false);
		else if (marui_pointer_at(slot) != NULL)
			check_entry(validation, outer, rules, (const ProtobufCMessage *)marui_pointer_at(slot));
	}
}

static bool
tracks_presence(const ProtobufCFieldDescriptor *field)
{
	return (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0 || field->type == PROTOBUF_C_TYPE_MESSAGE ||
	       field->label != PROTOBUF_C_LABEL_NONE;
}

static void
check_field(struct marui_validation *validation, const struct marui_place *outer, const struct marui_rules *rules,
            const ProtobufCMessage *message)
{
	const ProtobufCFieldDescriptor *field = &message->descriptor->fields[rules->field];
	struct marui_place place = { .outer = outer, .depth = outer->depth, .name = field->name };
	size_t n = marui_field_count(field, message);
	const void *items = marui_field_items(field, message);

	if (n == 0 && rules->required)
		marui_violate(validation, &place, "required", "", "required", false);
	if (n == 0 && (rules->required || rules->skip_zero))
		return;
	if (field->label == PROTOBUF_C_LABEL_REPEATED) {
		struct marui_value many = { .family = MARUI_MANY, .field = field, .n = n, .items = items };

		check_rules(validation, &place, rules, &many, false);
		check_elements(validation, &place, rules, &many);
	} else if (n != 0 || !tracks_presence(field)) {
		check_value(validation, &place, rules, field, items, false);
	}
}

static bool
oneof_is_set(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *member)
{
	const ProtobufCMessageDescriptor *descriptor = message->descriptor;
	unsigned i;

	for (i = 0; i < descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &descriptor->fields[i];

		if ((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0 && field->quantifier_offset == member->quantifier_offset &&
		    marui_field_count(field, message) != 0)
			return true;
	}
	return false;
}

static void
check_oneof(struct marui_validation *validation, const struct marui_place *outer, const struct marui_oneof *oneof,
            const ProtobufCMessage *message)
{
	struct marui_place place = { .outer = outer, .depth = outer->depth, .name = oneof->name };

	if (!oneof_is_set(message, &message->descriptor->fields[oneof->field]))
		marui_violate(validation, &place, "required", "", "required", false);
}

static void
check_group(struct marui_validation *validation, const struct marui_place *place, const struct marui_group *group,
            const ProtobufCMessage *message)
{
	size_t n = 0, i;

	for (i = 0; i < group->n; i++)
		n += marui_field_count(&message->descriptor->fields[group->fields[i]], message) != 0;
	if (n > 1 || (n == 0 && group->required))
		marui_violate(validation, place, "message.oneof", "", group->text, false);
}

static void
check_message(struct marui_validation *validation, const struct marui_place *outer, const struct maru_message_type *type,
              const ProtobufCMessage *message)
{
	const struct maru_message_rules *rules = type->rules;
	struct marui_place place = { .outer = outer, .depth = outer != NULL ? outer->depth + 1 : 0 };
	size_t i;

	if (rules == NULL)
		return;
	if (place.depth > MARU_DEPTH_MAX) {
		validation->is_too_deep = true;
		return;
	}
	for (i = 0; i < rules->n_groups; i++)
		check_group(validation, &place, &rules->groups[i], message);
	for (i = 0; i < rules->n_fields; i++)
		check_field(validation, &place, &rules->fields[i], message);
	for (i = 0; i < rules->n_oneofs; i++)
		check_oneof(validation, &place, &rules->oneofs[i], message);
}

maru_status
maru_validate_each(const struct maru_message_type *type, const ProtobufCMessage *message, struct maru_arena *arena,
                   struct maru_violations *ret_violations)
{
	struct marui_validation validation = { .arena = arena, .violations = ret_violations };

	ret_violations->n = 0;
	check_message(&validation, NULL, type, message);
	if (validation.no_memory)
		return &no_memory;
	return validation.is_too_deep ? &too_deep : MARU_OK;
}

maru_status
maru_validate(const struct maru_message_type *type, const ProtobufCMessage *message, struct maru_arena *arena)
{
	struct maru_violations violations;

	if (type->rules == NULL)
		return MARU_OK;
	MARU_TRY(maru_validate_each(type, message, arena, &violations));
	return maru_violations_status(type, &violations, arena);
}
