/* Rules of repeated fields and maps. */
#include <stdlib.h>

#include "maru/validate/internal/check.h"
#include "maru/wire/internal/field.h"

static int
compare_signed(const void *a, const void *b)
{
	return marui_compare(MARUI_SIGNED, (const union marui_operand *)a, (const union marui_operand *)b);
}

static int
compare_unsigned(const void *a, const void *b)
{
	return marui_compare(MARUI_UNSIGNED, (const union marui_operand *)a, (const union marui_operand *)b);
}

/* NaN stands last. */
static int
compare_floating(const void *a_, const void *b_)
{
	const union marui_operand *a = (const union marui_operand *)a_, *b = (const union marui_operand *)b_;
	int order = marui_compare(MARUI_FLOATING, a, b);

	return order != 2 ? order : (a->d != a->d) - (b->d != b->d);
}

static int
compare_text(const void *a, const void *b)
{
	return marui_compare(MARUI_TEXT, (const union marui_operand *)a, (const union marui_operand *)b);
}

static int
compare_moments(const void *a, const void *b)
{
	return marui_compare(MARUI_MOMENT, (const union marui_operand *)a, (const union marui_operand *)b);
}

static struct marui_value
element(const struct marui_value *many, size_t index)
{
	const void *slot = (const char *)many->items + index * marui_field_item_size(many->field);
	const ProtobufCMessage *entry;
	const ProtobufCFieldDescriptor *key;

	if ((many->field->flags & MARU_FIELD_FLAG_MAP) == 0)
		return marui_value_at(many->field, slot, MARUI_WHOLE);
	entry = (const ProtobufCMessage *)marui_pointer_at(slot);
	if (entry == NULL)
		return (struct marui_value){ .family = MARUI_MESSAGE };
	key = &entry->descriptor->fields[0];
	return marui_value_at(key, marui_field_items(key, entry), MARUI_WHOLE);
}

size_t
marui_count_distinct(const struct marui_value *many, struct marui_validation *validation)
{
	static int (*const comparers[])(const void *, const void *) = {
		[MARUI_SIGNED] = compare_signed,     [MARUI_UNSIGNED] = compare_unsigned,
		[MARUI_FLOATING] = compare_floating, [MARUI_TEXT] = compare_text,
		[MARUI_MOMENT] = compare_moments,
	};
	union marui_operand *sorted;
	enum marui_family family = MARUI_MESSAGE;
	size_t n = 0, i;

	if (many->n < 2)
		return many->n;
	sorted = (union marui_operand *)maru_arena_try_alloc(validation->arena, many->n * sizeof *sorted);
	if (sorted == NULL) {
		validation->no_memory = true;
		return many->n;
	}
	for (i = 0; i < many->n; i++) {
		struct marui_value value = element(many, i);

		family = value.family;
		sorted[i] = value.is;
	}
	if (family >= MARUI_MESSAGE)
		return many->n;
	qsort(sorted, many->n, sizeof *sorted, comparers[family]);
	for (i = 0; i < many->n; i++)
		n += i == 0 || marui_compare(family, &sorted[i - 1], &sorted[i]) != 0;
	return n;
}

/* A map's entries may come twice on the wire: the last one of a key counts. */
static size_t
count(const struct marui_value *many, struct marui_validation *validation)
{
	return (many->field->flags & MARU_FIELD_FLAG_MAP) != 0 ? marui_count_distinct(many, validation) : many->n;
}

bool
marui_check_min_items(const struct marui_rule *rule, const struct marui_value *value,
                      struct marui_validation *validation)
{
	return value->n >= rule->operands[0].u && count(value, validation) >= rule->operands[0].u;
}

bool
marui_check_max_items(const struct marui_rule *rule, const struct marui_value *value,
                      struct marui_validation *validation)
{
	return value->n <= rule->operands[0].u || count(value, validation) <= rule->operands[0].u;
}

bool
marui_check_unique(const struct marui_rule *rule, const struct marui_value *value, struct marui_validation *validation)
{
	(void)rule;
	return marui_count_distinct(value, validation) == value->n;
}
