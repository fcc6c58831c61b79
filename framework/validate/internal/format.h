/* Formats of text, for those that are made of others. */
#ifndef MARU_VALIDATE_INTERNAL_FORMAT_H
#define MARU_VALIDATE_INTERNAL_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "maru/base/bytes.h"

MARU_BEGIN_DECLS

/* ASCII, whatever the locale. */
static inline bool
marui_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
marui_is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool
marui_is_hex(char c)
{
	return marui_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static inline bool
marui_is_alphanumeric(char c)
{
	return marui_is_digit(c) || marui_is_letter(c);
}

/* RFC 1123, section 2.1: labels of letters, digits and inner dashes, the last not all digits; a dot may stand at the end. */
bool marui_is_hostname(const char *text, size_t len);

/* RFC 4291, section 2.2, with a zone as in RFC 4007, section 11, where `has_zone` allows that. */
bool marui_is_ipv4(const char *text, size_t len);
bool marui_is_ipv6(const char *text, size_t len, bool has_zone);

MARU_END_DECLS

#endif
