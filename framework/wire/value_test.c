/* What can be done with messages in memory: copies, comparison, maps, enum names. */
#include "kinds.maru.h"
#include "maru/testing/cmocka.h"
#include "maru/wire/testdata/bytes.h"
#include "maru/wire/testdata/sample.h"
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

#define DECODE(name, hex) \
	((const struct wire_test_##name *)decode(&wire_test_##name##_type, test_bytes(&arena, hex)))

static const void *
decode(const struct maru_message_type *type, maru_bytes in)
{
	ProtobufCMessage *message;
	maru_status status = maru_message_decode(type, in, &arena, &message);

	assert_string_equal(maru_status_message(status), "");
	return message;
}

static void
a_copy_is_equal_and_outlives_the_original(void **state)
{
	struct maru_arena other;
	struct wire_test_kinds *original, *copy;
	struct wire_test_nothing *nothing, *nothing_copy;
	maru_bytes encoded = wire_test_kinds_encode(sample_kinds(&arena), &arena);

	(void)state;
	maru_arena_init(&other, NULL, SIZE_MAX);
	assert_null(wire_test_kinds_decode(encoded, &other, &original));
	assert_null(wire_test_nothing_decode(encoded, &other, &nothing));
	copy = wire_test_kinds_dup(original, &arena);
	nothing_copy = wire_test_nothing_dup(nothing, &arena);
	assert_true(wire_test_kinds_equal(copy, original));
	assert_true(wire_test_nothing_equal(nothing_copy, nothing));
	maru_arena_fini(&other);
	assert_true(wire_test_kinds_equal(copy, sample_kinds(&arena)));
	assert_string_equal(test_hex(&arena, wire_test_nothing_encode(nothing_copy, &arena)), test_hex(&arena, encoded));
}

static void
a_copy_of_a_literal_has_no_null_strings(void **state)
{
	struct wire_test_scalars *scalars = wire_test_scalars_dup(WIRE_TEST_SCALARS(.a_int32 = 1), &arena);
	struct wire_test_optionals *optionals = wire_test_optionals_dup(WIRE_TEST_OPTIONALS(.a_int32 = 1), &arena);
	struct wire_test2_order *order = wire_test2_order_dup(WIRE_TEST2_ORDER(.id = 1), &arena);

	(void)state;
	assert_string_equal(scalars->a_string, "");
	assert_ptr_equal(optionals->a_string, protobuf_c_empty_string);
	assert_string_equal(order->note, "none");
	assert_true(wire_test_scalars_equal(scalars, WIRE_TEST_SCALARS(.a_int32 = 1)));
}

/* A setter cannot make such a message, but a literal can. */
static void
a_member_that_a_oneof_names_and_nobody_made_is_an_empty_message(void **state)
{
	const struct wire_test_oneof *named = WIRE_TEST_ONEOF(.kind_case = WIRE_TEST_ONEOF_KIND_HOME);
	const struct wire_test_oneof *made = DECODE(oneof, "0a 00");

	(void)state;
	assert_int_equal(wire_test_oneof_size(named), 2);
	assert_string_equal(test_hex(&arena, wire_test_oneof_encode(named, &arena)), "0a 00");
	assert_true(wire_test_oneof_equal(named, made));
	assert_true(wire_test_oneof_equal(made, named));
	assert_false(wire_test_oneof_equal(named, DECODE(oneof, "0a 02 10 01")));
	assert_false(wire_test_oneof_equal(named, DECODE(oneof, "0a 02 20 01"))); /* unknown */
	assert_false(wire_test_oneof_equal(named, DECODE(oneof, "12 00")));
	assert_false(wire_test_oneof_equal(named, DECODE(oneof, "")));
	assert_string_equal(wire_test_oneof_text(named, &arena), "home {\n}\n");
	assert_non_null(wire_test_oneof_dup(named, &arena)->home);
}

static void
an_element_that_is_null_is_an_empty_message(void **state)
{
	const struct wire_test_repeateds *nulls =
		WIRE_TEST_REPEATEDS(.n_a_place = 2, .a_place = (struct wire_test_place *[]){ NULL, NULL });

	(void)state;
	assert_string_equal(test_hex(&arena, wire_test_repeateds_encode(nulls, &arena)), "8a 01 00 8a 01 00");
	assert_true(wire_test_repeateds_equal(nulls, DECODE(repeateds, "8a 01 00 8a 01 00")));
	assert_false(wire_test_repeateds_equal(nulls, DECODE(repeateds, "8a 01 00 8a 01 02 10 01")));
}

/* Each pair differs in one thing. */
static void
messages_differ_by_any_field(void **state)
{
	static const char *const different[] = {
		"", "08 01", "10 01", "18 01", "20 01", "28 01", "30 01", "3d 01 00 00 00", "41 01 00 00 00 00 00 00 00",
		"4d 01 00 00 00", "51 01 00 00 00 00 00 00 00", "5d 00 00 00 80", "61 00 00 00 00 00 00 00 80", "68 01", "72 01 61",
		"7a 01 61", "7a 02 61 00", "80 01 01", "8a 01 00", "8a 01 02 10 01", "8a 01 03 1a 01 00", "8a 01 04 1a 02 00 00",
		"a0 06 01", "a0 06 02", "a1 06 01 00 00 00 00 00 00 00", "a8 06 01", "a0 06 01 a0 06 01",
	};
	const size_t n = sizeof different / sizeof different[0];
	size_t i, j;

	(void)state;
	for (i = 0; i < n; i++) {
		for (j = 0; j < n; j++)
			assert_int_equal(wire_test_scalars_equal(DECODE(scalars, different[i]), DECODE(scalars, different[j])), i == j);
	}
}

static void
presence_counts_and_nan_is_itself(void **state)
{
	(void)state;
	assert_false(wire_test_optionals_equal(DECODE(optionals, "08 00"), DECODE(optionals, "")));
	assert_false(wire_test_optionals_equal(DECODE(optionals, "22 00"), DECODE(optionals, "")));
	assert_false(wire_test_oneof_equal(DECODE(oneof, "20 00"), DECODE(oneof, "38 00")));
	assert_true(wire_test_scalars_equal(DECODE(scalars, "5d 00 00 c0 7f"), DECODE(scalars, "5d 00 00 c0 7f")));
	assert_false(wire_test_scalars_equal(DECODE(scalars, "5d 00 00 c0 7f"), DECODE(scalars, "5d 01 00 c0 7f")));
	assert_true(wire_test_scalars_equal(WIRE_TEST_SCALARS(.a_bool = 2), WIRE_TEST_SCALARS(.a_bool = 1)));
}

static void
maps_are_equal_whatever_their_order_and_the_last_entry_of_a_key_counts(void **state)
{
	const struct wire_test_maps *ab = DECODE(maps, "0a 05 0a 01 61 10 01 0a 05 0a 01 62 10 02");
	const struct wire_test_maps *ba = DECODE(maps, "0a 05 0a 01 62 10 02 0a 05 0a 01 61 10 01");
	const struct wire_test_maps *aab = DECODE(maps, "0a 05 0a 01 61 10 07 0a 05 0a 01 61 10 01 0a 05 0a 01 62 10 02");
	const struct wire_test_maps *aba = DECODE(maps, "0a 05 0a 01 61 10 01 0a 05 0a 01 62 10 02 0a 05 0a 01 61 10 07");
	const struct wire_test_maps *a = DECODE(maps, "0a 05 0a 01 61 10 01");

	(void)state;
	assert_true(wire_test_maps_equal(ab, ba));
	assert_false(wire_test_maps_equal(DECODE(maps, "0a 00 0a 05 0a 01 61 10 01"), a)); /* an entry of zeros is one, too */
	assert_true(wire_test_maps_equal(DECODE(maps, "2a 04 08 05 10 01 2a 04 08 06 10 01"),
	                                 DECODE(maps, "2a 04 08 06 10 01 2a 04 08 05 10 01")));
	assert_false(wire_test_maps_equal(DECODE(maps, "2a 04 08 05 10 01 2a 04 08 06 10 00"),
	                                  DECODE(maps, "2a 04 08 06 10 01 2a 04 08 05 10 00")));
	assert_true(wire_test_maps_equal(ab, aab));
	assert_false(wire_test_maps_equal(ab, aba));
	assert_false(wire_test_maps_equal(ab, a));
	assert_false(wire_test_maps_equal(a, ab));
	assert_false(wire_test_repeateds_equal(DECODE(repeateds, "0a 02 01 02"), DECODE(repeateds, "0a 02 02 01")));
}

static void
maps_are_searched_by_key(void **state)
{
	const struct wire_test_maps *maps = DECODE(
		maps, "0a 05 0a 01 61 10 01 0a 05 0a 01 61 10 02 0a 02 10 05"            /* labels */
	          "12 02 08 07 12 0b 08 ff ff ff ff ff ff ff ff ff 01"               /* places */
	          "1a 02 08 01 1a 09 11 00 00 00 00 00 00 f0 3f"                     /* flags */
	          "22 0b 08 ff ff ff ff ff ff ff ff ff 01 2a 02 08 05"               /* blobs, moods */
	          "32 05 0d ff ff ff ff");                                           /* names */

	(void)state;
	assert_int_equal(wire_test_maps_labels_find(maps, "a")->value, 2);
	assert_int_equal(wire_test_maps_labels_find(maps, "")->value, 5);
	assert_null(wire_test_maps_labels_find(maps, "b"));
	assert_ptr_equal(wire_test_maps_places_find(maps, 7), maps->places[0]);
	assert_ptr_equal(wire_test_maps_places_find(maps, -1), maps->places[1]);
	assert_null(wire_test_maps_places_find(maps, 0));
	assert_ptr_equal(wire_test_maps_flags_find(maps, 1), maps->flags[0]);
	assert_true(wire_test_maps_flags_find(maps, 0)->value == 1.0);
	assert_ptr_equal(wire_test_maps_blobs_find(maps, UINT64_MAX), maps->blobs[0]);
	assert_ptr_equal(wire_test_maps_moods_find(maps, -3), maps->moods[0]);
	assert_ptr_equal(wire_test_maps_names_find(maps, UINT32_MAX), maps->names[0]);
	assert_null(wire_test_maps_names_find(maps, 1));
}

static void
enum_values_have_the_names_of_the_schema(void **state)
{
	(void)state;
	assert_string_equal(wire_test_mood_name(WIRE_TEST_MOOD_GRIM), "MOOD_GRIM");
	assert_string_equal(wire_test_mood_name(WIRE_TEST_MOOD_UNSPECIFIED), "MOOD_UNSPECIFIED");
	assert_null(wire_test_mood_name(2));
	assert_null(wire_test_mood_name(INT32_MIN));
}

static void
null_elements_of_arrays_are_written_as_empty_ones(void **state)
{
	struct wire_test_repeateds *message = wire_test_repeateds_new(&arena);
	struct wire_test_place *place = NULL;
	const char *string = NULL;

	(void)state;
	message->n_a_place = message->n_a_string = 1;
	message->a_place = &place;
	message->a_string = &string;
	assert_string_equal(test_hex(&arena, wire_test_repeateds_encode(message, &arena)), "72 00 8a 01 00");
	message = wire_test_repeateds_dup(message, &arena);
	assert_string_equal(message->a_place[0]->city, "");
	assert_string_equal(message->a_string[0], "");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
	const struct CMUnitTest tests[] = {
		TEST(a_copy_is_equal_and_outlives_the_original),
		TEST(a_copy_of_a_literal_has_no_null_strings),
		TEST(a_member_that_a_oneof_names_and_nobody_made_is_an_empty_message),
		TEST(an_element_that_is_null_is_an_empty_message),
		TEST(messages_differ_by_any_field),
		TEST(presence_counts_and_nan_is_itself),
		TEST(maps_are_equal_whatever_their_order_and_the_last_entry_of_a_key_counts),
		TEST(maps_are_searched_by_key),
		TEST(enum_values_have_the_names_of_the_schema),
		TEST(null_elements_of_arrays_are_written_as_empty_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
