#include "codegen/emit/field.h"
#include "codegen/emit/parts.h"

static void
setter(struct printer *printer, const struct model_field *field)
{
	const char *message = field->parent->c_name, *name = field->c_name;

	printer_blank(printer);
	printer_line(printer, "static inline void");
	printer_line(printer, "%s_set_%s(struct %s *message, %svalue)", message, name, message,
	             field_c_type(field, printer->arena));
	printer_line(printer, "{");
	printer_indent(printer);
	if (field->presence == MODEL_ONEOF)
		printer_line(printer, "message->%s_case = %s;", field->oneof->c_name,
		             field_case_name(field->oneof, field, printer->arena));
	else
		printer_line(printer, "message->has_%s = 1;", name);
	if (field_has_flag(field) && field->type == PROTOBUF_C_TYPE_STRING && field->default_text == NULL)
		printer_line(printer, "message->%s = value != protobuf_c_empty_string ? value : \"\"; /* that one means absent */", name);
	else
		printer_line(printer, "message->%s = value;", name);
	printer_outdent(printer);
	printer_line(printer, "}");
}

void
emit_setters(struct printer *printer, const struct model_message *message)
{
	for (size_t i = 0; i < message->n_fields; i++)
		if (field_has_flag(&message->fields[i]) || message->fields[i].presence == MODEL_ONEOF)
			setter(printer, &message->fields[i]);
}
