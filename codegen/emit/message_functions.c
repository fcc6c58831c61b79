#include <string.h>

#include "codegen/emit/field.h"
#include "codegen/emit/parts.h"

/* A macro's lines are not wrapped by the printer: a break there needs a backslash. */
static void
literal_macro(struct printer *printer, const struct model_message *message)
{
	const char *name = message->c_name;

	printer_put(printer, "#define %s(...) \\\n", message->c_macro);
	if (strlen("\t(&(struct ){ .base = { .descriptor = &_descriptor }, __VA_ARGS__ })") + 2 * strlen(name) +
	            PRINTER_TAB_COLUMNS <= PRINTER_COLUMNS) {
		printer_put(printer, "\t(&(struct %s){ .base = { .descriptor = &%s_descriptor }, __VA_ARGS__ })\n", name, name);
	} else {
		printer_put(printer, "\t(&(struct %s){ \\\n", name);
		printer_put(printer, "\t\t.base = { .descriptor = &%s_descriptor }, \\\n", name);
		printer_put(printer, "\t\t__VA_ARGS__ })\n");
	}
}

/* The result stands on a line of its own where the first argument would not fit behind it. */
static void
prototype(struct printer *printer, const char *result, const char *signature)
{
	if (strlen(result) + strcspn(signature, ",") < PRINTER_COLUMNS) {
		printer_line(printer, "%s%s;", result, signature);
		return;
	}
	printer_line(printer, "%.*s", (int)(strlen(result) - (result[strlen(result) - 1] == ' ')), result);
	printer_line(printer, "%s;", signature);
}

static void
map_find_prototype(struct printer *printer, const struct model_field *field)
{
	const struct model_field *key = field->message->fields_by_number[0];
	struct maru_arena *arena = printer->arena;
	const char *message = field->parent->c_name;

	prototype(printer, maru_arena_printf(arena, "const struct %s *", field->message->c_name),
	          maru_arena_printf(arena, "%s_%s_find(const struct %s *message, %skey)", message, field->c_name, message,
	                            field_kind_of(key)->c_type));
}

static void
coding_prototypes(struct printer *printer, const char *name)
{
	struct maru_arena *arena = printer->arena;

	printer_line(printer, "MARU_MUST_USE maru_status %s_decode(maru_bytes in, struct maru_arena *arena, struct %s **ret_message);",
	             name, name);
	printer_line(printer, "size_t %s_size(const struct %s *message);", name, name);
	prototype(printer, "maru_bytes ",
	          maru_arena_printf(arena, "%s_encode(const struct %s *message, struct maru_arena *arena)", name, name));
	prototype(printer, maru_arena_printf(arena, "struct %s *", name),
	          maru_arena_printf(arena, "%s_dup(const struct %s *message, struct maru_arena *arena)", name, name));
	prototype(printer, "bool ", maru_arena_printf(arena, "%s_equal(const struct %s *a, const struct %s *b)", name, name, name));
	prototype(printer, "const char *",
	          maru_arena_printf(arena, "%s_text(const struct %s *message, struct maru_arena *arena)", name, name));
}

void
emit_message_functions(struct printer *printer, const struct model_message *message)
{
	const char *name = message->c_name;

	printer_line(printer, "extern const ProtobufCMessageDescriptor %s_descriptor;", name);
	printer_line(printer, "extern const struct maru_message_type %s_type;", name);
	printer_blank(printer);
	literal_macro(printer, message);
	printer_blank(printer);
	printer_line(printer, "void %s_init(struct %s *message);", name, name);
	prototype(printer, maru_arena_printf(printer->arena, "struct %s *", name),
	          maru_arena_printf(printer->arena, "%s_new(struct maru_arena *arena)", name));
	if (!message->is_map_entry)
		coding_prototypes(printer, name);
	if (message->has_rules)
		prototype(printer, "MARU_MUST_USE maru_status ",
		          maru_arena_printf(printer->arena, "%s_validate(const struct %s *message, struct maru_arena *arena)", name,
		                            name));
	for (size_t i = 0; i < message->n_fields; i++)
		if (message->fields[i].is_map)
			map_find_prototype(printer, &message->fields[i]);
}
