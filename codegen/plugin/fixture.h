/*
 * For tests: a small sound request, built by hand so that a test can break one thing in it and give it to the plugin.
 */
#ifndef MARU_CODEGEN_PLUGIN_FIXTURE_H
#define MARU_CODEGEN_PLUGIN_FIXTURE_H

#include <google/protobuf/compiler/plugin.pb-c.h>

#include "maru/base/arena.h"

/* p.proto: package p; message M { int32 a = 1; map<string, int32> m = 2; oneof o { E c = 3; } }, enum E, service S. M
 * stands at line 7, column 3. It imports imported.proto, which is empty. */
struct fixture {
	struct maru_arena arena;
	Google__Protobuf__Compiler__CodeGeneratorRequest request;
	Google__Protobuf__FileDescriptorProto file, imported, *files[3];
	Google__Protobuf__DescriptorProto message, nested, *messages[2], *nested_messages[1];
	Google__Protobuf__FieldDescriptorProto fields[3], nested_fields[2], *field_list[3], *nested_field_list[2];
	Google__Protobuf__OneofDescriptorProto oneof, *oneofs[1];
	Google__Protobuf__EnumDescriptorProto enumeration, *enums[2];
	Google__Protobuf__EnumValueDescriptorProto value, *values[1];
	Google__Protobuf__ServiceDescriptorProto service, *services[1];
	Google__Protobuf__MethodDescriptorProto method, *methods[1];
	Google__Protobuf__MessageOptions entry_options;
	Google__Protobuf__SourceCodeInfo source_info;
	Google__Protobuf__SourceCodeInfo__Location location, *locations[1];
	char *to_generate[1], *imports[1];
	int32_t public_imports[1], path[2], span[3];
};

/* CMocka's set-up and tear-down; *state is the fixture. */
int fixture_set_up(void **state);
int fixture_tear_down(void **state);

/* The request's encoding, on the fixture's arena. */
maru_bytes fixture_pack(struct fixture *fixture);

#endif
