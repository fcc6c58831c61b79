#include "maru/rpc/metadata.h"

#include "maru/testing/cmocka.h"

static struct maru_arena arena;

static int
arena_start(void **state)
{
	(void)state;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	return 0;
}

static int
arena_end(void **state)
{
	(void)state;
	maru_arena_fini(&arena);
	return 0;
}

static void
assert_accepted(const char *key, const char *value)
{
	assert_string_equal(maru_status_message(maru_metadata_check(&arena, key, maru_bytes_of_string(value))), "");
}

static void
assert_refused(const char *key, maru_bytes value, const char *message)
{
	maru_status status = maru_metadata_check(&arena, key, value);

	assert_string_equal(maru_status_message(status), message);
	assert_int_equal(maru_status_code(status), MARU_CODE_INVALID_ARGUMENT);
	assert_true(maru_status_has_reason(status, "BAD_METADATA"));
}

static void
ordinary_pairs_are_accepted(void **state)
{
	(void)state;
	assert_accepted("a", "");
	assert_accepted("x-request-id", "~ 42 !");
	assert_accepted("az_09-.", "a b");
	assert_accepted("grpc", "no dash after it");
	assert_accepted("x-grpc-name", "1");
	assert_accepted("ten", "not te");
	assert_accepted("authorization", "Bearer x.y.z");
}

static void
a_binary_key_takes_any_bytes(void **state)
{
	(void)state;
	assert_accepted("x-token-bin", "\x01\xff\n");
	assert_accepted("x-token-bin", " spaces ");
	assert_true(maru_metadata_is_binary("x-bin"));
	assert_true(maru_metadata_is_binary("-bin"));
	assert_false(maru_metadata_is_binary("bin"));
	assert_false(maru_metadata_is_binary("x-bin-x"));
	assert_refused("xbin", maru_bytes_of("\0", 1),
	               "metadata key \"xbin\" has a value with byte 0x00 at 0, outside 0x20 to 0x7e; "
	               "for other bytes take a key that ends in -bin");
}

static void
a_bad_key_is_named_up_to_its_first_bad_byte(void **state)
{
	const maru_bytes value = maru_bytes_of_string("v");

	(void)state;
	assert_refused("", value, "metadata key \"\" is empty");
	assert_refused(":path", value,
	               "metadata key \"\" goes on with byte 0x3a at 0: a key has only a-z 0-9 _ - .");
	assert_refused("x-Name", value,
	               "metadata key \"x-\" goes on with byte 0x4e at 2: a key has only a-z 0-9 _ - .");
	assert_refused("a b", value,
	               "metadata key \"a\" goes on with byte 0x20 at 1: a key has only a-z 0-9 _ - .");
	assert_refused("caf\xc3\xa9", value,
	               "metadata key \"caf\" goes on with byte 0xc3 at 3: a key has only a-z 0-9 _ - .");
}

static void
reserved_keys_are_refused(void **state)
{
	static const char *const reserved[] = {
		"grpc-", "grpc-timeout", "grpc-status-details-bin", "te", "content-type", "upgrade",
	};
	const maru_bytes value = maru_bytes_of_string("v");

	(void)state;
	for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++) {
		const char *message = maru_arena_printf(
			&arena, "metadata key \"%s\" is reserved: gRPC or HTTP/2 sets it; take another name", reserved[i]);

		assert_refused(reserved[i], value, message);
	}
}

static void
text_values_are_printable_and_not_padded(void **state)
{
	(void)state;
	assert_refused("x", maru_bytes_of_string("ab\n"),
	               "metadata key \"x\" has a value with byte 0x0a at 2, outside 0x20 to 0x7e; "
	               "for other bytes take a key that ends in -bin");
	assert_refused("x", maru_bytes_of_string("\x7f"),
	               "metadata key \"x\" has a value with byte 0x7f at 0, outside 0x20 to 0x7e; "
	               "for other bytes take a key that ends in -bin");
	assert_refused("x", maru_bytes_of_string(" a"),
	               "metadata key \"x\" has a value that begins or ends with a space, which HTTP/2 forbids");
	assert_refused("x", maru_bytes_of_string("a "),
	               "metadata key \"x\" has a value that begins or ends with a space, which HTTP/2 forbids");
}

static void
what_arrives_may_have_reserved_keys_and_outer_spaces(void **state)
{
	(void)state;
	assert_null(maru_metadata_check_received(&arena, "grpc-previous-rpc-attempts", maru_bytes_of_string("1")));
	assert_null(maru_metadata_check_received(&arena, "x", maru_bytes_of_string(" a ")));
	assert_true(maru_status_has_reason(maru_metadata_check_received(&arena, "X", maru_bytes_of_string("a")), "BAD_METADATA"));
	assert_true(maru_status_has_reason(maru_metadata_check_received(&arena, "x", maru_bytes_of_string("\n")), "BAD_METADATA"));
}

static void
a_long_key_is_cut_in_the_message(void **state)
{
	char key[1001];

	(void)state;
	memset(key, 'k', 1000);
	key[1000] = '\0';
	assert_true(strlen(maru_status_message(maru_metadata_check(&arena, key, maru_bytes_of_string(" ")))) < 200);
	key[999] = 'K';
	assert_true(strlen(maru_status_message(maru_metadata_check(&arena, key, maru_bytes_of_string("")))) < 200);
}

static void
the_first_of_a_key_is_found_and_all_are_counted(void **state)
{
	const struct maru_metadata list[] = {
		{ "a", { (const uint8_t *)"one", 3 } },
		{ "b", { NULL, 0 } },
		{ "a", { (const uint8_t *)"two", 3 } },
	};

	(void)state;
	assert_ptr_equal(maru_metadata_find(list, 3, "a"), &list[0]);
	assert_ptr_equal(maru_metadata_find(list, 3, "b"), &list[1]);
	assert_null(maru_metadata_find(list, 3, "A"));
	assert_null(maru_metadata_find(NULL, 0, "a"));
	assert_int_equal(maru_metadata_size_bytes(list, 3), 3 * 32 + 3 + 6);
	assert_int_equal(maru_metadata_size_bytes(NULL, 0), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ordinary_pairs_are_accepted),
		cmocka_unit_test(a_binary_key_takes_any_bytes),
		cmocka_unit_test(a_bad_key_is_named_up_to_its_first_bad_byte),
		cmocka_unit_test(reserved_keys_are_refused),
		cmocka_unit_test(text_values_are_printable_and_not_padded),
		cmocka_unit_test(what_arrives_may_have_reserved_keys_and_outer_spaces),
		cmocka_unit_test(a_long_key_is_cut_in_the_message),
		cmocka_unit_test(the_first_of_a_key_is_found_and_all_are_counted),
	};

	return cmocka_run_group_tests(tests, arena_start, arena_end);
}
