/* The variables that hold proto2 defaults. */
#include <stdlib.h>
#include <string.h>

#include "codegen/emit/field.h"
#include "codegen/emit/parts.h"
#include "codegen/emit/text.h"

/* "1" -> "1.0", "inf" -> "INFINITY", which is a float; a float has an f behind it. */
static const char *
floating(const struct model_field *field, struct maru_arena *arena)
{
	const char *text = field->default_text;
	bool negative = text[0] == '-', is_float = field->type == PROTOBUF_C_TYPE_FLOAT;

	if (strpbrk(text, "ni") != NULL)
		return maru_arena_printf(arena, "%s%s%s", is_float ? "" : "(double)", negative ? "-" : "",
		                         strstr(text, "inf") != NULL ? "INFINITY" : "NAN");
	return maru_arena_printf(arena, "%s%s%s", text, strpbrk(text, ".eE") == NULL ? ".0" : "", is_float ? "f" : "");
}

/* The smallest numbers have no literal of their own type in C. */
static const char *
integer(const struct model_field *field, struct maru_arena *arena)
{
	const char *text = field->default_text;

	switch (field->type) {
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_FIXED32:
		return maru_arena_printf(arena, "%su", text);
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
		return maru_arena_printf(arena, "UINT64_C(%s)", text);
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
		return strcmp(text, "-9223372036854775808") == 0 ? "INT64_MIN" : maru_arena_printf(arena, "INT64_C(%s)", text);
	default:
		return strcmp(text, "-2147483648") == 0 ? "INT32_MIN" : text;
	}
}

static const char *
enumerator(const struct model_field *field)
{
	const struct model_enum *enumeration = field->enumeration;

	for (size_t i = 0; i < enumeration->n_values; i++)
		if (strcmp(enumeration->values[i].node.name, field->default_text) == 0)
			return enumeration->values[i].c_name;
	return "0";
}

static const char *
scalar(const struct model_field *field, struct maru_arena *arena)
{
	switch (field->type) {
	case PROTOBUF_C_TYPE_FLOAT:
	case PROTOBUF_C_TYPE_DOUBLE:
		return floating(field, arena);
	case PROTOBUF_C_TYPE_BOOL:
		return strcmp(field->default_text, "true") == 0 ? "1" : "0";
	case PROTOBUF_C_TYPE_ENUM:
		return enumerator(field);
	default:
		return integer(field, arena);
	}
}

static void
bytes_default(struct printer *printer, const struct model_field *field, const char *name)
{
	maru_bytes bytes = text_unescape(field->default_text, printer->arena);
	const char *data = maru_arena_printf(printer->arena, "%s_data", name);

	text_array(printer, "uint8_t", data, bytes);
	printer_line(printer, "static const ProtobufCBinaryData %s = { %zu, (uint8_t *)%s };", name, bytes.len, data);
}

void
emit_defaults(struct printer *printer, const struct model_message *message)
{
	for (size_t i = 0; i < message->n_fields; i++) {
		const struct model_field *field = &message->fields[i];
		const char *name = field_default_name(field, printer->arena);

		if (name == NULL)
			continue;
		if (field->type == PROTOBUF_C_TYPE_STRING)
			text_array(printer, "char", name, maru_bytes_of_string(field->default_text));
		else if (field->type == PROTOBUF_C_TYPE_BYTES)
			bytes_default(printer, field, name);
		else
			printer_line(printer, "static const %s%s = %s;", field_kind_of(field)->c_type, name,
			             scalar(field, printer->arena));
	}
}
