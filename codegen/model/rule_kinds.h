/* Which function checks which rule. */
#ifndef MARU_CODEGEN_MODEL_RULE_KINDS_H
#define MARU_CODEGEN_MODEL_RULE_KINDS_H

#include "codegen/model/model.h"

enum rule_kind_flags {
	RULE_SWITCH = 1u << 0,    /* a bool: no rule where it is false */
	RULE_NOT_EMPTY = 1u << 1, /* MARUI_NOT_EMPTY */
	RULE_BOUND = 1u << 2,     /* one of lt, lte, gt, gte */
	RULE_SILENT = 1u << 3,    /* nothing to check */
	RULE_PATTERN = 1u << 4,
};

struct rule_kind {
	const char *family; /* the field of FieldRules; "": any */
	const char *name;   /* the field of the family's message */
	const char *check;
	unsigned flags;
};

/* NULL where maru does not check such a rule. */
const struct rule_kind *rule_kind_find(const char *family, const char *name);

/* Whether the rules of `family` are for such a field, or for one of its elements. */
bool rule_family_fits(const char *family, const struct model_field *field, bool is_element);

#endif
