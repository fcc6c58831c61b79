#include "codegen/plugin/plugin.h"

#include <google/protobuf/compiler/plugin.pb-c.h>

#include "codegen/check/check.h"
#include "codegen/check/diagnostics.h"
#include "codegen/emit/emit.h"
#include "codegen/model/build.h"
#include "codegen/request/unpack.h"

typedef Google__Protobuf__Compiler__CodeGeneratorRequest Request;
typedef Google__Protobuf__Compiler__CodeGeneratorResponse Response;
typedef Google__Protobuf__Compiler__CodeGeneratorResponse__File OutputFile;

MARU_MUST_USE static maru_status
unpack_request(maru_bytes bytes, struct maru_arena *arena, const Request **ret_request)
{
	ProtobufCMessage *request;
	maru_status status = unpack(&google__protobuf__compiler__code_generator_request__descriptor, bytes, arena, &request);
	bool malformed = maru_status_code(status) == MARU_CODE_INVALID_ARGUMENT;

	if (status != MARU_OK)
		return maru_status_new(arena, status->code, "error[M%04d]: the request is %s: %s; run this program through protoc",
		                       malformed ? DIAGNOSTIC_REQUEST_MALFORMED : DIAGNOSTIC_REQUEST_TOO_LARGE,
		                       malformed ? "not an encoded CodeGeneratorRequest" : "too large", status->message);
	*ret_request = (const Request *)request;
	return MARU_OK;
}

static void
check_parameter(const Request *request, struct diagnostics *diagnostics)
{
	if (request->parameter != NULL && request->parameter[0] != '\0')
		diagnose(diagnostics, NULL, DIAGNOSTIC_UNKNOWN_PARAMETER,
		         "unknown parameter '%s'; protoc-gen-maru has no parameters, everything is said in the .proto files; "
		         "remove it from --maru_out or --maru_opt",
		         request->parameter);
}

static OutputFile *
output_file(const struct model_file *file, const char *suffix, void (*emit)(const struct model_file *,
            struct printer *), struct maru_arena *arena)
{
	OutputFile *output = maru_arena_alloc(arena, sizeof *output);
	struct printer printer;

	printer_init(&printer, arena);
	emit(file, &printer);
	google__protobuf__compiler__code_generator_response__file__init(output);
	output->name = maru_arena_printf(arena, "%s%s", file->output_stem, suffix);
	output->content = printer.text;
	return output;
}

static void
emit_files(const struct model *model, Response *response)
{
	response->file = maru_arena_alloc(model->arena, 2 * model->n_files * sizeof(OutputFile *));
	for (size_t i = 0; i < model->n_files; i++) {
		const struct model_file *file = model->files[i];

		if (!file->generate)
			continue;
		response->file[response->n_file++] = output_file(file, ".maru.h", emit_header, model->arena);
		response->file[response->n_file++] = output_file(file, ".maru.c", emit_source, model->arena);
	}
}

maru_status
plugin_run(maru_bytes request_bytes, struct maru_arena *arena, maru_bytes *ret_response)
{
	Response response = GOOGLE__PROTOBUF__COMPILER__CODE_GENERATOR_RESPONSE__INIT;
	struct diagnostics diagnostics;
	const struct model *model;
	const Request *request;
	uint8_t *packed;
	size_t len;

	MARU_TRY(unpack_request(request_bytes, arena, &request));
	diagnostics_init(&diagnostics, arena);
	check_parameter(request, &diagnostics);
	model = model_build(request, arena, &diagnostics);
	if (model != NULL)
		check_model(model, &diagnostics);

	response.has_supported_features = true;
	response.supported_features = GOOGLE__PROTOBUF__COMPILER__CODE_GENERATOR_RESPONSE__FEATURE__FEATURE_PROTO3_OPTIONAL;
	if (diagnostics.n != 0)
		response.error = maru_arena_strdup(arena, diagnostics_text(&diagnostics));
	else
		emit_files(model, &response);

	len = protobuf_c_message_get_packed_size(&response.base);
	packed = maru_arena_alloc(arena, len);
	protobuf_c_message_pack(&response.base, packed);
	*ret_response = maru_bytes_of(packed, len);
	return MARU_OK;
}
