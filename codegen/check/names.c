/* Clashes of C names: all claims of one name space are sorted, and equal neighbours reported. */
#include <stdlib.h>
#include <string.h>

#include "codegen/check/check.h"
#include "codegen/model/identifiers.h"

/* Two elements that clash in one name clash, as a rule, in many: they are reported once. */
struct pair {
	const struct model_node *at, *other;
};

struct claim {
	struct identifier identifier;
	size_t rank; /* in the order of the files */
};

struct claims {
	struct maru_arena *arena;
	struct diagnostics *diagnostics;
	size_t n, size;
	struct claim *list;
	size_t n_reported;
	struct pair reported[DIAGNOSTICS_MAX];
};

static void
claim(void *self, const struct identifier *identifier)
{
	struct claims *claims = (struct claims *)self;

	if (claims->n == claims->size) {
		size_t size = claims->size != 0 ? 2 * claims->size : 64;
		struct claim *list = maru_arena_alloc(claims->arena, size * sizeof *list);

		if (claims->n != 0)
			memcpy(list, claims->list, claims->n * sizeof *list);
		claims->list = list;
		claims->size = size;
	}
	claims->list[claims->n] = (struct claim){ *identifier, claims->n };
	claims->n++;
}

static int
compare_claims(const void *a_, const void *b_)
{
	const struct claim *a = (const struct claim *)a_, *b = (const struct claim *)b_;
	int order = strcmp(a->identifier.name, b->identifier.name);

	return order != 0 ? order : (a->rank > b->rank) - (a->rank < b->rank);
}

static const char *
kind_text(enum model_kind kind)
{
	static const char *const texts[] = {
		[MODEL_KIND_FILE] = "file",   [MODEL_KIND_MESSAGE] = "message", [MODEL_KIND_MAP_ENTRY] = "map entry",
		[MODEL_KIND_FIELD] = "field", [MODEL_KIND_ONEOF] = "oneof",     [MODEL_KIND_ENUM] = "enum",
		[MODEL_KIND_VALUE] = "value", [MODEL_KIND_SERVICE] = "service", [MODEL_KIND_METHOD] = "method",
	};

	return texts[kind];
}

static const char *
rename_text(enum model_kind kind)
{
	static const char *const texts[] = {
		[MODEL_KIND_FILE] = "a new name for the file",
		[MODEL_KIND_MESSAGE] = "option (maru.message).name = \"...\";",
		[MODEL_KIND_MAP_ENTRY] = "[(maru.field).name = \"...\"] at the map",
		[MODEL_KIND_FIELD] = "[(maru.field).name = \"...\"]",
		[MODEL_KIND_ONEOF] = "option (maru.oneof).name = \"...\";",
		[MODEL_KIND_ENUM] = "option (maru.enum).name = \"...\";",
		[MODEL_KIND_VALUE] = "[(maru.value).name = \"...\"]",
		[MODEL_KIND_SERVICE] = "option (maru.service).name = \"...\";",
		[MODEL_KIND_METHOD] = "option (maru.method).name = \"...\";",
	};

	return texts[kind];
}

static const char *
node_text(const struct identifier *identifier)
{
	return identifier->kind == MODEL_KIND_FILE ? identifier->node->name : identifier->node->full_name;
}

static bool
is_generated(const struct identifier *identifier)
{
	return identifier->node->location.file->generate;
}

static bool
clashes(const struct identifier *a, const struct identifier *b)
{
	bool same_file = a->node->location.file == b->node->location.file;

	if ((a->space & b->space) == 0 || (!is_generated(a) && !is_generated(b)))
		return false;
	return same_file || !(a->is_static || b->is_static);
}

static bool
stands_before(const struct model_location *a, const struct model_location *b)
{
	return a->line != b->line ? a->line < b->line : a->column < b->column;
}

/* The one to point at: the later one, unless that one is in a file that is not asked for. */
static const struct identifier *
culprit(const struct identifier *first, const struct identifier *second)
{
	const struct model_location *a = &first->node->location, *b = &second->node->location;

	if (a->file == b->file)
		return stands_before(b, a) ? first : second;
	return is_generated(second) ? second : first;
}

/* False where the two were reported before, under another name. */
static bool
remember(struct claims *claims, const struct model_node *at, const struct model_node *other)
{
	for (size_t i = 0; i < claims->n_reported; i++)
		if (claims->reported[i].at == at && claims->reported[i].other == other)
			return false;
	if (claims->n_reported < DIAGNOSTICS_MAX)
		claims->reported[claims->n_reported++] = (struct pair){ at, other };
	return true;
}

/* Guards are made of letters and digits without case: they are equal where a file system that ignores case sees
 * one path, too. */
static void
report_output(struct claims *claims, const struct model_node *at, const struct model_node *other)
{
	diagnose(claims->diagnostics, &at->location, DIAGNOSTIC_OUTPUT_CLASH,
	         "the output of this file and that of '%s' have one include guard, and on some systems one path; the names "
	         "differ in case or punctuation alone; rename one of the files",
	         other->name);
}

static void
report(struct claims *claims, enum diagnostic_code code, const struct identifier *first,
       const struct identifier *second)
{
	const struct identifier *at = culprit(first, second), *other = at == second ? first : second;

	if (!remember(claims, at->node, other->node))
		return;
	if (at->kind == MODEL_KIND_FILE && other->kind == MODEL_KIND_FILE) {
		report_output(claims, at->node, other->node);
		return;
	}
	diagnose(claims->diagnostics, &at->node->location, code,
	         "%s '%s' needs the C name '%s', and so does %s '%s' (%s); a C name can be declared once; rename one, this "
	         "one with %s",
	         kind_text(at->kind), node_text(at), at->name, kind_text(other->kind), node_text(other),
	         location_text(&other->node->location, claims->arena), rename_text(at->kind));
}

/* `n` claims to one name, in the order of the files: each is held against the nearest earlier one that it clashes
 * with. */
static void
report_equal(struct claims *claims, enum diagnostic_code code, const struct claim *list, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		size_t j = i;

		while (j > 0 && !clashes(&list[j - 1].identifier, &list[i].identifier))
			j--;
		if (j > 0)
			report(claims, code, &list[j - 1].identifier, &list[i].identifier);
	}
}

static void
report_clashes(struct claims *claims, enum diagnostic_code code)
{
	size_t n_equal = 0;

	if (claims->n != 0)
		qsort(claims->list, claims->n, sizeof *claims->list, compare_claims);
	for (size_t at = 0; at < claims->n; at += n_equal) {
		for (n_equal = 1; at + n_equal < claims->n; n_equal++)
			if (strcmp(claims->list[at].identifier.name, claims->list[at + n_equal].identifier.name) != 0)
				break;
		report_equal(claims, code, &claims->list[at], n_equal);
	}
	claims->n = 0;
}

static void
check_members(struct claims *claims, const struct model_file *file)
{
	for (size_t i = 0; i < file->n_messages; i++) {
		identifiers_of_message_members(file->messages[i], claims->arena, claim, claims);
		report_clashes(claims, DIAGNOSTIC_MEMBER_CLASH);
	}
	for (size_t i = 0; i < file->n_services; i++) {
		identifiers_of_service_members(&file->services[i], claims->arena, claim, claims);
		report_clashes(claims, DIAGNOSTIC_MEMBER_CLASH);
	}
}

void
check_names(const struct model *model, struct diagnostics *diagnostics)
{
	struct claims claims = { .arena = model->arena, .diagnostics = diagnostics };

	for (size_t i = 0; i < model->n_files; i++)
		identifiers_of_file(model->files[i], model->arena, claim, &claims);
	report_clashes(&claims, DIAGNOSTIC_NAME_CLASH);
	for (size_t i = 0; i < model->n_files; i++)
		if (model->files[i]->generate)
			check_members(&claims, model->files[i]);
}
