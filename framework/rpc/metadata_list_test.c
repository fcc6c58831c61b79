#include "maru/rpc/internal/call.h"
#include "maru/testing/cmocka.h"

#include <stdio.h>

static struct maru_arena arena;

static int
set_up(void **state)
{
	(void)state;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	maru_arena_fini(&arena);
	return 0;
}

static void
a_list_keeps_the_order_and_copies(void **state)
{
	struct marui_metadata_list list = { 0 };
	char key[16], value[16];

	(void)state;
	for (int i = 0; i < 100; i++) {
		snprintf(key, sizeof key, "key-%d", i % 10);
		snprintf(value, sizeof value, "%d", i);
		assert_ptr_equal(marui_metadata_list_add(&list, &arena, key, maru_bytes_of_string(value)), MARU_OK);
	}
	assert_int_equal(list.n, 100);
	for (int i = 0; i < 100; i++) {
		snprintf(key, sizeof key, "key-%d", i % 10);
		snprintf(value, sizeof value, "%d", i);
		assert_string_equal(list.items[i].key, key);
		assert_true(maru_bytes_equal(list.items[i].value, maru_bytes_of_string(value)));
	}
	assert_ptr_equal(maru_metadata_find(list.items, list.n, "key-3"), &list.items[3]);
}

static void
what_is_refused_is_not_added(void **state)
{
	struct marui_metadata_list list = { 0 };

	(void)state;
	assert_true(maru_status_has_reason(marui_metadata_list_add(&list, &arena, "te", maru_bytes_of_string("x")), "BAD_METADATA"));
	assert_int_equal(list.n, 0);
}

static void
a_value_may_be_empty_or_hold_a_nul(void **state)
{
	struct marui_metadata_list list = { 0 };

	(void)state;
	assert_ptr_equal(marui_metadata_list_add(&list, &arena, "empty", maru_bytes_of(NULL, 0)), MARU_OK);
	assert_ptr_equal(marui_metadata_list_add(&list, &arena, "nul-bin", maru_bytes_of("a\0b", 3)), MARU_OK);
	assert_int_equal(list.items[0].value.len, 0);
	assert_true(maru_bytes_equal(list.items[1].value, maru_bytes_of("a\0b", 3)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_list_keeps_the_order_and_copies, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_refused_is_not_added, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_value_may_be_empty_or_hold_a_nul, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("metadata list", tests, NULL, NULL);
}
