/* A service's client in the header. */
#include "codegen/emit/method.h"
#include "codegen/emit/parts.h"
#include "codegen/emit/stub.h"
#include "codegen/emit/text.h"

/* Up to the body of a function in the header. */
static void
open_function(struct printer *printer, const char *comment, const char *signature)
{
	printer_blank(printer);
	text_comment(printer, comment);
	printer_line(printer, "MARU_MUST_USE static inline maru_status");
	printer_line(printer, "%s", signature);
	printer_line(printer, "{");
	printer_indent(printer);
}

static void
close_function(struct printer *printer)
{
	printer_outdent(printer);
	printer_line(printer, "}");
}

static void
call_send(struct printer *printer, const struct model_method *method)
{
	open_function(printer, "", maru_arena_printf(printer->arena, "%s_call_send(struct %s_call *call, const struct %s *message)",
	                                             method->c_stub, method->c_stub, method->request->c_name));
	printer_line(printer, "return marui_stream_send((struct maru_call *)call, &message->base);");
	close_function(printer);
}

static void
call_recv(struct printer *printer, const struct model_method *method)
{
	const char *stub = method->c_stub, *reply = method->reply->c_name;

	open_function(printer, "NULL at the end. A message is valid until the next one is received.",
	              maru_arena_printf(printer->arena, "%s_call_recv(struct %s_call *call, const struct %s **ret_message)", stub,
	                                stub, reply));
	printer_line(printer, "const ProtobufCMessage *message;");
	printer_blank(printer);
	printer_line(printer, "MARU_TRY(marui_stream_recv((struct maru_call *)call, &message));");
	printer_line(printer, "*ret_message = (const struct %s *)message;", reply);
	printer_line(printer, "return MARU_OK;");
	close_function(printer);
}

static void
call_close_send(struct printer *printer, const struct model_method *method)
{
	open_function(printer, "No more messages from this side.",
	              maru_arena_printf(printer->arena, "%s_call_close_send(struct %s_call *call)", method->c_stub,
	                                method->c_stub));
	printer_line(printer, "return marui_stream_close_send((struct maru_call *)call);");
	close_function(printer);
}

/* Where the server streams: nothing comes with the status. */
static void
call_finish(struct printer *printer, const struct model_method *method)
{
	open_function(printer, "Frees the call and returns its final status. Before the end it cancels.",
	              maru_arena_printf(printer->arena, "%s_call_finish(struct %s_call *call)", method->c_stub, method->c_stub));
	printer_line(printer, "return marui_client_finish((struct maru_call *)call, NULL);");
	close_function(printer);
}

static void
call_finish_with_reply(struct printer *printer, const struct model_method *method)
{
	const char *stub = method->c_stub, *reply = method->reply->c_name;

	open_function(printer, "Closes the sending side, waits and frees the call. The reply is on the parent's arena.",
	              maru_arena_printf(printer->arena, "%s_call_finish(struct %s_call *call, const struct %s **ret_reply)", stub,
	                                stub, reply));
	printer_line(printer, "const ProtobufCMessage *reply;");
	printer_blank(printer);
	printer_line(printer, "MARU_TRY(marui_client_finish((struct maru_call *)call, &reply));");
	printer_line(printer, "*ret_reply = (const struct %s *)reply;", reply);
	printer_line(printer, "return MARU_OK;");
	close_function(printer);
}

static void
stub_prototype(struct printer *printer, const struct model_method *method)
{
	struct maru_arena *arena = printer->arena;

	printer_blank(printer);
	text_comment(printer, method->node.comment);
	printer_line(printer, "MARU_MUST_USE maru_status %s;", stub_signature(method, arena));
	if (method->kind != MODEL_UNARY)
		return;
	printer_blank(printer);
	printer_line(printer, "typedef void %s_done_fn(void *self, maru_status status, const struct %s *reply);", method->c_stub,
	             method->reply->c_name);
	printer_line(printer, "void %s;", stub_async_signature(method, arena));
}

void
emit_stub_prototypes(struct printer *printer, const struct model_service *service)
{
	for (size_t i = 0; i < service->n_methods; i++) {
		const struct model_method *method = &service->methods[i];

		stub_prototype(printer, method);
		if (method_client_streams(method))
			call_send(printer, method);
		if (method->kind == MODEL_BIDI_STREAM)
			call_close_send(printer, method);
		if (method_server_streams(method))
			call_recv(printer, method);
		if (method_server_streams(method))
			call_finish(printer, method);
		else if (method->kind == MODEL_CLIENT_STREAM)
			call_finish_with_reply(printer, method);
	}
}
