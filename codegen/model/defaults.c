/* Whether the text of a default is a value: emitters turn it into C without asking again. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/model/builder.h"

static bool
is_digits(const char *text)
{
	return text[0] != '\0' && strspn(text, "0123456789") == strlen(text);
}

static bool
is_signed(const char *text, int64_t min, int64_t max)
{
	long long value;

	if (!is_digits(text + (text[0] == '-')))
		return false;
	errno = 0;
	value = strtoll(text, NULL, 10);
	return errno == 0 && value >= min && value <= max;
}

static bool
is_unsigned(const char *text, uint64_t max)
{
	unsigned long long value;

	if (!is_digits(text))
		return false;
	errno = 0;
	value = strtoull(text, NULL, 10);
	return errno == 0 && value <= max;
}

/* -?digits(.digits)?(e[+-]?digits)? as protoc prints it, or inf, -inf, nan, -nan. */
static bool
is_floating(const char *text)
{
	static const char digits[] = "0123456789";
	size_t n;

	text += text[0] == '-';
	if (strcmp(text, "inf") == 0 || strcmp(text, "nan") == 0)
		return true;
	n = strspn(text, digits);
	text += n;
	if (text[0] == '.') {
		n += strspn(text + 1, digits);
		text += 1 + strspn(text + 1, digits);
	}
	if (n == 0)
		return false;
	if (text[0] == 'e' || text[0] == 'E') {
		text++;
		text += text[0] == '+' || text[0] == '-';
		return is_digits(text);
	}
	return text[0] == '\0';
}

static bool
is_octal(char c)
{
	return c >= '0' && c <= '7';
}

/* C escapes as protoc writes them: \n \r \t \" \' \\ and three octal digits. */
static bool
is_escaped(const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text != '\\')
			continue;
		text++;
		if (*text != '\0' && strchr("nrt\"'\\", *text) != NULL)
			continue;
		if (text[0] < '0' || text[0] > '3' || !is_octal(text[1]) || !is_octal(text[2]))
			return false;
		text += 2;
	}
	return true;
}

static bool
is_value(const struct model_enum *enumeration, const char *text)
{
	for (size_t i = 0; i < enumeration->n_values; i++)
		if (strcmp(enumeration->values[i].node.name, text) == 0)
			return true;
	return false;
}

bool
default_is_valid(const struct model_field *field, const char *text)
{
	if (field->presence == MODEL_REPEATED || (!field->parent->file->proto2))
		return false;
	switch (field->type) {
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_SFIXED32:
		return is_signed(text, INT32_MIN, INT32_MAX);
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
		return is_signed(text, INT64_MIN, INT64_MAX);
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_FIXED32:
		return is_unsigned(text, UINT32_MAX);
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
		return is_unsigned(text, UINT64_MAX);
	case PROTOBUF_C_TYPE_FLOAT:
	case PROTOBUF_C_TYPE_DOUBLE:
		return is_floating(text);
	case PROTOBUF_C_TYPE_BOOL:
		return strcmp(text, "true") == 0 || strcmp(text, "false") == 0;
	case PROTOBUF_C_TYPE_ENUM:
		return is_value(field->enumeration, text);
	case PROTOBUF_C_TYPE_STRING:
		return true;
	case PROTOBUF_C_TYPE_BYTES:
		return is_escaped(text);
	case PROTOBUF_C_TYPE_MESSAGE:
		return false;
	}
	return false;
}
