#include "codegen/emit/field.h"
#include "codegen/emit/parts.h"

static void
find(struct printer *printer, const struct model_field *field)
{
	const struct model_field *key = field->message->fields_by_number[0];
	const char *entry = field->message->c_name, *message = field->parent->c_name, *name = field->c_name;
	bool by_string = key->type == PROTOBUF_C_TYPE_STRING;

	printer_blank(printer);
	printer_line(printer, "const struct %s *", entry);
	printer_line(printer, "%s_%s_find(const struct %s *message, %skey)", message, name, message, field_kind_of(key)->c_type);
	printer_line(printer, "{");
	printer_indent(printer);
	printer_line(printer, "return (const struct %s *)", entry);
	printer_indent(printer);
	printer_line(printer, "maru_map_find_%s(&%s_descriptor, message->n_%s, message->%s, %skey);",
	             by_string ? "string" : "integer", entry, name, name, by_string ? "" : "(uint64_t)");
	printer_outdent(printer);
	printer_outdent(printer);
	printer_line(printer, "}");
}

void
emit_map_finds(struct printer *printer, const struct model_message *message)
{
	for (size_t i = 0; i < message->n_fields; i++)
		if (message->fields[i].is_map)
			find(printer, &message->fields[i]);
}
