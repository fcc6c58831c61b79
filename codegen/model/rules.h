/*
 * The rules of buf.validate at an element, compiled to what the emitter prints: rows of the tables in
 * maru/validate/internal/rules.h.
 */
#ifndef MARU_CODEGEN_MODEL_RULES_H
#define MARU_CODEGEN_MODEL_RULES_H

#include "codegen/model/model.h"
#include "maru/base/bytes.h"

enum model_operand_kind { MODEL_SIGNED, MODEL_UNSIGNED, MODEL_FLOATING, MODEL_TEXT, MODEL_MOMENT };

struct model_operand {
	enum model_operand_kind kind;
	int64_t i; /* of a moment, the seconds */
	int32_t nanos;
	uint64_t u;
	double d;
	maru_bytes text;
};

struct model_rule {
	const char *id;    /* "string.min_len" */
	const char *text;  /* "string.min_len = 3" */
	const char *check; /* min_characters: behind marui_check_ */
	const char *flags; /* "MARUI_LOWER | MARUI_UPPER", or "" */
	size_t n;
	const struct model_operand *operands;
};

struct model_rules {
	bool required, skip_zero, ignored;
	size_t n;
	struct model_rule *rules;
	const struct model_rules *keys, *items; /* NULL for none */
};

/* At most one of the fields may be set. */
struct model_group {
	const char *text;
	bool required;
	size_t n;
	const struct model_field **fields;
};

/* "MARUI_FIRST_FIELD" and the like: what of such a field the rules are about. */
const char *rules_part(const struct model_field *field);

/* Whether a table needs a row for the field. */
bool rules_has_row(const struct model_field *field);

/* The message whose own rules a value of the field has to keep: of a map, that of its values. NULL for none. */
const struct model_message *rules_message(const struct model_field *field);

#endif
