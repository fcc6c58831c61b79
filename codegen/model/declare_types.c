/* Messages and enums of one file, flattened: first a count, so that each list is one piece of memory. */
#include <maru/options.pb-c.h>
#include <string.h>

#include "codegen/model/builder.h"
#include "codegen/model/names.h"

/* Numbers of FileDescriptorProto, DescriptorProto and EnumDescriptorProto. */
enum {
	FILE_MESSAGE_TYPE = 4,
	FILE_ENUM_TYPE = 5,
	MESSAGE_NESTED_TYPE = 3,
	MESSAGE_ENUM_TYPE = 4,
	ENUM_VALUE = 2,
};

static const struct element message_element = { "a message", 7 };
static const struct element enum_element = { "an enum", 3 };
static const struct element value_element = { "an enum value", 3 };

struct counts {
	size_t messages, enums;
};

/* Recursive; how deep it goes, the guard of the request has limited. */
static void
count_nested(const MessageProto *proto, struct counts *counts)
{
	counts->messages++;
	counts->enums += proto->n_enum_type;
	for (size_t i = 0; i < proto->n_nested_type; i++)
		count_nested(proto->nested_type[i], counts);
}

static void
declare_value(struct draft *draft, struct model_enum_value *value, const EnumValueProto *proto, const char *scope,
              const char *macro_scope)
{
	struct maru_arena *arena = draft->builder->arena;
	const Google__Protobuf__EnumValueOptions *options = proto->options;
	const Maru__EnumValue *option;
	const char *word;

	declare_node(draft, &value->node, &value_element, proto->name, scope);
	option = (const Maru__EnumValue *)declare_option(draft, &value->node, options != NULL ? &options->base : NULL,
	                                                 &maru__enum_value__descriptor);
	word = declare_word(draft, &value->node, option != NULL ? option->name : NULL);
	value->node.deprecated = options != NULL && options->deprecated;
	value->c_name = names_escape(arena, names_upper(arena, names_join(arena, macro_scope, word)));
	value->number = proto->number;
	if (!proto->has_number)
		refuse(draft->builder, &value->node.location, DIAGNOSTIC_BAD_NUMBER,
		       "enum value '%s' has no number; protoc never sends that; use protoc", value->node.name);
}

/* Of aliases that differ in case alone. */
static bool
is_declared_before(const struct model_enum *enumeration, size_t index)
{
	const struct model_enum_value *value = &enumeration->values[index];

	for (size_t i = 0; i < index; i++)
		if (enumeration->values[i].number == value->number && strcmp(enumeration->values[i].c_name, value->c_name) == 0)
			return true;
	return false;
}

void
declare_enum(struct draft *draft, struct model_enum *enumeration, const EnumProto *proto,
             const struct model_message *parent)
{
	struct maru_arena *arena = draft->builder->arena;
	struct model_file *file = draft->file;
	const char *scope = parent != NULL ? parent->node.full_name : file->node.full_name;
	const char *c_scope = parent != NULL ? names_join(arena, file->c_prefix, parent->short_c_name) : file->c_prefix;
	const Google__Protobuf__EnumOptions *options = proto->options;
	const Maru__Enum *option;
	const char *word;

	declare_node(draft, &enumeration->node, &enum_element, proto->name, scope);
	option = (const Maru__Enum *)declare_option(draft, &enumeration->node, options != NULL ? &options->base : NULL,
	                                            &maru__enum__descriptor);
	word = declare_word(draft, &enumeration->node, option != NULL ? option->name : NULL);
	enumeration->node.deprecated = options != NULL && options->deprecated;
	enumeration->file = file;
	enumeration->c_name = names_escape(arena, names_join(arena, c_scope, word));
	enumeration->closed = file->proto2;
	enumeration->n_values = proto->n_value;
	enumeration->values = maru_arena_zalloc(arena, proto->n_value * sizeof *enumeration->values);
	declare_type(draft, &enumeration->node, (struct type){ .enumeration = enumeration });
	if (proto->n_value == 0)
		refuse(draft->builder, &enumeration->node.location, DIAGNOSTIC_BAD_ENUM,
		       "enum '%s' has no values; protoc never sends that; use protoc", enumeration->node.full_name);
	for (size_t i = 0; i < proto->n_value; i++) {
		path_push(&draft->path, ENUM_VALUE, i);
		declare_value(draft, &enumeration->values[i], proto->value[i], scope, c_scope);
		if (options != NULL && options->allow_alias)
			enumeration->values[i].is_declared = is_declared_before(enumeration, i);
		path_pop(&draft->path);
	}
}

static void
declare_enums(struct draft *draft, EnumProto **protos, size_t n, int32_t number, const struct model_message *parent)
{
	for (size_t i = 0; i < n; i++) {
		struct model_enum *enumeration = maru_arena_zalloc(draft->builder->arena, sizeof *enumeration);

		draft->file->enums[draft->file->n_enums++] = enumeration;
		path_push(&draft->path, number, i);
		declare_enum(draft, enumeration, protos[i], parent);
		path_pop(&draft->path);
	}
}

/* The map field that a nested entry belongs to, or NULL: protoc makes the entry's name of the field's, and gives
 * it no place. */
static const struct model_field *
find_map_field(const struct model_message *entry, const MessageProto *parent_proto)
{
	for (size_t i = 0; parent_proto != NULL && i < entry->parent->n_fields; i++) {
		const char *type_name = parent_proto->field[i]->type_name;

		if (type_name != NULL && type_name[0] == '.' && strcmp(type_name + 1, entry->node.full_name) == 0)
			return &entry->parent->fields[i];
	}
	return NULL;
}

/* An entry stands where its map stands, and follows it when it is renamed. */
static const char *
declare_map_entry(struct draft *draft, struct model_message *entry, const MessageProto *parent_proto, const char *word)
{
	struct maru_arena *arena = draft->builder->arena;
	const struct model_field *map = find_map_field(entry, parent_proto);

	entry->is_map_entry = true;
	if (map == NULL)
		return word;
	entry->node.location = map->node.location;
	entry->node.option = map->node.option;
	if (strcmp(map->c_name, names_escape(arena, names_snake(arena, map->node.name))) == 0)
		return word;
	return maru_arena_printf(arena, "%s_entry", map->c_name);
}

static void
declare_message_options(struct draft *draft, struct model_message *message,
                        const Google__Protobuf__MessageOptions *options, const MessageProto *parent_proto)
{
	struct maru_arena *arena = draft->builder->arena;
	const Maru__Message *option = (const Maru__Message *)declare_option(
		draft, &message->node, options != NULL ? &options->base : NULL, &maru__message__descriptor);
	const char *word = declare_word(draft, &message->node, option != NULL ? option->name : NULL), *name;

	if (options != NULL && options->map_entry)
		word = declare_map_entry(draft, message, parent_proto, word);
	message->short_c_name = message->parent != NULL ? names_join(arena, message->parent->short_c_name, word) : word;
	name = names_join(arena, draft->file->c_prefix, message->short_c_name);
	message->c_name = names_escape(arena, name);
	message->c_macro = names_escape(arena, names_upper(arena, name));
	if (options == NULL)
		return;
	message->node.deprecated = options->deprecated;
	if (options->message_set_wire_format)
		diagnose(judgement(draft), &message->node.location, DIAGNOSTIC_MESSAGE_SET,
		         "message '%s' uses the MessageSet wire format; maru does not, as proto3 does not; remove "
		         "message_set_wire_format and use google.protobuf.Any or a oneof",
		         message->node.full_name);
}

/* Recursive, as count_nested(). */
static void
declare_message(struct draft *draft, const MessageProto *proto, const struct model_message *parent,
                const MessageProto *parent_proto)
{
	struct model_message *message = maru_arena_zalloc(draft->builder->arena, sizeof *message);
	struct model_file *file = draft->file;

	draft->message_protos[file->n_messages] = proto;
	file->messages[file->n_messages++] = message;
	message->file = file;
	message->parent = parent;
	declare_node(draft, &message->node, &message_element, proto->name,
	             parent != NULL ? parent->node.full_name : file->node.full_name);
	declare_message_options(draft, message, proto->options, parent_proto);
	declare_type(draft, &message->node, (struct type){ .message = message });
	declare_fields(draft, message, proto);
	declare_message_rules(draft, message, proto->options != NULL ? &proto->options->base : NULL, message_element.options);
	declare_enums(draft, proto->enum_type, proto->n_enum_type, MESSAGE_ENUM_TYPE, message);
	for (size_t i = 0; i < proto->n_nested_type; i++) {
		path_push(&draft->path, MESSAGE_NESTED_TYPE, i);
		declare_message(draft, proto->nested_type[i], message, proto);
		path_pop(&draft->path);
	}
}

void
declare_types(struct draft *draft)
{
	const FileProto *proto = draft->proto;
	struct counts counts = { .enums = proto->n_enum_type };
	struct maru_arena *arena = draft->builder->arena;

	for (size_t i = 0; i < proto->n_message_type; i++)
		count_nested(proto->message_type[i], &counts);
	draft->file->messages = maru_arena_alloc(arena, counts.messages * sizeof(struct model_message *));
	draft->message_protos = maru_arena_alloc(arena, counts.messages * sizeof(MessageProto *));
	draft->file->enums = maru_arena_alloc(arena, counts.enums * sizeof(struct model_enum *));

	declare_enums(draft, proto->enum_type, proto->n_enum_type, FILE_ENUM_TYPE, NULL);
	for (size_t i = 0; i < proto->n_message_type; i++) {
		path_push(&draft->path, FILE_MESSAGE_TYPE, i);
		declare_message(draft, proto->message_type[i], NULL, NULL);
		path_pop(&draft->path);
	}
}
