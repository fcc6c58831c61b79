#include "codegen/emit/field.h"
#include "codegen/emit/parts.h"

/* What the field is initialised to, NULL where that is zero. */
static const char *
initial_value(const struct model_field *field, struct maru_arena *arena)
{
	const char *name = field_default_name(field, arena);

	if (name != NULL || field->presence == MODEL_REPEATED || field->presence == MODEL_ONEOF)
		return name;
	if (field->type == PROTOBUF_C_TYPE_STRING)
		return "protobuf_c_empty_string";
	if (field->type == PROTOBUF_C_TYPE_ENUM && field->enumeration->values[0].number != 0) /* proto2: the first value */
		return field->enumeration->values[0].c_name;
	return NULL;
}

void
emit_message_init(struct printer *printer, const struct model_message *message)
{
	const char *name = message->c_name;

	printer_line(printer, "static void");
	printer_line(printer, "init_%s(ProtobufCMessage *base)", message->short_c_name);
	printer_line(printer, "{");
	printer_indent(printer);
	printer_line(printer, "*(struct %s *)base = (struct %s){", name, name);
	printer_indent(printer);
	printer_line(printer, ".base = { .descriptor = &%s_descriptor },", name);
	for (size_t i = 0; i < message->n_fields; i++) {
		const char *value = initial_value(&message->fields[i], printer->arena);

		if (value != NULL)
			printer_line(printer, ".%s = %s,", message->fields[i].c_name, value);
	}
	printer_outdent(printer);
	printer_line(printer, "};");
	printer_outdent(printer);
	printer_line(printer, "}");
}
