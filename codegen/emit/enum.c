#include "codegen/emit/parts.h"
#include "codegen/emit/ranges.h"
#include "codegen/emit/text.h"

static void
enum_value(struct printer *printer, const struct model_enum_value *value)
{
	const char *number = emit_int32(value->number, printer->arena);

	text_member(printer, maru_arena_printf(printer->arena, "%s = %s,", value->c_name, number), "", value->node.comment);
}

void
emit_enum(struct printer *printer, const struct model_enum *enumeration)
{
	text_comment(printer, enumeration->node.comment);
	printer_line(printer, "enum %s {", enumeration->c_name);
	printer_indent(printer);
	for (size_t i = 0; i < enumeration->n_values; i++)
		if (!enumeration->values[i].is_declared)
			enum_value(printer, &enumeration->values[i]);
	printer_outdent(printer);
	printer_line(printer, "};");
	printer_blank(printer);
	printer_line(printer, "extern const ProtobufCEnumDescriptor %s_descriptor;", enumeration->c_name);
	printer_blank(printer);
	printer_line(printer, "/* As the .proto spells it, NULL for a number that it does not have. */");
	printer_line(printer, "static inline const char *");
	printer_line(printer, "%s_name(int32_t value)", enumeration->c_name);
	printer_line(printer, "{");
	printer_line(printer, "\treturn maru_enum_name(&%s_descriptor, value);", enumeration->c_name);
	printer_line(printer, "}");
}
