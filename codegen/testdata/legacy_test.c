/* proto2 in generated messages: required fields and defaults. */
#include <math.h>
#include <string.h>

#include "codegen/testdata/both_codecs.h"
#include "legacy/v1/legacy.maru.h"
#include "maru/testing/cmocka.h"

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
defaults_are_what_the_contract_says(void **state)
{
	const struct legacy_v1_defaults *message = legacy_v1_defaults_new(&arena);

	(void)state;
	assert_int_equal(message->lowest_int32, INT32_MIN);
	assert_true(message->lowest_int64 == INT64_MIN);
	assert_true(message->highest_uint32 == UINT32_MAX);
	assert_true(message->highest_uint64 == UINT64_MAX);
	assert_int_equal(message->a_sint32, -7);
	assert_true(message->whole == 3.0f);
	assert_true(message->tiny == -1.5e-20f);
	assert_true(message->huge == 1e300);
	assert_true(message->infinite == (double)INFINITY);
	assert_true(message->minus_infinite == -INFINITY);
	assert_true(isnan(message->not_a_number));
	assert_int_equal(message->truth, 1);
	assert_string_equal(message->text, "\"?" "?/ \\ \n\t마루");
	assert_int_equal(message->data.len, 8);
	assert_memory_equal(message->data.data, "\0\1\"\\\377?" "?/", 8);
	assert_int_equal(message->size, LEGACY_V1_LARGE);
	assert_string_equal(message->empty, "");
	assert_int_equal(message->first, LEGACY_V1_SMALL);
	assert_int_equal(message->answer, 42);
}

static void
absent_defaults_take_no_bytes(void **state)
{
	struct legacy_v1_defaults *message = legacy_v1_defaults_new(&arena);

	(void)state;
	assert_int_equal(legacy_v1_defaults_size(message), 3); /* the required one */
	assert_both_codecs_agree(&legacy_v1_defaults_type, &message->base);
	legacy_v1_defaults_set_text(message, "");
	legacy_v1_defaults_set_truth(message, 0);
	legacy_v1_defaults_set_size(message, LEGACY_V1_LARGE);
	legacy_v1_defaults_set_data(message, (ProtobufCBinaryData){ 1, (uint8_t *)"x" });
	assert_both_codecs_agree(&legacy_v1_defaults_type, &message->base);
}

static void
what_libprotobuf_c_unpacks_has_the_same_defaults(void **state)
{
	ProtobufCMessage *theirs = protobuf_c_message_unpack(&legacy_v1_defaults_descriptor, NULL, 3, (uint8_t *)"\xa0\x01\x2a");

	(void)state;
	assert_non_null(theirs);
	assert_true(maru_message_equal(theirs, &legacy_v1_defaults_new(&arena)->base));
	protobuf_c_message_free_unpacked(theirs, NULL);
}

static void
a_message_with_all_that_is_required_passes_both_codecs(void **state)
{
	struct legacy_v1_required *required = legacy_v1_required_new(&arena);

	(void)state;
	required->name = "n";
	required->data = (ProtobufCBinaryData){ 1, (uint8_t *)"d" };
	required->inner = legacy_v1_required_inner_new(&arena);
	assert_both_codecs_agree(&legacy_v1_required_type, &required->base);
}

static void
a_required_field_that_is_absent_is_refused(void **state)
{
	struct legacy_v1_required *message;
	maru_status status = legacy_v1_required_decode(maru_bytes_of("\x0a\x01n\x10\x01\x1a\x00\x22\x00", 9), &arena, &message);

	(void)state;
	assert_true(maru_status_has_reason(status, "MISSING_REQUIRED"));
	assert_non_null(strstr(maru_status_message(status), "inner.value"));
}

static void
lists_are_packed_only_where_the_contract_says_so(void **state)
{
	const char *names[] = { "a", "b" };
	struct legacy_v1_lists *lists =
		LEGACY_V1_LISTS(.n_plain = 2, .plain = (int32_t[]){ 1, 2 }, .n_packed = 2, .packed = (int32_t[]){ 1, 2 },
	                        .n_names = 2, .names = names, .n_sizes = 1, .sizes = (int32_t[]){ LEGACY_V1_LARGE });

	(void)state;
	assert_both_codecs_agree(&legacy_v1_lists_type, &lists->base);
	assert_memory_equal(legacy_v1_lists_encode(lists, &arena).data, "\x08\x01\x08\x02\x12\x02\x01\x02", 8);
}

static void
an_extension_stays_an_unknown_field(void **state)
{
	struct legacy_v1_choice *message;
	maru_bytes bytes = maru_bytes_of("\x10\x05\xa2\x06\x01x", 6);

	(void)state;
	assert_null(legacy_v1_choice_decode(bytes, &arena, &message));
	assert_int_equal(message->number, 5);
	assert_int_equal(message->base.n_unknown_fields, 1);
	assert_true(maru_bytes_equal(legacy_v1_choice_encode(message, &arena), bytes));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(defaults_are_what_the_contract_says, set_up, tear_down),
		cmocka_unit_test_setup_teardown(absent_defaults_take_no_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_libprotobuf_c_unpacks_has_the_same_defaults, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_message_with_all_that_is_required_passes_both_codecs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_required_field_that_is_absent_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lists_are_packed_only_where_the_contract_says_so, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_extension_stays_an_unknown_field, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
