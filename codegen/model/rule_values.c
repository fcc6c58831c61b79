/* Values of rules: from their bytes in an option, and as text for people. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "codegen/model/rule_values.h"
#include "maru/wire/internal/walk.h"

/* What people are shown of a value. */
enum { TEXT_BYTES_MAX = 200, HEX_BYTES_MAX = 16 };

enum { NANOS = 1000 * 1000 * 1000 };

static uint64_t
varint(maru_bytes bytes, size_t *ret_len)
{
	uint64_t value = 0;
	size_t i = 0;
	bool is_last = false;

	for (; i < bytes.len && !is_last; i++) {
		is_last = bytes.data[i] < 0x80;
		value |= i < 10 ? (uint64_t)(bytes.data[i] & 0x7f) << (7 * i) : 0;
	}
	*ret_len = i;
	return value;
}

static uint64_t
fixed(maru_bytes bytes, size_t size)
{
	uint64_t value = 0;

	for (size_t i = 0; i < size && i < bytes.len; i++)
		value |= (uint64_t)bytes.data[i] << (8 * i);
	return value;
}

static double
floating(uint64_t bits, size_t size)
{
	uint32_t low = (uint32_t)bits;
	double wide;
	float narrow;

	memcpy(&narrow, &low, sizeof narrow);
	memcpy(&wide, &bits, sizeof wide);
	return size == 4 ? (double)narrow : wide;
}

static struct model_operand
moment(const ProtobufCMessageDescriptor *descriptor, maru_bytes bytes)
{
	struct model_operand operand = { .kind = MODEL_MOMENT };
	const uint8_t *at = bytes.data, *end = bytes.data + bytes.len;
	struct marui_wire_field wire;
	size_t len;

	while (marui_walk(descriptor, &at, end, &wire)) {
		if (wire.field == NULL || wire.value.len == 0)
			continue;
		if (wire.number == 1)
			operand.i = (int64_t)varint(wire.value, &len);
		else
			operand.nanos = (int32_t)varint(wire.value, &len);
	}
	return operand;
}

static int64_t
unzigzag(uint64_t value)
{
	return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

size_t
rule_operand(const ProtobufCFieldDescriptor *rule, maru_bytes bytes, struct model_operand *ret_operand)
{
	size_t len = bytes.len;

	*ret_operand = (struct model_operand){ .kind = MODEL_SIGNED };
	switch (rule->type) {
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_BYTES:
		*ret_operand = (struct model_operand){ .kind = MODEL_TEXT, .text = bytes };
		return len;
	case PROTOBUF_C_TYPE_MESSAGE:
		*ret_operand = moment(rule->descriptor, bytes);
		return len;
	default:
		break;
	}
	if (bytes.len == 0)
		return 0;
	switch (rule->type) {
	case PROTOBUF_C_TYPE_FLOAT:
		*ret_operand = (struct model_operand){ .kind = MODEL_FLOATING, .d = floating(fixed(bytes, 4), 4) };
		return 4;
	case PROTOBUF_C_TYPE_DOUBLE:
		*ret_operand = (struct model_operand){ .kind = MODEL_FLOATING, .d = floating(fixed(bytes, 8), 8) };
		return 8;
	case PROTOBUF_C_TYPE_FIXED32:
		*ret_operand = (struct model_operand){ .kind = MODEL_UNSIGNED, .u = fixed(bytes, 4) };
		return 4;
	case PROTOBUF_C_TYPE_FIXED64:
		*ret_operand = (struct model_operand){ .kind = MODEL_UNSIGNED, .u = fixed(bytes, 8) };
		return 8;
	case PROTOBUF_C_TYPE_SFIXED32:
		ret_operand->i = (int32_t)fixed(bytes, 4);
		return 4;
	case PROTOBUF_C_TYPE_SFIXED64:
		ret_operand->i = (int64_t)fixed(bytes, 8);
		return 8;
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_SINT64:
		ret_operand->i = unzigzag(varint(bytes, &len));
		return len;
	case PROTOBUF_C_TYPE_BOOL:
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_UINT64:
		*ret_operand = (struct model_operand){ .kind = MODEL_UNSIGNED, .u = varint(bytes, &len) };
		return len;
	default:
		ret_operand->i = (int64_t)varint(bytes, &len);
		return len;
	}
}

int
rule_operand_compare(const struct model_operand *a, const struct model_operand *b)
{
	switch (a->kind) {
	case MODEL_UNSIGNED:
		return (a->u > b->u) - (a->u < b->u);
	case MODEL_FLOATING:
		return isunordered(a->d, b->d) ? 2 : (a->d > b->d) - (a->d < b->d);
	case MODEL_TEXT:
		return maru_bytes_equal(a->text, b->text) ? 0 : 1;
	default:
		if (a->i != b->i)
			return a->i > b->i ? 1 : -1;
		return (a->nanos > b->nanos) - (a->nanos < b->nanos);
	}
}

static const char *
quoted(maru_bytes text, struct maru_arena *arena)
{
	char *result = maru_arena_alloc(arena, 4 * TEXT_BYTES_MAX + 8), *at = result;
	size_t len = text.len < TEXT_BYTES_MAX ? text.len : TEXT_BYTES_MAX;

	while (len < text.len && len > 0 && (text.data[len] & 0xc0) == 0x80)
		len--;
	*at++ = '"';
	for (size_t i = 0; i < len; i++) {
		if (text.data[i] == '"')
			*at++ = '\\';
		if (text.data[i] >= 0x20 && text.data[i] != 0x7f)
			*at++ = (char)text.data[i];
		else
			at += sprintf(at, "\\x%02x", text.data[i]);
	}
	strcpy(at, len < text.len ? "\"..." : "\"");
	return result;
}

static const char *
hex(maru_bytes bytes, struct maru_arena *arena)
{
	const char *text = "0x";

	for (size_t i = 0; i < bytes.len && i < HEX_BYTES_MAX; i++)
		text = maru_arena_printf(arena, "%s%02x", text, bytes.data[i]);
	return bytes.len > HEX_BYTES_MAX ? maru_arena_printf(arena, "%s...", text) : text;
}

static const char *
moment_text(const struct model_operand *operand, struct maru_arena *arena)
{
	int32_t nanos = operand->nanos % NANOS;

	return maru_arena_printf(arena, "%s%" PRId64 ".%09ds", operand->i == 0 && nanos < 0 ? "-" : "", operand->i,
	                         nanos < 0 ? -nanos : nanos);
}

static const char *
operand_text(const struct model_operand *operand, bool is_hex, struct maru_arena *arena)
{
	switch (operand->kind) {
	case MODEL_SIGNED:
		return maru_arena_printf(arena, "%" PRId64, operand->i);
	case MODEL_UNSIGNED:
		return maru_arena_printf(arena, "%" PRIu64, operand->u);
	case MODEL_FLOATING:
		return maru_arena_printf(arena, "%.9g", operand->d);
	case MODEL_MOMENT:
		return moment_text(operand, arena);
	case MODEL_TEXT:
		return is_hex ? hex(operand->text, arena) : quoted(operand->text, arena);
	}
	return "";
}

const char *
rule_operands_text(const struct model_operand *operands, size_t n, bool is_list, bool is_hex, struct maru_arena *arena)
{
	const char *text = "";

	if (!is_list)
		return operand_text(&operands[n - 1], is_hex, arena);
	for (size_t i = 0; i < n; i++) {
		if (strlen(text) > TEXT_BYTES_MAX)
			return maru_arena_printf(arena, "[%s, ...]", text);
		text = maru_arena_printf(arena, "%s%s%s", text, i != 0 ? ", " : "", operand_text(&operands[i], is_hex, arena));
	}
	return maru_arena_printf(arena, "[%s]", text);
}
