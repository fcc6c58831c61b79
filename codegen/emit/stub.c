/* A service's client in the source: the functions that start calls. */
#include "codegen/emit/stub.h"

#include "codegen/emit/method.h"
#include "codegen/emit/parts.h"

const char *
stub_signature(const struct model_method *method, struct maru_arena *arena)
{
	const char *request = "", *result;

	if (!method_client_streams(method))
		request = maru_arena_printf(arena, ", const struct %s *request", method->request->c_name);
	if (method->kind == MODEL_UNARY)
		result = maru_arena_printf(arena, "const struct %s **ret_reply", method->reply->c_name);
	else
		result = maru_arena_printf(arena, "struct %s_call **ret_call", method->c_stub);
	return maru_arena_printf(arena, "%s(struct maru_client *client, struct maru_call *parent%s, %s)", method->c_stub, request,
	                         result);
}

const char *
stub_async_signature(const struct model_method *method, struct maru_arena *arena)
{
	return maru_arena_printf(arena, "%s_async(struct maru_client *client, struct maru_call *parent, "
	                         "const struct %s *request, %s_done_fn *done, void *self)",
	                         method->c_stub, method->request->c_name, method->c_stub);
}

static void
unary(struct printer *printer, const struct model_method *method)
{
	printer_line(printer, "const ProtobufCMessage *reply;");
	printer_blank(printer);
	printer_line(printer, "MARU_TRY(marui_client_call(client, parent, %s, &request->base, &reply));",
	             method_reference(method, printer->arena));
	printer_line(printer, "*ret_reply = (const struct %s *)reply;", method->reply->c_name);
	printer_line(printer, "return MARU_OK;");
}

static void
stream(struct printer *printer, const struct model_method *method)
{
	printer_line(printer, "struct maru_call *call;");
	printer_blank(printer);
	printer_line(printer, "MARU_TRY(marui_client_open(client, parent, %s, %s, &call));",
	             method_reference(method, printer->arena), method_client_streams(method) ? "NULL" : "&request->base");
	printer_line(printer, "*ret_call = (struct %s_call *)call;", method->c_stub);
	printer_line(printer, "return MARU_OK;");
}

static void
stub(struct printer *printer, const struct model_method *method)
{
	printer_blank(printer);
	printer_line(printer, "maru_status");
	printer_line(printer, "%s", stub_signature(method, printer->arena));
	printer_line(printer, "{");
	printer_indent(printer);
	if (method->kind == MODEL_UNARY)
		unary(printer, method);
	else
		stream(printer, method);
	printer_outdent(printer);
	printer_line(printer, "}");
}

/* Back from the untyped function that the framework carries. */
static void
done_thunk(struct printer *printer, const struct model_method *method)
{
	printer_blank(printer);
	printer_line(printer, "static void");
	printer_line(printer, "done_%s(marui_any_fn *done, void *self, maru_status status, const ProtobufCMessage *reply)",
	             method->c_stub);
	printer_line(printer, "{");
	printer_indent(printer);
	printer_line(printer, "((%s_done_fn *)done)(self, status, (const struct %s *)reply);", method->c_stub,
	             method->reply->c_name);
	printer_outdent(printer);
	printer_line(printer, "}");
}

static void
async_stub(struct printer *printer, const struct model_method *method)
{
	printer_blank(printer);
	printer_line(printer, "void");
	printer_line(printer, "%s", stub_async_signature(method, printer->arena));
	printer_line(printer, "{");
	printer_indent(printer);
	printer_line(printer, "marui_client_call_async(client, parent, %s, &request->base, done_%s, (marui_any_fn *)done, self);",
	             method_reference(method, printer->arena), method->c_stub);
	printer_outdent(printer);
	printer_line(printer, "}");
}

void
emit_stubs(struct printer *printer, const struct model_service *service)
{
	for (size_t i = 0; i < service->n_methods; i++) {
		stub(printer, &service->methods[i]);
		if (service->methods[i].kind == MODEL_UNARY) {
			done_thunk(printer, &service->methods[i]);
			async_stub(printer, &service->methods[i]);
		}
	}
}
