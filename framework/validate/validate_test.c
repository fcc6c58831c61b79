#include "maru/validate/validate.h"

#include <stdio.h>

#include "maru/testing/cmocka.h"
#include "maru/testing/failing_allocator.h"
#include "parcel.maru.h"

static struct maru_arena arena;

static int
start(void **state)
{
	(void)state;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	maru_arena_fini(&arena);
	return 0;
}

static void
assert_refused(const struct parcel_v1_parcel *parcel, const char *message)
{
	maru_status status = parcel_v1_parcel_validate(parcel, &arena);

	assert_int_equal(maru_status_code(status), MARU_CODE_INVALID_ARGUMENT);
	assert_true(maru_status_has_reason(status, "VALIDATION_FAILED"));
	assert_string_equal(maru_status_message(status), message);
}

static struct parcel_v1_item *
item(const char *name, int32_t count)
{
	struct parcel_v1_item *item = parcel_v1_item_new(&arena);

	item->name = name;
	item->count = count;
	return item;
}

static void
a_valid_message_costs_no_memory(void **state)
{
	struct parcel_v1_item *items[] = { item("pen", 9) };
	size_t used_bytes = maru_arena_used_bytes(&arena);

	(void)state;
	assert_null(parcel_v1_parcel_validate(PARCEL_V1_PARCEL(.to = "Ann", .n_items = 1, .items = items), &arena));
	assert_int_equal(maru_arena_used_bytes(&arena), used_bytes);
}

static void
a_message_without_rules_is_valid(void **state)
{
	(void)state;
	assert_null(parcel_v1_free_type.rules);
	assert_null(maru_validate(&parcel_v1_free_type, &PARCEL_V1_FREE(.text = "x")->base, &arena));
}

static void
the_error_names_every_field_and_rule_that_is_broken(void **state)
{
	struct parcel_v1_item *items[] = { item("pen", 1), item("p", 10) };

	(void)state;
	assert_refused(PARCEL_V1_PARCEL(.n_items = 2, .items = items),
	               "parcel.v1.Parcel is not valid: to: required; items[1].name: string.min_len = 2; "
	               "items[1].count: int32.gt = 0, int32.lte = 9");
}

static void
a_path_leads_through_messages_and_maps(void **state)
{
	struct parcel_v1_parcel_named_entry *entry = parcel_v1_parcel_named_entry_new(&arena), *bad_key = parcel_v1_parcel_named_entry_new(&arena);
	struct parcel_v1_parcel_named_entry *entries[] = { entry, bad_key };
	struct parcel_v1_parcel *inner = parcel_v1_parcel_new(&arena);

	(void)state;
	entry->key = "a\"b\n";
	entry->value = item("pen", 0);
	bad_key->key = "";
	bad_key->value = item("pen", 1);
	inner->to = "Bob";
	inner->n_named = 2;
	inner->named = entries;
	assert_refused(PARCEL_V1_PARCEL(.to = "Ann", .inner = inner),
	               "parcel.v1.Parcel is not valid: inner.named[\"a\\\"b\\u000a\"].count: int32.gt = 0, int32.lte = 9; "
	               "the key of inner.named[\"\"]: string.min_len = 1");
}

static void
a_long_key_is_cut_between_two_characters(void **state)
{
	struct parcel_v1_parcel_named_entry *entry = parcel_v1_parcel_named_entry_new(&arena), *entries[] = { entry };
	struct maru_violations violations;
	char key[200] = "x", expected[100];

	(void)state;
	for (size_t i = 0; i < 60; i++)
		strcat(key, "\xc3\xa4");
	entry->key = key;
	entry->value = item("", 1);
	assert_null(maru_validate_each(&parcel_v1_parcel_type, &PARCEL_V1_PARCEL(.to = "A", .n_named = 1, .named = entries)->base,
	                               &arena, &violations));
	snprintf(expected, sizeof expected, "named[\"%.63s\"...].name", key);
	assert_int_equal(violations.n, 1);
	assert_string_equal(violations.kept[0].field, expected);
	assert_string_equal(violations.kept[0].rule, "string.min_len");
}

static void
violations_past_the_limit_are_counted(void **state)
{
	struct parcel_v1_item *items[MARU_VIOLATIONS_MAX + 3];
	struct maru_violations violations;
	maru_status status;

	(void)state;
	for (size_t i = 0; i < MARU_VIOLATIONS_MAX + 3; i++)
		items[i] = item("pen", 0);
	assert_null(maru_validate_each(
		&parcel_v1_parcel_type,
		&PARCEL_V1_PARCEL(.to = "A", .n_items = MARU_VIOLATIONS_MAX + 3, .items = items)->base, &arena, &violations));
	assert_int_equal(violations.n, MARU_VIOLATIONS_MAX + 3);
	status = maru_violations_status(&parcel_v1_parcel_type, &violations, &arena);
	assert_non_null(strstr(maru_status_message(status), "; and 3 more"));
}

static void
lengths_are_in_characters_and_borders_are_inside(void **state)
{
	static const struct {
		const char *name;
		int32_t count;
		bool is_valid;
	} cases[] = {
		{ "ab", 1, true },   { "abcd", 9, true },
		{ "a", 1, false },   { "abcde", 1, false },
		{ "ab", 0, false },  { "ab", 10, false },
		{ "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4", 1, true }, { "\xc3\xa4", 1, false },
		{ "\xf0\x9f\x98\x80\xf0\x9f\x98\x80", 1, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_int_equal(parcel_v1_item_validate(item(cases[i].name, cases[i].count), &arena) == MARU_OK, cases[i].is_valid);
}

static void
a_pattern_is_matched_and_what_cannot_be_decided_is_refused(void **state)
{
	char hostile[10001];

	(void)state;
	memset(hostile, 'a', sizeof hostile - 2);
	strcpy(hostile + sizeof hostile - 2, "b");
	assert_null(parcel_v1_parcel_validate(PARCEL_V1_PARCEL(.to = "A", .code = "aaa"), &arena));
	assert_refused(PARCEL_V1_PARCEL(.to = "A", .code = "aab"),
	               "parcel.v1.Parcel is not valid: code: string.pattern = \"^(a+)+$\"");
	assert_refused(PARCEL_V1_PARCEL(.to = "A", .code = "aaa\n"),
	               "parcel.v1.Parcel is not valid: code: string.pattern = \"^(a+)+$\"");
	assert_refused(PARCEL_V1_PARCEL(.to = "A", .code = hostile),
	               "parcel.v1.Parcel is not valid: code: string.pattern = \"^(a+)+$\"");
}

static void
a_pattern_matches_no_bytes_that_are_not_utf8(void **state)
{
	uint8_t bytes[] = { 'x', 0xff };

	(void)state;
	assert_null(parcel_v1_parcel_validate(PARCEL_V1_PARCEL(.to = "A", .seal = { 1, bytes }), &arena));
	assert_refused(PARCEL_V1_PARCEL(.to = "A", .seal = { 2, bytes }),
	               "parcel.v1.Parcel is not valid: seal: bytes.pattern = \"x\"");
}

static void
a_message_that_holds_itself_is_too_deep(void **state)
{
	struct parcel_v1_parcel *parcel = parcel_v1_parcel_new(&arena);
	maru_status status;

	(void)state;
	parcel->to = "A";
	parcel->inner = parcel;
	status = parcel_v1_parcel_validate(parcel, &arena);
	assert_true(maru_status_has_reason(status, "TOO_DEEP"));
}

static void
unique_finds_one_twin_among_many(void **state)
{
	enum { N = 5000 };
	static char texts[N][8];
	static const char *words[N];

	(void)state;
	for (size_t i = 0; i < N; i++) {
		snprintf(texts[i], sizeof texts[i], "%zu", i);
		words[i] = texts[i];
	}
	assert_null(parcel_v1_parcel_validate(PARCEL_V1_PARCEL(.to = "A", .n_words = N, .words = words), &arena));
	words[17] = texts[N - 1];
	assert_refused(PARCEL_V1_PARCEL(.to = "A", .n_words = N, .words = words),
	               "parcel.v1.Parcel is not valid: words: repeated.unique");
}

static void
an_arena_without_room_is_an_error_of_its_own(void **state)
{
	static const char *words[1000];
	struct maru_arena small;
	maru_status status;

	(void)state;
	for (size_t i = 0; i < 1000; i++)
		words[i] = "w";
	maru_arena_init(&small, NULL, 1000);
	status = parcel_v1_parcel_validate(PARCEL_V1_PARCEL(.to = "A", .n_words = 1000, .words = words), &small);
	assert_int_equal(maru_status_code(status), MARU_CODE_RESOURCE_EXHAUSTED);
	assert_true(maru_status_has_reason(status, "MESSAGE_TOO_LARGE_VALIDATED"));
	maru_arena_fini(&small);
}

/* Everything that takes memory: a pattern, `unique`, a path, the error. */
static bool
validate_once(void *self, const struct maru_allocator *allocator)
{
	static const char *words[2000];
	struct maru_block_pool *pool = maru_block_pool_new(allocator, 0);
	struct maru_arena call;
	maru_status status;
	bool is_whole;

	(void)self;
	if (pool == NULL)
		return false;
	for (size_t i = 0; i < 2000; i++)
		words[i] = "w";
	maru_arena_init(&call, pool, SIZE_MAX);
	status = parcel_v1_parcel_validate(PARCEL_V1_PARCEL(.to = "A", .code = "b", .n_words = 2000, .words = words), &call);
	assert_non_null(status);
	is_whole = strstr(maru_status_message(status), "code: ") != NULL && strstr(maru_status_message(status), "words: ") != NULL;
	maru_arena_fini(&call);
	maru_block_pool_free(pool);
	return is_whole;
}

static void
every_allocation_that_fails_is_reported(void **state)
{
	(void)state;
	assert_true(maru_sweep_allocations(validate_once, NULL) > 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_valid_message_costs_no_memory, start, stop),
		cmocka_unit_test_setup_teardown(a_message_without_rules_is_valid, start, stop),
		cmocka_unit_test_setup_teardown(the_error_names_every_field_and_rule_that_is_broken, start, stop),
		cmocka_unit_test_setup_teardown(a_path_leads_through_messages_and_maps, start, stop),
		cmocka_unit_test_setup_teardown(a_long_key_is_cut_between_two_characters, start, stop),
		cmocka_unit_test_setup_teardown(violations_past_the_limit_are_counted, start, stop),
		cmocka_unit_test_setup_teardown(lengths_are_in_characters_and_borders_are_inside, start, stop),
		cmocka_unit_test_setup_teardown(a_pattern_is_matched_and_what_cannot_be_decided_is_refused, start, stop),
		cmocka_unit_test_setup_teardown(a_pattern_matches_no_bytes_that_are_not_utf8, start, stop),
		cmocka_unit_test_setup_teardown(a_message_that_holds_itself_is_too_deep, start, stop),
		cmocka_unit_test_setup_teardown(unique_finds_one_twin_among_many, start, stop),
		cmocka_unit_test_setup_teardown(an_arena_without_room_is_an_error_of_its_own, start, stop),
		cmocka_unit_test_setup_teardown(every_allocation_that_fails_is_reported, start, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
