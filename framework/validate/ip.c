/* IP addresses, alone or with the length of a prefix. */
#include <arpa/inet.h>

#include "maru/validate/internal/check.h"
#include "maru/validate/internal/format.h"

/* Its bytes, 4 or 16 of them. */
static bool
parse(int family, const char *text, size_t len, uint8_t *ret_address)
{
	char terminated[INET6_ADDRSTRLEN];

	if (len >= sizeof terminated || memchr(text, '\0', len) != NULL)
		return false;
	memcpy(terminated, text, len);
	terminated[len] = '\0';
	return inet_pton(family, terminated, ret_address) == 1;
}

bool
marui_is_ipv4(const char *text, size_t len)
{
	uint8_t address[4];

	return parse(AF_INET, text, len, address);
}

bool
marui_is_ipv6(const char *text, size_t len, bool has_zone)
{
	const char *percent = has_zone ? (const char *)memchr(text, '%', len) : NULL;
	size_t address_len = percent != NULL ? (size_t)(percent - text) : len;
	uint8_t address[16];

	if (percent != NULL && (address_len + 1 == len || memchr(percent, '\0', len - address_len) != NULL))
		return false;
	return parse(AF_INET6, text, address_len, address);
}

/* As many decimal digits as `max` has, without leading zeros. */
static bool
parse_prefix_len(const char *text, size_t len, unsigned max, unsigned *ret_bits)
{
	unsigned bits = 0;
	size_t i;

	if (len == 0 || len > 3 || (len > 1 && text[0] == '0'))
		return false;
	for (i = 0; i < len; i++) {
		if (!marui_is_digit(text[i]))
			return false;
		bits = bits * 10 + (unsigned)(text[i] - '0');
	}
	*ret_bits = bits;
	return bits <= max;
}

static bool
is_zero_from(const uint8_t *address, size_t n, unsigned bits)
{
	size_t i;

	for (i = 0; i < n; i++) {
		unsigned kept = bits > i * 8 ? bits - (unsigned)(i * 8) : 0;

		if (kept < 8 && (address[i] & (0xffu >> kept)) != 0)
			return false;
	}
	return true;
}

/* RFC 4632, section 3.1, and RFC 4291, section 2.3. A `strict` one has no bits behind the prefix. */
static bool
is_prefix(int family, const struct marui_value *value, bool strict)
{
	const char *text = value->is.text.data, *slash = (const char *)memchr(text, '/', value->is.text.len);
	size_t n = family == AF_INET ? 4 : 16, len;
	uint8_t address[16];
	unsigned bits;

	if (slash == NULL)
		return false;
	len = (size_t)(slash - text);
	return parse(family, text, len, address) &&
	       parse_prefix_len(slash + 1, value->is.text.len - len - 1, (unsigned)n * 8, &bits) &&
	       (!strict || is_zero_from(address, n, bits));
}

bool
marui_check_ipv4(const struct marui_rule *rule, const struct marui_value *value, struct marui_validation *validation)
{
	(void)rule;
	(void)validation;
	return marui_is_ipv4(value->is.text.data, value->is.text.len);
}

bool
marui_check_ipv6(const struct marui_rule *rule, const struct marui_value *value, struct marui_validation *validation)
{
	(void)rule;
	(void)validation;
	return marui_is_ipv6(value->is.text.data, value->is.text.len, true);
}

bool
marui_check_ip(const struct marui_rule *rule, const struct marui_value *value, struct marui_validation *validation)
{
	return marui_check_ipv4(rule, value, validation) || marui_check_ipv6(rule, value, validation);
}

bool
marui_check_ipv4_with_prefixlen(const struct marui_rule *rule, const struct marui_value *value,
                                struct marui_validation *validation)
{
	(void)rule;
	(void)validation;
	return is_prefix(AF_INET, value, false);
}

bool
marui_check_ipv6_with_prefixlen(const struct marui_rule *rule, const struct marui_value *value,
                                struct marui_validation *validation)
{
	(void)rule;
	(void)validation;
	return is_prefix(AF_INET6, value, false);
}

bool
marui_check_ip_with_prefixlen(const struct marui_rule *rule, const struct marui_value *value,
                              struct marui_validation *validation)
{
	(void)rule;
	(void)validation;
	return is_prefix(AF_INET, value, false) || is_prefix(AF_INET6, value, false);
}

bool
marui_check_ipv4_prefix(const struct marui_rule *rule, const struct marui_value *value,
                        struct marui_validation *validation)
{
	(void)rule;
	(void)validation;
	return is_prefix(AF_INET, value, true);
}

bool
marui_check_ipv6_prefix(const struct marui_rule *rule, const struct marui_value *value,
                        struct marui_validation *validation)
{
	(void)rule;
	(void)validation;
	return is_prefix(AF_INET6, value, true);
}

bool
marui_check_ip_prefix(const struct marui_rule *rule, const struct marui_value *value,
                      struct marui_validation *validation)
{
	(void)rule;
	(void)validation;
	return is_prefix(AF_INET, value, true) || is_prefix(AF_INET6, value, true);
}
