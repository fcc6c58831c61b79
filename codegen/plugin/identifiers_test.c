/* The list of identifiers that checks go by, and what the emitters print: neither may know a name alone. */
#include "codegen/model/identifiers.h"

#include <ctype.h>
#include <string.h>

#include "codegen/check/check.h"
#include "codegen/emit/emit.h"
#include "codegen/model/shop.h"
#include "maru/base/map.h"
#include "maru/testing/cmocka.h"

struct fixture {
	struct maru_arena arena;
	const struct model *model;
	struct maru_map listed;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	struct diagnostics diagnostics;

	assert_non_null(f);
	maru_arena_init(&f->arena, NULL, SIZE_MAX);
	maru_map_init(&f->listed, NULL, 0);
	diagnostics_init(&diagnostics, &f->arena);
	f->model = shop_model(&f->arena, &diagnostics);
	check_model(f->model, &diagnostics);
	if (diagnostics.n != 0)
		fail_msg("%s", diagnostics_text(&diagnostics));
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	maru_map_fini(&f->listed);
	maru_arena_fini(&f->arena);
	free(f);
	return 0;
}

static void
list(void *self, const struct identifier *identifier)
{
	struct fixture *f = self;
	struct identifier *copy = maru_arena_alloc(&f->arena, sizeof *copy);

	*copy = *identifier;
	assert_null(maru_map_put(&f->listed, maru_bytes_of_string(identifier->name), copy));
}

static const char *
print(struct fixture *f, const char *file, void (*emit)(const struct model_file *, struct printer *))
{
	struct printer printer;

	printer_init(&printer, &f->arena);
	emit(shop_file(f->model, file), &printer);
	return printer.text;
}

static size_t
word_length(const char *at)
{
	size_t len = 0;

	while (isalnum((unsigned char)at[len]) || at[len] == '_')
		len++;
	return len;
}

static bool
begins_with(const char *at, const char *prefix)
{
	return strncmp(at, prefix, strlen(prefix)) == 0;
}

/* Every word of the header that begins as this file's names do, outside of quotes. */
static void
expect_words_listed(struct fixture *f, const char *text, const char *lower, const char *upper)
{
	bool quoted = false;
	size_t len;

	for (const char *at = text; *at != '\0'; at += len > 0 ? len : 1) {
		quoted ^= *at == '"';
		len = word_length(at);
		if (quoted || len == 0 || !(begins_with(at, lower) || begins_with(at, upper)))
			continue;
		if (maru_map_get(&f->listed, maru_bytes_of(at, len)) == NULL)
			fail_msg("printed and not listed: %.*s", (int)len, at);
	}
}

static bool
has_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = strstr(text, word); at != NULL; at = strstr(at + 1, word))
		if (word_length(at) == len && (at == text || !(isalnum((unsigned char)at[-1]) || at[-1] == '_')))
			return true;
	return false;
}

static void
expect_listed_printed(struct fixture *f, const char *text)
{
	const struct identifier *identifier;
	void *value;

	for (size_t at = 0; maru_map_next(&f->listed, &at, NULL, &value);) {
		identifier = value;
		if (!identifier->is_static && !has_word(text, identifier->name))
			fail_msg("listed and not printed: %s", identifier->name);
	}
}

static void
check_header(struct fixture *f, const char *file, const char *lower, const char *upper)
{
	const char *header = print(f, file, emit_header);

	identifiers_of_file(shop_file(f->model, file), &f->arena, list, f);
	expect_listed_printed(f, header);
	expect_words_listed(f, header, lower, upper);
}

static void
headers_declare_what_is_listed(void **state)
{
	check_header(*state, "shop.proto", "orders_", "ORDERS_");
}

static void
headers_of_proto2_declare_what_is_listed(void **state)
{
	check_header(*state, "legacy.proto", "legacy_orders_", "LEGACY_ORDERS_");
}

/* The name that a line at the margin defines: before the bracket of a function or array, or before the = of a
 * variable. Returns its length, 0 for a line that defines none. */
static size_t
defined_name(const char *line, size_t len, const char **ret_name)
{
	size_t end = 0, start;

	if (len == 0 || !(isalpha((unsigned char)*line)) || begins_with(line, "MARU") || begins_with(line, "struct "))
		return 0;
	while (end < len && strchr("([=;", line[end]) == NULL)
		end++;
	if (end == len || line[end] == ';')
		return 0;
	while (end > 0 && line[end - 1] == ' ')
		end--;
	for (start = end; start > 0 && word_length(line + start - 1) > 0; start--)
		;
	*ret_name = line + start;
	return end - start;
}

static void
check_source(struct fixture *f, const char *file)
{
	const char *source = print(f, file, emit_source), *name;
	size_t n_defined = 0;

	identifiers_of_file(shop_file(f->model, file), &f->arena, list, f);
	for (const char *line = source; *line != '\0';) {
		size_t len = strcspn(line, "\n"), name_len = defined_name(line, len, &name);

		if (name_len > 0 && !begins_with(name, "_Static_assert")) {
			n_defined++;
			if (maru_map_get(&f->listed, maru_bytes_of(name, name_len)) == NULL)
				fail_msg("defined and not listed: %.*s, by: %.*s", (int)name_len, name, (int)len, line);
		}
		line += len + (line[len] == '\n');
	}
	assert_true(n_defined > 20);
}

static void
sources_define_what_is_listed(void **state)
{
	check_source(*state, "shop.proto");
}

static void
sources_of_proto2_define_what_is_listed(void **state)
{
	check_source(*state, "legacy.proto");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(headers_declare_what_is_listed),
		TEST(headers_of_proto2_declare_what_is_listed),
		TEST(sources_define_what_is_listed),
		TEST(sources_of_proto2_define_what_is_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
