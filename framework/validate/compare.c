/* Rules that compare: const, in, not_in, bounds; and what a message's values are to them. */
#include <math.h>
#include <stdlib.h>

#include "maru/validate/internal/check.h"
#include "maru/wire/internal/field.h"

static struct marui_value
text_value(const ProtobufCFieldDescriptor *field, const void *slot)
{
	struct marui_value value = { .family = MARUI_TEXT, .field = field };

	if (field->type == PROTOBUF_C_TYPE_STRING) {
		value.is.text.data = marui_string_at(slot);
		value.is.text.len = strlen(value.is.text.data);
	} else {
		ProtobufCBinaryData bytes = marui_bytes_at(slot);

		value.is.text.data = bytes.data != NULL ? (const char *)bytes.data : "";
		value.is.text.len = bytes.len;
	}
	return value;
}

static struct marui_value
moment_value(const ProtobufCFieldDescriptor *field, const ProtobufCMessage *message)
{
	const ProtobufCFieldDescriptor *parts = message->descriptor->fields;
	struct marui_value value = { .family = MARUI_MOMENT, .field = field };

	value.is.moment.seconds = marui_value_at(&parts[0], marui_field_items(&parts[0], message), MARUI_WHOLE).is.i;
	value.is.moment.nanos = (int32_t)marui_value_at(&parts[1], marui_field_items(&parts[1], message), MARUI_WHOLE).is.i;
	return value;
}

static struct marui_value
message_value(const ProtobufCFieldDescriptor *field, const void *slot, enum marui_part part)
{
	const ProtobufCMessage *message = (const ProtobufCMessage *)marui_pointer_at(slot);
	const ProtobufCFieldDescriptor *first;

	if (part == MARUI_WHOLE)
		return (struct marui_value){ .family = MARUI_MESSAGE, .field = field };
	if (part == MARUI_MOMENT_OF)
		return moment_value(field, message);
	first = &message->descriptor->fields[0];
	return marui_value_at(first, marui_field_items(first, message), MARUI_WHOLE);
}

static struct marui_value
signed_value(const ProtobufCFieldDescriptor *field, int64_t number)
{
	return (struct marui_value){ .family = MARUI_SIGNED, .field = field, .is.i = number };
}

static struct marui_value
unsigned_value(const ProtobufCFieldDescriptor *field, uint64_t number)
{
	return (struct marui_value){ .family = MARUI_UNSIGNED, .field = field, .is.u = number };
}

static struct marui_value
floating_value(const ProtobufCFieldDescriptor *field, double number)
{
	return (struct marui_value){ .family = MARUI_FLOATING, .field = field, .is.d = number };
}

struct marui_value
marui_value_at(const ProtobufCFieldDescriptor *field, const void *slot, enum marui_part part)
{
	switch (field->type) {
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_SFIXED32:
	case PROTOBUF_C_TYPE_ENUM:
		return signed_value(field, *(const int32_t *)slot);
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
		return signed_value(field, *(const int64_t *)slot);
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_FIXED32:
		return unsigned_value(field, *(const uint32_t *)slot);
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
		return unsigned_value(field, *(const uint64_t *)slot);
	case PROTOBUF_C_TYPE_FLOAT:
		return floating_value(field, (double)*(const float *)slot);
	case PROTOBUF_C_TYPE_DOUBLE:
		return floating_value(field, *(const double *)slot);
	case PROTOBUF_C_TYPE_BOOL:
		return unsigned_value(field, *(const protobuf_c_boolean *)slot != 0);
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_BYTES:
		return text_value(field, slot);
	default:
		return message_value(field, slot, part);
	}
}

static int
compare_texts(const union marui_operand *a, const union marui_operand *b)
{
	size_t len = a->text.len < b->text.len ? a->text.len : b->text.len;
	int order = len != 0 ? memcmp(a->text.data, b->text.data, len) : 0;

	return order != 0 ? (order > 0) - (order < 0) : (a->text.len > b->text.len) - (a->text.len < b->text.len);
}

int
marui_compare(enum marui_family family, const union marui_operand *a, const union marui_operand *b)
{
	switch (family) {
	case MARUI_SIGNED:
		return (a->i > b->i) - (a->i < b->i);
	case MARUI_UNSIGNED:
		return (a->u > b->u) - (a->u < b->u);
	case MARUI_FLOATING:
		return isunordered(a->d, b->d) ? 2 : (a->d > b->d) - (a->d < b->d);
	case MARUI_TEXT:
		return compare_texts(a, b);
	case MARUI_MOMENT:
		if (a->moment.seconds != b->moment.seconds)
			return a->moment.seconds > b->moment.seconds ? 1 : -1;
		return (a->moment.nanos > b->moment.nanos) - (a->moment.nanos < b->moment.nanos);
	default:
		return 2;
	}
}

static bool
is_one_of(const struct marui_rule *rule, const struct marui_value *value)
{
	size_t i;

	for (i = 0; i < rule->n; i++)
		if (marui_compare(value->family, &value->is, &rule->operands[i]) == 0)
			return true;
	return false;
}

bool
marui_check_const(const struct marui_rule *rule, const struct marui_value *value, struct marui_validation *validation)
{
	(void)validation;
	return is_one_of(rule, value);
}

bool
marui_check_in(const struct marui_rule *rule, const struct marui_value *value, struct marui_validation *validation)
{
	(void)validation;
	return is_one_of(rule, value);
}

bool
marui_check_not_in(const struct marui_rule *rule, const struct marui_value *value, struct marui_validation *validation)
{
	(void)validation;
	return !is_one_of(rule, value);
}

/* A lower bound above the upper one means: outside of them. */
bool
marui_check_bounds(const struct marui_rule *rule, const struct marui_value *value, struct marui_validation *validation)
{
	bool has_lower = (rule->flags & MARUI_LOWER) != 0, has_upper = (rule->flags & MARUI_UPPER) != 0;
	const union marui_operand *lower = &rule->operands[0], *upper = &rule->operands[rule->n - 1];
	int to_lower = has_lower ? marui_compare(value->family, &value->is, lower) : 1;
	int to_upper = has_upper ? marui_compare(value->family, &value->is, upper) : -1;
	bool is_above = to_lower == 1 || (to_lower == 0 && (rule->flags & MARUI_LOWER_EQUAL) != 0);
	bool is_below = to_upper == -1 || (to_upper == 0 && (rule->flags & MARUI_UPPER_EQUAL) != 0);

	(void)validation;
	if (has_lower && has_upper && marui_compare(value->family, lower, upper) == 1)
		return is_above || is_below;
	return is_above && is_below;
}

bool
marui_check_finite(const struct marui_rule *rule, const struct marui_value *value, struct marui_validation *validation)
{
	(void)rule;
	(void)validation;
	return isfinite(value->is.d);
}

bool
marui_check_defined_only(const struct marui_rule *rule, const struct marui_value *value,
                         struct marui_validation *validation)
{
	(void)rule;
	(void)validation;
	return maru_enum_name((const ProtobufCEnumDescriptor *)value->field->descriptor, (int32_t)value->is.i) != NULL;
}
