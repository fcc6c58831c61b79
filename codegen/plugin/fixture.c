#include "codegen/plugin/fixture.h"

#include <stdlib.h>

#include "maru/base/assert.h"

static void
init_field(Google__Protobuf__FieldDescriptorProto *field, const char *name, int32_t number,
           Google__Protobuf__FieldDescriptorProto__Type type)
{
	google__protobuf__field_descriptor_proto__init(field);
	field->name = (char *)(uintptr_t)name;
	field->has_number = field->has_label = field->has_type = true;
	field->number = number;
	field->label = GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_OPTIONAL;
	field->type = type;
}

/* message M and its map entry. */
static void
init_messages(struct fixture *f)
{
	google__protobuf__descriptor_proto__init(&f->message);
	google__protobuf__descriptor_proto__init(&f->nested);
	google__protobuf__oneof_descriptor_proto__init(&f->oneof);
	google__protobuf__message_options__init(&f->entry_options);
	init_field(&f->fields[0], "a", 1, GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_INT32);
	init_field(&f->fields[1], "m", 2, GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_MESSAGE);
	init_field(&f->fields[2], "c", 3, GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_ENUM);
	init_field(&f->nested_fields[0], "key", 1, GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_STRING);
	init_field(&f->nested_fields[1], "value", 2, GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_INT32);
	f->fields[1].label = GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_REPEATED;
	f->fields[1].type_name = ".p.M.MEntry";
	f->fields[2].type_name = ".p.E";
	f->fields[2].has_oneof_index = true;
	f->message.name = "M";
	f->message.n_field = 3;
	f->message.field = f->field_list;
	f->message.n_oneof_decl = 1;
	f->message.oneof_decl = f->oneofs;
	f->message.n_nested_type = 1;
	f->message.nested_type = f->nested_messages;
	f->oneof.name = "o";
	f->nested.name = "MEntry";
	f->nested.n_field = 2;
	f->nested.field = f->nested_field_list;
	f->nested.options = &f->entry_options;
	f->entry_options.has_map_entry = f->entry_options.map_entry = true;
	for (int i = 0; i < 3; i++)
		f->field_list[i] = &f->fields[i];
	for (int i = 0; i < 2; i++)
		f->nested_field_list[i] = &f->nested_fields[i];
	f->oneofs[0] = &f->oneof;
	f->nested_messages[0] = &f->nested;
	f->messages[0] = f->messages[1] = &f->message;
}

static void
init_enum_and_service(struct fixture *f)
{
	google__protobuf__enum_descriptor_proto__init(&f->enumeration);
	google__protobuf__enum_value_descriptor_proto__init(&f->value);
	google__protobuf__service_descriptor_proto__init(&f->service);
	google__protobuf__method_descriptor_proto__init(&f->method);
	f->enumeration.name = "E";
	f->enumeration.n_value = 1;
	f->enumeration.value = f->values;
	f->values[0] = &f->value;
	f->enums[0] = f->enums[1] = &f->enumeration;
	f->value.name = "ZERO";
	f->value.has_number = true;
	f->service.name = "S";
	f->service.n_method = 1;
	f->service.method = f->methods;
	f->services[0] = &f->service;
	f->methods[0] = &f->method;
	f->method.name = "Go";
	f->method.input_type = f->method.output_type = ".p.M";
}

static void
init_files(struct fixture *f)
{
	google__protobuf__file_descriptor_proto__init(&f->file);
	google__protobuf__file_descriptor_proto__init(&f->imported);
	google__protobuf__source_code_info__init(&f->source_info);
	google__protobuf__source_code_info__location__init(&f->location);
	f->imported.name = "imported.proto";
	f->imports[0] = f->imported.name;
	f->file.name = "p.proto";
	f->file.package = "p";
	f->file.syntax = "proto3";
	f->file.n_dependency = 1;
	f->file.dependency = f->imports;
	f->file.n_message_type = 1;
	f->file.message_type = f->messages;
	f->file.n_enum_type = 1;
	f->file.enum_type = f->enums;
	f->file.n_service = 1;
	f->file.service = f->services;
	f->file.public_dependency = f->public_imports;
	f->file.source_code_info = &f->source_info;
	f->source_info.n_location = 1;
	f->source_info.location = f->locations;
	f->locations[0] = &f->location;
	f->path[0] = 4; /* message 0 */
	f->location.n_path = 2;
	f->location.path = f->path;
	f->location.n_span = 3;
	f->location.span = f->span;
	f->span[0] = 6; /* line 7, column 3 */
	f->span[1] = 2;
	f->files[0] = &f->imported;
	f->files[1] = f->files[2] = &f->file;
}

int
fixture_set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	MARU_ASSERT(f != NULL);
	maru_arena_init(&f->arena, NULL, 16 * 1024 * 1024);
	google__protobuf__compiler__code_generator_request__init(&f->request);
	init_messages(f);
	init_enum_and_service(f);
	init_files(f);
	f->to_generate[0] = f->file.name;
	f->request.n_file_to_generate = 1;
	f->request.file_to_generate = f->to_generate;
	f->request.n_proto_file = 2;
	f->request.proto_file = f->files;
	*state = f;
	return 0;
}

int
fixture_tear_down(void **state)
{
	struct fixture *f = *state;

	maru_arena_fini(&f->arena);
	free(f);
	return 0;
}

maru_bytes
fixture_pack(struct fixture *f)
{
	size_t len = protobuf_c_message_get_packed_size(&f->request.base);
	uint8_t *packed = maru_arena_alloc(&f->arena, len);

	protobuf_c_message_pack(&f->request.base, packed);
	return maru_bytes_of(packed, len);
}
