/* The encoder of one message, backwards: the last field first, so that every length is known when it is written. */
#include "codegen/emit/field.h"
#include "codegen/emit/parts.h"

static void
field_write(struct printer *printer, const struct model_field *field)
{
	const char *condition = field_condition(field, printer->arena);

	if (condition != NULL) {
		printer_line(printer, "if (%s)", condition);
		printer_indent(printer);
	}
	printer_line(printer, "at = marui_write_%s(at, %s);", field_write_verb(field, printer->arena),
	             field_write_arguments(field, printer->arena));
	if (condition != NULL)
		printer_outdent(printer);
}

static void
write_fields(struct printer *printer, const struct model_message *message)
{
	printer_line(printer, "const struct %s *message = (const struct %s *)base;", message->c_name, message->c_name);
	printer_blank(printer);
	printer_line(printer, "at = marui_write_unknown(at, base);");
	for (size_t i = message->n_fields; i-- > 0;)
		field_write(printer, message->fields_by_number[i]);
	printer_line(printer, "return at;");
}

void
emit_write(struct printer *printer, const struct model_message *message)
{
	printer_line(printer, "static uint8_t *");
	printer_line(printer, "write_%s(const ProtobufCMessage *base, uint8_t *at)", message->short_c_name);
	printer_line(printer, "{");
	printer_indent(printer);
	if (message->n_fields > 0)
		write_fields(printer, message);
	else
		printer_line(printer, "return marui_write_unknown(at, base);");
	printer_outdent(printer);
	printer_line(printer, "}");
}
