#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "maru/wire/internal/field.h"
#include "maru/wire/internal/message.h"

enum {
	TEXT_BYTES_MIN = 256,
};

struct text {
	struct maru_arena *arena;
	char *data; /* NUL-terminated once there is any */
	size_t len, capacity;
	bool one_line;
	int level;
};

static void
append(struct text *text, const char *data, size_t len)
{
	size_t needed = text->len + len + 1, capacity = text->capacity;

	if (needed > capacity) {
		char *grown;

		for (capacity = capacity != 0 ? capacity : TEXT_BYTES_MIN; capacity < needed;)
			capacity *= 2;
		grown = maru_arena_alloc(text->arena, capacity);
		if (text->len != 0)
			memcpy(grown, text->data, text->len);
		text->data = grown;
		text->capacity = capacity;
	}
	memcpy(text->data + text->len, data, len);
	text->len += len;
	text->data[text->len] = '\0';
}

/* At most 99 characters. */
MARU_PRINTF(2, 3)
static void
print(struct text *text, const char *format, ...)
{
	char line[100];
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(line, sizeof line, format, args);
	va_end(args);
	append(text, line, (size_t)len);
}

static void
start_field(struct text *text, const char *name)
{
	int i;

	if (text->one_line && text->len != 0)
		append(text, " ", 1);
	for (i = 0; !text->one_line && i < text->level; i++)
		append(text, "  ", 2);
	append(text, name, strlen(name));
}

static void
end_line(struct text *text)
{
	if (!text->one_line)
		append(text, "\n", 1);
}

static void
start_message(struct text *text, const char *name)
{
	start_field(text, name);
	append(text, " {", 2);
	end_line(text);
	text->level++;
}

static void
end_message(struct text *text)
{
	text->level--;
	start_field(text, "}");
	end_line(text);
}

static void
print_quoted(struct text *text, const uint8_t *data, size_t len)
{
	static const char escaped[] = "\n\r\t\"'\\", letters[] = "nrt\"'\\";
	size_t i;

	append(text, "\"", 1);
	for (i = 0; i < len; i++) {
		const char *special = data[i] != 0 ? strchr(escaped, data[i]) : NULL;

		if (special != NULL)
			print(text, "\\%c", letters[special - escaped]);
		else if (data[i] < 0x20 || data[i] >= 0x7f)
			print(text, "\\%03o", data[i]);
		else
			append(text, (const char *)&data[i], 1);
	}
	append(text, "\"", 1);
}

/* The shortest digits that give the same number again. The locale's decimal point, whatever it is, becomes '.'. */
static void
print_number(struct text *text, double value, bool is_float)
{
	int precision = is_float ? 6 : 15;
	char digits[64], *at;

	if (value != value || value - value != 0) {
		print(text, "%s", value != value ? "nan" : value < 0 ? "-inf" : "inf");
		return;
	}
	do
		snprintf(digits, sizeof digits, "%.*g", precision++, value);
	while (is_float ? strtof(digits, NULL) != (float)value : strtod(digits, NULL) != value);
	for (at = digits; *at != '\0'; at++) {
		if (strchr("0123456789+-e", *at) == NULL)
			*at = '.';
	}
	print(text, "%s", digits);
}

static void
print_enum(struct text *text, const ProtobufCFieldDescriptor *field, int32_t value)
{
	const char *name = maru_enum_name(field->descriptor, value);

	if (name != NULL)
		append(text, name, strlen(name));
	else
		print(text, "%d", value);
}

/* A number of 4 or 8 bytes. */
static void
print_scalar(struct text *text, const ProtobufCFieldDescriptor *field, const void *slot)
{
	uint64_t wide = 0;
	uint32_t narrow = 0;
	double d;
	float f;

	if (marui_field_item_size(field) == sizeof wide)
		memcpy(&wide, slot, sizeof wide);
	else
		memcpy(&narrow, slot, sizeof narrow);
	switch (field->type) {
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_FIXED32:
		print(text, "%u", narrow);
		return;
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
		print(text, "%lld", (long long)wide);
		return;
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
		print(text, "%llu", (unsigned long long)wide);
		return;
	case PROTOBUF_C_TYPE_FLOAT:
		memcpy(&f, slot, sizeof f);
		print_number(text, (double)f, true);
		return;
	case PROTOBUF_C_TYPE_DOUBLE:
		memcpy(&d, slot, sizeof d);
		print_number(text, d, false);
		return;
	case PROTOBUF_C_TYPE_BOOL:
		print(text, "%s", narrow != 0 ? "true" : "false");
		return;
	case PROTOBUF_C_TYPE_ENUM:
		print_enum(text, field, (int32_t)narrow);
		return;
	default:
		print(text, "%d", (int32_t)narrow);
	}
}

static void print_message(struct text *text, const ProtobufCMessage *message, bool is_map_entry);

static void
print_value(struct text *text, const ProtobufCFieldDescriptor *field, const void *slot)
{
	const ProtobufCMessage *message;
	ProtobufCBinaryData bytes;
	const char *string;

	if (field->type == PROTOBUF_C_TYPE_MESSAGE) {
		message = marui_pointer_at(slot);
		start_message(text, field->name);
		if (message != NULL)
			print_message(text, message, (field->flags & MARU_FIELD_FLAG_MAP) != 0);
		end_message(text);
		return;
	}
	start_field(text, field->name);
	append(text, ": ", 2);
	if (field->type == PROTOBUF_C_TYPE_STRING) {
		string = marui_string_at(slot);
		print_quoted(text, (const uint8_t *)string, strlen(string));
	} else if (field->type == PROTOBUF_C_TYPE_BYTES) {
		bytes = marui_bytes_at(slot);
		print_quoted(text, bytes.data, bytes.len);
	} else {
		print_scalar(text, field, slot);
	}
	end_line(text);
}

static void
print_unknown(struct text *text, struct marui_reader *reader, uint32_t tag, const uint8_t *at, const uint8_t *end)
{
	char number[16];
	size_t len;

	snprintf(number, sizeof number, "%u", tag >> 3);
	if ((tag & 7) == 3) {
		start_message(text, number);
		while (at != NULL && at != end) {
			const uint8_t *value = marui_read_tag(reader, at, end, &tag);

			if (value == NULL || (tag & 7) == 4)
				break;
			at = marui_skip_value(reader, value, end, tag);
			if (at != NULL)
				print_unknown(text, reader, tag, value, at);
		}
		end_message(text);
		return;
	}
	start_field(text, number);
	append(text, ": ", 2);
	if ((tag & 7) == 0)
		print(text, "%llu", (unsigned long long)marui_read_varint(reader, at, end).value);
	else if ((tag & 7) == 1 && end - at == 8)
		print(text, "0x%016llx", (unsigned long long)marui_load64(at));
	else if ((tag & 7) == 5 && end - at == 4)
		print(text, "0x%08x", marui_load32(at));
	else if ((at = marui_read_length(reader, at, end, &len)) != NULL)
		print_quoted(text, at, len);
	end_line(text);
}

static void
print_message(struct text *text, const ProtobufCMessage *message, bool is_map_entry)
{
	const ProtobufCMessageDescriptor *descriptor = message->descriptor;
	unsigned i;

	for (i = 0; i < descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &descriptor->fields[i];
		const char *items = marui_field_items(field, message);
		size_t n = marui_field_count(field, message), at;

		if (is_map_entry)
			n = 1;
		for (at = 0; at < n; at++)
			print_value(text, field, items + at * marui_field_item_size(field));
	}
	for (i = 0; i < message->n_unknown_fields; i++) {
		const ProtobufCMessageUnknownField *field = &message->unknown_fields[i];
		struct marui_reader reader = { .depth = MARU_DEPTH_MAX };

		print_unknown(text, &reader, field->tag << 3 | (uint32_t)field->wire_type, field->data, field->data + field->len);
	}
}

const char *
maru_message_text(const ProtobufCMessage *message, struct maru_arena *arena, enum maru_text_flags flags)
{
	struct text text = { .arena = arena, .one_line = (flags & MARU_TEXT_ONE_LINE) != 0 };

	append(&text, "", 0);
	print_message(&text, message, false);
	return text.data;
}
