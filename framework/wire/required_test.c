#include "maru/testing/cmocka.h"
#include "maru/wire/testdata/bytes.h"
#include "needs.maru.h"

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
assert_order(const char *hex, const char *missing)
{
	struct wire_test2_order *order;
	maru_status status = wire_test2_order_decode(test_bytes(&arena, hex), &arena, &order);

	if (missing == NULL) {
		assert_string_equal(maru_status_message(status), "");
		return;
	}
	assert_int_equal(maru_status_code(status), MARU_CODE_INVALID_ARGUMENT);
	assert_string_equal(status->reason, "MISSING_REQUIRED");
	assert_string_equal(status->message, missing);
}

static void
a_required_field_has_to_be_there(void **state)
{
	(void)state;
	assert_order("", "wire.test2.Order.id is required and absent");
	assert_order("0a 00", "wire.test2.Order.id is required and absent"); /* another wire type */
	assert_order("08 00", NULL);
}

static void
it_has_to_be_there_in_sub_messages_too(void **state)
{
	(void)state;
	assert_order("08 01 12 03 0a 01 61", "wire.test2.Order.part.count is required and absent");
	assert_order("08 01 12 05 0a 01 61 10 01", NULL);
	assert_order("08 01 1a 05 0a 01 61 10 01 1a 02 10 01", "wire.test2.Order.parts[1].sku is required and absent");
	assert_order("08 01 4a 05 0a 01 6b 12 00", "wire.test2.Order.by_name[0].value.sku is required and absent");
	assert_order("08 01 4a 03 0a 01 6b", "wire.test2.Order.by_name[0].value.sku is required and absent"); /* an empty value */
}

/* It will be a level of its own when it is written. */
static void
a_value_that_an_entry_leaves_out_is_a_level(void **state)
{
	maru_bytes deep = test_nested(&arena, 0x12, 98, test_bytes(&arena, "0a 03 0a 01 6b"));
	struct wire_test2_tree *tree;

	(void)state;
	assert_true(maru_status_has_reason(wire_test2_tree_decode(deep, &arena, &tree), "MISSING_REQUIRED"));
	deep = test_nested(&arena, 0x12, 99, test_bytes(&arena, "0a 03 0a 01 6b"));
	assert_true(maru_status_has_reason(wire_test2_tree_decode(deep, &arena, &tree), "TOO_DEEP"));
}

static void
pieces_need_to_be_complete_only_together(void **state)
{
	(void)state;
	assert_order("12 03 0a 01 61 08 01 12 02 10 01", NULL);
	assert_order("08 01 22 03 0a 01 61 22 02 10 01", NULL);
}

static void
a_member_of_a_oneof_that_was_replaced_needs_nothing(void **state)
{
	(void)state;
	assert_order("08 01 22 00 2a 05 0a 01 61 10 01", NULL);
	assert_order("08 01 22 03 0a 01 61 2a 05 0a 01 61 10 01 22 02 10 01", "wire.test2.Order.gift.sku is required and absent");
}

static void
any_number_of_pieces_is_looked_at(void **state)
{
	(void)state;
	assert_order("08 01 12 00 12 00 12 00 12 03 0a 01 61", "wire.test2.Order.part.count is required and absent");
	assert_order("08 01 12 00 12 00 12 03 0a 01 61 12 02 10 01", NULL);
}

/* What the check takes of the arena does not grow with the number of elements. */
static void
checking_many_elements_takes_little_memory(void **state)
{
	maru_bytes parts = test_bytes(&arena, "1a 05 0a 01 61 10 01");
	struct wire_test2_order *order;
	struct maru_arena measured;
	size_t decoded, i;

	(void)state;
	for (i = 0; i < 12; i++)
		parts = test_joined(&arena, parts, parts);
	parts = test_joined(&arena, parts, test_bytes(&arena, "08 01"));
	maru_arena_init(&measured, NULL, SIZE_MAX);
	assert_null(wire_test2_order_decode(parts, &measured, &order));
	decoded = order->n_parts * (sizeof(struct wire_test2_part) + 8 + 16 + 2 * sizeof(void *)); /* with its string, arrays */
	assert_in_range(maru_arena_used_bytes(&measured), decoded / 2, decoded + 4096);
	maru_arena_fini(&measured);
}

static void
the_check_keeps_to_the_limit(void **state)
{
	maru_bytes in = test_bytes(&arena, "08 01 12 03 0a 01 61 12 00 12 00 12 00 12 02 10 01");
	struct wire_test2_order *order;
	struct maru_arena small;
	maru_status status;
	size_t limit = 0, n_refused = 0;

	(void)state;
	do {
		maru_arena_init(&small, NULL, limit);
		status = wire_test2_order_decode(in, &small, &order);
		if (status != MARU_OK) {
			assert_int_equal(status->code, MARU_CODE_RESOURCE_EXHAUSTED);
			assert_string_equal(status->reason, "MESSAGE_TOO_LARGE_DECODED");
			n_refused++;
		}
		maru_arena_fini(&small);
		limit += 16;
	} while (status != MARU_OK);
	assert_in_range(n_refused, 20, 100);
}

static void
defaults_stand_where_a_field_is_absent(void **state)
{
	struct wire_test2_order *order;

	(void)state;
	assert_null(wire_test2_order_decode(test_bytes(&arena, "08 01"), &arena, &order));
	assert_string_equal(order->note, "none");
	assert_int_equal(order->weight, -7);
	assert_false(order->has_note || order->has_weight);
	assert_null(wire_test2_order_decode(test_bytes(&arena, "08 01 32 04 6e 6f 6e 65 38 00"), &arena, &order));
	assert_true(order->has_note && order->has_weight);
	assert_string_equal(test_hex(&arena, wire_test2_order_encode(order, &arena)), "08 01 32 04 6e 6f 6e 65 38 00");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
	const struct CMUnitTest tests[] = {
		TEST(a_required_field_has_to_be_there),
		TEST(it_has_to_be_there_in_sub_messages_too),
		TEST(a_value_that_an_entry_leaves_out_is_a_level),
		TEST(pieces_need_to_be_complete_only_together),
		TEST(a_member_of_a_oneof_that_was_replaced_needs_nothing),
		TEST(any_number_of_pieces_is_looked_at),
		TEST(checking_many_elements_takes_little_memory),
		TEST(the_check_keeps_to_the_limit),
		TEST(defaults_stand_where_a_field_is_absent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
