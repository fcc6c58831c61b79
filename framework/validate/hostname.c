/* Names and addresses of hosts. */
#include "maru/validate/internal/check.h"
#include "maru/validate/internal/format.h"

enum { HOSTNAME_BYTES_MAX = 253, LABEL_BYTES_MAX = 63, PORT_MAX = 65535, PORT_DIGITS_MAX = 5 };

static bool
is_label(const char *text, size_t len, bool *ret_all_digits)
{
	size_t i;

	*ret_all_digits = true;
	if (len == 0 || len > LABEL_BYTES_MAX || text[0] == '-' || text[len - 1] == '-')
		return false;
	for (i = 0; i < len; i++) {
		if (!marui_is_alphanumeric(text[i]) && text[i] != '-')
			return false;
		*ret_all_digits &= marui_is_digit(text[i]);
	}
	return true;
}

bool
marui_is_hostname(const char *text, size_t len)
{
	bool all_digits = false;
	size_t start = 0, i;

	if (len == 0 || len > HOSTNAME_BYTES_MAX)
		return false;
	len -= text[len - 1] == '.';
	for (i = 0; i <= len; i++) {
		if (i < len && text[i] != '.')
			continue;
		if (!is_label(text + start, i - start, &all_digits))
			return false;
		start = i + 1;
	}
	return !all_digits;
}

static bool
is_port(const char *text, size_t len)
{
	unsigned port = 0;
	size_t i;

	if (len == 0 || len > PORT_DIGITS_MAX || (len > 1 && text[0] == '0'))
		return false;
	for (i = 0; i < len; i++) {
		if (!marui_is_digit(text[i]))
			return false;
		port = port * 10 + (unsigned)(text[i] - '0');
	}
	return port <= PORT_MAX;
}

/* An IPv6 address stands in brackets. */
static bool
is_host_and_port(const char *text, size_t len)
{
	const char *colon = (const char *)memrchr(text, ':', len);
	size_t host;

	if (colon == NULL)
		return false;
	host = (size_t)(colon - text);
	if (!is_port(colon + 1, len - host - 1))
		return false;
	if (text[0] == '[')
		return host >= 2 && text[host - 1] == ']' && marui_is_ipv6(text + 1, host - 2, true);
	return marui_is_hostname(text, host) || marui_is_ipv4(text, host);
}

bool
marui_check_hostname(const struct marui_rule *rule, const struct marui_value *value,
                     struct marui_validation *validation)
{
	(void)rule;
	(void)validation;
	return marui_is_hostname(value->is.text.data, value->is.text.len);
}

bool
marui_check_address(const struct marui_rule *rule, const struct marui_value *value, struct marui_validation *validation)
{
	return marui_check_hostname(rule, value, validation) || marui_check_ip(rule, value, validation);
}

bool
marui_check_host_and_port(const struct marui_rule *rule, const struct marui_value *value,
                          struct marui_validation *validation)
{
	(void)rule;
	(void)validation;
	return is_host_and_port(value->is.text.data, value->is.text.len);
}

/* As HTML defines what a browser takes: https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address */
bool
marui_check_email(const struct marui_rule *rule, const struct marui_value *value, struct marui_validation *validation)
{
	const char *text = value->is.text.data, *at = (const char *)memchr(text, '@', value->is.text.len);
	size_t local = at != NULL ? (size_t)(at - text) : 0, start = local + 1, i;
	bool all_digits;

	(void)rule;
	(void)validation;
	if (local == 0)
		return false;
	for (i = 0; i < local; i++)
		if (!marui_is_alphanumeric(text[i]) && (text[i] == '\0' || strchr(".!#$%&'*+/=?^_`{|}~-", text[i]) == NULL))
			return false;
	for (i = start; i <= value->is.text.len; i++) {
		if (i < value->is.text.len && text[i] != '.')
			continue;
		if (!is_label(text + start, i - start, &all_digits))
			return false;
		start = i + 1;
	}
	return true;
}
