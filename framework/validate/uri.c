/* URIs: RFC 3986, appendix A. Each take_ function moves past what it is named for. */
#include "maru/validate/internal/check.h"
#include "maru/validate/internal/format.h"
#include "maru/wire/internal/utf8.h"

struct uri {
	const char *at, *end;
};

enum { HOST_BYTES_MAX = 4096 };

static bool
take(struct uri *uri, char c)
{
	if (uri->at == uri->end || *uri->at != c)
		return false;
	uri->at++;
	return true;
}

/* A letter, a digit, one of `others`, or %XX. */
static bool
take_character(struct uri *uri, const char *others)
{
	const char *at = uri->at;

	if (at == uri->end)
		return false;
	if (*at == '%') {
		if (uri->end - at < 3 || !marui_is_hex(at[1]) || !marui_is_hex(at[2]))
			return false;
		uri->at += 3;
		return true;
	}
	if (*at == '\0' || (!marui_is_alphanumeric(*at) && strchr(others, *at) == NULL))
		return false;
	uri->at++;
	return true;
}

#define UNRESERVED "-._~"
#define SUB_DELIMS "!$&'()*+,;="

static void
take_characters(struct uri *uri, const char *others)
{
	while (take_character(uri, others))
		;
}

static bool
take_scheme(struct uri *uri)
{
	if (uri->at == uri->end || !marui_is_letter(*uri->at))
		return false;
	while (uri->at != uri->end && (marui_is_alphanumeric(*uri->at) || (*uri->at != '\0' && strchr("+-.", *uri->at) != NULL)))
		uri->at++;
	return take(uri, ':');
}

static int
hex_value(char c)
{
	return marui_is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
}

/* Whether %XX in a host stand for UTF-8 (section 3.2.2). */
static bool
decodes_to_utf8(const char *at, const char *end)
{
	uint8_t decoded[HOST_BYTES_MAX];
	size_t n = 0;

	if (end - at > HOST_BYTES_MAX)
		return false;
	while (at != end) {
		if (*at != '%') {
			decoded[n++] = (uint8_t)*at++;
			continue;
		}
		decoded[n] = (uint8_t)(hex_value(at[1]) << 4 | hex_value(at[2]));
		decoded[n] = decoded[n] != 0 ? decoded[n] : 'x'; /* a NUL is UTF-8 as well */
		n++;
		at += 3;
	}
	return marui_utf8_span(decoded, n) == n;
}

/* "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" ) */
static bool
is_future_address(const char *at, const char *end)
{
	const char *start;

	if (at == end || (*at | 0x20) != 'v')
		return false;
	for (start = ++at; at != end && marui_is_hex(*at); at++)
		;
	if (at == start || at == end || *at != '.')
		return false;
	for (start = ++at; at != end; at++)
		if (*at == '\0' || (!marui_is_alphanumeric(*at) && strchr(UNRESERVED SUB_DELIMS ":", *at) == NULL))
			return false;
	return at != start;
}

/* With a zone behind "%25" as RFC 6874 has it. */
static bool
is_address(const char *at, const char *end)
{
	const char *percent = (const char *)memchr(at, '%', (size_t)(end - at));
	struct uri zone = { percent, end };

	if (is_future_address(at, end))
		return true;
	if (percent == NULL)
		return marui_is_ipv6(at, (size_t)(end - at), false);
	if (end - percent < 4 || memcmp(percent, "%25", 3) != 0)
		return false;
	zone.at = percent + 3;
	take_characters(&zone, UNRESERVED);
	return zone.at == end && decodes_to_utf8(percent + 3, end) && marui_is_ipv6(at, (size_t)(percent - at), false);
}

static bool
take_host(struct uri *uri)
{
	const char *start = uri->at, *close;

	if (!take(uri, '[')) {
		take_characters(uri, UNRESERVED SUB_DELIMS);
		return decodes_to_utf8(start, uri->at);
	}
	close = (const char *)memchr(uri->at, ']', (size_t)(uri->end - uri->at));
	if (close == NULL || !is_address(uri->at, close))
		return false;
	uri->at = close + 1;
	return true;
}

static bool
take_authority(struct uri *uri)
{
	struct uri user = *uri;

	take_characters(&user, UNRESERVED SUB_DELIMS ":");
	if (take(&user, '@'))
		*uri = user;
	if (!take_host(uri))
		return false;
	if (take(uri, ':'))
		while (uri->at != uri->end && marui_is_digit(*uri->at))
			uri->at++;
	return uri->at == uri->end || strchr("/?#", *uri->at) != NULL;
}

#define PCHAR UNRESERVED SUB_DELIMS ":@"

/* Path, query and fragment, to the end. */
static bool
take_rest(struct uri *uri)
{
	take_characters(uri, PCHAR "/");
	if (take(uri, '?'))
		take_characters(uri, PCHAR "/?");
	if (take(uri, '#'))
		take_characters(uri, PCHAR "/?");
	return uri->at == uri->end;
}

/* What stands behind the scheme. */
static bool
take_parts(struct uri *uri)
{
	if (uri->end - uri->at >= 2 && uri->at[0] == '/' && uri->at[1] == '/') {
		uri->at += 2;
		return take_authority(uri) && take_rest(uri);
	}
	return take_rest(uri);
}

static bool
is_uri(const struct marui_value *value)
{
	struct uri uri = { value->is.text.data, value->is.text.data + value->is.text.len };

	return take_scheme(&uri) && take_parts(&uri);
}

bool
marui_check_uri(const struct marui_rule *rule, const struct marui_value *value, struct marui_validation *validation)
{
	(void)rule;
	(void)validation;
	return is_uri(value);
}

/* Without a scheme the first segment of a path has no colon: it would be taken for one. */
static bool
is_relative(const struct marui_value *value)
{
	struct uri uri = { value->is.text.data, value->is.text.data + value->is.text.len }, first = uri;

	take_characters(&first, UNRESERVED SUB_DELIMS "@");
	if (first.at != first.end && *first.at == ':')
		return false;
	return take_parts(&uri);
}

bool
marui_check_uri_ref(const struct marui_rule *rule, const struct marui_value *value, struct marui_validation *validation)
{
	(void)rule;
	(void)validation;
	return is_uri(value) || is_relative(value);
}
