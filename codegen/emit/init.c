#include "codegen/emit/field.h"
#include "codegen/emit/parts.h"

static void
initial_value(struct printer *printer, const struct model_field *field)
{
	const char *name = field_default_name(field, printer->arena);

	if (name == NULL && field->type == PROTOBUF_C_TYPE_STRING && field->presence != MODEL_REPEATED &&
	    field->presence != MODEL_ONEOF)
		name = "protobuf_c_empty_string";
	if (name != NULL)
		printer_line(printer, ".%s = %s,", field->c_name, name);
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
	for (size_t i = 0; i < message->n_fields; i++)
		initial_value(printer, &message->fields[i]);
	printer_outdent(printer);
	printer_line(printer, "};");
	printer_outdent(printer);
	printer_line(printer, "}");
}
