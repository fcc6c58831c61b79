#include <string.h>

#include "codegen/model/shop.h"
#include "maru/testing/cmocka.h"

static struct maru_arena arena;
static const struct model *model;
static const struct model_file *shop, *legacy;

static int
build(void **state)
{
	struct diagnostics diagnostics;

	(void)state;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	diagnostics_init(&diagnostics, &arena);
	model = shop_model(&arena, &diagnostics);
	assert_int_equal(diagnostics.n, 0);
	shop = shop_file(model, "shop.proto");
	legacy = shop_file(model, "legacy.proto");
	return 0;
}

static int
give_back(void **state)
{
	(void)state;
	maru_arena_fini(&arena);
	return 0;
}

static const struct model_message *
message_named(const struct model_file *file, const char *full_name)
{
	for (size_t i = 0; i < file->n_messages; i++)
		if (strcmp(file->messages[i]->node.full_name, full_name) == 0)
			return file->messages[i];
	fail_msg("no message %s", full_name);
	return NULL;
}

static const struct model_field *
field_named(const struct model_message *message, const char *name)
{
	for (size_t i = 0; i < message->n_fields; i++)
		if (strcmp(message->fields[i].node.name, name) == 0)
			return &message->fields[i];
	fail_msg("no field %s", name);
	return NULL;
}

static const struct model_field *
order_field(const char *name)
{
	return field_named(message_named(shop, "shop.orders.v1.Order"), name);
}

static void
files_know_their_prefix_output_and_imports(void **state)
{
	(void)state;
	assert_string_equal(shop->c_prefix, "orders");
	assert_string_equal(legacy->c_prefix, "legacy_orders");
	assert_string_equal(shop->node.full_name, "shop.orders.v1");
	assert_string_equal(shop->output_stem, "shop");
	assert_string_equal(shop->c_guard, "SHOP_MARU_H");
	assert_false(shop->proto2);
	assert_true(legacy->proto2);
	assert_int_equal(shop->n_imports, 3);
	assert_string_equal(shop->imports[0]->node.name, "google/protobuf/timestamp.proto");
	assert_int_equal(shop->n_public_imports, 1);
	assert_ptr_equal(shop->public_imports[0], legacy);
	assert_true(shop->generate);
	assert_false(shop->imports[0]->generate);
}

static void
our_own_package_stays_clear_of_the_framework(void **state)
{
	(void)state;
	assert_string_equal(shop_file(model, "maru/options.proto")->c_prefix, "maru_idl");
}

static void
places_count_from_one(void **state)
{
	const struct model_message *order = message_named(shop, "shop.orders.v1.Order");

	(void)state;
	assert_int_equal(order->node.location.line, 25);
	assert_int_equal(order->node.location.column, 1);
	assert_ptr_equal(order->node.location.file, shop);
	assert_int_equal(order_field("id")->node.location.line, 28);
	assert_int_equal(order_field("id")->node.location.column, 3);
	assert_int_equal(order_field("odd")->node.option.line, 36);
	assert_int_equal(order_field("odd")->node.option.column, 30);
	assert_int_equal(order_field("id")->node.option.column, 3);
	assert_int_equal(shop->node.option.line, 10);
}

static void
comments_are_the_leading_one_or_else_the_trailing(void **state)
{
	(void)state;
	assert_string_equal(message_named(shop, "shop.orders.v1.Order")->node.comment,
	                    "What a customer wants.\n\n  Indented.");
	assert_string_equal(order_field("id")->node.comment, "as printed");
	assert_string_equal(order_field("address")->node.comment, "Where to.");
	assert_string_equal(order_field("tags")->node.comment, "");
	assert_string_equal(shop->enums[0]->values[1].node.comment, "and paid");
	assert_string_equal(shop->services[0].methods[0].node.comment, "Takes one.");
}

static void
types_are_flat_and_parents_come_first(void **state)
{
	static const char *const names[] = { "Order", "LinesEntry", "OddEntry", "Line", "HTTPHeader", "Beside", "OddEntry", "NOddEntry" };

	(void)state;
	assert_int_equal(shop->n_messages, 8);
	for (size_t i = 0; i < 8; i++)
		assert_string_equal(shop->messages[i]->node.name, names[i]);
	assert_ptr_equal(shop->messages[3]->parent, shop->messages[0]);
	assert_int_equal(shop->n_enums, 3);
}

static void
names_of_types_carry_prefix_and_path(void **state)
{
	(void)state;
	assert_string_equal(shop->messages[3]->c_name, "orders_order_line");
	assert_string_equal(shop->messages[3]->short_c_name, "order_line");
	assert_string_equal(shop->messages[3]->c_macro, "ORDERS_ORDER_LINE");
	assert_string_equal(shop->messages[4]->c_name, "orders_header");
	assert_string_equal(shop->enums[0]->c_name, "orders_phase");
	assert_string_equal(shop->enums[0]->values[1].c_name, "ORDERS_PHASE_PLACED");
	assert_string_equal(shop->enums[0]->values[2].c_name, "ORDERS_FINISHED");
	assert_true(shop->enums[0]->values[2].node.deprecated);
	assert_string_equal(shop->enums[1]->c_name, "orders_order_line_unit");
	assert_string_equal(shop->enums[1]->values[0].c_name, "ORDERS_ORDER_LINE_PIECE");
	assert_string_equal(shop->enums[2]->c_name, "orders_header_certificate");
	assert_string_equal(shop->enums[2]->values[0].c_name, "ORDERS_HEADER_NULL");
	assert_true(shop->messages[0]->node.deprecated);
}

static void
members_avoid_words_of_c(void **state)
{
	(void)state;
	assert_string_equal(order_field("int")->c_name, "int_");
	assert_string_equal(order_field("base")->c_name, "base_");
	assert_string_equal(order_field("odd")->c_name, "uneven");
}

static const char *
name_beside(const char *name)
{
	return field_named(message_named(shop, "shop.orders.v1.Beside"), name)->c_name;
}

static void
fields_avoid_the_members_that_stand_beside_others(void **state)
{
	(void)state;
	assert_string_equal(name_beside("n_lines"), "n_lines_");
	assert_string_equal(name_beside("has_age"), "has_age_");
	assert_string_equal(name_beside("kind_case"), "kind_case_");
	assert_string_equal(name_beside("n_odd"), "n_odd_");
	assert_string_equal(message_named(shop, "shop.orders.v1.Beside.NOddEntry")->c_name, "orders_beside_n_odd_entry");
}

static void
only_such_fields_are_renamed(void **state)
{
	(void)state;
	assert_string_equal(name_beside("lines"), "lines");
	assert_string_equal(name_beside("has_part"), "has_part");
	assert_string_equal(name_beside("n_number"), "n_number");
}

static void
presence_follows_syntax_label_and_oneof(void **state)
{
	const struct model_message *old = message_named(legacy, "shop.orders.v1.Legacy");

	(void)state;
	assert_int_equal(order_field("id")->presence, MODEL_IMPLICIT);
	assert_int_equal(order_field("address")->presence, MODEL_OPTIONAL);
	assert_null(order_field("address")->oneof);
	assert_int_equal(order_field("tags")->presence, MODEL_REPEATED);
	assert_int_equal(order_field("card")->presence, MODEL_ONEOF);
	assert_int_equal(order_field("placed")->presence, MODEL_OPTIONAL);
	assert_int_equal(field_named(old, "number")->presence, MODEL_REQUIRED);
	assert_int_equal(field_named(old, "data")->presence, MODEL_OPTIONAL);
	assert_string_equal(field_named(old, "number")->default_text, "-7");
	assert_string_equal(field_named(old, "data")->default_text, "\\001x");
}

static void
packing_is_the_default_of_proto3_alone(void **state)
{
	const struct model_message *old = message_named(legacy, "shop.orders.v1.Legacy");

	(void)state;
	assert_true(order_field("counts")->packed);
	assert_false(order_field("sparse")->packed);
	assert_true(order_field("sparse")->is_repeated_scalar_or_enum);
	assert_false(order_field("tags")->packed);
	assert_false(order_field("tags")->is_repeated_scalar_or_enum);
	assert_false(field_named(old, "loose")->packed);
	assert_true(field_named(old, "tight")->packed);
}

static void
maps_are_known_with_their_entries(void **state)
{
	const struct model_field *lines = order_field("lines"), *odd = order_field("odd");
	const struct model_message *names = field_named(message_named(legacy, "shop.orders.v1.Legacy"), "names")->message;

	(void)state;
	assert_true(lines->is_map);
	assert_true(lines->message->is_map_entry);
	assert_string_equal(lines->message->c_name, "orders_order_lines_entry");
	assert_int_equal(lines->message->fields[0].presence, MODEL_IMPLICIT);
	assert_string_equal(odd->message->c_name, "orders_order_uneven_entry");
	assert_int_equal(odd->message->node.location.line, odd->node.location.line);
	assert_false(order_field("tags")->is_map);
	assert_int_equal(names->fields[0].presence, MODEL_IMPLICIT);
	assert_int_equal(names->fields[1].presence, MODEL_IMPLICIT);
}

static void
oneofs_leave_out_synthetic_ones(void **state)
{
	const struct model_message *order = message_named(shop, "shop.orders.v1.Order");

	(void)state;
	assert_int_equal(order->n_oneofs, 2);
	assert_string_equal(order->oneofs[0].c_name, "payment");
	assert_string_equal(order->oneofs[1].c_name, "failure");
	assert_int_equal(order->oneofs[0].n_fields, 2);
	assert_string_equal(order->oneofs[0].fields[0]->node.name, "card");
	assert_ptr_equal(order_field("card")->oneof, &order->oneofs[0]);
}

static void
fields_keep_their_order_and_are_sorted_by_number_too(void **state)
{
	const struct model_message *order = message_named(shop, "shop.orders.v1.Order");

	(void)state;
	assert_string_equal(order->fields[8].node.name, "card");
	assert_string_equal(order->fields_by_number[8]->node.name, "voucher");
	for (size_t i = 1; i < order->n_fields; i++)
		assert_true(order->fields_by_number[i - 1]->number < order->fields_by_number[i]->number);
}

static void
types_are_found_through_imports(void **state)
{
	(void)state;
	assert_string_equal(order_field("placed")->message->node.full_name, "google.protobuf.Timestamp");
	assert_ptr_equal(order_field("legacy")->message->file, legacy);
	assert_ptr_equal(order_field("phase")->enumeration, shop->enums[0]);
	assert_int_equal(order_field("phase")->type, PROTOBUF_C_TYPE_ENUM);
	assert_null(order_field("phase")->message);
}

static void
required_is_seen_through_messages_that_hold_each_other(void **state)
{
	(void)state;
	assert_true(message_named(legacy, "shop.orders.v1.Legacy")->has_required);
	assert_true(message_named(legacy, "shop.orders.v1.Outer")->has_required);
	assert_false(message_named(legacy, "shop.orders.v1.Free")->has_required);
	assert_true(message_named(shop, "shop.orders.v1.Order")->has_required);
	assert_false(message_named(shop, "shop.orders.v1.Order.Line")->has_required);
}

static void
the_contexts_own_service_needs_no_name_of_its_own(void **state)
{
	const struct model_service *own = &shop->services[0], *admin = &shop->services[1], *other = &shop->services[2];

	(void)state;
	assert_string_equal(own->c_name, "orders_service");
	assert_string_equal(own->short_c_name, "orders");
	assert_string_equal(own->methods[0].c_name, "place_order");
	assert_string_equal(own->methods[0].c_stub, "orders_place_order");
	assert_string_equal(own->methods[0].c_macro, "ORDERS_PLACE_ORDER");
	assert_string_equal(own->methods[0].path, "/shop.orders.v1.OrdersService/PlaceOrder");
	assert_string_equal(own->methods[2].c_name, "delete_");
	assert_string_equal(own->methods[2].c_stub, "orders_delete");
	assert_string_equal(admin->c_name, "orders_admin_service");
	assert_string_equal(admin->methods[0].c_stub, "orders_admin_get_v2_thing");
	assert_string_equal(other->c_name, "orders_back_office_service");
	assert_string_equal(other->methods[0].c_stub, "orders_back_office_shut");
	assert_string_equal(other->methods[0].path, "/shop.orders.v1.Other/Close");
}

static void
methods_carry_their_kind_and_options(void **state)
{
	const struct model_method *methods = shop->services[0].methods;

	(void)state;
	assert_int_equal(methods[0].kind, MODEL_UNARY);
	assert_int_equal(methods[1].kind, MODEL_SERVER_STREAM);
	assert_int_equal(methods[2].kind, MODEL_CLIENT_STREAM);
	assert_int_equal(shop->services[1].methods[0].kind, MODEL_BIDI_STREAM);
	assert_int_equal(methods[0].deadline_ms, 500);
	assert_int_equal(methods[0].n_scopes, 2);
	assert_string_equal(methods[0].scopes[0], "orders.write");
	assert_string_equal(methods[0].scopes[1], "orders.pay");
	assert_true(methods[0].is_inline);
	assert_false(methods[0].is_public);
	assert_int_equal(methods[0].priority, 4);
	assert_int_equal(methods[0].idempotency, 2);
	assert_true(methods[2].is_public);
	assert_string_equal(shop->services[1].methods[0].roles[0], "boss");
	assert_string_equal(methods[0].request->c_name, "orders_order");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_know_their_prefix_output_and_imports),
		cmocka_unit_test(our_own_package_stays_clear_of_the_framework),
		cmocka_unit_test(places_count_from_one),
		cmocka_unit_test(comments_are_the_leading_one_or_else_the_trailing),
		cmocka_unit_test(types_are_flat_and_parents_come_first),
		cmocka_unit_test(names_of_types_carry_prefix_and_path),
		cmocka_unit_test(members_avoid_words_of_c),
		cmocka_unit_test(fields_avoid_the_members_that_stand_beside_others),
		cmocka_unit_test(only_such_fields_are_renamed),
		cmocka_unit_test(presence_follows_syntax_label_and_oneof),
		cmocka_unit_test(packing_is_the_default_of_proto3_alone),
		cmocka_unit_test(maps_are_known_with_their_entries),
		cmocka_unit_test(oneofs_leave_out_synthetic_ones),
		cmocka_unit_test(fields_keep_their_order_and_are_sorted_by_number_too),
		cmocka_unit_test(types_are_found_through_imports),
		cmocka_unit_test(required_is_seen_through_messages_that_hold_each_other),
		cmocka_unit_test(the_contexts_own_service_needs_no_name_of_its_own),
		cmocka_unit_test(methods_carry_their_kind_and_options),
	};

	return cmocka_run_group_tests(tests, build, give_back);
}
