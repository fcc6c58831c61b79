#include <stdlib.h>
#include <string.h>

#include "codegen/emit/parts.h"
#include "codegen/emit/ranges.h"

/* The first-declared value of each number, ascending. */
struct distinct {
	size_t n;
	const struct model_enum_value **values;
};

/* Values lie in one array, in the order of the .proto: their addresses order aliases. */
static int
by_number(const void *left, const void *right)
{
	const struct model_enum_value *a = *(const struct model_enum_value *const *)left;
	const struct model_enum_value *b = *(const struct model_enum_value *const *)right;

	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return a < b ? -1 : a > b;
}

static int
by_name(const void *left, const void *right)
{
	const struct model_enum_value *a = *(const struct model_enum_value *const *)left;
	const struct model_enum_value *b = *(const struct model_enum_value *const *)right;

	return strcmp(a->node.name, b->node.name);
}

static const struct model_enum_value **
sorted(struct maru_arena *arena, const struct model_enum *enumeration, int (*compare)(const void *, const void *))
{
	const struct model_enum_value **values = maru_arena_alloc(arena, enumeration->n_values * sizeof *values);

	for (size_t i = 0; i < enumeration->n_values; i++)
		values[i] = &enumeration->values[i];
	qsort(values, enumeration->n_values, sizeof *values, compare);
	return values;
}

static struct distinct
distinct_values(struct maru_arena *arena, const struct model_enum *enumeration)
{
	struct distinct distinct = { 0, sorted(arena, enumeration, by_number) };

	for (size_t i = 0; i < enumeration->n_values; i++)
		if (distinct.n == 0 || distinct.values[distinct.n - 1]->number != distinct.values[i]->number)
			distinct.values[distinct.n++] = distinct.values[i];
	return distinct;
}

static size_t
index_of(struct distinct distinct, int32_t number)
{
	size_t i = 0;

	while (distinct.values[i]->number != number)
		i++;
	return i;
}

static void
values_table(struct printer *printer, const struct model_enum *enumeration, struct distinct distinct)
{
	printer_line(printer, "static const ProtobufCEnumValue values_%s[] = {", enumeration->c_name);
	printer_indent(printer);
	for (size_t i = 0; i < distinct.n; i++) {
		const struct model_enum_value *value = distinct.values[i];

		printer_line(printer, "{ \"%s\", \"%s\", %s },", value->node.name, value->c_name,
		             emit_int32(value->number, printer->arena));
	}
	printer_outdent(printer);
	printer_line(printer, "};");
}

static void
names_table(struct printer *printer, const struct model_enum *enumeration, struct distinct distinct)
{
	const struct model_enum_value **values = sorted(printer->arena, enumeration, by_name);

	printer_line(printer, "static const ProtobufCEnumValueIndex names_%s[] = {", enumeration->c_name);
	for (size_t i = 0; i < enumeration->n_values; i++)
		printer_line(printer, "\t{ \"%s\", %zu },", values[i]->node.name, index_of(distinct, values[i]->number));
	printer_line(printer, "};");
}

static size_t
ranges_table(struct printer *printer, const struct model_enum *enumeration, struct distinct distinct)
{
	int32_t *numbers = maru_arena_alloc(printer->arena, distinct.n * sizeof *numbers);

	for (size_t i = 0; i < distinct.n; i++)
		numbers[i] = distinct.values[i]->number;
	return emit_ranges(printer, maru_arena_printf(printer->arena, "value_ranges_%s", enumeration->c_name), distinct.n,
	                   numbers);
}

void
emit_enum_descriptor(struct printer *printer, const struct model_enum *enumeration)
{
	struct distinct distinct = distinct_values(printer->arena, enumeration);
	const char *name = enumeration->c_name;
	size_t n_ranges;

	values_table(printer, enumeration, distinct);
	names_table(printer, enumeration, distinct);
	n_ranges = ranges_table(printer, enumeration, distinct);
	printer_blank(printer);
	printer_line(printer, "const ProtobufCEnumDescriptor %s_descriptor = {", name);
	printer_indent(printer);
	printer_line(printer, ".magic = PROTOBUF_C__ENUM_DESCRIPTOR_MAGIC,");
	printer_line(printer, ".name = \"%s\",", enumeration->node.full_name);
	printer_line(printer, ".short_name = \"%s\",", enumeration->node.name);
	printer_line(printer, ".c_name = \"%s\",", name);
	printer_line(printer, ".package_name = \"%s\",", enumeration->file->node.full_name);
	printer_line(printer, ".n_values = %zu,", distinct.n);
	printer_line(printer, ".values = values_%s,", name);
	printer_line(printer, ".n_value_names = %zu,", enumeration->n_values);
	printer_line(printer, ".values_by_name = names_%s,", name);
	printer_line(printer, ".n_value_ranges = %zu,", n_ranges);
	printer_line(printer, ".value_ranges = value_ranges_%s,", name);
	printer_outdent(printer);
	printer_line(printer, "};");
}
