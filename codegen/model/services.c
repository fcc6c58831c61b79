/* Services, their names and their methods' options. */
#include <maru/options.pb-c.h>

#include "codegen/model/builder.h"
#include "codegen/model/names.h"
#include "codegen/model/options.h"

/* Numbers of FileDescriptorProto and ServiceDescriptorProto. */
enum { FILE_SERVICE = 6, SERVICE_METHOD = 2 };

static const struct element service_element = { "a service", 3 };
static const struct element method_element = { "a method", 4 };

static enum model_method_kind
kind_of(const MethodProto *proto)
{
	if (proto->client_streaming)
		return proto->server_streaming ? MODEL_BIDI_STREAM : MODEL_CLIENT_STREAM;
	return proto->server_streaming ? MODEL_SERVER_STREAM : MODEL_UNARY;
}

static void
declare_method_option(struct model_method *method, const Maru__Method *option)
{
	if (option == NULL)
		return;
	method->deadline_ms = option->deadline_ms;
	method->is_public = option->public_;
	method->is_inline = option->inline_;
	method->priority = (int)option->priority;
	method->n_scopes = option->n_scopes;
	method->scopes = (const char **)option->scopes;
	method->n_roles = option->n_roles;
	method->roles = (const char **)option->roles;
}

/* `stub_scope` is what the service puts before its methods' names. */
static void
declare_method(struct draft *draft, struct model_method *method, const MethodProto *proto, const char *stub_scope)
{
	struct maru_arena *arena = draft->builder->arena;
	const struct model_service *service = method->service;
	const Google__Protobuf__MethodOptions *options = proto->options;
	const Maru__Method *option;
	const char *word;

	declare_node(draft, &method->node, &method_element, proto->name, service->node.full_name);
	option = (const Maru__Method *)declare_option(draft, &method->node, options != NULL ? &options->base : NULL,
	                                              &maru__method__descriptor);
	word = declare_word(draft, &method->node, option != NULL ? option->name : NULL);
	method->c_name = names_escape(arena, word);
	method->c_stub = names_escape(arena, names_join(arena, stub_scope, word));
	method->c_macro = names_upper(arena, names_join(arena, stub_scope, word));
	method->path = maru_arena_printf(arena, "/%s/%s", service->node.full_name, method->node.name);
	method->kind = kind_of(proto);
	declare_method_option(method, option);
	if (options == NULL)
		return;
	method->node.deprecated = options->deprecated;
	method->idempotency = (int)options->idempotency_level;
}

static void
declare_service(struct draft *draft, struct model_service *service, const ServiceProto *proto)
{
	struct maru_arena *arena = draft->builder->arena;
	struct model_file *file = draft->file;
	const Google__Protobuf__ServiceOptions *options = proto->options;
	const char *given, *stub_scope;
	const Maru__Service *option;
	bool is_own;

	declare_node(draft, &service->node, &service_element, proto->name, file->node.full_name);
	option = (const Maru__Service *)declare_option(draft, &service->node, options != NULL ? &options->base : NULL,
	                                               &maru__service__descriptor);
	given = options_name(option != NULL ? option->name : NULL, &service->node.option, judgement(draft));
	service->node.deprecated = options != NULL && options->deprecated;
	service->file = file;
	service->short_c_name = given != NULL ? given : names_service(arena, service->node.name);
	is_own = strcmp(service->short_c_name, draft->context) == 0;
	stub_scope = is_own ? file->c_prefix : names_join(arena, file->c_prefix, service->short_c_name);
	service->c_name = names_join(arena, stub_scope, "service");
	service->n_methods = proto->n_method;
	service->methods = maru_arena_zalloc(arena, proto->n_method * sizeof *service->methods);
	for (size_t i = 0; i < proto->n_method; i++) {
		path_push(&draft->path, SERVICE_METHOD, i);
		service->methods[i].service = service;
		declare_method(draft, &service->methods[i], proto->method[i], stub_scope);
		path_pop(&draft->path);
	}
}

void
declare_services(struct draft *draft)
{
	const FileProto *proto = draft->proto;
	struct model_file *file = draft->file;

	file->n_services = proto->n_service;
	file->services = maru_arena_zalloc(draft->builder->arena, proto->n_service * sizeof *file->services);
	for (size_t i = 0; i < proto->n_service; i++) {
		path_push(&draft->path, FILE_SERVICE, i);
		declare_service(draft, &file->services[i], proto->service[i]);
		path_pop(&draft->path);
	}
}

static const struct model_message *
resolve_message(struct draft *draft, const struct model_method *method, const char *name)
{
	const struct type *type = resolve_type(draft, &method->node, name);

	if (type == NULL)
		return NULL;
	if (type->message == NULL || type->message->is_map_entry) {
		refuse(draft->builder, &method->node.location, DIAGNOSTIC_UNKNOWN_TYPE,
		       "'%s' is no message; a method takes and gives messages; use protoc", name);
		return NULL;
	}
	return type->message;
}

void
resolve_services(struct draft *draft)
{
	for (size_t i = 0; i < draft->file->n_services; i++) {
		struct model_service *service = &draft->file->services[i];

		for (size_t j = 0; j < service->n_methods; j++) {
			const MethodProto *proto = draft->proto->service[i]->method[j];

			service->methods[j].request = resolve_message(draft, &service->methods[j], proto->input_type);
			service->methods[j].reply = resolve_message(draft, &service->methods[j], proto->output_type);
		}
	}
}
