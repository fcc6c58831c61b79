/* Formats that are no more than characters in a row: identifiers and HTTP headers. */
#include "maru/validate/internal/check.h"
#include "maru/validate/internal/format.h"

static bool
is_hex_but(const struct marui_value *value, size_t len, const char *dashes)
{
	size_t i;

	if (value->is.text.len != len)
		return false;
	for (i = 0; i < len; i++) {
		bool is_dash = dashes[0] != '\0' && dashes[i] == '-';

		if (is_dash ? value->is.text.data[i] != '-' : !marui_is_hex(value->is.text.data[i]))
			return false;
	}
	return true;
}

/* RFC 9562, section 4 */
bool
marui_check_uuid(const struct marui_rule *rule, const struct marui_value *value, struct marui_validation *validation)
{
	(void)rule;
	(void)validation;
	return is_hex_but(value, 36, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
}

bool
marui_check_tuuid(const struct marui_rule *rule, const struct marui_value *value, struct marui_validation *validation)
{
	(void)rule;
	(void)validation;
	return is_hex_but(value, 32, "");
}

/* https://github.com/ulid/spec: 128 bits in Crockford's base 32, either case */
bool
marui_check_ulid(const struct marui_rule *rule, const struct marui_value *value, struct marui_validation *validation)
{
	const char *text = value->is.text.data;
	size_t i;

	(void)rule;
	(void)validation;
	if (value->is.text.len != 26 || text[0] < '0' || text[0] > '7')
		return false;
	for (i = 1; i < 26; i++)
		if (!marui_is_alphanumeric(text[i]) || strchr("IiLlOoUu", text[i]) != NULL)
			return false;
	return true;
}

/* Identifiers with dots between them. */
static bool
is_fqn(const char *text, size_t len)
{
	bool starts = true;
	size_t i;

	for (i = 0; i < len; i++) {
		if (text[i] == '.' && !starts) {
			starts = true;
			continue;
		}
		if (text[i] != '_' && !marui_is_letter(text[i]) && (starts || !marui_is_digit(text[i])))
			return false;
		starts = false;
	}
	return !starts;
}

bool
marui_check_protobuf_fqn(const struct marui_rule *rule, const struct marui_value *value,
                         struct marui_validation *validation)
{
	(void)rule;
	(void)validation;
	return is_fqn(value->is.text.data, value->is.text.len);
}

bool
marui_check_protobuf_dot_fqn(const struct marui_rule *rule, const struct marui_value *value,
                             struct marui_validation *validation)
{
	(void)rule;
	(void)validation;
	return value->is.text.len > 1 && value->is.text.data[0] == '.' &&
	       is_fqn(value->is.text.data + 1, value->is.text.len - 1);
}

/* RFC 9110, section 5.6.2, and as the rule has it, the comma too and a colon before, as HTTP/2 has. */
bool
marui_check_header_name(const struct marui_rule *rule, const struct marui_value *value,
                        struct marui_validation *validation)
{
	const char *text = value->is.text.data;
	size_t start = value->is.text.len > 0 && text[0] == ':', i;

	(void)rule;
	(void)validation;
	for (i = start; i < value->is.text.len; i++)
		if (!marui_is_alphanumeric(text[i]) && (text[i] == '\0' || strchr("!#$%&'*+,-.^_|~`", text[i]) == NULL))
			return false;
	return value->is.text.len > start;
}

/* No control character but the tab. */
bool
marui_check_header_value(const struct marui_rule *rule, const struct marui_value *value,
                         struct marui_validation *validation)
{
	size_t i;

	(void)rule;
	(void)validation;
	for (i = 0; i < value->is.text.len; i++) {
		unsigned char c = (unsigned char)value->is.text.data[i];

		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

bool
marui_check_header_value_loose(const struct marui_rule *rule, const struct marui_value *value,
                               struct marui_validation *validation)
{
	size_t i;

	(void)rule;
	(void)validation;
	for (i = 0; i < value->is.text.len; i++)
		if (memchr("\0\n\r", value->is.text.data[i], 3) != NULL)
			return false;
	return true;
}

bool
marui_check_header_name_loose(const struct marui_rule *rule, const struct marui_value *value,
                              struct marui_validation *validation)
{
	return value->is.text.len != 0 && marui_check_header_value_loose(rule, value, validation);
}
