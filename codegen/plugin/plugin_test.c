/* What protoc never sends, built by hand: each request starts as a sound one, and one thing in it is broken. */
#include "codegen/plugin/plugin.h"

#include <string.h>

#include "codegen/plugin/fixture.h"
#include "maru/testing/cmocka.h"

typedef Google__Protobuf__Compiler__CodeGeneratorResponse Response;

/* The answer, to be freed by the caller. */
static Response *
run(struct fixture *f)
{
	maru_bytes response;
	Response *unpacked;

	assert_null(plugin_run(fixture_pack(f), &f->arena, &response));
	unpacked = google__protobuf__compiler__code_generator_response__unpack(NULL, response.len, response.data);
	assert_non_null(unpacked);
	return unpacked;
}

static void
expect_error(struct fixture *f, const char *expected)
{
	Response *response = run(f);

	if (response->error == NULL || strstr(response->error, expected) == NULL || response->n_file != 0)
		fail_msg("not \"%s\" but: %s", expected, response->error != NULL ? response->error : "no error");
	assert_int_equal(response->error[0], '\n');
	google__protobuf__compiler__code_generator_response__free_unpacked(response, NULL);
}

static void
a_sound_request_gets_two_files(void **state)
{
	Response *response = run(*state);

	if (response->error != NULL)
		fail_msg("%s", response->error);
	assert_int_equal(response->n_file, 2);
	assert_string_equal(response->file[0]->name, "p.maru.h");
	assert_string_equal(response->file[1]->name, "p.maru.c");
	assert_true(response->supported_features & 1);
	google__protobuf__compiler__code_generator_response__free_unpacked(response, NULL);
}

static void
a_request_without_files_gets_none(void **state)
{
	struct fixture *f = *state;
	Response *response;

	f->request.n_file_to_generate = 0;
	response = run(f);
	assert_null(response->error);
	assert_int_equal(response->n_file, 0);
	google__protobuf__compiler__code_generator_response__free_unpacked(response, NULL);
}

static void
what_is_no_request_is_refused(void **state)
{
	struct fixture *f = *state;
	maru_bytes response;
	maru_status status = plugin_run(maru_bytes_of_string("no request"), &f->arena, &response);

	assert_int_equal(maru_status_code(status), MARU_CODE_INVALID_ARGUMENT);
	assert_non_null(strstr(status->message, "error[M0001]: "));
}

static void
a_request_over_the_arenas_limit_is_refused(void **state)
{
	struct fixture *f = *state;
	struct maru_arena small;
	maru_bytes response;
	maru_status status;

	maru_arena_init(&small, NULL, 100);
	status = plugin_run(fixture_pack(f), &small, &response);
	assert_int_equal(maru_status_code(status), MARU_CODE_RESOURCE_EXHAUSTED);
	assert_non_null(strstr(status->message, "error[M0002]: "));
	maru_arena_fini(&small);
}

/* Each prefix is answered or refused; none crashes. */
static void
a_truncated_request_is_no_crash(void **state)
{
	struct fixture *f = *state;
	maru_bytes whole = fixture_pack(f);
	size_t n_refused = 0;

	for (size_t len = 0; len < whole.len; len++) {
		struct maru_arena arena;
		maru_bytes response;

		maru_arena_init(&arena, NULL, 16 * 1024 * 1024);
		n_refused += plugin_run(maru_bytes_of(whole.data, len), &arena, &response) != MARU_OK;
		maru_arena_fini(&arena);
	}
	assert_true(n_refused > whole.len / 2);
}

static void
an_unknown_parameter_is_refused(void **state)
{
	struct fixture *f = *state;

	f->request.parameter = "grpc";
	expect_error(f, "\nprotoc-gen-maru: error[M0003]: unknown parameter 'grpc'; ");
}

static void
a_file_that_is_not_there_is_refused(void **state)
{
	struct fixture *f = *state;

	f->to_generate[0] = "q.proto";
	expect_error(f, "\nprotoc-gen-maru: error[M0004]: file 'q.proto' is asked for");
}

static void
an_import_that_is_not_there_is_refused(void **state)
{
	struct fixture *f = *state;

	f->imports[0] = "q.proto";
	expect_error(f, "\np.proto: error[M0004]: import 'q.proto'");
	f->imports[0] = f->file.name;
	expect_error(f, "\np.proto: error[M0004]: import 'p.proto'");
}

static void
an_import_that_stands_behind_is_refused(void **state)
{
	struct fixture *f = *state;

	f->files[0] = &f->file;
	f->files[1] = &f->imported;
	expect_error(f, "\np.proto: error[M0004]: import 'imported.proto'");
}

static void
a_file_that_stands_twice_is_refused(void **state)
{
	struct fixture *f = *state;

	f->request.n_proto_file = 3;
	expect_error(f, "\np.proto: error[M0005]: ");
}

static void
names_that_are_none_are_refused(void **state)
{
	struct fixture *f = *state;
	char **names[] = { &f->message.name, &f->fields[0].name, &f->oneof.name, &f->enumeration.name,
		               &f->value.name,   &f->service.name,   &f->method.name };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		char *name = *names[i];

		*names[i] = NULL;
		expect_error(f, "error[M0006]: ");
		*names[i] = "";
		expect_error(f, "error[M0006]: ");
		*names[i] = "x; y";
		expect_error(f, "error[M0006]: 'x; y' is no name for ");
		*names[i] = name;
	}
	f->file.package = "p..q";
	expect_error(f, "error[M0006]: 'p..q' is no name for a package");
}

static void
paths_that_would_break_a_comment_are_refused(void **state)
{
	struct fixture *f = *state;

	f->file.name = NULL;
	expect_error(f, "\nprotoc-gen-maru: error[M0006]: ");
	f->file.name = "";
	expect_error(f, "\nprotoc-gen-maru: error[M0006]: ");
	f->file.name = "a*/b.proto";
	expect_error(f, "error[M0006]: ");
	f->file.name = "a\nb.proto";
	expect_error(f, "error[M0006]: ");
}

static void
types_that_do_not_exist_are_refused(void **state)
{
	struct fixture *f = *state;

	f->fields[1].type_name = ".p.Nobody";
	expect_error(f, "error[M0007]: 'p.M.m' is of type '.p.Nobody'");
	f->fields[1].type_name = "M";
	expect_error(f, "error[M0007]: ");
	f->fields[1].type_name = NULL;
	expect_error(f, "error[M0007]: ");
	f->fields[1].type_name = ".p.E";
	expect_error(f, "error[M0007]: ");
	f->fields[1].type_name = ".p.M.MEntry";
	f->fields[0].type = (Google__Protobuf__FieldDescriptorProto__Type)99;
	expect_error(f, "error[M0007]: ");
	f->fields[0].has_type = false;
	expect_error(f, "error[M0007]: ");
}

static void
methods_take_and_give_messages_alone(void **state)
{
	struct fixture *f = *state;

	f->method.input_type = ".p.E";
	expect_error(f, "error[M0007]: '.p.E' is no message");
	f->method.input_type = ".p.M";
	f->method.output_type = NULL;
	expect_error(f, "error[M0007]: 'p.S.Go' names no type");
	f->method.output_type = ".p.M.MEntry";
	expect_error(f, "error[M0007]: '.p.M.MEntry' is no message");
}

static void
a_type_whose_file_is_not_imported_is_refused(void **state)
{
	struct fixture *f = *state;

	f->imported.package = "i";
	f->imported.n_enum_type = 1;
	f->imported.enum_type = f->enums;
	f->fields[2].type_name = ".i.E";
	f->file.n_dependency = 0;
	expect_error(f, "error[M0007]: 'p.M.c' is of type '.i.E', which stands in 'imported.proto'");
}

static void
a_type_is_told_by_its_name_alone(void **state)
{
	struct fixture *f = *state;
	Response *response;

	f->fields[1].has_type = f->fields[2].has_type = false;
	response = run(f);
	assert_null(response->error);
	google__protobuf__compiler__code_generator_response__free_unpacked(response, NULL);
}

static void
numbers_out_of_range_are_refused(void **state)
{
	static const int32_t numbers[] = { 0, -1, INT32_MIN, 1 << 29, 19000, 19999 };
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		f->fields[0].number = numbers[i];
		expect_error(f, "error[M0008]: field 'p.M.a' has number ");
	}
	f->fields[0].number = 2;
	expect_error(f, "p.proto:7:3: error[M0008]: two fields of 'p.M' have number 2");
	f->fields[0].number = 1;
	f->value.has_number = false;
	expect_error(f, "error[M0008]: enum value 'ZERO'");
}

static void
indices_out_of_range_are_refused(void **state)
{
	struct fixture *f = *state;

	f->fields[2].oneof_index = 1;
	expect_error(f, "p.proto:7:3: error[M0009]: a field of 'p.M' belongs to oneof 1");
	f->fields[2].oneof_index = -1;
	expect_error(f, "error[M0009]: ");
	f->fields[2].oneof_index = 0;
	f->file.n_public_dependency = 1;
	f->public_imports[0] = 1;
	expect_error(f, "error[M0009]: public import 1");
	f->public_imports[0] = -1;
	expect_error(f, "error[M0009]: public import -1");
}

static void
a_type_that_stands_twice_is_refused(void **state)
{
	struct fixture *f = *state;

	f->file.n_enum_type = 2;
	expect_error(f, "error[M0010]: 'p.E' is defined a second time");
	f->file.n_enum_type = 1;
	f->file.n_message_type = 2;
	expect_error(f, "error[M0010]: 'p.M' is defined a second time; the first one is at p.proto:7:3");
}

static void
map_entries_are_a_key_and_a_value(void **state)
{
	struct fixture *f = *state;

	f->nested.n_field = 1;
	expect_error(f, "error[M0011]: 'p.M.MEntry'");
	f->nested.n_field = 2;
	f->nested_fields[0].number = 3;
	expect_error(f, "error[M0011]: ");
	f->nested_fields[0].number = 1;
	f->nested_fields[0].type = GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_DOUBLE;
	expect_error(f, "error[M0011]: ");
	f->nested_fields[0].type = GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_BOOL;
	f->nested_fields[1].label = GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_REPEATED;
	expect_error(f, "error[M0011]: ");
	f->nested_fields[1].label = GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_OPTIONAL;
	f->fields[1].label = GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_OPTIONAL;
	expect_error(f, "error[M0011]: field 'p.M.m'");
	f->fields[1].label = GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_REPEATED;
	f->entry_options.map_entry = false;
	f->message.options = &f->entry_options;
	f->entry_options.map_entry = true;
	expect_error(f, "error[M0011]: 'p.M'");
}

static void
labels_that_cannot_be_are_refused(void **state)
{
	struct fixture *f = *state;

	f->fields[0].has_label = false;
	expect_error(f, "error[M0012]: the label of field 'p.M.a'");
	f->fields[0].has_label = true;
	f->fields[0].label = GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_REQUIRED;
	expect_error(f, "error[M0012]: ");
	f->fields[0].label = (Google__Protobuf__FieldDescriptorProto__Label)4;
	expect_error(f, "error[M0012]: ");
	f->fields[0].label = GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_OPTIONAL;
	f->fields[2].label = GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_REPEATED;
	expect_error(f, "error[M0012]: the label of field 'p.M.c'");
}

static void
oneofs_have_members(void **state)
{
	struct fixture *f = *state;

	f->fields[2].has_oneof_index = false;
	expect_error(f, "error[M0012]: oneof 'p.M.o'");
	f->fields[2].has_oneof_index = f->fields[0].has_oneof_index = true;
	f->fields[0].has_proto3_optional = f->fields[0].proto3_optional = true;
	expect_error(f, "error[M0012]: oneof 'p.M.o'");
}

struct default_case {
	Google__Protobuf__FieldDescriptorProto__Type type;
	const char *good, *bad;
};

static void
defaults_are_values_of_their_type(void **state)
{
	static const struct default_case cases[] = {
		{ GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_INT32, "-2147483648", "2147483648" },
		{ GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_SINT64, "-9223372036854775808", "9223372036854775808" },
		{ GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_UINT32, "4294967295", "4294967296" },
		{ GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_FIXED64, "18446744073709551615", "-1" },
		{ GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_INT64, "7", "7; abort()" },
		{ GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_DOUBLE, "-1.5e-07", "1.5e" },
		{ GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_FLOAT, "-inf", "." },
		{ GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_FLOAT, "nan", "0x1" },
		{ GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_BOOL, "true", "1" },
		{ GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_BYTES, "a\\001\\\"\\n", "\\x" },
		{ GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_BYTES, "", "\\" },
		{ GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_BYTES, "\\377", "\\400" },
	};
	struct fixture *f = *state;

	f->file.syntax = NULL;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		Response *response;

		f->fields[0].type = cases[i].type;
		f->fields[0].default_value = (char *)(uintptr_t)cases[i].good;
		response = run(f);
		if (response->error != NULL)
			fail_msg("%s", response->error);
		google__protobuf__compiler__code_generator_response__free_unpacked(response, NULL);
		f->fields[0].default_value = (char *)(uintptr_t)cases[i].bad;
		expect_error(f, "error[M0013]: ");
	}
	f->fields[0].default_value = NULL;
	f->fields[2].default_value = "NO_SUCH_VALUE";
	expect_error(f, "error[M0013]: 'NO_SUCH_VALUE' is no default for field 'p.M.c'");
}

static void
proto3_has_no_defaults(void **state)
{
	struct fixture *f = *state;

	f->fields[0].default_value = "1";
	expect_error(f, "error[M0013]: ");
}

static void
an_enum_has_values(void **state)
{
	struct fixture *f = *state;

	f->enumeration.n_value = 0;
	expect_error(f, "error[M0014]: enum 'p.E'");
}

static void
editions_are_refused(void **state)
{
	struct fixture *f = *state;

	f->location.n_path = 1;
	f->path[0] = 12; /* syntax */
	f->file.syntax = "editions";
	expect_error(f, "\np.proto:7:3: error[M0101]: the file uses editions; ");
	f->file.syntax = "proto4";
	expect_error(f, "\np.proto:7:3: error[M0101]: syntax 'proto4' does not exist; ");
}

static void
an_import_may_use_editions(void **state)
{
	struct fixture *f = *state;
	Response *response;

	f->imported.syntax = "editions";
	response = run(f);
	assert_null(response->error);
	google__protobuf__compiler__code_generator_response__free_unpacked(response, NULL);
}

static void
negative_lines_are_no_lines(void **state)
{
	struct fixture *f = *state;

	f->span[0] = -5;
	f->message.name = "9";
	expect_error(f, "\np.proto: error[M0006]: ");
	f->location.n_span = 1;
	expect_error(f, "\np.proto: error[M0006]: ");
}

/* Twenty are told, the others counted. */
static void
diagnostics_end_after_twenty(void **state)
{
	Google__Protobuf__EnumValueDescriptorProto value = GOOGLE__PROTOBUF__ENUM_VALUE_DESCRIPTOR_PROTO__INIT;
	Google__Protobuf__EnumValueDescriptorProto *values[25];
	struct fixture *f = *state;
	Response *response;
	size_t n_lines = 0;

	for (size_t i = 0; i < 25; i++)
		values[i] = &value;
	value.name = "1";
	value.has_number = true;
	f->enumeration.n_value = 25;
	f->enumeration.value = values;
	response = run(f);
	assert_non_null(response->error);
	for (const char *at = response->error; *at != '\0'; at++)
		n_lines += *at == '\n';
	assert_int_equal(n_lines, 21);
	assert_non_null(strstr(response->error, "\nprotoc-gen-maru: and 5 more; "));
	google__protobuf__compiler__code_generator_response__free_unpacked(response, NULL);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_set_up, fixture_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_sound_request_gets_two_files),
		TEST(a_request_without_files_gets_none),
		TEST(what_is_no_request_is_refused),
		TEST(a_request_over_the_arenas_limit_is_refused),
		TEST(a_truncated_request_is_no_crash),
		TEST(an_unknown_parameter_is_refused),
		TEST(a_file_that_is_not_there_is_refused),
		TEST(an_import_that_is_not_there_is_refused),
		TEST(an_import_that_stands_behind_is_refused),
		TEST(a_file_that_stands_twice_is_refused),
		TEST(names_that_are_none_are_refused),
		TEST(paths_that_would_break_a_comment_are_refused),
		TEST(types_that_do_not_exist_are_refused),
		TEST(methods_take_and_give_messages_alone),
		TEST(a_type_whose_file_is_not_imported_is_refused),
		TEST(a_type_is_told_by_its_name_alone),
		TEST(numbers_out_of_range_are_refused),
		TEST(indices_out_of_range_are_refused),
		TEST(a_type_that_stands_twice_is_refused),
		TEST(map_entries_are_a_key_and_a_value),
		TEST(labels_that_cannot_be_are_refused),
		TEST(oneofs_have_members),
		TEST(defaults_are_values_of_their_type),
		TEST(proto3_has_no_defaults),
		TEST(an_enum_has_values),
		TEST(editions_are_refused),
		TEST(an_import_may_use_editions),
		TEST(negative_lines_are_no_lines),
		TEST(diagnostics_end_after_twenty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
