#include "codegen/model/shop.h"

#include <stdio.h>

#include "codegen/model/build.h"
#include "codegen/request/unpack.h"
#include "maru/base/assert.h"

enum {
	FILE_BYTES_MAX = 1024 * 1024,
};

static maru_bytes
read_descriptors(struct maru_arena *arena)
{
	FILE *file = fopen("codegen/model/testdata/shop.bin", "rb");
	uint8_t *data = maru_arena_alloc(arena, FILE_BYTES_MAX);
	size_t len;

	MARU_ASSERT(file != NULL && "start this test through Bazel");
	len = fread(data, 1, FILE_BYTES_MAX, file);
	MARU_ASSERT(len > 0 && len < FILE_BYTES_MAX);
	fclose(file);
	return maru_bytes_of(data, len);
}

const struct model *
shop_model(struct maru_arena *arena, struct diagnostics *diagnostics)
{
	Google__Protobuf__Compiler__CodeGeneratorRequest request =
		GOOGLE__PROTOBUF__COMPILER__CODE_GENERATOR_REQUEST__INIT;
	char legacy[] = "legacy.proto", shop[] = "shop.proto", *to_generate[] = { legacy, shop };
	const Google__Protobuf__FileDescriptorSet *set;
	const maru_bytes bytes = read_descriptors(arena);
	const struct model *model;
	ProtobufCMessage *message;

	MARU_ASSERT(unpack(&google__protobuf__file_descriptor_set__descriptor, bytes, arena, &message) == MARU_OK);
	set = (const Google__Protobuf__FileDescriptorSet *)message;
	request.n_file_to_generate = 2;
	request.file_to_generate = to_generate;
	request.n_proto_file = set->n_file;
	request.proto_file = set->file;
	model = model_build(&request, arena, diagnostics);
	MARU_ASSERT(model != NULL);
	return model;
}

const struct model_file *
shop_file(const struct model *model, const char *name)
{
	for (size_t i = 0; i < model->n_files; i++)
		if (strcmp(model->files[i]->node.name, name) == 0)
			return model->files[i];
	maru_assert_failed(__FILE__, __LINE__, name);
}
