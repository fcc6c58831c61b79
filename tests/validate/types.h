/* Every message of rules.proto and old.proto, for tests that choose one. */
#ifndef MARU_TESTS_VALIDATE_TYPES_H
#define MARU_TESTS_VALIDATE_TYPES_H

#include "old.maru.h"
#include "rules.maru.h"

static const struct maru_message_type *const types[] = {
	&rules_v1_float_type,    &rules_v1_double_type,  &rules_v1_int32_type,    &rules_v1_int64_type,
	&rules_v1_uint32_type,   &rules_v1_uint64_type,  &rules_v1_sint32_type,   &rules_v1_sint64_type,
	&rules_v1_fixed32_type,  &rules_v1_fixed64_type, &rules_v1_sfixed32_type, &rules_v1_sfixed64_type,
	&rules_v1_formats_type,  &rules_v1_texts_type,   &rules_v1_bytes_type,    &rules_v1_enums_type,
	&rules_v1_leaf_type,     &rules_v1_tree_type,    &rules_v1_groups_type,   &rules_v1_well_known_type,
	&rules_v1_old_type,
};

enum { N_TYPES = sizeof types / sizeof types[0] };

#endif
