/* Generated code of protobuf's own contracts, on data that protoc wrote: the descriptors of those very contracts. */
#include <stdio.h>
#include <string.h>

#include "codegen/testdata/both_codecs.h"
#include "google/protobuf/compiler/plugin.maru.h"
#include "google/protobuf/descriptor.maru.h"
#include "google/protobuf/struct.maru.h"
#include "maru/testing/cmocka.h"

static const char *file_name;

static maru_bytes
read_file(struct maru_arena *arena)
{
	enum { BYTES_MAX = 1 << 20 };
	FILE *file = fopen(file_name, "rb");
	uint8_t *bytes = maru_arena_alloc(arena, BYTES_MAX);
	size_t len;

	assert_non_null(file);
	len = fread(bytes, 1, BYTES_MAX, file);
	assert_in_range(len, 1, BYTES_MAX - 1);
	fclose(file);
	return maru_bytes_of(bytes, len);
}

static void
a_descriptor_set_of_protoc_passes_both_codecs(void **state)
{
	struct google_protobuf_file_descriptor_set *set;
	struct maru_arena arena;
	maru_bytes bytes;

	(void)state;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	bytes = read_file(&arena);
	assert_null(google_protobuf_file_descriptor_set_decode(bytes, &arena, &set));
	assert_true(maru_bytes_equal(google_protobuf_file_descriptor_set_encode(set, &arena), bytes));
	assert_both_codecs_agree(&google_protobuf_file_descriptor_set_type, &set->base);
	assert_int_equal(set->n_file, 1);
	assert_string_equal(set->file[0]->name, "google/protobuf/descriptor.proto");
	assert_string_equal(set->file[0]->message_type[0]->name, "FileDescriptorSet");
	maru_arena_fini(&arena);
}

static void
a_map_in_a_recursion_passes_both_codecs(void **state)
{
	struct google_protobuf_value *number = GOOGLE_PROTOBUF_VALUE(.kind_case = GOOGLE_PROTOBUF_VALUE_KIND_NUMBER_VALUE,
	                                                             .number_value = 1.5);
	struct google_protobuf_list_value *list = GOOGLE_PROTOBUF_LIST_VALUE(.n_values = 1, .values = &number);
	struct google_protobuf_struct_fields_entry *field = GOOGLE_PROTOBUF_STRUCT_FIELDS_ENTRY(
		.key = "list", .value = GOOGLE_PROTOBUF_VALUE(.kind_case = GOOGLE_PROTOBUF_VALUE_KIND_LIST_VALUE, .list_value = list));

	(void)state;
	assert_both_codecs_agree(&google_protobuf_struct_type,
	                         &GOOGLE_PROTOBUF_STRUCT(.n_fields = 1, .fields = &field)->base);
}

static void
descriptors_find_fields_by_name_and_number(void **state)
{
	(void)state;
	assert_fields_are_found(&google_protobuf_field_descriptor_proto_descriptor);
	assert_fields_are_found(&google_protobuf_file_options_descriptor);
	assert_fields_are_found(&google_protobuf_compiler_code_generator_response_descriptor);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_descriptor_set_of_protoc_passes_both_codecs),
		cmocka_unit_test(a_map_in_a_recursion_passes_both_codecs),
		cmocka_unit_test(descriptors_find_fields_by_name_and_number),
	};

	if (argc != 2) {
		fprintf(stderr, "usage: %s DESCRIPTOR_SET\n", argv[0]);
		return 2;
	}
	file_name = argv[1];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
