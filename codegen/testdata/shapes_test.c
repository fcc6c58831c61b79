/* Oneofs, maps, enums, recursion and text of generated messages. */
#include <string.h>

#include "codegen/testdata/both_codecs.h"
#include "everything/v1/everything.maru.h"
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
every_member_of_a_oneof_passes_both_codecs(void **state)
{
	struct everything_choices *message = everything_choices_new(&arena);

	(void)state;
#define PASSES(member, ...) \
	everything_choices_set_##member(message, __VA_ARGS__); \
	assert_both_codecs_agree(&everything_choices_type, &message->base)

	assert_both_codecs_agree(&everything_choices_type, &message->base);
	PASSES(a_int32, 0);
	PASSES(a_uint64, UINT64_MAX);
	PASSES(a_sint32, -1);
	PASSES(a_fixed64, 8);
	PASSES(a_float, 0.0f);
	PASSES(a_double, 0.5);
	PASSES(a_bool, 0);
	PASSES(a_string, "");
	PASSES(a_string, "text");
	PASSES(a_bytes, (ProtobufCBinaryData){ 2, (uint8_t[]){ 1, 0 } });
	PASSES(a_level, EVERYTHING_LEVEL_TOP);
	PASSES(a_part, EVERYTHING_PART());
	PASSES(deeper, EVERYTHING_CHOICES(.between = 3));
	PASSES(right, "right");
#undef PASSES
	assert_int_equal(message->choice_case, EVERYTHING_CHOICES_CHOICE_DEEPER);
	assert_int_equal(message->other_case, EVERYTHING_CHOICES_OTHER_RIGHT);
}

static void
the_last_member_of_a_oneof_on_the_wire_wins(void **state)
{
	struct everything_choices *message;

	(void)state;
	assert_null(everything_choices_decode(maru_bytes_of("\x08\x07\x72\x01x", 5), &arena, &message));
	assert_int_equal(message->choice_case, EVERYTHING_CHOICES_CHOICE_A_STRING);
	assert_string_equal(message->a_string, "x");
	assert_null(everything_choices_decode(maru_bytes_of("\x72\x01x\x8a\x01\x02\x10\x05", 8), &arena, &message));
	assert_int_equal(message->choice_case, EVERYTHING_CHOICES_CHOICE_A_PART);
	assert_int_equal(message->a_part->count, 5);
}

static void
a_message_in_a_oneof_merges_with_itself_alone(void **state)
{
	struct everything_choices *message;

	(void)state;
	assert_null(everything_choices_decode(maru_bytes_of("\x8a\x01\x02\x10\x05\x8a\x01\x03\x0a\x01x", 11), &arena, &message));
	assert_int_equal(message->a_part->count, 5);
	assert_string_equal(message->a_part->name, "x");
	assert_null(everything_choices_decode(maru_bytes_of("\x8a\x01\x02\x10\x05\x08\x01\x8a\x01\x03\x0a\x01x", 13), &arena,
	                                      &message));
	assert_int_equal(message->a_part->count, 0);
	assert_string_equal(message->a_part->name, "x");
}

static struct everything_maps *
some_maps(void)
{
	static const ProtobufCBinaryData bytes = { 1, (uint8_t *)"x" };
	struct everything_maps_by_string_entry *strings[] = {
		EVERYTHING_MAPS_BY_STRING_ENTRY(.key = "a", .value = "1"), EVERYTHING_MAPS_BY_STRING_ENTRY(.key = "b", .value = "2"),
	};
	struct everything_maps_by_int32_entry *parts[] = {
		EVERYTHING_MAPS_BY_INT32_ENTRY(.key = -1, .value = EVERYTHING_PART(.count = 1)),
		EVERYTHING_MAPS_BY_INT32_ENTRY(.key = 7, .value = EVERYTHING_PART(.count = 2)),
	};
	struct everything_maps_by_sint64_entry *doubles[] = { EVERYTHING_MAPS_BY_SINT64_ENTRY(.key = INT64_MIN, .value = 0.5) };
	struct everything_maps_by_bool_entry *levels[] = { EVERYTHING_MAPS_BY_BOOL_ENTRY(.key = 1, .value = 1) };
	struct everything_maps_by_fixed64_entry *blobs[] = {
		EVERYTHING_MAPS_BY_FIXED64_ENTRY(.key = UINT64_MAX, .value = bytes),
	};

	return everything_maps_dup(EVERYTHING_MAPS(.n_by_string = 2, .by_string = strings, .n_by_int32 = 2, .by_int32 = parts,
	                                           .n_by_sint64 = 1, .by_sint64 = doubles, .n_by_bool = 1, .by_bool = levels,
	                                           .n_by_fixed64 = 1, .by_fixed64 = blobs), &arena);
}

static void
maps_pass_both_codecs(void **state)
{
	(void)state;
	assert_both_codecs_agree(&everything_maps_type, &some_maps()->base);
}

static void
entries_of_maps_are_found_by_key(void **state)
{
	const struct everything_maps *maps = some_maps();

	(void)state;
	assert_string_equal(everything_maps_by_string_find(maps, "b")->value, "2");
	assert_null(everything_maps_by_string_find(maps, "c"));
	assert_int_equal(everything_maps_by_int32_find(maps, -1)->value->count, 1);
	assert_int_equal(everything_maps_by_int32_find(maps, 7)->value->count, 2);
	assert_null(everything_maps_by_int32_find(maps, 1));
	assert_true(everything_maps_by_sint64_find(maps, INT64_MIN)->value == 0.5);
	assert_int_equal(everything_maps_by_bool_find(maps, 1)->value, EVERYTHING_LEVEL_ONE);
	assert_null(everything_maps_by_bool_find(maps, 0));
	assert_int_equal(everything_maps_by_fixed64_find(maps, UINT64_MAX)->value.len, 1);
	assert_null(everything_maps_by_uint32_find(maps, 0));
}

static void
an_entry_without_key_and_value_has_the_zero_of_both(void **state)
{
	struct everything_maps *maps;
	maru_bytes bytes;

	(void)state;
	assert_null(everything_maps_decode(maru_bytes_of("\x0a\x00\x12\x00", 4), &arena, &maps));
	assert_string_equal(everything_maps_by_string_find(maps, "")->value, "");
	assert_string_equal(everything_maps_by_int32_find(maps, 0)->value->name, "");
	bytes = everything_maps_encode(maps, &arena);
	assert_int_equal(bytes.len, 12);
	assert_memory_equal(bytes.data, "\x0a\x04\x0a\x00\x12\x00\x12\x04\x08\x00\x12\x00", 12);
}

static void
numbers_of_an_enum_have_names(void **state)
{
	const ProtobufCEnumDescriptor *descriptor = &everything_level_descriptor;

	(void)state;
	assert_string_equal(everything_level_name(EVERYTHING_LEVEL_TOP), "LEVEL_TOP");
	assert_string_equal(everything_level_name(INT32_MIN), "LEVEL_BOTTOM");
	assert_string_equal(everything_level_name(1), "LEVEL_ONE"); /* the one declared first */
	assert_string_equal(everything_tree_leaf_color_name(1), "COLOR_GREEN");
	assert_null(everything_level_name(3));
	assert_int_equal(descriptor->n_values, 5);
	assert_int_equal(descriptor->n_value_names, 7);
	assert_int_equal(protobuf_c_enum_descriptor_get_value_by_name(descriptor, "LEVEL_FIRST")->value, 1);
	assert_int_equal(protobuf_c_enum_descriptor_get_value_by_name(descriptor, "level_two")->value, EVERYTHING_LEVEL_TWO);
	assert_int_equal(protobuf_c_enum_descriptor_get_value_by_name(descriptor, "LEVEL_BOTTOM")->value, INT32_MIN);
	for (unsigned i = 0; i + 1 < descriptor->n_values; i++) /* 1.4.1 does not find INT32_MAX */
		assert_ptr_equal(protobuf_c_enum_descriptor_get_value(descriptor, descriptor->values[i].value),
		                 &descriptor->values[i]);
}

static void
messages_hold_each_other(void **state)
{
	struct everything_tree_leaf *leaves[] = {
		EVERYTHING_TREE_LEAF(.color = EVERYTHING_TREE_LEAF_COLOR_GREEN),
		EVERYTHING_TREE_LEAF(.tree = EVERYTHING_TREE(.right = EVERYTHING_TREE())),
	};

	(void)state;
	assert_both_codecs_agree(&everything_tree_type, &EVERYTHING_TREE(
		.left = EVERYTHING_TREE(.left = EVERYTHING_TREE()), .n_leaves = 2, .leaves = leaves,
		.planted_at = GOOGLE_PROTOBUF_TIMESTAMP(.seconds = -1, .nanos = 5))->base);
	assert_both_codecs_agree(&everything_nothing_type, &EVERYTHING_NOTHING()->base);
}

static void
a_copy_is_deep(void **state)
{
	struct everything_part *part = EVERYTHING_PART(.name = "leg", .count = 3);
	struct everything_choices *copy = everything_choices_dup(
		EVERYTHING_CHOICES(.choice_case = EVERYTHING_CHOICES_CHOICE_A_PART, .a_part = part), &arena);

	(void)state;
	part->count = 4;
	assert_ptr_not_equal(copy->a_part, part);
	assert_int_equal(copy->a_part->count, 3);
	assert_ptr_not_equal(copy->a_part->name, part->name);
	assert_string_equal(copy->a_part->name, "leg");
}

static void
text_names_fields_and_enums(void **state)
{
	(void)state;
	assert_string_equal(everything_scalars_text(EVERYTHING_SCALARS(.a_int32 = -1, .a_level = EVERYTHING_LEVEL_TWO,
	                                                               .a_part = EVERYTHING_PART(.name = "leg")), &arena),
	                    "a_int32: -1\na_level: LEVEL_TWO\na_part {\n  name: \"leg\"\n}\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_member_of_a_oneof_passes_both_codecs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_last_member_of_a_oneof_on_the_wire_wins, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_message_in_a_oneof_merges_with_itself_alone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(maps_pass_both_codecs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(entries_of_maps_are_found_by_key, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_entry_without_key_and_value_has_the_zero_of_both, set_up, tear_down),
		cmocka_unit_test_setup_teardown(numbers_of_an_enum_have_names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(messages_hold_each_other, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_copy_is_deep, set_up, tear_down),
		cmocka_unit_test_setup_teardown(text_names_fields_and_enums, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
