/* What the checks are handed, and how they read it. */
#ifndef MARU_VALIDATE_INTERNAL_CHECK_H
#define MARU_VALIDATE_INTERNAL_CHECK_H

#include "maru/validate/internal/rules.h"

MARU_BEGIN_DECLS

enum marui_family {
	MARUI_SIGNED, /* enums too */
	MARUI_UNSIGNED, /* bool too */
	MARUI_FLOATING,
	MARUI_TEXT,
	MARUI_MOMENT,
	MARUI_MESSAGE, /* nothing to compare with */
	MARUI_MANY,    /* a repeated field or map as a whole */
};

struct marui_value {
	enum marui_family family;
	union marui_operand is;
	const ProtobufCFieldDescriptor *field; /* for MARUI_MANY the repeated one itself */
	size_t n;                              /* MARUI_MANY: how many, and where they lie */
	const void *items;
};

/* One run of maru_validate_each(). */
struct marui_validation {
	struct maru_arena *arena;
	struct maru_violations *violations;
	bool is_too_deep, no_memory;
	struct marui_pattern *patterns; /* those compiled so far */
};

/* The value of a field other than a map or repeated one that lies at `slot`, or an element of such a field. */
struct marui_value marui_value_at(const ProtobufCFieldDescriptor *field, const void *slot, enum marui_part part);

/* -1, 0 or 1 as a is less than b, equal to it or greater; 2 where there is no order (NaN). */
int marui_compare(enum marui_family family, const union marui_operand *a, const union marui_operand *b);

/* How many of the values, or of a map's keys, are different. Sets no_memory, with some number, where there is none. */
size_t marui_count_distinct(const struct marui_value *many, struct marui_validation *validation);

/* Where a value stands, from the inside out: a path is only made where a rule is broken. */
struct marui_place {
	const struct marui_place *outer; /* NULL for the outermost message */
	int depth;                       /* of messages */
	const char *name;                /* of the field or oneof; NULL: an element of the field that is `outer` */
	const ProtobufCMessage *entry;   /* of a map, or NULL */
	size_t index;
};

/* `suffix` stands behind the id. */
void marui_violate(struct marui_validation *validation, const struct marui_place *place, const char *id,
                   const char *suffix, const char *text, bool for_key);

MARU_END_DECLS

#endif
