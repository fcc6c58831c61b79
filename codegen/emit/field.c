#include "codegen/emit/field.h"

#include <ctype.h>

#define TYPE(name) "PROTOBUF_C_TYPE_" #name

enum {
	VARINT = PROTOBUF_C_WIRE_TYPE_VARINT,
	BITS_64 = PROTOBUF_C_WIRE_TYPE_64BIT,
	LENGTH = PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED,
	BITS_32 = PROTOBUF_C_WIRE_TYPE_32BIT,
};

/* An enum is any int32; what a closed one does not have is no value of the field. */
static const struct field_kind kinds[] = {
	[PROTOBUF_C_TYPE_INT32] = { "int32", "int32_t ", TYPE(INT32), VARINT },
	[PROTOBUF_C_TYPE_SINT32] = { "sint32", "int32_t ", TYPE(SINT32), VARINT },
	[PROTOBUF_C_TYPE_SFIXED32] = { "sfixed32", "int32_t ", TYPE(SFIXED32), BITS_32 },
	[PROTOBUF_C_TYPE_INT64] = { "int64", "int64_t ", TYPE(INT64), VARINT },
	[PROTOBUF_C_TYPE_SINT64] = { "sint64", "int64_t ", TYPE(SINT64), VARINT },
	[PROTOBUF_C_TYPE_SFIXED64] = { "sfixed64", "int64_t ", TYPE(SFIXED64), BITS_64 },
	[PROTOBUF_C_TYPE_UINT32] = { "uint32", "uint32_t ", TYPE(UINT32), VARINT },
	[PROTOBUF_C_TYPE_FIXED32] = { "fixed32", "uint32_t ", TYPE(FIXED32), BITS_32 },
	[PROTOBUF_C_TYPE_UINT64] = { "uint64", "uint64_t ", TYPE(UINT64), VARINT },
	[PROTOBUF_C_TYPE_FIXED64] = { "fixed64", "uint64_t ", TYPE(FIXED64), BITS_64 },
	[PROTOBUF_C_TYPE_FLOAT] = { "float", "float ", TYPE(FLOAT), BITS_32 },
	[PROTOBUF_C_TYPE_DOUBLE] = { "double", "double ", TYPE(DOUBLE), BITS_64 },
	[PROTOBUF_C_TYPE_BOOL] = { "bool", "protobuf_c_boolean ", TYPE(BOOL), VARINT },
	[PROTOBUF_C_TYPE_ENUM] = { "int32", "int32_t ", TYPE(ENUM), VARINT },
	[PROTOBUF_C_TYPE_STRING] = { "string", "const char *", TYPE(STRING), LENGTH },
	[PROTOBUF_C_TYPE_BYTES] = { "bytes", "ProtobufCBinaryData ", TYPE(BYTES), LENGTH },
	[PROTOBUF_C_TYPE_MESSAGE] = { "message", NULL, TYPE(MESSAGE), LENGTH },
};

const struct field_kind *
field_kind_of(const struct model_field *field)
{
	return &kinds[field->type];
}

uint32_t
field_tag(const struct model_field *field)
{
	return field->number << 3 | field_kind_of(field)->wire_type;
}

uint32_t
field_packed_tag(const struct model_field *field)
{
	return field->number << 3 | LENGTH;
}

const char *
field_c_type(const struct model_field *field, struct maru_arena *arena)
{
	if (field->type == PROTOBUF_C_TYPE_MESSAGE)
		return maru_arena_printf(arena, "struct %s *", field->message->c_name);
	return field_kind_of(field)->c_type;
}

const char *
field_type_argument(const struct model_field *field, struct maru_arena *arena)
{
	return field->message != NULL ? maru_arena_printf(arena, "&%s_type, ", field->message->c_name) : "";
}

bool
field_has_flag(const struct model_field *field)
{
	return field->presence == MODEL_OPTIONAL && field->type != PROTOBUF_C_TYPE_MESSAGE;
}

bool
field_is_closed(const struct model_field *field)
{
	return field->enumeration != NULL && field->enumeration->closed && !field->parent->is_map_entry;
}

bool
field_has_closed_values(const struct model_field *field)
{
	const struct model_enum *values = field->is_map ? field->message->fields_by_number[1]->enumeration : NULL;

	return values != NULL && values->closed;
}

static const char *
implicit_condition(const struct model_field *field, struct maru_arena *arena)
{
	switch (field->type) {
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_FLOAT:
	case PROTOBUF_C_TYPE_DOUBLE: /* -0.0 is set */
		return maru_arena_printf(arena, "marui_is_set_%s(message->%s)", field_kind_of(field)->name, field->c_name);
	case PROTOBUF_C_TYPE_BYTES:
		return maru_arena_printf(arena, "message->%s.len != 0", field->c_name);
	case PROTOBUF_C_TYPE_MESSAGE:
		return NULL; /* by its pointer */
	default:
		return maru_arena_printf(arena, "message->%s != 0", field->c_name);
	}
}

const char *
field_condition(const struct model_field *field, struct maru_arena *arena)
{
	if (field->presence == MODEL_REQUIRED || field->presence == MODEL_REPEATED || field->parent->is_map_entry)
		return NULL;
	if (field->presence == MODEL_ONEOF)
		return maru_arena_printf(arena, "message->%s_case == %s", field->oneof->c_name,
		                         field_case_name(field->oneof, field, arena));
	if (field_has_flag(field))
		return maru_arena_printf(arena, "message->has_%s", field->c_name);
	return implicit_condition(field, arena);
}

const char *
field_write_verb(const struct model_field *field, struct maru_arena *arena)
{
	const char *how = field->presence != MODEL_REPEATED ? "" : field->packed ? "packed_" : "repeated_";

	if (field->presence == MODEL_ONEOF && field->message != NULL)
		return "member";
	return maru_arena_printf(arena, "%s%s", how, field_kind_of(field)->name);
}

const char *
field_write_arguments(const struct model_field *field, struct maru_arena *arena)
{
	const char *n = "";

	if (field->presence == MODEL_REPEATED)
		n = maru_arena_printf(arena, "message->n_%s, ", field->c_name);
	return maru_arena_printf(arena, "%u, %s%smessage->%s", (unsigned)(field->packed ? field_packed_tag(field) : field_tag(field)),
	                         field_type_argument(field, arena), n, field->c_name);
}

const char *
field_case_name(const struct model_oneof *oneof, const struct model_field *field, struct maru_arena *arena)
{
	char *name = maru_arena_printf(arena, "%s_%s_%s", oneof->parent->c_macro, oneof->c_name,
	                               field != NULL ? field->c_name : "not_set");

	for (char *at = name; *at != '\0'; at++)
		*at = (char)toupper((unsigned char)*at);
	return name;
}

const char *
field_default_name(const struct model_field *field, struct maru_arena *arena)
{
	if (field->default_text == NULL || field->presence == MODEL_ONEOF || field->presence == MODEL_REPEATED)
		return NULL;
	return maru_arena_printf(arena, "default_%s_%u", field->parent->short_c_name, (unsigned)field->number);
}
