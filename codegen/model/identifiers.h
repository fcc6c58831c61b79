/*
 * Every identifier that the generated C of a file declares: the one list of them. Checks look for clashes in it, and
 * a test holds the emitters' output against it; whoever teaches an emitter a new name adds it here.
 */
#ifndef MARU_CODEGEN_MODEL_IDENTIFIERS_H
#define MARU_CODEGEN_MODEL_IDENTIFIERS_H

#include "codegen/model/model.h"

/* What an identifier is made from. */
enum model_kind {
	MODEL_KIND_FILE,
	MODEL_KIND_MESSAGE,
	MODEL_KIND_MAP_ENTRY,
	MODEL_KIND_FIELD,
	MODEL_KIND_ONEOF,
	MODEL_KIND_ENUM,
	MODEL_KIND_VALUE,
	MODEL_KIND_SERVICE,
	MODEL_KIND_METHOD,
};

/*
 * How an identifier is used, as bits: two of one name clash where they share one. A macro with arguments is a macro
 * only where a bracket follows, so that a constant may have its name: descriptor.proto has a message Declaration
 * beside a value DECLARATION.
 */
enum identifier_space {
	IDENTIFIER_TAG = 1,
	IDENTIFIER_CONSTANT = 2,
	IDENTIFIER_ORDINARY = 2 | 4,
	IDENTIFIER_MACRO_WITH_ARGUMENTS = 4,
	IDENTIFIER_MACRO = 1 | 2 | 4,
};

struct identifier {
	const char *name;
	enum identifier_space space;
	bool is_static; /* of the .maru.c: seen by that file alone */
	enum model_kind kind;
	const struct model_node *node;
};

typedef void identifier_fn(void *self, const struct identifier *identifier);

/* Those at file scope, in the order of the file. Names are on the arena. */
void identifiers_of_file(const struct model_file *file, struct maru_arena *arena, identifier_fn *visit, void *self);

/* The members of a message's struct and of a service's table: each has a name space of its own. */
void identifiers_of_message_members(const struct model_message *message, struct maru_arena *arena, identifier_fn *visit,
                                    void *self);
void identifiers_of_service_members(const struct model_service *service, struct maru_arena *arena, identifier_fn *visit,
                                    void *self);

#endif
