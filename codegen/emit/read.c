/* The decoder of one message: a switch over tags. */
#include "codegen/emit/field.h"
#include "codegen/emit/parts.h"

static void
read_call(struct printer *printer, const struct model_field *field, const char *verb)
{
	const char *name = field->c_name, *counter = "";

	if (field->presence == MODEL_REPEATED)
		counter = maru_arena_printf(printer->arena, "&message->n_%s, ", name);
	printer_line(printer, "at = marui_%s_%s(reader, at, end, %s%s&message->%s);", verb, field_kind_of(field)->name,
	             field_type_argument(field, printer->arena), counter, name);
}

/* Values of a closed enum in a packed run or in a map: the primitive sees to those that the enum does not have. */
static void
read_closed_call(struct printer *printer, const struct model_field *field, uint32_t tag)
{
	const char *name = field->c_name, *verb = "push_enum_entry", *type = field_type_argument(field, printer->arena);

	if (field->enumeration != NULL) {
		verb = "push_packed_enum";
		type = maru_arena_printf(printer->arena, "&%s_descriptor, ", field->enumeration->c_name);
	}
	printer_line(printer, "at = marui_%s(reader, at, end, %u, base, %s&message->n_%s, &message->%s);", verb, (unsigned)tag,
	             type, name, name);
}

/* A message in a oneof merges with what stands there only if that is this member: the primitive sees to it. */
static void
read_member_call(struct printer *printer, const struct model_field *field)
{
	printer_line(printer, "at = marui_read_member(reader, at, end, %s%u, &message->%s_case, &message->%s);",
	             field_type_argument(field, printer->arena), (unsigned)field->number, field->oneof->c_name, field->c_name);
}

static void
mark_present(struct printer *printer, const struct model_field *field)
{
	if (field_has_flag(field))
		printer_line(printer, "message->has_%s = 1;", field->c_name);
	if (field->presence == MODEL_ONEOF && field->message == NULL)
		printer_line(printer, "message->%s_case = %s;", field->oneof->c_name,
		             field_case_name(field->oneof, field, printer->arena));
}

static void
start_case(struct printer *printer, uint32_t tag)
{
	printer_line(printer, "case %u:", (unsigned)tag);
	printer_indent(printer);
}

static void
end_case(struct printer *printer)
{
	printer_line(printer, "break;");
	printer_outdent(printer);
}

static void
refuse_unknown_value(struct printer *printer, const struct model_field *field)
{
	if (!field_is_closed(field))
		return;
	printer_line(printer, "if (!marui_is_enum_value(at, end, &%s_descriptor))", field->enumeration->c_name);
	printer_line(printer, "\tgoto unknown;");
}

static void
singular_case(struct printer *printer, const struct model_field *field)
{
	start_case(printer, field_tag(field));
	refuse_unknown_value(printer, field);
	if (field->presence == MODEL_ONEOF && field->message != NULL)
		read_member_call(printer, field);
	else
		read_call(printer, field, "read");
	mark_present(printer, field);
	end_case(printer);
}

static void
element_case(struct printer *printer, const struct model_field *field)
{
	start_case(printer, field_tag(field));
	refuse_unknown_value(printer, field);
	if (field_has_closed_values(field))
		read_closed_call(printer, field, field_tag(field));
	else
		read_call(printer, field, "push");
	end_case(printer);
}

static void
packed_case(struct printer *printer, const struct model_field *field)
{
	start_case(printer, field_packed_tag(field));
	if (field_is_closed(field))
		read_closed_call(printer, field, field_packed_tag(field));
	else
		read_call(printer, field, "push_packed");
	end_case(printer);
}

/* Returns whether one of them goes to `unknown`. */
static bool
cases(struct printer *printer, const struct model_message *message)
{
	bool any_closed = false;

	for (size_t i = 0; i < message->n_fields; i++) {
		const struct model_field *field = message->fields_by_number[i];

		any_closed |= field_is_closed(field);
		if (field->presence != MODEL_REPEATED) {
			singular_case(printer, field);
			continue;
		}
		element_case(printer, field);
		if (field->is_repeated_scalar_or_enum)
			packed_case(printer, field);
	}
	return any_closed;
}

static void
loop(struct printer *printer, const struct model_message *message)
{
	bool any_closed;

	printer_line(printer, "while (at != end) {");
	printer_indent(printer);
	printer_line(printer, "at = marui_read_tag(reader, at, end, &tag);");
	printer_line(printer, "if (at == NULL)");
	printer_line(printer, "\treturn NULL;");
	if (message->n_fields > 0) {
		printer_line(printer, "switch (tag) {");
		any_closed = cases(printer, message);
		printer_line(printer, "default:");
		if (any_closed)
			printer_line(printer, "unknown:");
		printer_line(printer, "\tat = marui_read_unknown(reader, at, end, tag, base);");
		printer_line(printer, "\tbreak;");
		printer_line(printer, "}");
	} else {
		printer_line(printer, "at = marui_read_unknown(reader, at, end, tag, base);");
	}
	printer_line(printer, "if (at == NULL)");
	printer_line(printer, "\treturn NULL;");
	printer_outdent(printer);
	printer_line(printer, "}");
}

/* The value of a map's entry is there even where the wire leaves it out. */
static void
result(struct printer *printer, const struct model_message *message)
{
	const struct model_field *value = message->is_map_entry ? message->fields_by_number[1] : NULL;

	if (value != NULL && value->message != NULL)
		printer_line(printer, "at = marui_fill_message(reader, at, %s&message->%s);",
		             field_type_argument(value, printer->arena), value->c_name);
	printer_line(printer, "return marui_end_message(reader, at);");
}

void
emit_read(struct printer *printer, const struct model_message *message)
{
	printer_line(printer, "static const uint8_t *");
	printer_line(printer, "read_%s(struct marui_reader *reader, ProtobufCMessage *base, const uint8_t *at, const uint8_t *end)",
	             message->short_c_name);
	printer_line(printer, "{");
	printer_indent(printer);
	if (message->n_fields > 0)
		printer_line(printer, "struct %s *message = (struct %s *)base;", message->c_name, message->c_name);
	printer_line(printer, "uint32_t tag;");
	printer_blank(printer);
	loop(printer, message);
	result(printer, message);
	printer_outdent(printer);
	printer_line(printer, "}");
}
