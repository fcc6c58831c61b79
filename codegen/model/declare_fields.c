/* Fields and oneofs of a message, as far as they can be told without knowing other types. */
#include <maru/options.pb-c.h>

#include "codegen/model/builder.h"
#include "codegen/model/names.h"

/* Numbers of DescriptorProto. */
enum { MESSAGE_FIELD = 2, MESSAGE_ONEOF_DECL = 8 };

enum { FIELD_NUMBER_MAX = (1 << 29) - 1, FIELD_NUMBER_RESERVED_FIRST = 19000, FIELD_NUMBER_RESERVED_LAST = 19999 };

static const struct element field_element = { "a field", 8 };
static const struct element oneof_element = { "a oneof", 2 };

/* What a oneof's fields say of it. */
struct membership {
	size_t n_fields, n_synthetic;
	struct model_oneof *oneof; /* NULL for a synthetic one */
};

static void
count_members(struct draft *draft, const struct model_message *message, const MessageProto *proto,
              struct membership *memberships)
{
	for (size_t i = 0; i < proto->n_field; i++) {
		const FieldProto *field = proto->field[i];

		if (!field->has_oneof_index)
			continue;
		if (field->oneof_index < 0 || (size_t)field->oneof_index >= proto->n_oneof_decl) {
			refuse(draft->builder, &message->node.location, DIAGNOSTIC_BAD_INDEX,
			       "a field of '%s' belongs to oneof %d; the message has %zu; use protoc", message->node.full_name,
			       field->oneof_index, proto->n_oneof_decl);
			continue;
		}
		memberships[field->oneof_index].n_fields++;
		memberships[field->oneof_index].n_synthetic += field->proto3_optional ? 1 : 0;
	}
}

static void
declare_oneof(struct draft *draft, struct model_message *message, const OneofProto *proto,
              struct membership *membership)
{
	struct maru_arena *arena = draft->builder->arena;
	const Google__Protobuf__OneofOptions *options = proto->options;
	struct model_oneof *oneof;
	const Maru__Oneof *option;

	if (membership->n_fields == 1 && membership->n_synthetic == 1)
		return;
	oneof = &message->oneofs[message->n_oneofs++];
	membership->oneof = oneof;
	oneof->parent = message;
	oneof->fields = maru_arena_alloc(arena, membership->n_fields * sizeof(struct model_field *));
	declare_node(draft, &oneof->node, &oneof_element, proto->name, message->node.full_name);
	if (membership->n_fields == 0 || membership->n_synthetic != 0)
		refuse(draft->builder, &oneof->node.location, DIAGNOSTIC_BAD_FIELD,
		       "oneof '%s' has no fields, or proto3 optional ones; protoc never sends that; use protoc",
		       oneof->node.full_name);
	option = (const Maru__Oneof *)declare_option(draft, &oneof->node, options != NULL ? &options->base : NULL,
	                                             &maru__oneof__descriptor);
	oneof->c_name = declare_word(draft, &oneof->node, option != NULL ? option->name : NULL);
	declare_oneof_rules(draft, oneof, options != NULL ? &options->base : NULL, oneof_element.options);
}

static void
declare_number(struct draft *draft, struct model_field *field, const FieldProto *proto)
{
	int32_t number = proto->number;
	bool reserved = number >= FIELD_NUMBER_RESERVED_FIRST && number <= FIELD_NUMBER_RESERVED_LAST;

	if (!proto->has_number || number < 1 || number > FIELD_NUMBER_MAX || reserved)
		refuse(draft->builder, &field->node.location, DIAGNOSTIC_BAD_NUMBER,
		       "field '%s' has number %d; numbers go from 1 to %d, without %d to %d; choose one of those",
		       field->node.full_name, number, FIELD_NUMBER_MAX, FIELD_NUMBER_RESERVED_FIRST, FIELD_NUMBER_RESERVED_LAST);
	field->number = (uint32_t)number;
}

/* What depends on the label and the oneof alone; resolving the type completes it. */
static void
declare_presence(struct draft *draft, struct model_field *field, const FieldProto *proto,
                 const struct membership *memberships)
{
	bool required = proto->label == GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_REQUIRED;
	bool repeated = proto->label == GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_REPEATED;
	bool optional = proto->label == GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_OPTIONAL;

	if (!proto->has_label || !(required || repeated || optional) || (required && !draft->file->proto2) ||
	    (proto->has_oneof_index && !optional) || (proto->proto3_optional && !optional) || proto->extendee != NULL)
		refuse(draft->builder, &field->node.location, DIAGNOSTIC_BAD_FIELD,
		       "the label of field '%s' is missing, or not possible there; protoc never sends that; use protoc",
		       field->node.full_name);
	if (required)
		field->presence = MODEL_REQUIRED;
	else if (repeated)
		field->presence = MODEL_REPEATED;
	else if (proto->has_oneof_index && memberships[proto->oneof_index].oneof != NULL)
		field->presence = MODEL_ONEOF;
	else if (proto->proto3_optional || (draft->file->proto2 && !field->parent->is_map_entry))
		field->presence = MODEL_OPTIONAL;
	else
		field->presence = MODEL_IMPLICIT;
	if (field->presence == MODEL_ONEOF) {
		struct model_oneof *oneof = memberships[proto->oneof_index].oneof;

		field->oneof = oneof;
		oneof->fields[oneof->n_fields++] = field;
	}
}

static void
declare_field(struct draft *draft, struct model_message *message, const FieldProto *proto,
              const struct membership *memberships)
{
	struct model_field *field = &message->fields[message->n_fields];
	const Google__Protobuf__FieldOptions *options = proto->options;
	struct maru_arena *arena = draft->builder->arena;
	const Maru__Field *option;
	const char *word;

	message->fields_by_number[message->n_fields++] = field;
	field->parent = message;
	declare_node(draft, &field->node, &field_element, proto->name, message->node.full_name);
	option = (const Maru__Field *)declare_option(draft, &field->node, options != NULL ? &options->base : NULL,
	                                             &maru__field__descriptor);
	word = declare_word(draft, &field->node, option != NULL ? option->name : NULL);
	field->c_name = strcmp(word, "base") == 0 ? "base_" : names_escape(arena, word);
	field->node.deprecated = options != NULL && options->deprecated;
	field->default_text = proto->default_value;
	declare_number(draft, field, proto);
	declare_presence(draft, field, proto, memberships);
	declare_field_rules(draft, field, options != NULL ? &options->base : NULL, field_element.options);
}

void
declare_fields(struct draft *draft, struct model_message *message, const MessageProto *proto)
{
	struct maru_arena *arena = draft->builder->arena;
	struct membership *memberships = maru_arena_zalloc(arena, proto->n_oneof_decl * sizeof *memberships);

	message->fields = maru_arena_zalloc(arena, proto->n_field * sizeof *message->fields);
	message->fields_by_number = maru_arena_alloc(arena, proto->n_field * sizeof(struct model_field *));
	message->oneofs = maru_arena_zalloc(arena, proto->n_oneof_decl * sizeof *message->oneofs);
	count_members(draft, message, proto, memberships);
	if (draft->builder->broken)
		return;
	for (size_t i = 0; i < proto->n_oneof_decl; i++) {
		path_push(&draft->path, MESSAGE_ONEOF_DECL, i);
		declare_oneof(draft, message, proto->oneof_decl[i], &memberships[i]);
		path_pop(&draft->path);
	}
	for (size_t i = 0; i < proto->n_field; i++) {
		path_push(&draft->path, MESSAGE_FIELD, i);
		declare_field(draft, message, proto->field[i], memberships);
		path_pop(&draft->path);
	}
}
