#include "codegen/model/names.h"

#include <string.h>

/* The C library's versions ask the locale. */
static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_alphanumeric(char c)
{
	return is_lower(c) || is_upper(c) || is_digit(c);
}

static char
to_lower(char c)
{
	return is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

static char
to_upper(char c)
{
	return is_lower(c) ? (char)(c - 'a' + 'A') : c;
}

static bool
has_lower(const char *name)
{
	for (; *name != '\0'; name++)
		if (is_lower(*name))
			return true;
	return false;
}

/* True where a capital at `i` begins a word that no underscore separates from the one before. */
static bool
begins_word(const char *name, size_t i)
{
	if (i == 0 || !is_upper(name[i]) || name[i - 1] == '_')
		return false;
	return !is_upper(name[i - 1]) || is_lower(name[i + 1]);
}

const char *
names_snake(struct maru_arena *arena, const char *name)
{
	char *snake = maru_arena_alloc(arena, 2 * strlen(name) + 1), *at = snake;
	bool has_words = has_lower(name);

	for (size_t i = 0; name[i] != '\0'; i++) {
		if (has_words && begins_word(name, i))
			*at++ = '_';
		*at++ = to_lower(name[i]);
	}
	*at = '\0';
	return snake;
}

const char *
names_upper(struct maru_arena *arena, const char *name)
{
	char *upper = maru_arena_strdup(arena, name);

	for (char *at = upper; *at != '\0'; at++)
		*at = to_upper(*at);
	return upper;
}

const char *
names_join(struct maru_arena *arena, const char *prefix, const char *name)
{
	return prefix[0] == '\0' ? name : maru_arena_printf(arena, "%s_%s", prefix, name);
}

const char *
names_escape(struct maru_arena *arena, const char *name)
{
	return names_is_reserved(name) ? maru_arena_printf(arena, "%s_", name) : name;
}

const char *
names_package_prefix(struct maru_arena *arena, const char *package)
{
	const char *prefix = "";

	while (*package != '\0') {
		size_t len = strcspn(package, ".");
		const char *word = maru_arena_bytesdup(arena, maru_bytes_of(package, len));

		prefix = names_join(arena, prefix, names_snake(arena, word));
		package += len + (package[len] == '.');
	}
	return prefix;
}

static size_t
skip_digits(const char *text)
{
	size_t n = 0;

	while (is_digit(text[n]))
		n++;
	return n;
}

/* v1, v1beta2, v1alpha, v1p1beta1, as in google.api's and buf's rules. */
static bool
is_version(const char *word)
{
	static const char *const stages[] = { "alpha", "beta", "test" };
	size_t n;

	if (word[0] != 'v' || !is_digit(word[1]))
		return false;
	word += 1 + skip_digits(word + 1);
	if (word[0] == 'p' && is_digit(word[1]))
		word += 1 + skip_digits(word + 1);
	for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
		n = strlen(stages[i]);
		if (strncmp(word, stages[i], n) == 0)
			return word[n + skip_digits(word + n)] == '\0';
	}
	return *word == '\0';
}

const char *
names_package_context(struct maru_arena *arena, const char *package)
{
	const char *context = "";

	while (*package != '\0') {
		size_t len = strcspn(package, ".");
		const char *word = maru_arena_bytesdup(arena, maru_bytes_of(package, len));

		if (!is_version(word))
			context = names_snake(arena, word);
		package += len + (package[len] == '.');
	}
	return context;
}

const char *
names_file_prefix(struct maru_arena *arena, const char *stem)
{
	const char *slash = strrchr(stem, '/'), *word = names_snake(arena, slash != NULL ? slash + 1 : stem);
	char *prefix = maru_arena_printf(arena, "%s%s", is_lower(word[0]) ? "" : "file_", word);

	for (char *at = prefix; *at != '\0'; at++)
		*at = is_alphanumeric(*at) ? *at : '_';
	return prefix;
}

const char *
names_service(struct maru_arena *arena, const char *name)
{
	static const char suffix[] = "_service";
	const char *snake = names_snake(arena, name);
	size_t len = strlen(snake), suffix_len = sizeof suffix - 1;

	if (len > suffix_len && strcmp(snake + len - suffix_len, suffix) == 0)
		return maru_arena_bytesdup(arena, maru_bytes_of(snake, len - suffix_len));
	return snake;
}

const char *
names_output_stem(struct maru_arena *arena, const char *path)
{
	static const char suffix[] = ".proto";
	size_t len = strlen(path), suffix_len = sizeof suffix - 1;

	if (len > suffix_len && strcmp(path + len - suffix_len, suffix) == 0)
		return maru_arena_bytesdup(arena, maru_bytes_of(path, len - suffix_len));
	return path;
}

const char *
names_guard(struct maru_arena *arena, const char *stem)
{
	char *guard = maru_arena_printf(arena, "%s%s_MARU_H", is_digit(stem[0]) ? "MARU_" : "", stem);

	for (char *at = guard; *at != '\0'; at++)
		*at = is_alphanumeric(*at) ? to_upper(*at) : '_';
	return guard;
}

bool
names_is_identifier(const char *name)
{
	if (name[0] == '\0' || is_digit(name[0]))
		return false;
	for (; *name != '\0'; name++)
		if (!is_alphanumeric(*name) && *name != '_')
			return false;
	return true;
}

bool
names_is_package(const char *name)
{
	bool begins = true;

	for (; *name != '\0'; name++) {
		if (begins && (is_digit(*name) || *name == '.'))
			return false;
		if (!is_alphanumeric(*name) && *name != '_' && *name != '.')
			return false;
		begins = *name == '.';
	}
	return !begins;
}

bool
names_is_lower_snake(const char *name)
{
	size_t len = strlen(name);

	if (!is_lower(name[0]) || name[len - 1] == '_')
		return false;
	for (; *name != '\0'; name++)
		if (!is_lower(*name) && !is_digit(*name) && *name != '_')
			return false;
	return true;
}
