/* A service in the source: thunks, which give the user's rows their types, and the table of methods. */
#include "codegen/emit/method.h"
#include "codegen/emit/parts.h"
#include "codegen/emit/text.h"

static void
unused(struct printer *printer, const char *name)
{
	printer_line(printer, "(void)%s;", name);
}

static void
thunk(struct printer *printer, const struct model_method *method)
{
	const struct model_service *service = method->service;
	struct maru_arena *arena = printer->arena;
	const char *request = "", *stream = "", *reply = "";

	if (!method_client_streams(method))
		request = maru_arena_printf(arena, ", (const struct %s *)request", method->request->c_name);
	if (method->kind != MODEL_UNARY)
		stream = maru_arena_printf(arena, ", (struct %s_stream *)call", method->c_stub);
	if (!method_server_streams(method))
		reply = maru_arena_printf(arena, ", (struct %s *)reply", method->reply->c_name);

	printer_line(printer, "static maru_status");
	printer_line(printer, "invoke_%s_%s(const void *table, void *self, struct maru_call *call, const ProtobufCMessage *request, "
	             "ProtobufCMessage *reply)", service->short_c_name, method->c_name);
	printer_line(printer, "{");
	printer_indent(printer);
	printer_line(printer, "const struct %s *service = (const struct %s *)table;", service->c_name, service->c_name);
	printer_blank(printer);
	if (method_client_streams(method))
		unused(printer, "request");
	if (method_server_streams(method))
		unused(printer, "reply");
	printer_line(printer, "if (service->%s == NULL)", method->c_name);
	printer_line(printer, "\treturn marui_unimplemented(call);");
	printer_line(printer, "return service->%s(self, call%s%s%s);", method->c_name, request, stream, reply);
	printer_outdent(printer);
	printer_line(printer, "}");
	printer_blank(printer);
}

static const char *
strings(struct maru_arena *arena, size_t n, const char **values)
{
	const char *list = "";

	for (size_t i = 0; i < n; i++)
		list = maru_arena_printf(arena, "%s%s\"%s\"", list, i > 0 ? ", " : "",
		                         text_for_literal(maru_bytes_of_string(values[i]), arena));
	return list;
}

static void
permissions(struct printer *printer, const struct model_method *method)
{
	const char *service = method->service->short_c_name;

	if (method->n_scopes > 0)
		printer_line(printer, "static const char *const scopes_%s_%s[] = { %s };", service, method->c_name,
		             strings(printer->arena, method->n_scopes, method->scopes));
	if (method->n_roles > 0)
		printer_line(printer, "static const char *const roles_%s_%s[] = { %s };", service, method->c_name,
		             strings(printer->arena, method->n_roles, method->roles));
	if (method->n_scopes + method->n_roles > 0)
		printer_blank(printer);
}

/* What is not said stays out. */
static void
what_options_say(struct printer *printer, const struct model_method *method)
{
	static const char *const idempotencies[] = { NULL, "MARU_NO_SIDE_EFFECTS", "MARU_IDEMPOTENT" };
	static const char *const priorities[] = { NULL, "CRITICAL", "DEGRADED", "BEST_EFFORT", "BULK" };
	const char *service = method->service->short_c_name, *name = method->c_name;

	if (method->idempotency > 0 && method->idempotency < 3)
		printer_line(printer, ".idempotency = %s,", idempotencies[method->idempotency]);
	if (method->priority > 0 && method->priority < 5)
		printer_line(printer, ".priority = MARU_PRIORITY_%s,", priorities[method->priority]);
	if (method->is_inline)
		printer_line(printer, ".is_inline = true,");
	if (method->is_public)
		printer_line(printer, ".is_public = true,");
	if (method->deadline_ms > 0)
		printer_line(printer, ".deadline_ms = %u,", (unsigned)method->deadline_ms);
	if (method->n_scopes > 0)
		printer_line(printer, ".n_scopes = %zu, .scopes = scopes_%s_%s,", method->n_scopes, service, name);
	if (method->n_roles > 0)
		printer_line(printer, ".n_roles = %zu, .roles = roles_%s_%s,", method->n_roles, service, name);
}

static void
method_row(struct printer *printer, const struct model_method *method)
{
	static const char *const kinds[] = {
		[MODEL_UNARY] = "MARU_UNARY",
		[MODEL_SERVER_STREAM] = "MARU_SERVER_STREAM",
		[MODEL_CLIENT_STREAM] = "MARU_CLIENT_STREAM",
		[MODEL_BIDI_STREAM] = "MARU_BIDI_STREAM",
	};

	printer_line(printer, "{");
	printer_indent(printer);
	printer_line(printer, ".path = %s_PATH,", method->c_macro);
	printer_line(printer, ".kind = %s,", kinds[method->kind]);
	what_options_say(printer, method);
	printer_line(printer, ".request = &%s_type,", method->request->c_name);
	printer_line(printer, ".reply = &%s_type,", method->reply->c_name);
	printer_line(printer, ".invoke = invoke_%s_%s,", method->service->short_c_name, method->c_name);
	printer_outdent(printer);
	printer_line(printer, "},");
}

static void
methods(struct printer *printer, const struct model_service *service)
{
	for (size_t i = 0; i < service->n_methods; i++)
		permissions(printer, &service->methods[i]);
	printer_line(printer, "static const struct maru_method methods_%s[] = {", service->short_c_name);
	printer_indent(printer);
	for (size_t i = 0; i < service->n_methods; i++)
		method_row(printer, &service->methods[i]);
	printer_outdent(printer);
	printer_line(printer, "};");
	printer_blank(printer);
}

void
emit_service(struct printer *printer, const struct model_service *service)
{
	for (size_t i = 0; i < service->n_methods; i++)
		thunk(printer, &service->methods[i]);
	if (service->n_methods > 0)
		methods(printer, service);
	printer_line(printer, "const struct maru_service %s_descriptor = {", service->c_name);
	printer_indent(printer);
	printer_line(printer, ".name = \"%s\",", service->node.full_name);
	if (service->n_methods > 0) {
		printer_line(printer, ".n_methods = %zu,", service->n_methods);
		printer_line(printer, ".methods = methods_%s,", service->short_c_name);
	}
	printer_outdent(printer);
	printer_line(printer, "};");
}
