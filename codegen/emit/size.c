#include "codegen/emit/field.h"
#include "codegen/emit/parts.h"

static void
field_size(struct printer *printer, const struct model_field *field)
{
	const char *condition = field_condition(field, printer->arena);

	if (condition != NULL) {
		printer_line(printer, "if (%s)", condition);
		printer_indent(printer);
	}
	printer_line(printer, "size += marui_size_%s(%s);", field_write_verb(field, printer->arena),
	             field_write_arguments(field, printer->arena));
	if (condition != NULL)
		printer_outdent(printer);
}

static void
sum_of_fields(struct printer *printer, const struct model_message *message)
{
	printer_line(printer, "const struct %s *message = (const struct %s *)base;", message->c_name, message->c_name);
	printer_line(printer, "size_t size = marui_size_unknown(base);");
	printer_blank(printer);
	for (size_t i = 0; i < message->n_fields; i++)
		field_size(printer, message->fields_by_number[i]);
	printer_line(printer, "return size;");
}

void
emit_size(struct printer *printer, const struct model_message *message)
{
	printer_line(printer, "static size_t");
	printer_line(printer, "size_of_%s(const ProtobufCMessage *base)", message->short_c_name);
	printer_line(printer, "{");
	printer_indent(printer);
	if (message->n_fields > 0)
		sum_of_fields(printer, message);
	else
		printer_line(printer, "return marui_size_unknown(base);");
	printer_outdent(printer);
	printer_line(printer, "}");
}
