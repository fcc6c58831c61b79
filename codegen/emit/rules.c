/* The table of a message's rules, as maru/validate/internal/rules.h has it. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "codegen/emit/parts.h"
#include "codegen/emit/text.h"
#include "codegen/model/rules.h"

static bool
has_infinite(const struct model_rules *rules)
{
	if (rules == NULL)
		return false;
	for (size_t i = 0; i < rules->n; i++)
		for (size_t j = 0; j < rules->rules[i].n; j++)
			if (rules->rules[i].operands[j].kind == MODEL_FLOATING && !isfinite(rules->rules[i].operands[j].d))
				return true;
	return has_infinite(rules->keys) || has_infinite(rules->items);
}

bool
emit_rules_need_math(const struct model_message *message)
{
	for (size_t i = 0; i < message->n_fields; i++)
		if (has_infinite(message->fields[i].rules))
			return true;
	return false;
}

static size_t
index_of(const struct model_field *field)
{
	size_t index = 0;

	while (field->parent->fields_by_number[index] != field)
		index++;
	return index;
}

static const char *
literal(const char *text, struct maru_arena *arena)
{
	return text_for_literal(maru_bytes_of_string(text), arena);
}

static const char *
floating(double number, struct maru_arena *arena)
{
	if (isnan(number))
		return "NAN";
	if (isinf(number))
		return number < 0 ? "-INFINITY" : "INFINITY";
	return maru_arena_printf(arena, "%a", number);
}

static const char *
signed_number(int64_t number, struct maru_arena *arena)
{
	return number == INT64_MIN ? "INT64_MIN" : maru_arena_printf(arena, "INT64_C(%" PRId64 ")", number);
}

static const char *
operand(const struct model_operand *operand, struct maru_arena *arena)
{
	switch (operand->kind) {
	case MODEL_SIGNED:
		return maru_arena_printf(arena, "{ .i = %s }", signed_number(operand->i, arena));
	case MODEL_UNSIGNED:
		return maru_arena_printf(arena, "{ .u = UINT64_C(%" PRIu64 ") }", operand->u);
	case MODEL_FLOATING:
		return maru_arena_printf(arena, "{ .d = %s }", floating(operand->d, arena));
	case MODEL_TEXT:
		return maru_arena_printf(arena, "{ .text = { \"%s\", %zu } }", text_for_literal(operand->text, arena),
		                         operand->text.len);
	case MODEL_MOMENT:
		return maru_arena_printf(arena, "{ .moment = { %s, %" PRId32 " } }", signed_number(operand->i, arena),
		                         operand->nanos);
	}
	return "";
}

static void
rule(struct printer *printer, const struct model_rule *rule)
{
	struct maru_arena *arena = printer->arena;

	printer_line(printer, "{");
	printer_indent(printer);
	printer_line(printer, ".id = \"%s\",", rule->id);
	printer_line(printer, ".text = \"%s\",", literal(rule->text, arena));
	printer_line(printer, ".check = marui_check_%s,", rule->check);
	if (rule->flags[0] != '\0')
		printer_line(printer, ".flags = %s,", rule->flags);
	if (rule->n != 0) {
		printer_line(printer, ".n = %zu,", rule->n);
		printer_line(printer, ".operands = (const union marui_operand[]){");
		printer_indent(printer);
		for (size_t i = 0; i < rule->n; i++)
			printer_line(printer, "%s,", operand(&rule->operands[i], arena));
		printer_outdent(printer);
		printer_line(printer, "},");
	}
	printer_outdent(printer);
	printer_line(printer, "},");
}

/* What a field and its elements have alike. */
static void
body(struct printer *printer, const struct model_rules *rules, const struct model_message *message, const char *part)
{
	if (rules != NULL && rules->skip_zero)
		printer_line(printer, ".skip_zero = true,");
	if (rules != NULL && rules->n != 0) {
		if (strcmp(part, "MARUI_WHOLE") != 0)
			printer_line(printer, ".part = %s,", part);
		printer_line(printer, ".n = %zu,", rules->n);
		printer_line(printer, ".rules = (const struct marui_rule[]){");
		printer_indent(printer);
		for (size_t i = 0; i < rules->n; i++)
			rule(printer, &rules->rules[i]);
		printer_outdent(printer);
		printer_line(printer, "},");
	}
	if (message != NULL)
		printer_line(printer, ".message = &%s_type,", message->c_name);
}

static void
elements(struct printer *printer, const char *name, const struct model_rules *rules,
         const struct model_message *message, const struct model_field *field)
{
	if (rules != NULL && rules->ignored)
		return;
	if (message == NULL && (rules == NULL || rules->n == 0))
		return;
	printer_line(printer, ".%s = &(const struct marui_rules){", name);
	printer_indent(printer);
	body(printer, rules, message, rules_part(field));
	printer_outdent(printer);
	printer_line(printer, "},");
}

static void
row(struct printer *printer, const struct model_field *field)
{
	const struct model_rules *rules = field->rules;
	const struct model_message *message = rules_message(field);
	bool is_many = field->presence == MODEL_REPEATED;

	printer_line(printer, "{");
	printer_indent(printer);
	printer_line(printer, ".field = %zu, /* %s */", index_of(field), field->node.name);
	if (rules != NULL && rules->required)
		printer_line(printer, ".required = true,");
	body(printer, rules, is_many ? NULL : message, is_many ? "MARUI_WHOLE" : rules_part(field));
	if (field->is_map)
		elements(printer, "keys", rules != NULL ? rules->keys : NULL, NULL, field->message->fields_by_number[0]);
	if (is_many)
		elements(printer, "items", rules != NULL ? rules->items : NULL, message,
		         field->is_map ? field->message->fields_by_number[1] : field);
	printer_outdent(printer);
	printer_line(printer, "},");
}

static void
rows(struct printer *printer, const struct model_message *message)
{
	size_t n = 0;

	for (size_t i = 0; i < message->n_fields; i++)
		n += rules_has_row(&message->fields[i]);
	if (n == 0)
		return;
	printer_line(printer, ".n_fields = %zu,", n);
	printer_line(printer, ".fields = (const struct marui_rules[]){");
	printer_indent(printer);
	for (size_t i = 0; i < message->n_fields; i++)
		if (rules_has_row(&message->fields[i]))
			row(printer, &message->fields[i]);
	printer_outdent(printer);
	printer_line(printer, "},");
}

static void
oneofs(struct printer *printer, const struct model_message *message)
{
	size_t n = 0;

	for (size_t i = 0; i < message->n_oneofs; i++)
		n += message->oneofs[i].must_be_set;
	if (n == 0)
		return;
	printer_line(printer, ".n_oneofs = %zu,", n);
	printer_line(printer, ".oneofs = (const struct marui_oneof[]){");
	printer_indent(printer);
	for (size_t i = 0; i < message->n_oneofs; i++)
		if (message->oneofs[i].must_be_set)
			printer_line(printer, "{ .name = \"%s\", .field = %zu },", message->oneofs[i].node.name,
			             index_of(message->oneofs[i].fields[0]));
	printer_outdent(printer);
	printer_line(printer, "},");
}

static void
groups(struct printer *printer, const struct model_message *message)
{
	struct maru_arena *arena = printer->arena;

	if (message->n_groups == 0)
		return;
	printer_line(printer, ".n_groups = %zu,", message->n_groups);
	printer_line(printer, ".groups = (const struct marui_group[]){");
	printer_indent(printer);
	for (size_t i = 0; i < message->n_groups; i++) {
		const struct model_group *group = &message->groups[i];
		const char *fields = "";

		for (size_t j = 0; j < group->n; j++)
			fields = maru_arena_printf(arena, "%s%s%zu", fields, j != 0 ? ", " : "", index_of(group->fields[j]));
		printer_line(printer, "{ .text = \"%s\", .required = %s, .n = %zu, .fields = (const unsigned[]){ %s } },",
		             literal(group->text, arena), group->required ? "true" : "false", group->n, fields);
	}
	printer_outdent(printer);
	printer_line(printer, "},");
}

void
emit_rules(struct printer *printer, const struct model_message *message)
{
	if (!message->has_rules)
		return;
	printer_line(printer, "static const struct maru_message_rules rules_%s = {", message->short_c_name);
	printer_indent(printer);
	rows(printer, message);
	oneofs(printer, message);
	groups(printer, message);
	printer_outdent(printer);
	printer_line(printer, "};");
}
