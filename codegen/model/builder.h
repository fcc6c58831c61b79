/* What the parts of model_build() share. */
#ifndef MARU_CODEGEN_MODEL_BUILDER_H
#define MARU_CODEGEN_MODEL_BUILDER_H

#include <google/protobuf/descriptor.pb-c.h>

#include "codegen/check/diagnostics.h"
#include "codegen/model/model.h"
#include "codegen/model/source_info.h"
#include "maru/base/map.h"

typedef Google__Protobuf__FileDescriptorProto FileProto;
typedef Google__Protobuf__DescriptorProto MessageProto;
typedef Google__Protobuf__FieldDescriptorProto FieldProto;
typedef Google__Protobuf__OneofDescriptorProto OneofProto;
typedef Google__Protobuf__EnumDescriptorProto EnumProto;
typedef Google__Protobuf__EnumValueDescriptorProto EnumValueProto;
typedef Google__Protobuf__ServiceDescriptorProto ServiceProto;
typedef Google__Protobuf__MethodDescriptorProto MethodProto;

struct builder {
	struct maru_arena *arena;
	struct diagnostics *diagnostics;
	struct diagnostics ignored; /* what is only wrong in files that nobody asked for */
	struct model *model;
	struct draft *drafts;   /* one for each file of the model */
	struct draft **stack;   /* room for as many, for walks through imports */
	struct maru_map wanted; /* names of file_to_generate -> themselves */
	struct maru_map files;  /* name -> struct draft */
	struct maru_map types;  /* full name -> struct type */
	bool broken;            /* something was refused: there will be no model */
};

/* A file of the model together with what it is made from. */
struct draft {
	struct builder *builder;
	struct model_file *file;
	const FileProto *proto;
	const MessageProto **message_protos; /* beside file->messages */
	struct source_info info;
	struct path path;        /* of the element that is being declared */
	const char *context;     /* the bounded context in snake_case; "" for none */
	const struct draft *visible_to; /* the last draft that found this file among its imports */
};

/* One of the two is set. */
struct type {
	const struct model_message *message;
	const struct model_enum *enumeration;
};

/* A field's option of buf.validate, kept from when the field is declared, and its place is at hand, to when its type is known. */
struct model_rules_source {
	maru_bytes bytes;
	struct path path; /* of the option */
};

/* How an element is declared: its kind in words, and the number of `options` in its descriptor. */
struct element {
	const char *what;
	int32_t options;
};

/* Reports, and marks the model as broken. */
MARU_PRINTF(4, 5)
void refuse(struct builder *builder, const struct model_location *location, enum diagnostic_code code,
            const char *format, ...);

/* Where to report what does not hinder a file from being imported. */
struct diagnostics *judgement(struct draft *draft);

/* Fills the node of the element at draft->path. `scope` is the full name that it stands in, "" for none. */
void declare_node(struct draft *draft, struct model_node *node, const struct element *element, const char *name,
                  const char *scope);

/* The element's maru option: options_read() at the node's place. */
const ProtobufCMessage *declare_option(struct draft *draft, const struct model_node *node,
                                       const ProtobufCMessage *options, const ProtobufCMessageDescriptor *descriptor);

/* The name that an option gave, or else the element's own in snake_case. */
const char *declare_word(struct draft *draft, const struct model_node *node, const char *name_in_option);

/* Makes a full name known; refuses one that is there already. */
void declare_type(struct draft *draft, const struct model_node *node, struct type type);

/* Messages and enums, nested ones included; their fields without types. */
void declare_types(struct draft *draft);
void declare_fields(struct draft *draft, struct model_message *message, const MessageProto *proto);
void declare_enum(struct draft *draft, struct model_enum *enumeration, const EnumProto *proto,
                  const struct model_message *parent);
void declare_services(struct draft *draft);

/* Once every file is declared. */
void resolve_fields(struct draft *draft);
void resolve_members(struct model_message *message, struct maru_arena *arena);
void resolve_services(struct draft *draft);
void resolve_required(struct model *model);

void resolve_rules(struct draft *draft);
void resolve_has_rules(struct model *model);

/* Take note of the buf.validate option of the element at draft->path, whose `options` (may be NULL) have that number. */
void declare_field_rules(struct draft *draft, struct model_field *field, const ProtobufCMessage *options, int32_t number);
void declare_message_rules(struct draft *draft, struct model_message *message, const ProtobufCMessage *options,
                           int32_t number);
void declare_oneof_rules(struct draft *draft, struct model_oneof *oneof, const ProtobufCMessage *options, int32_t number);

/* The type of that name, with a leading dot, as this file sees it through its imports; NULL, reported at `node`,
 * for none. */
const struct type *resolve_type(struct draft *draft, const struct model_node *node, const char *name);

/* True where `text` is a default for such a field. */
bool default_is_valid(const struct model_field *field, const char *text);

#endif
