#include "codegen/model/build.h"

#include <maru/options.pb-c.h>

#include "codegen/model/builder.h"
#include "codegen/model/names.h"
#include "codegen/model/options.h"
#include "maru/base/assert.h"

/* Numbers of FileDescriptorProto. */
enum { FILE_PACKAGE = 2, FILE_DEPENDENCY = 3, FILE_OPTIONS = 8, FILE_PUBLIC_DEPENDENCY = 10, FILE_SYNTAX = 12 };

/* Nothing of the result depends on it: no map is iterated. */
#define MAP_SEED 0

void
refuse(struct builder *builder, const struct model_location *location, enum diagnostic_code code, const char *format,
       ...)
{
	va_list args;

	va_start(args, format);
	diagnose_va(builder->diagnostics, location, code, format, args);
	va_end(args);
	builder->broken = true;
}

struct diagnostics *
judgement(struct draft *draft)
{
	return draft->file->generate ? draft->builder->diagnostics : &draft->builder->ignored;
}

static void
put(struct maru_map *map, const char *key, void *value)
{
	MARU_ASSERT(maru_map_put(map, maru_bytes_of_string(key), value) == MARU_OK && "out of memory");
}

static void *
get(const struct maru_map *map, const char *key)
{
	return maru_map_get(map, maru_bytes_of_string(key));
}

void
declare_node(struct draft *draft, struct model_node *node, const struct element *element, const char *name,
             const char *scope)
{
	struct builder *builder = draft->builder;

	node->location = source_info_location(&draft->info, &draft->path);
	node->option = source_info_option(&draft->info, &draft->path, element->options, node->location);
	node->comment = source_info_comment(&draft->info, &draft->path);
	node->name = "_";
	if (name == NULL)
		refuse(builder, &node->location, DIAGNOSTIC_BAD_NAME, "%s without a name; protoc never sends one; use protoc",
		       element->what);
	else if (!names_is_identifier(name))
		refuse(builder, &node->location, DIAGNOSTIC_BAD_NAME,
		       "'%s' is no name for %s; a name is a letter or underscore, then letters, digits and underscores; rename it",
		       name, element->what);
	else
		node->name = name;
	node->full_name = scope[0] == '\0' ? node->name : maru_arena_printf(builder->arena, "%s.%s", scope, node->name);
}

const ProtobufCMessage *
declare_option(struct draft *draft, const struct model_node *node, const ProtobufCMessage *options,
               const ProtobufCMessageDescriptor *descriptor)
{
	return options_read(options, descriptor, &node->option, draft->builder->arena, judgement(draft));
}

const char *
declare_word(struct draft *draft, const struct model_node *node, const char *name_in_option)
{
	const char *given = options_name(name_in_option, &node->option, judgement(draft));

	return given != NULL ? given : names_snake(draft->builder->arena, node->name);
}

void
declare_type(struct draft *draft, const struct model_node *node, struct type type)
{
	struct builder *builder = draft->builder;
	const struct type *there = get(&builder->types, node->full_name);
	struct type *entry;

	if (there != NULL) {
		const struct model_node *first = there->message != NULL ? &there->message->node : &there->enumeration->node;

		refuse(builder, &node->location, DIAGNOSTIC_TYPE_TWICE,
		       "'%s' is defined a second time; the first one is at %s; rename one of them", node->full_name,
		       location_text(&first->location, builder->arena));
		return;
	}
	entry = maru_arena_alloc(builder->arena, sizeof *entry);
	*entry = type;
	put(&builder->types, node->full_name, entry);
}

/* Characters that would end the comment or the string that a path is printed into. */
static bool
is_printable_path(const char *path)
{
	for (; *path != '\0'; path++)
		if ((unsigned char)*path < 0x20 || *path == 0x7f || strchr("\"\\*?", *path) != NULL)
			return false;
	return true;
}

static void
declare_file_name(struct draft *draft)
{
	struct model_file *file = draft->file;
	struct builder *builder = draft->builder;
	const char *name = draft->proto->name;

	file->node.location.file = file;
	file->node.name = "_";
	if (name == NULL || name[0] == '\0') {
		refuse(builder, NULL, DIAGNOSTIC_BAD_NAME, "a file without a name; protoc never sends one; use protoc");
		return;
	}
	file->node.name = name;
	if (!is_printable_path(name))
		refuse(builder, &file->node.location, DIAGNOSTIC_BAD_NAME,
		       "a file's path holds a control character or one of \" \\ * ?; it is printed into C comments and #include "
		       "lines; rename the file");
	if (get(&builder->files, name) != NULL)
		refuse(builder, &file->node.location, DIAGNOSTIC_FILE_TWICE,
		       "the request holds this file twice; protoc never sends that; use protoc");
	put(&builder->files, name, draft);
}

static void
declare_imports(struct draft *draft)
{
	const FileProto *proto = draft->proto;
	struct model_file *file = draft->file;
	struct builder *builder = draft->builder;

	file->imports = maru_arena_alloc(builder->arena, proto->n_dependency * sizeof(struct model_file *));
	for (size_t i = 0; i < proto->n_dependency; i++) {
		const struct draft *import = get(&builder->files, proto->dependency[i]);
		struct model_location location;

		path_push(&draft->path, FILE_DEPENDENCY, i);
		location = source_info_location(&draft->info, &draft->path);
		path_pop(&draft->path);
		if (import == NULL || import == draft)
			refuse(builder, &location, DIAGNOSTIC_FILE_MISSING,
			       "import '%s' does not stand before this file in the request; protoc sends every import, and sends it "
			       "first; use protoc",
			       proto->dependency[i]);
		else
			file->imports[file->n_imports++] = import->file;
	}
	if (builder->broken)
		return;
	file->public_imports = maru_arena_alloc(builder->arena, proto->n_public_dependency * sizeof(struct model_file *));
	for (size_t i = 0; i < proto->n_public_dependency; i++) {
		int32_t index = proto->public_dependency[i];

		if (index < 0 || (size_t)index >= file->n_imports)
			refuse(builder, &file->node.location, DIAGNOSTIC_BAD_INDEX,
			       "public import %d does not exist; the file has %zu imports; use protoc", index, file->n_imports);
		else
			file->public_imports[file->n_public_imports++] = file->imports[index];
	}
}

static void
declare_syntax(struct draft *draft)
{
	const char *syntax = draft->proto->syntax;
	struct model_file *file = draft->file;
	struct model_location location;

	file->proto2 = syntax == NULL || strcmp(syntax, "proto3") != 0;
	if (!file->proto2 || syntax == NULL || strcmp(syntax, "proto2") == 0)
		return;
	draft->path.items[draft->path.n++] = FILE_SYNTAX;
	location = source_info_location(&draft->info, &draft->path);
	draft->path.n--;
	if (strcmp(syntax, "editions") == 0)
		diagnose(judgement(draft), &location, DIAGNOSTIC_EDITION,
		         "the file uses editions; maru reads proto2 and proto3; write syntax = \"proto3\"; instead");
	else
		diagnose(judgement(draft), &location, DIAGNOSTIC_EDITION,
		         "syntax '%s' does not exist; maru reads proto2 and proto3; write syntax = \"proto3\"; instead", syntax);
}

/* These begin the names of the runtime itself. */
static bool
is_runtime_prefix(const char *prefix)
{
	static const char *const taken[] = { "maru", "marui", "protobuf_c" };

	for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
		if (strcmp(prefix, taken[i]) == 0)
			return true;
	return false;
}

/* maru's own contracts (package maru) stay clear of the framework's names without being told so. */
static const char *
package_prefix(struct draft *draft)
{
	const char *prefix = names_package_prefix(draft->builder->arena, draft->file->node.full_name);

	if (prefix[0] == '\0')
		return names_file_prefix(draft->builder->arena, draft->file->output_stem);
	return strcmp(prefix, "maru") == 0 ? "maru_idl" : prefix;
}

static void
declare_context(struct draft *draft)
{
	struct model_file *file = draft->file;
	struct builder *builder = draft->builder;
	const Google__Protobuf__FileOptions *options = draft->proto->options;
	const char *name = NULL, *prefix = NULL;
	const Maru__Context *context;

	file->node.option = source_info_option(&draft->info, &draft->path, FILE_OPTIONS, file->node.location);
	file->node.deprecated = options != NULL && options->deprecated;
	context = (const Maru__Context *)declare_option(draft, &file->node, options != NULL ? &options->base : NULL,
	                                                &maru__context__descriptor);
	if (context != NULL) {
		name = options_name(context->name, &file->node.option, judgement(draft));
		prefix = options_name(context->prefix, &file->node.option, judgement(draft));
	}
	draft->context = name != NULL ? name : names_package_context(builder->arena, file->node.full_name);
	file->c_prefix = prefix != NULL ? prefix : name != NULL ? name : package_prefix(draft);
	if (is_runtime_prefix(file->c_prefix))
		diagnose(judgement(draft), &file->node.option, DIAGNOSTIC_RESERVED_PREFIX,
		         "the C prefix of this file would be '%s'; names of the runtime begin with that; choose another one with "
		         "option (maru.context).prefix",
		         file->c_prefix);
}

static void
declare_file(struct draft *draft)
{
	struct model_file *file = draft->file;
	const FileProto *proto = draft->proto;
	struct builder *builder = draft->builder;

	declare_file_name(draft);
	source_info_init(&draft->info, builder->arena, file, proto->source_code_info);
	file->node.comment = "";
	file->node.full_name = proto->package != NULL ? proto->package : "";
	file->generate = get(&builder->wanted, file->node.name) != NULL;
	if (file->node.full_name[0] != '\0' && !names_is_package(file->node.full_name))
		refuse(builder, &file->node.location, DIAGNOSTIC_BAD_NAME,
		       "'%s' is no name for a package; a package is names with dots between them; rename it",
		       file->node.full_name);
	declare_imports(draft);
	declare_syntax(draft);
	file->output_stem = names_output_stem(builder->arena, file->node.name);
	declare_context(draft);
	file->c_guard = names_guard(builder->arena, file->output_stem);
	declare_types(draft);
	declare_services(draft);
}

static void
declare_files(struct builder *builder, const Google__Protobuf__Compiler__CodeGeneratorRequest *request)
{
	struct model *model = builder->model;

	for (size_t i = 0; i < request->n_file_to_generate; i++)
		put(&builder->wanted, request->file_to_generate[i], request->file_to_generate[i]);
	model->n_files = request->n_proto_file;
	model->files = maru_arena_zalloc(builder->arena, model->n_files * sizeof(struct model_file *));
	builder->drafts = maru_arena_zalloc(builder->arena, model->n_files * sizeof *builder->drafts);
	builder->stack = maru_arena_alloc(builder->arena, model->n_files * sizeof(struct draft *));
	for (size_t i = 0; i < model->n_files; i++) {
		struct draft *draft = &builder->drafts[i];

		draft->builder = builder;
		draft->proto = request->proto_file[i];
		draft->file = model->files[i] = maru_arena_zalloc(builder->arena, sizeof *draft->file);
		declare_file(draft);
	}
	for (size_t i = 0; i < request->n_file_to_generate; i++)
		if (get(&builder->files, request->file_to_generate[i]) == NULL)
			refuse(builder, NULL, DIAGNOSTIC_FILE_MISSING,
			       "file '%s' is asked for and is not in the request; protoc always sends it; use protoc",
			       request->file_to_generate[i]);
}

const struct model *
model_build(const Google__Protobuf__Compiler__CodeGeneratorRequest *request, struct maru_arena *arena,
            struct diagnostics *diagnostics)
{
	struct builder builder = { .arena = arena, .diagnostics = diagnostics };

	diagnostics_init(&builder.ignored, arena);
	builder.model = maru_arena_zalloc(arena, sizeof *builder.model);
	builder.model->arena = arena;
	maru_map_init(&builder.wanted, NULL, MAP_SEED);
	maru_map_init(&builder.files, NULL, MAP_SEED);
	maru_map_init(&builder.types, NULL, MAP_SEED);
	declare_files(&builder, request);
	for (size_t i = 0; !builder.broken && i < builder.model->n_files; i++) {
		resolve_fields(&builder.drafts[i]);
		resolve_services(&builder.drafts[i]);
	}
	for (size_t i = 0; !builder.broken && i < builder.model->n_files; i++)
		resolve_rules(&builder.drafts[i]);
	if (!builder.broken) {
		resolve_required(builder.model);
		resolve_has_rules(builder.model);
	}
	maru_map_fini(&builder.wanted);
	maru_map_fini(&builder.files);
	maru_map_fini(&builder.types);
	return builder.broken ? NULL : builder.model;
}
