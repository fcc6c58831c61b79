#include "codegen/model/names.h"

#include <string.h>

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

struct expected {
	const char *name, *becomes;
};

static void
check(const char *(*function)(struct maru_arena *, const char *), const struct expected *cases, size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert_string_equal(function(&arena, cases[i].name), cases[i].becomes);
}

#define CHECK(function, cases) check(function, cases, sizeof(cases) / sizeof(cases)[0])

static void
camel_case_becomes_snake_case(void **state)
{
	static const struct expected cases[] = {
		{ "GreetRequest", "greet_request" },
		{ "HTTPServer", "http_server" },
		{ "GetV2Thing", "get_v2_thing" },
		{ "MD5Sum", "md5_sum" },
		{ "Int32Value", "int32_value" },
		{ "parseURL", "parse_url" },
		{ "OAuth2Client", "o_auth2_client" },
		{ "X509V3", "x509v3" },
		{ "MOOD_HAPPY", "mood_happy" },
		{ "already_snake_case", "already_snake_case" },
		{ "Order_Line", "order_line" },
		{ "a__B", "a__b" },
		{ "_leading", "_leading" },
		{ "A", "a" },
		{ "", "" },
	};

	(void)state;
	CHECK(names_snake, cases);
}

static void
keywords_and_macros_get_an_underscore(void **state)
{
	static const struct expected cases[] = {
		{ "int", "int_" },     { "class", "class_" }, { "delete", "delete_" }, { "errno", "errno_" },
		{ "linux", "linux_" }, { "unix", "unix_" },   { "EOF", "EOF_" },       { "NULL", "NULL_" },
		{ "stdin", "stdin_" }, { "true", "true_" },   { "bool", "bool_" },     { "assert", "assert_" },
		{ "INT_MAX", "INT_MAX_" }, { "co_await", "co_await_" }, { "xor_eq", "xor_eq_" }, { "BIG_ENDIAN", "BIG_ENDIAN_" },
		{ "name", "name" },    { "Int", "Int" },      { "log", "log" },        { "", "" },
	};

	(void)state;
	CHECK(names_escape, cases);
}

static void
a_package_gives_prefix_and_context(void **state)
{
	static const struct expected prefixes[] = {
		{ "hello.v1", "hello_v1" },
		{ "acme.OrderDesk.v1beta2", "acme_order_desk_v1beta2" },
		{ "", "" },
	};
	static const struct expected contexts[] = {
		{ "hello.v1", "hello" },     { "shop.orders.v1beta2", "orders" }, { "shop.orders.v1p1alpha", "orders" },
		{ "orders.v12", "orders" },  { "orders.v1.internal", "internal" }, { "v1", "" },
		{ "orders.v1betax", "v1betax" }, { "orders.vast", "vast" },          { "", "" },
		{ "orders.v1alpha", "orders" }, { "acme.OrderDesk", "order_desk" },
	};

	(void)state;
	CHECK(names_package_prefix, prefixes);
	CHECK(names_package_context, contexts);
}

static void
a_file_without_a_package_gives_its_own_name(void **state)
{
	static const struct expected prefixes[] = {
		{ "stat", "stat" },        { "shop/orders", "orders" },   { "shop.v1/order-desk", "order_desk" },
		{ "OrderDesk", "order_desk" }, { "v1.orders", "v1_orders" },  { "2nd", "file_2nd" },
		{ "_private", "file__private" }, { "shop/\xc3\xa9", "file___" }, { "shop/", "file_" },
	};

	(void)state;
	CHECK(names_file_prefix, prefixes);
}

static void
a_service_is_known_without_its_suffix(void **state)
{
	static const struct expected cases[] = {
		{ "Orders", "orders" }, { "OrdersService", "orders" },          { "AdminService", "admin" },
		{ "Service", "service" }, { "ServiceService", "service" }, { "Microservice", "microservice" },
	};

	(void)state;
	CHECK(names_service, cases);
}

static void
output_and_guard_follow_the_path(void **state)
{
	static const struct expected stems[] = {
		{ "hello/v1/hello.proto", "hello/v1/hello" },
		{ "odd.protodevel", "odd.protodevel" },
		{ ".proto", ".proto" },
	};
	static const struct expected guards[] = {
		{ "hello/v1/hello", "HELLO_V1_HELLO_MARU_H" },
		{ "a-b.c", "A_B_C_MARU_H" },
		{ "3d/x", "MARU_3D_X_MARU_H" },
	};

	(void)state;
	CHECK(names_output_stem, stems);
	CHECK(names_guard, guards);
}

static void
only_identifiers_are_identifiers(void **state)
{
	(void)state;
	assert_true(names_is_identifier("_a9"));
	assert_false(names_is_identifier(""));
	assert_false(names_is_identifier("9a"));
	assert_false(names_is_identifier("a-b"));
	assert_false(names_is_identifier("\303\244"));
	assert_true(names_is_package("a.b1._c"));
	assert_false(names_is_package("a..b"));
	assert_false(names_is_package(".a"));
	assert_false(names_is_package("a."));
	assert_false(names_is_package("a.1b"));
	assert_true(names_is_lower_snake("a1_b"));
	assert_false(names_is_lower_snake(""));
	assert_false(names_is_lower_snake("a_"));
	assert_false(names_is_lower_snake("_a"));
	assert_false(names_is_lower_snake("aB"));
	assert_false(names_is_lower_snake("1a"));
}

static void
an_empty_prefix_joins_to_the_name_alone(void **state)
{
	(void)state;
	assert_string_equal(names_join(&arena, "hello", "place"), "hello_place");
	assert_string_equal(names_join(&arena, "", "place"), "place");
	assert_string_equal(names_upper(&arena, "hello_V1x"), "HELLO_V1X");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(camel_case_becomes_snake_case),
		cmocka_unit_test(keywords_and_macros_get_an_underscore),
		cmocka_unit_test(a_package_gives_prefix_and_context),
		cmocka_unit_test(a_file_without_a_package_gives_its_own_name),
		cmocka_unit_test(a_service_is_known_without_its_suffix),
		cmocka_unit_test(output_and_guard_follow_the_path),
		cmocka_unit_test(only_identifiers_are_identifiers),
		cmocka_unit_test(an_empty_prefix_joins_to_the_name_alone),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
