/* A service in the header: the table that a server fills, and the server's ends of streams. */
#include <string.h>

#include "codegen/emit/method.h"
#include "codegen/emit/parts.h"
#include "codegen/emit/text.h"

static void
path_macros(struct printer *printer, const struct model_service *service)
{
	for (size_t i = 0; i < service->n_methods; i++) {
		const char *name = service->methods[i].c_macro, *path = service->methods[i].path;
		bool fits = strlen("#define _PATH \"\"") + strlen(name) + strlen(path) <= PRINTER_COLUMNS;

		printer_put(printer, "#define %s_PATH %s\"%s\"\n", name, fits ? "" : "\\\n\t", path);
	}
	printer_blank(printer);
}

static void
stream_tags(struct printer *printer, const struct model_service *service)
{
	bool any = false;

	for (size_t i = 0; i < service->n_methods; i++) {
		const struct model_method *method = &service->methods[i];

		if (method->kind == MODEL_UNARY)
			continue;
		if (!any)
			printer_line(printer, "/* The server's end of a stream, and the client's. */");
		any = true;
		printer_line(printer, "struct %s_stream;", method->c_stub);
		printer_line(printer, "struct %s_call;", method->c_stub);
	}
	printer_blank(printer);
}

static void
row(struct printer *printer, const struct model_method *method)
{
	const char *request = "", *stream = "", *reply = "";

	if (!method_client_streams(method))
		request = maru_arena_printf(printer->arena, ", const struct %s *request", method->request->c_name);
	if (method->kind != MODEL_UNARY)
		stream = maru_arena_printf(printer->arena, ", struct %s_stream *stream", method->c_stub);
	if (!method_server_streams(method))
		reply = maru_arena_printf(printer->arena, ", struct %s *reply", method->reply->c_name);
	text_comment(printer, method->node.comment);
	printer_line(printer, "maru_status (*%s)(void *self, struct maru_call *call%s%s%s);", method->c_name, request, stream,
	             reply);
}

static void
table(struct printer *printer, const struct model_service *service)
{
	const char *comment = text_for_comment(service->node.comment, printer->arena);

	text_comment(printer, maru_arena_printf(printer->arena, "%s%sA row left out answers UNIMPLEMENTED.", comment,
	                                        comment[0] != '\0' ? "\n\n" : ""));
	printer_line(printer, "struct %s {", service->c_name);
	printer_indent(printer);
	for (size_t i = 0; i < service->n_methods; i++)
		row(printer, &service->methods[i]);
	if (service->n_methods == 0)
		printer_line(printer, "void *none; /* C has no empty structs */");
	printer_outdent(printer);
	printer_line(printer, "};");
	printer_blank(printer);
	printer_line(printer, "extern const struct maru_service %s_descriptor;", service->c_name);
	printer_blank(printer);
	printer_line(printer, "/* Borrows both until the server ends. */");
	printer_line(printer, "static inline void");
	printer_line(printer, "%s_mount(struct maru_server *server, const struct %s *service, void *self)", service->c_name,
	             service->c_name);
	printer_line(printer, "{");
	printer_line(printer, "\tmaru_server_mount(server, &%s_descriptor, service, self);", service->c_name);
	printer_line(printer, "}");
}

static void
stream_send(struct printer *printer, const struct model_method *method)
{
	const char *stub = method->c_stub;

	printer_blank(printer);
	printer_line(printer, "MARU_MUST_USE static inline maru_status");
	printer_line(printer, "%s_stream_send(struct %s_stream *stream, const struct %s *message)", stub, stub,
	             method->reply->c_name);
	printer_line(printer, "{");
	printer_line(printer, "\treturn marui_stream_send((struct maru_call *)stream, &message->base);");
	printer_line(printer, "}");
}

static void
stream_recv(struct printer *printer, const struct model_method *method)
{
	const char *stub = method->c_stub, *request = method->request->c_name;

	printer_blank(printer);
	printer_line(printer, "/* NULL at the end. A message is valid until the next one is received. */");
	printer_line(printer, "MARU_MUST_USE static inline maru_status");
	printer_line(printer, "%s_stream_recv(struct %s_stream *stream, const struct %s **ret_message)", stub, stub, request);
	printer_line(printer, "{");
	printer_indent(printer);
	printer_line(printer, "const ProtobufCMessage *message;");
	printer_blank(printer);
	printer_line(printer, "MARU_TRY(marui_stream_recv((struct maru_call *)stream, &message));");
	printer_line(printer, "*ret_message = (const struct %s *)message;", request);
	printer_line(printer, "return MARU_OK;");
	printer_outdent(printer);
	printer_line(printer, "}");
}

void
emit_service_table(struct printer *printer, const struct model_service *service)
{
	path_macros(printer, service);
	stream_tags(printer, service);
	table(printer, service);
	for (size_t i = 0; i < service->n_methods; i++) {
		if (method_server_streams(&service->methods[i]))
			stream_send(printer, &service->methods[i]);
		if (method_client_streams(&service->methods[i]))
			stream_recv(printer, &service->methods[i]);
	}
}
