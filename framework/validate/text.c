/* Rules of what a string or bytes hold, whatever their format. */
#include "maru/validate/internal/check.h"

static size_t
count_characters(const struct marui_value *value)
{
	size_t n = 0, i;

	for (i = 0; i < value->is.text.len; i++)
		n += ((unsigned char)value->is.text.data[i] & 0xc0) != 0x80;
	return n;
}

bool
marui_check_characters(const struct marui_rule *rule, const struct marui_value *value,
                       struct marui_validation *validation)
{
	(void)validation;
	return count_characters(value) == rule->operands[0].u;
}

bool
marui_check_min_characters(const struct marui_rule *rule, const struct marui_value *value,
                           struct marui_validation *validation)
{
	(void)validation;
	return count_characters(value) >= rule->operands[0].u;
}

bool
marui_check_max_characters(const struct marui_rule *rule, const struct marui_value *value,
                           struct marui_validation *validation)
{
	(void)validation;
	return count_characters(value) <= rule->operands[0].u;
}

bool
marui_check_bytes(const struct marui_rule *rule, const struct marui_value *value, struct marui_validation *validation)
{
	(void)validation;
	return value->is.text.len == rule->operands[0].u;
}

bool
marui_check_min_bytes(const struct marui_rule *rule, const struct marui_value *value,
                      struct marui_validation *validation)
{
	(void)validation;
	return value->is.text.len >= rule->operands[0].u;
}

bool
marui_check_max_bytes(const struct marui_rule *rule, const struct marui_value *value,
                      struct marui_validation *validation)
{
	(void)validation;
	return value->is.text.len <= rule->operands[0].u;
}

bool
marui_check_size(const struct marui_rule *rule, const struct marui_value *value, struct marui_validation *validation)
{
	size_t i;

	(void)validation;
	for (i = 0; i < rule->n; i++)
		if (value->is.text.len == rule->operands[i].u)
			return true;
	return false;
}

/* Whether `part` stands in the value, `skipped` bytes from its start. */
static bool
holds_at(const struct marui_value *value, size_t skipped, const union marui_operand *part)
{
	return part->text.len == 0 || memcmp(value->is.text.data + skipped, part->text.data, part->text.len) == 0;
}

bool
marui_check_prefix(const struct marui_rule *rule, const struct marui_value *value, struct marui_validation *validation)
{
	const union marui_operand *part = &rule->operands[0];

	(void)validation;
	return value->is.text.len >= part->text.len && holds_at(value, 0, part);
}

bool
marui_check_suffix(const struct marui_rule *rule, const struct marui_value *value, struct marui_validation *validation)
{
	const union marui_operand *part = &rule->operands[0];

	(void)validation;
	return value->is.text.len >= part->text.len && holds_at(value, value->is.text.len - part->text.len, part);
}

bool
marui_check_contains(const struct marui_rule *rule, const struct marui_value *value,
                     struct marui_validation *validation)
{
	const union marui_operand *part = &rule->operands[0];

	(void)validation;
	return part->text.len == 0 ||
	       memmem(value->is.text.data, value->is.text.len, part->text.data, part->text.len) != NULL;
}

bool
marui_check_not_contains(const struct marui_rule *rule, const struct marui_value *value,
                         struct marui_validation *validation)
{
	return !marui_check_contains(rule, value, validation);
}
