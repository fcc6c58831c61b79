/*
 * The generator's model: what a CodeGeneratorRequest says, in the shape that checks and emitters want.
 *
 * Three acts use it. codegen/model builds it from the descriptors and gives every element its C name; codegen/check
 * looks for what cannot be generated; codegen/emit prints. After the first act the model is read-only. All of it
 * lives on one arena, and nodes point at each other freely. Every file of the request is modelled, imported ones too;
 * `generate` tells which are asked for.
 *
 * Order is the order of the .proto file, everywhere.
 */
#ifndef MARU_CODEGEN_MODEL_MODEL_H
#define MARU_CODEGEN_MODEL_MODEL_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "maru/base/arena.h"

struct model_file;
struct model_message;
struct model_enum;
struct model_rules;
struct model_rules_source;
struct model_group;

/* Where an element stands in its .proto file, both from 1; 0 where the request carries no source information. */
struct model_location {
	const struct model_file *file;
	int line, column;
};

/* What every element has. */
struct model_node {
	const char *name;      /* as the .proto spells it */
	const char *full_name; /* "hello.v1.GreetRequest.Kind", without a leading dot */
	const char *comment;   /* leading comment, else trailing one, stripped of a leading blank a line; "" for none */
	struct model_location location;
	struct model_location option; /* of its maru option; where it has none, the element's own */
	bool deprecated;
};

struct model_enum_value {
	struct model_node node;
	int32_t number;
	const char *c_name; /* HELLO_MOOD_HAPPY */
	bool is_declared;   /* an earlier value has this C name and this number: its constant serves both */
};

struct model_enum {
	struct model_node node;
	const struct model_file *file;
	const char *c_name; /* hello_mood */
	size_t n_values;
	struct model_enum_value *values;
	bool closed; /* proto2 */
};

enum model_presence {
	MODEL_REQUIRED, /* proto2 */
	MODEL_OPTIONAL, /* has_x, or a pointer that may be NULL for messages */
	MODEL_IMPLICIT, /* proto3: absent means zero */
	MODEL_REPEATED,
	MODEL_ONEOF, /* a member of a oneof that is not synthetic */
};

struct model_field {
	struct model_node node;
	const struct model_message *parent;
	const char *c_name; /* a member of the struct; `has_`, `n_` and set_ names are made of it */
	uint32_t number;
	ProtobufCType type;
	enum model_presence presence;
	bool packed; /* as this file declares it: how it is written */
	bool is_map; /* repeated, and `message` is the entry */
	const struct model_message *message; /* MESSAGE, else NULL */
	const struct model_enum *enumeration; /* ENUM, else NULL */
	const struct model_oneof *oneof;      /* presence ONEOF, else NULL */
	const struct model_rules_source *rules_source; /* its buf.validate option, NULL for none: */
	const struct model_rules *rules;               /* compiled, NULL for none */
	const char *default_text;             /* as FieldDescriptorProto spells it (bytes: C-escaped), NULL: none */
	bool is_repeated_scalar_or_enum;      /* may come packed */
};

struct model_oneof {
	struct model_node node;
	const struct model_message *parent;
	const char *c_name; /* kind: gives the member `kind_case` and `enum <message>_kind_case` */
	size_t n_fields;
	const struct model_field **fields;
	bool must_be_set; /* option (buf.validate.oneof).required */
};

struct model_message {
	struct model_node node;
	const struct model_file *file;
	const struct model_message *parent; /* NULL at the top of a file */
	const char *c_name;                 /* hello_greet_request */
	const char *short_c_name;           /* greet_request: without the file's prefix, for static names */
	const char *c_macro;                /* HELLO_GREET_REQUEST */
	size_t n_fields;
	struct model_field *fields;                 /* in the order of the .proto */
	const struct model_field **fields_by_number; /* ascending */
	size_t n_oneofs;
	struct model_oneof *oneofs; /* without the synthetic ones of proto3 optional */
	bool is_map_entry;
	bool has_required; /* itself or in a sub-message, as far as types tell */
	bool has_rules;    /* of buf.validate, likewise */
	size_t n_groups;
	const struct model_group *groups; /* option (buf.validate.message).oneof */
};

enum model_method_kind { MODEL_UNARY, MODEL_SERVER_STREAM, MODEL_CLIENT_STREAM, MODEL_BIDI_STREAM };

struct model_method {
	struct model_node node;
	const struct model_service *service;
	const char *c_name;  /* greet: the row of the table */
	const char *c_stub;  /* hello_greet */
	const char *c_macro; /* HELLO_GREET */
	const char *path;    /* /hello.v1.Hello/Greet */
	enum model_method_kind kind;
	const struct model_message *request, *reply;
	int idempotency; /* google.protobuf.MethodOptions.IdempotencyLevel */
	uint32_t deadline_ms;
	bool is_public, is_inline;
	int priority; /* maru.Priority */
	size_t n_scopes, n_roles;
	const char **scopes, **roles;
};

struct model_service {
	struct model_node node;
	const struct model_file *file;
	const char *c_name;       /* hello_service, hello_admin_service */
	const char *short_c_name; /* hello, admin: for static names */
	size_t n_methods;
	struct model_method *methods;
};

struct model_file {
	struct model_node node; /* name: the import path; full_name: the package */
	bool generate;
	bool proto2;
	const char *c_prefix;    /* hello */
	const char *output_stem; /* hello/v1/hello: .maru.h and .maru.c are added */
	const char *c_guard;     /* HELLO_V1_HELLO_MARU_H */
	size_t n_imports;
	const struct model_file **imports;
	size_t n_public_imports;
	const struct model_file **public_imports;
	size_t n_messages; /* nested ones included, each before its children */
	struct model_message **messages;
	size_t n_enums; /* nested ones included */
	struct model_enum **enums;
	size_t n_services;
	struct model_service *services;
};

struct model {
	struct maru_arena *arena;
	size_t n_files;
	struct model_file **files; /* each after those that it imports */
};

#endif
