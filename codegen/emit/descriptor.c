/* The tables that libprotobuf-c works by, in the shape that its own generator gives them. */
#include <stdlib.h>
#include <string.h>

#include "codegen/emit/field.h"
#include "codegen/emit/parts.h"
#include "codegen/emit/ranges.h"
#include "codegen/emit/text.h"

static const char *
label(const struct model_field *field)
{
	switch (field->presence) {
	case MODEL_REQUIRED:
		return "REQUIRED";
	case MODEL_REPEATED:
		return "REPEATED";
	case MODEL_OPTIONAL:
		return "OPTIONAL";
	case MODEL_IMPLICIT:
	case MODEL_ONEOF:
		break;
	}
	return field->presence == MODEL_ONEOF && field->parent->file->proto2 ? "OPTIONAL" : "NONE";
}

/* The member that says how many, whether or which; NULL: none. */
static const char *
quantifier(const struct model_field *field, struct maru_arena *arena)
{
	if (field->presence == MODEL_REPEATED)
		return maru_arena_printf(arena, "n_%s", field->c_name);
	if (field->presence == MODEL_ONEOF)
		return maru_arena_printf(arena, "%s_case", field->oneof->c_name);
	return field_has_flag(field) ? maru_arena_printf(arena, "has_%s", field->c_name) : NULL;
}

/* Absent strings point to the default itself: that is how libprotobuf-c tells them. In a oneof the case tells. */
static const char *
default_value(const struct model_field *field, struct maru_arena *arena)
{
	const char *name = field_default_name(field, arena);

	if (name != NULL)
		return field->type == PROTOBUF_C_TYPE_STRING ? name : maru_arena_printf(arena, "&%s", name);
	if (field->type != PROTOBUF_C_TYPE_STRING || field->presence == MODEL_ONEOF || field->presence == MODEL_REPEATED)
		return NULL;
	return "protobuf_c_empty_string";
}

static const char *
flags(const struct model_field *field, struct maru_arena *arena)
{
	static const char *const names[] = {
		"PROTOBUF_C_FIELD_FLAG_PACKED",
		"PROTOBUF_C_FIELD_FLAG_DEPRECATED",
		"PROTOBUF_C_FIELD_FLAG_ONEOF",
		"MARU_FIELD_FLAG_MAP",
		"MARU_FIELD_FLAG_CLOSED",
	};
	const bool set[] = {
		field->packed, field->node.deprecated, field->presence == MODEL_ONEOF, field->is_map, field_is_closed(field),
	};
	const char *text = "";

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (set[i])
			text = maru_arena_printf(arena, "%s%s%s", text, text[0] != '\0' ? " | " : "", names[i]);
	return text;
}

static const char *
referred(const struct model_field *field)
{
	if (field->message != NULL)
		return field->message->c_name;
	return field->enumeration != NULL ? field->enumeration->c_name : NULL;
}

/* Adds `, .name = <value>` to the line, on a new line where it does not fit. */
static const char *
with(struct printer *printer, const char *line, const char *name, const char *value)
{
	size_t columns = PRINTER_COLUMNS - strlen(" },") - (size_t)printer->depth * PRINTER_TAB_COLUMNS;
	const char *longer = maru_arena_printf(printer->arena, "%s, .%s = %s", line, name, value);

	if (strlen(longer) <= columns)
		return longer;
	printer_line(printer, "%s,", line);
	return maru_arena_printf(printer->arena, "  .%s = %s", name, value);
}

static const char *
offset(const struct model_field *field, const char *member, struct maru_arena *arena)
{
	return maru_arena_printf(arena, "offsetof(struct %s, %s)", field->parent->c_name, member);
}

static void
field_row(struct printer *printer, const struct model_field *field)
{
	struct maru_arena *arena = printer->arena;
	const char *by = quantifier(field, arena), *initial = default_value(field, arena), *line;

	printer_line(printer, "{ .name = \"%s\", .id = %u, .label = PROTOBUF_C_LABEL_%s, .type = %s,", field->node.name,
	             (unsigned)field->number, label(field), field_kind_of(field)->type_macro);
	line = maru_arena_printf(arena, "  .offset = %s", offset(field, field->c_name, arena));
	if (by != NULL)
		line = with(printer, line, "quantifier_offset", offset(field, by, arena));
	if (referred(field) != NULL)
		line = with(printer, line, "descriptor", maru_arena_printf(arena, "&%s_descriptor", referred(field)));
	if (initial != NULL)
		line = with(printer, line, "default_value", initial);
	if (flags(field, arena)[0] != '\0')
		line = with(printer, line, "flags", flags(field, arena));
	printer_line(printer, "%s },", line);
}

static int
by_name(const void *left, const void *right)
{
	const struct model_field *const *a = left, *const *b = right;

	return strcmp((*a)->node.name, (*b)->node.name);
}

static size_t
index_of(const struct model_message *message, const struct model_field *field)
{
	size_t i = 0;

	while (message->fields_by_number[i] != field)
		i++;
	return i;
}

static void
name_index(struct printer *printer, const struct model_message *message)
{
	size_t size = message->n_fields * sizeof message->fields_by_number[0];
	const struct model_field **fields = maru_arena_alloc(printer->arena, size);
	struct printer list;

	memcpy(fields, message->fields_by_number, size);
	qsort(fields, message->n_fields, sizeof fields[0], by_name);
	printer_init(&list, printer->arena);
	for (size_t i = 0; i < message->n_fields; i++)
		printer_put(&list, "%s%zu", i > 0 ? ", " : "", index_of(message, fields[i]));
	printer_line(printer, "static const unsigned by_name_%s[] = { %s };", message->short_c_name, list.text);
}

static size_t
number_ranges(struct printer *printer, const struct model_message *message)
{
	int32_t *numbers = maru_arena_alloc(printer->arena, message->n_fields * sizeof *numbers);

	for (size_t i = 0; i < message->n_fields; i++)
		numbers[i] = (int32_t)message->fields_by_number[i]->number;
	return emit_ranges(printer, maru_arena_printf(printer->arena, "ranges_%s", message->short_c_name), message->n_fields,
	                   numbers);
}

static void
tables_of_fields(struct printer *printer, const struct model_message *message, size_t *ret_n_ranges)
{
	printer_line(printer, "static const ProtobufCFieldDescriptor fields_%s[] = {", message->short_c_name);
	printer_indent(printer);
	for (size_t i = 0; i < message->n_fields; i++)
		field_row(printer, message->fields_by_number[i]);
	printer_outdent(printer);
	printer_line(printer, "};");
	name_index(printer, message);
	*ret_n_ranges = number_ranges(printer, message);
	printer_blank(printer);
}

static void
references_to_tables(struct printer *printer, const struct model_message *message, size_t n_ranges)
{
	const char *name = message->short_c_name;

	printer_line(printer, ".n_fields = %zu,", message->n_fields);
	printer_line(printer, ".fields = fields_%s,", name);
	printer_line(printer, ".fields_sorted_by_name = by_name_%s,", name);
	printer_line(printer, ".n_field_ranges = %zu,", n_ranges);
	printer_line(printer, ".field_ranges = ranges_%s,", name);
}

void
emit_message_descriptor(struct printer *printer, const struct model_message *message)
{
	size_t n_ranges = 0;

	if (message->n_fields > 0)
		tables_of_fields(printer, message, &n_ranges);
	printer_line(printer, "const ProtobufCMessageDescriptor %s_descriptor = {", message->c_name);
	printer_indent(printer);
	printer_line(printer, ".magic = PROTOBUF_C__MESSAGE_DESCRIPTOR_MAGIC,");
	printer_line(printer, ".name = \"%s\",", message->node.full_name);
	printer_line(printer, ".short_name = \"%s\",", message->node.name);
	printer_line(printer, ".c_name = \"%s\",", message->c_name);
	printer_line(printer, ".package_name = \"%s\",", message->file->node.full_name);
	printer_line(printer, ".sizeof_message = sizeof(struct %s),", message->c_name);
	if (message->n_fields > 0)
		references_to_tables(printer, message, n_ranges);
	printer_line(printer, ".message_init = init_%s,", message->short_c_name);
	printer_outdent(printer);
	printer_line(printer, "};");
}
