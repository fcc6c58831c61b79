#include "codegen/emit/field.h"
#include "codegen/emit/parts.h"
#include "codegen/emit/text.h"

/* What the C type alone does not say. */
static const char *
note(struct printer *printer, const struct model_field *field)
{
	if (field->enumeration != NULL)
		return maru_arena_printf(printer->arena, "enum %s", field->enumeration->c_name);
	if (field->is_map)
		return "map";
	return field->presence == MODEL_REQUIRED ? "required" : "";
}

static void
member(struct printer *printer, const struct model_field *field)
{
	const char *star = field->presence == MODEL_REPEATED ? "*" : "";
	const char *declaration = maru_arena_printf(printer->arena, "%s%s%s;", field_c_type(field, printer->arena), star,
	                                            field->c_name);

	if (field->presence == MODEL_REPEATED)
		printer_line(printer, "size_t n_%s;", field->c_name);
	if (field_has_flag(field))
		printer_line(printer, "protobuf_c_boolean has_%s;", field->c_name);
	text_member(printer, declaration, note(printer, field), field->node.comment);
}

static void
oneof_members(struct printer *printer, const struct model_oneof *oneof)
{
	const char *declaration = maru_arena_printf(printer->arena, "int32_t %s_case;", oneof->c_name);
	const char *of = maru_arena_printf(printer->arena, "enum %s_%s_case", oneof->parent->c_name, oneof->c_name);

	text_member(printer, declaration, of, oneof->node.comment);
	printer_line(printer, "union {");
	printer_indent(printer);
	for (size_t i = 0; i < oneof->n_fields; i++)
		member(printer, oneof->fields[i]);
	printer_outdent(printer);
	printer_line(printer, "};");
}

static void
oneof_cases(struct printer *printer, const struct model_oneof *oneof)
{
	printer_line(printer, "enum %s_%s_case {", oneof->parent->c_name, oneof->c_name);
	printer_indent(printer);
	printer_line(printer, "%s = 0,", field_case_name(oneof, NULL, printer->arena));
	for (size_t i = 0; i < oneof->n_fields; i++)
		printer_line(printer, "%s = %u,", field_case_name(oneof, oneof->fields[i], printer->arena),
		             (unsigned)oneof->fields[i]->number);
	printer_outdent(printer);
	printer_line(printer, "};");
}

void
emit_message_struct(struct printer *printer, const struct model_message *message)
{
	text_comment(printer, message->node.comment);
	printer_line(printer, "struct %s {", message->c_name);
	printer_indent(printer);
	printer_line(printer, "ProtobufCMessage base;");
	for (size_t i = 0; i < message->n_fields; i++) {
		const struct model_field *field = &message->fields[i];

		if (field->presence != MODEL_ONEOF)
			member(printer, field);
		else if (field == field->oneof->fields[0])
			oneof_members(printer, field->oneof);
	}
	printer_outdent(printer);
	printer_line(printer, "};");
	for (size_t i = 0; i < message->n_oneofs; i++) {
		printer_blank(printer);
		oneof_cases(printer, &message->oneofs[i]);
	}
}
