/* Values of rules: from their bytes in an option, and as text for people. */
#ifndef MARU_CODEGEN_MODEL_RULE_VALUES_H
#define MARU_CODEGEN_MODEL_RULE_VALUES_H

#include "codegen/model/rules.h"

/* One value of the rule, which `bytes` begin with: how many of them it takes, 0 where there is none. */
size_t rule_operand(const ProtobufCFieldDescriptor *rule, maru_bytes bytes, struct model_operand *ret_operand);

/* -1, 0, 1, or 2 where one is NaN. Of texts only whether they are equal. */
int rule_operand_compare(const struct model_operand *a, const struct model_operand *b);

/* "3", or for a list "[3, 4]"; what is very long is cut. On the arena. */
const char *rule_operands_text(const struct model_operand *operands, size_t n, bool is_list, bool is_hex,
                               struct maru_arena *arena);

#endif
