/* Types of fields: found by name, and what follows from them. */
#include <stdlib.h>

#include "codegen/model/builder.h"

typedef Google__Protobuf__FieldDescriptorProto__Type ProtoType;

/* PROTOBUF_C_TYPE_..., by the number of google.protobuf.FieldDescriptorProto.Type; a group is modelled as its
 * message. */
static const ProtobufCType types_by_number[] = {
	[1] = PROTOBUF_C_TYPE_DOUBLE,    [2] = PROTOBUF_C_TYPE_FLOAT,    [3] = PROTOBUF_C_TYPE_INT64,
	[4] = PROTOBUF_C_TYPE_UINT64,    [5] = PROTOBUF_C_TYPE_INT32,    [6] = PROTOBUF_C_TYPE_FIXED64,
	[7] = PROTOBUF_C_TYPE_FIXED32,   [8] = PROTOBUF_C_TYPE_BOOL,     [9] = PROTOBUF_C_TYPE_STRING,
	[10] = PROTOBUF_C_TYPE_MESSAGE,  [11] = PROTOBUF_C_TYPE_MESSAGE, [12] = PROTOBUF_C_TYPE_BYTES,
	[13] = PROTOBUF_C_TYPE_UINT32,   [14] = PROTOBUF_C_TYPE_ENUM,    [15] = PROTOBUF_C_TYPE_SFIXED32,
	[16] = PROTOBUF_C_TYPE_SFIXED64, [17] = PROTOBUF_C_TYPE_SINT32,  [18] = PROTOBUF_C_TYPE_SINT64,
};

enum { N_TYPES = sizeof types_by_number / sizeof types_by_number[0] };

/* Marks what the file sees: itself, its imports, and what those import publicly. A stack, because such chains may
 * be long. */
static void
mark_visible(struct draft *draft)
{
	struct builder *builder = draft->builder;
	struct draft **stack = builder->stack;
	const struct model_file *file = draft->file, **next = file->imports;
	size_t n = 0, n_next = file->n_imports;

	draft->visible_to = draft;
	for (;;) {
		for (size_t i = 0; i < n_next; i++) {
			struct draft *import = maru_map_get(&builder->files, maru_bytes_of_string(next[i]->node.name));

			if (import->visible_to == draft)
				continue;
			import->visible_to = draft;
			stack[n++] = import;
		}
		if (n == 0)
			return;
		file = stack[--n]->file;
		n_next = file->n_public_imports;
		next = file->public_imports;
	}
}

const struct type *
resolve_type(struct draft *draft, const struct model_node *node, const char *name)
{
	struct builder *builder = draft->builder;
	const struct model_file *file;
	const struct draft *owner;
	const struct type *type;

	if (name == NULL || name[0] != '.') {
		refuse(builder, &node->location, DIAGNOSTIC_UNKNOWN_TYPE,
		       "'%s' names no type, or one without its full name; protoc never sends that; use protoc", node->full_name);
		return NULL;
	}
	type = maru_map_get(&builder->types, maru_bytes_of_string(name + 1));
	if (type == NULL) {
		refuse(builder, &node->location, DIAGNOSTIC_UNKNOWN_TYPE,
		       "'%s' is of type '%s', which is nowhere in the request; protoc never sends that; use protoc",
		       node->full_name, name);
		return NULL;
	}
	file = type->message != NULL ? type->message->file : type->enumeration->file;
	owner = maru_map_get(&builder->files, maru_bytes_of_string(file->node.name));
	if (owner->visible_to != draft) {
		refuse(builder, &node->location, DIAGNOSTIC_UNKNOWN_TYPE,
		       "'%s' is of type '%s', which stands in '%s'; that file is not imported; import it", node->full_name, name,
		       file->node.name);
		return NULL;
	}
	return type;
}

static void
report_group(struct draft *draft, const struct model_field *field)
{
	diagnose(judgement(draft), &field->node.location, DIAGNOSTIC_GROUP,
	         "field '%s' is a group; maru has none, as proto3 has none; declare a message and a field of its type",
	         field->node.full_name);
}

/* Sets type, message and enumeration; false where they contradict each other, which is then reported. */
static bool
resolve_field_type(struct draft *draft, struct model_field *field, const FieldProto *proto)
{
	bool named = proto->type_name != NULL && proto->type_name[0] != '\0';
	const struct type *type = named ? resolve_type(draft, &field->node, proto->type_name) : NULL;
	int number = (int)proto->type;
	bool fits;

	if (named && type == NULL)
		return false;
	if (!proto->has_type && named)
		number = type->message != NULL ? 11 : 14;
	field->type = number > 0 && number < N_TYPES ? types_by_number[number] : PROTOBUF_C_TYPE_INT32;
	field->message = type != NULL ? type->message : NULL;
	field->enumeration = type != NULL ? type->enumeration : NULL;
	fits = (field->message != NULL) == (field->type == PROTOBUF_C_TYPE_MESSAGE) &&
	       (field->enumeration != NULL) == (field->type == PROTOBUF_C_TYPE_ENUM);
	if (number <= 0 || number >= N_TYPES || !fits || (!proto->has_type && !named)) {
		refuse(draft->builder, &field->node.location, DIAGNOSTIC_UNKNOWN_TYPE,
		       "field '%s' has type number %d and type name '%s', which do not go together; protoc never sends that; use "
		       "protoc",
		       field->node.full_name, number, named ? proto->type_name : "");
		return false;
	}
	if (number == GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_GROUP)
		report_group(draft, field);
	return true;
}

static bool
is_key_type(ProtobufCType type)
{
	switch (type) {
	case PROTOBUF_C_TYPE_FLOAT:
	case PROTOBUF_C_TYPE_DOUBLE:
	case PROTOBUF_C_TYPE_BYTES:
	case PROTOBUF_C_TYPE_ENUM:
	case PROTOBUF_C_TYPE_MESSAGE:
		return false;
	default:
		return true;
	}
}

static void
check_map_entry(struct draft *draft, const struct model_message *entry)
{
	const struct model_field *key, *value;
	bool sound = false;

	if (entry->n_fields == 2 && entry->parent != NULL && entry->n_oneofs == 0) {
		key = entry->fields_by_number[0];
		value = entry->fields_by_number[1];
		sound = key->number == 1 && value->number == 2 && is_key_type(key->type) && key->presence == MODEL_IMPLICIT &&
		        (value->presence == MODEL_IMPLICIT || value->presence == MODEL_OPTIONAL) && !value->is_map;
	}
	if (!sound)
		refuse(draft->builder, &entry->node.location, DIAGNOSTIC_BAD_MAP,
		       "'%s' says that it is a map entry and has not just a key and a value; only protoc makes map entries; write "
		       "map<..., ...> or remove option map_entry",
		       entry->node.full_name);
}

static bool
is_scalar_or_enum(ProtobufCType type)
{
	return type != PROTOBUF_C_TYPE_STRING && type != PROTOBUF_C_TYPE_BYTES && type != PROTOBUF_C_TYPE_MESSAGE;
}

static void
resolve_field(struct draft *draft, struct model_field *field, const FieldProto *proto)
{
	const Google__Protobuf__FieldOptions *options = proto->options;
	bool says_packed = options != NULL && options->has_packed;

	if (!resolve_field_type(draft, field, proto))
		return;
	field->is_map = field->message != NULL && field->message->is_map_entry;
	if (field->is_map && (field->presence != MODEL_REPEATED || field->message->parent != field->parent))
		refuse(draft->builder, &field->node.location, DIAGNOSTIC_BAD_MAP,
		       "field '%s' is of a map entry's type and is no map; only protoc makes map entries; write map<..., ...>",
		       field->node.full_name);
	if (field->presence == MODEL_IMPLICIT && field->message != NULL)
		field->presence = MODEL_OPTIONAL;
	field->is_repeated_scalar_or_enum = field->presence == MODEL_REPEATED && is_scalar_or_enum(field->type);
	if (field->is_repeated_scalar_or_enum)
		field->packed = says_packed ? options->packed : !draft->file->proto2;
	if (field->default_text != NULL && !default_is_valid(field, field->default_text))
		refuse(draft->builder, &field->node.location, DIAGNOSTIC_BAD_DEFAULT,
		       "'%s' is no default for field '%s'; protoc never sends that; use protoc", field->default_text,
		       field->node.full_name);
}

static int
compare_numbers(const void *a_, const void *b_)
{
	const struct model_field *a = *(const struct model_field *const *)a_, *b = *(const struct model_field *const *)b_;

	return (a->number > b->number) - (a->number < b->number);
}

static void
sort_by_number(struct draft *draft, struct model_message *message)
{
	const struct model_field **fields = message->fields_by_number;

	if (message->n_fields != 0)
		qsort(fields, message->n_fields, sizeof(struct model_field *), compare_numbers);
	for (size_t i = 1; i < message->n_fields; i++)
		if (fields[i]->number == fields[i - 1]->number)
			refuse(draft->builder, &message->node.location, DIAGNOSTIC_BAD_NUMBER,
			       "two fields of '%s' have number %u; numbers are what tells fields apart; change one",
			       message->node.full_name, fields[i]->number);
}

void
resolve_fields(struct draft *draft)
{
	mark_visible(draft);
	for (size_t i = 0; i < draft->file->n_messages; i++) {
		struct model_message *message = draft->file->messages[i];

		for (size_t j = 0; j < message->n_fields; j++)
			resolve_field(draft, &message->fields[j], draft->message_protos[i]->field[j]);
		sort_by_number(draft, message);
		resolve_members(message, draft->builder->arena);
		if (message->is_map_entry)
			check_map_entry(draft, message);
	}
}

static bool
needs_required(const struct model_message *message)
{
	for (size_t i = 0; i < message->n_fields; i++) {
		const struct model_field *field = &message->fields[i];

		if (field->presence == MODEL_REQUIRED || (field->message != NULL && field->message->has_required))
			return true;
	}
	return false;
}

/* Until nothing changes: messages may contain each other. */
void
resolve_required(struct model *model)
{
	bool changed = true;

	while (changed) {
		changed = false;
		for (size_t i = 0; i < model->n_files; i++) {
			for (size_t j = 0; j < model->files[i]->n_messages; j++) {
				struct model_message *message = model->files[i]->messages[j];

				if (!message->has_required && needs_required(message))
					changed = message->has_required = true;
			}
		}
	}
}
