#include "codegen/model/identifiers.h"

#include "codegen/model/names.h"

#define COUNT_OF(array) (sizeof(array) / sizeof (array)[0])

/* Where identifiers go, and what they are of at the moment. */
struct sink {
	struct maru_arena *arena;
	identifier_fn *visit;
	void *self;
	enum model_kind kind;
	const struct model_node *node;
};

static void
of(struct sink *sink, enum model_kind kind, const struct model_node *node)
{
	sink->kind = kind;
	sink->node = node;
}

static void
give(struct sink *sink, enum identifier_space space, bool is_static, const char *name)
{
	const struct identifier identifier = {
		.name = name,
		.space = space,
		.is_static = is_static,
		.kind = sink->kind,
		.node = sink->node,
	};

	sink->visit(sink->self, &identifier);
}

static void
tag(struct sink *sink, const char *name)
{
	give(sink, IDENTIFIER_TAG, false, name);
}

static void
tag_with(struct sink *sink, const char *name, const char *suffix)
{
	tag(sink, maru_arena_printf(sink->arena, "%s_%s", name, suffix));
}

static void
with_suffix(struct sink *sink, const char *name, const char *suffix)
{
	give(sink, IDENTIFIER_ORDINARY, false, maru_arena_printf(sink->arena, "%s_%s", name, suffix));
}

static void
with_suffixes(struct sink *sink, const char *name, const char *const *suffixes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		with_suffix(sink, name, suffixes[i]);
}

static void
constant(struct sink *sink, const char *scope, const char *name)
{
	give(sink, IDENTIFIER_CONSTANT, false, maru_arena_printf(sink->arena, "%s_%s", scope, name));
}

static void
static_with_prefix(struct sink *sink, const char *prefix, const char *name)
{
	give(sink, IDENTIFIER_ORDINARY, true, maru_arena_printf(sink->arena, "%s_%s", prefix, name));
}

static void
static_with_prefixes(struct sink *sink, const char *const *prefixes, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		static_with_prefix(sink, prefixes[i], name);
}

static void
enum_identifiers(struct sink *sink, const struct model_enum *enumeration)
{
	static const char *const suffixes[] = { "descriptor", "name" };
	static const char *const static_prefixes[] = { "values", "names", "value_ranges" };

	of(sink, MODEL_KIND_ENUM, &enumeration->node);
	tag(sink, enumeration->c_name);
	with_suffixes(sink, enumeration->c_name, suffixes, COUNT_OF(suffixes));
	static_with_prefixes(sink, static_prefixes, COUNT_OF(static_prefixes), enumeration->c_name);
	for (size_t i = 0; i < enumeration->n_values; i++) {
		if (enumeration->values[i].is_declared)
			continue;
		of(sink, MODEL_KIND_VALUE, &enumeration->values[i].node);
		give(sink, IDENTIFIER_CONSTANT, false, enumeration->values[i].c_name);
	}
}

static void
oneof_identifiers(struct sink *sink, const struct model_oneof *oneof)
{
	const struct model_message *message = oneof->parent;
	const char *scope = maru_arena_printf(sink->arena, "%s_%s", message->c_macro, names_upper(sink->arena, oneof->c_name));

	of(sink, MODEL_KIND_ONEOF, &oneof->node);
	tag(sink, maru_arena_printf(sink->arena, "%s_%s_case", message->c_name, oneof->c_name));
	constant(sink, scope, "NOT_SET");
	for (size_t i = 0; i < oneof->n_fields; i++) {
		of(sink, MODEL_KIND_FIELD, &oneof->fields[i]->node);
		constant(sink, scope, names_upper(sink->arena, oneof->fields[i]->c_name));
	}
}

/* What holds a proto2 default; bytes need a second variable. */
static void
default_identifiers(struct sink *sink, const struct model_field *field)
{
	const char *name = maru_arena_printf(sink->arena, "%s_%u", field->parent->short_c_name, (unsigned)field->number);

	static_with_prefix(sink, "default", name);
	if (field->type == PROTOBUF_C_TYPE_BYTES)
		static_with_prefix(sink, "default", maru_arena_printf(sink->arena, "%s_data", name));
}

static void
field_identifiers(struct sink *sink, const struct model_field *field)
{
	const char *message = field->parent->c_name;
	bool has_flag = field->presence == MODEL_OPTIONAL && field->message == NULL;

	of(sink, MODEL_KIND_FIELD, &field->node);
	if (has_flag || field->presence == MODEL_ONEOF)
		with_suffix(sink, message, maru_arena_printf(sink->arena, "set_%s", field->c_name));
	if (field->is_map)
		with_suffix(sink, message, maru_arena_printf(sink->arena, "%s_find", field->c_name));
	if (field->default_text != NULL)
		default_identifiers(sink, field);
}

static void
message_identifiers(struct sink *sink, const struct model_message *message)
{
	static const char *const suffixes[] = { "descriptor", "type", "init", "new" };
	static const char *const coding_suffixes[] = { "decode", "size", "encode", "dup", "equal", "text" };
	static const char *const static_prefixes[] = { "init", "size_of", "write", "read", "by_name", "fields", "ranges" };

	of(sink, message->is_map_entry ? MODEL_KIND_MAP_ENTRY : MODEL_KIND_MESSAGE, &message->node);
	tag(sink, message->c_name);
	give(sink, IDENTIFIER_MACRO_WITH_ARGUMENTS, false, message->c_macro);
	with_suffixes(sink, message->c_name, suffixes, COUNT_OF(suffixes));
	if (!message->is_map_entry)
		with_suffixes(sink, message->c_name, coding_suffixes, COUNT_OF(coding_suffixes));
	static_with_prefixes(sink, static_prefixes, COUNT_OF(static_prefixes), message->short_c_name);
	if (message->has_rules) {
		with_suffix(sink, message->c_name, "validate");
		static_with_prefix(sink, "rules", message->short_c_name);
	}
	for (size_t i = 0; i < message->n_oneofs; i++)
		oneof_identifiers(sink, &message->oneofs[i]);
	for (size_t i = 0; i < message->n_fields; i++)
		field_identifiers(sink, &message->fields[i]);
}

static void
stream_identifiers(struct sink *sink, const struct model_method *method)
{
	static const char *const client_sends[] = { "stream_recv", "call_send" };
	static const char *const server_sends[] = { "stream_send", "call_recv" };

	tag_with(sink, method->c_stub, "stream");
	tag_with(sink, method->c_stub, "call");
	with_suffix(sink, method->c_stub, "call_finish");
	if (method->kind != MODEL_SERVER_STREAM)
		with_suffixes(sink, method->c_stub, client_sends, COUNT_OF(client_sends));
	if (method->kind != MODEL_CLIENT_STREAM)
		with_suffixes(sink, method->c_stub, server_sends, COUNT_OF(server_sends));
	if (method->kind == MODEL_BIDI_STREAM)
		with_suffix(sink, method->c_stub, "call_close_send");
}

static void
method_identifiers(struct sink *sink, const struct model_method *method)
{
	static const char *const unary_suffixes[] = { "done_fn", "async" };
	static const char *const static_prefixes[] = { "invoke", "scopes", "roles" };
	const char *row = maru_arena_printf(sink->arena, "%s_%s", method->service->short_c_name, method->c_name);

	of(sink, MODEL_KIND_METHOD, &method->node);
	give(sink, IDENTIFIER_MACRO, false, maru_arena_printf(sink->arena, "%s_PATH", method->c_macro));
	give(sink, IDENTIFIER_ORDINARY, false, method->c_stub);
	static_with_prefixes(sink, static_prefixes, COUNT_OF(static_prefixes), row);
	if (method->kind != MODEL_UNARY) {
		stream_identifiers(sink, method);
		return;
	}
	with_suffixes(sink, method->c_stub, unary_suffixes, COUNT_OF(unary_suffixes));
	static_with_prefix(sink, "done", method->c_stub);
}

static void
service_identifiers(struct sink *sink, const struct model_service *service)
{
	static const char *const suffixes[] = { "descriptor", "mount" };

	of(sink, MODEL_KIND_SERVICE, &service->node);
	tag(sink, service->c_name);
	with_suffixes(sink, service->c_name, suffixes, COUNT_OF(suffixes));
	static_with_prefix(sink, "methods", service->short_c_name);
	for (size_t i = 0; i < service->n_methods; i++)
		method_identifiers(sink, &service->methods[i]);
}

void
identifiers_of_file(const struct model_file *file, struct maru_arena *arena, identifier_fn *visit, void *self)
{
	struct sink sink = { .arena = arena, .visit = visit, .self = self };

	of(&sink, MODEL_KIND_FILE, &file->node);
	give(&sink, IDENTIFIER_MACRO, false, file->c_guard);
	for (size_t i = 0; i < file->n_enums; i++)
		enum_identifiers(&sink, file->enums[i]);
	for (size_t i = 0; i < file->n_messages; i++)
		message_identifiers(&sink, file->messages[i]);
	for (size_t i = 0; i < file->n_services; i++)
		service_identifiers(&sink, &file->services[i]);
}

void
identifiers_of_message_members(const struct model_message *message, struct maru_arena *arena, identifier_fn *visit,
                               void *self)
{
	struct sink sink = { .arena = arena, .visit = visit, .self = self };

	of(&sink, MODEL_KIND_MESSAGE, &message->node);
	give(&sink, IDENTIFIER_ORDINARY, false, "base");
	for (size_t i = 0; i < message->n_oneofs; i++) {
		of(&sink, MODEL_KIND_ONEOF, &message->oneofs[i].node);
		with_suffix(&sink, message->oneofs[i].c_name, "case");
	}
	for (size_t i = 0; i < message->n_fields; i++) {
		const struct model_field *field = &message->fields[i];

		of(&sink, MODEL_KIND_FIELD, &field->node);
		give(&sink, IDENTIFIER_ORDINARY, false, field->c_name);
		if (field->presence == MODEL_REPEATED)
			with_suffix(&sink, "n", field->c_name);
		if (field->presence == MODEL_OPTIONAL && field->message == NULL)
			with_suffix(&sink, "has", field->c_name);
	}
}

void
identifiers_of_service_members(const struct model_service *service, struct maru_arena *arena, identifier_fn *visit,
                               void *self)
{
	struct sink sink = { .arena = arena, .visit = visit, .self = self };

	for (size_t i = 0; i < service->n_methods; i++) {
		of(&sink, MODEL_KIND_METHOD, &service->methods[i].node);
		give(&sink, IDENTIFIER_ORDINARY, false, service->methods[i].c_name);
	}
}
