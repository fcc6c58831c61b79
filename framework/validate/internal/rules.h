/*
 * The rules of a message as a constant table: what the generator writes and the runtime reads. A rule carries the function that
 * checks it, so that a program holds the checks that its contracts name and no others.
 */
#ifndef MARU_VALIDATE_INTERNAL_RULES_H
#define MARU_VALIDATE_INTERNAL_RULES_H

#include "maru/validate/validate.h"

MARU_BEGIN_DECLS

struct marui_validation;
struct marui_value;
struct marui_rule;

/* A number, text or moment, in a rule and in a message alike. */
union marui_operand {
	int64_t i;
	uint64_t u; /* bool too */
	double d;
	struct {
		const char *data;
		size_t len;
	} text; /* string and bytes */
	struct {
		int64_t seconds;
		int32_t nanos;
	} moment; /* google.protobuf.Timestamp and Duration */
};

/* True where the value keeps the rule. */
typedef bool marui_check_fn(const struct marui_rule *rule, const struct marui_value *value,
                            struct marui_validation *validation);

enum marui_rule_flags {
	MARUI_LOWER = 1u << 0, /* marui_check_bounds: the first operand is the lower bound, */
	MARUI_LOWER_EQUAL = 1u << 1, /* and itself inside; */
	MARUI_UPPER = 1u << 2,       /* the last one is the upper bound, */
	MARUI_UPPER_EQUAL = 1u << 3, /* and itself inside */
	MARUI_NOT_EMPTY = 1u << 4,   /* what is empty breaks it, under the id with "_empty" behind it */
};

struct marui_rule {
	const char *id;
	const char *text;
	marui_check_fn *check;
	unsigned flags;
	size_t n;
	const union marui_operand *operands;
};

/* What is checked of a field whose type is a message. */
enum marui_part {
	MARUI_WHOLE,
	MARUI_FIRST_FIELD, /* of google.protobuf.StringValue and its like, and of Any: the type */
	MARUI_MOMENT_OF,   /* of Timestamp and Duration: both fields */
};

/* The rules of a field, or of the elements of one. */
struct marui_rules {
	unsigned field; /* its index in the descriptor's fields, where it is one */
	bool required;
	bool skip_zero; /* IGNORE_IF_ZERO_VALUE */
	enum marui_part part;
	size_t n;
	const struct marui_rule *rules;
	const struct maru_message_type *message; /* whose own rules its values have to keep; NULL for none */
	const struct marui_rules *keys;          /* of a map */
	const struct marui_rules *items;         /* of a repeated field, and of a map's values */
};

/* A oneof that has to be set. */
struct marui_oneof {
	const char *name;
	unsigned field; /* one of its members */
};

/* option (buf.validate.message).oneof: at most one of the fields may be set. */
struct marui_group {
	const char *text;
	bool required;
	size_t n;
	const unsigned *fields;
};

struct maru_message_rules {
	size_t n_fields;
	const struct marui_rules *fields;
	size_t n_oneofs;
	const struct marui_oneof *oneofs;
	size_t n_groups;
	const struct marui_group *groups;
};

/* Of every kind of value */
marui_check_fn marui_check_const, marui_check_in, marui_check_not_in, marui_check_bounds, marui_check_finite,
	marui_check_defined_only;

/* Of string and bytes. Characters are code points */
marui_check_fn marui_check_characters, marui_check_min_characters, marui_check_max_characters, marui_check_bytes,
	marui_check_min_bytes, marui_check_max_bytes, marui_check_prefix, marui_check_suffix, marui_check_contains,
	marui_check_not_contains;

/* Formats of strings */
marui_check_fn marui_check_email, marui_check_hostname, marui_check_address, marui_check_host_and_port;
marui_check_fn marui_check_ip, marui_check_ipv4, marui_check_ipv6;
marui_check_fn marui_check_ip_with_prefixlen, marui_check_ipv4_with_prefixlen, marui_check_ipv6_with_prefixlen,
	marui_check_ip_prefix, marui_check_ipv4_prefix, marui_check_ipv6_prefix;
marui_check_fn marui_check_uri, marui_check_uri_ref;
marui_check_fn marui_check_uuid, marui_check_tuuid, marui_check_ulid;
marui_check_fn marui_check_protobuf_fqn, marui_check_protobuf_dot_fqn;
marui_check_fn marui_check_header_name, marui_check_header_value, marui_check_header_name_loose,
	marui_check_header_value_loose;

/* Of bytes: one of the operands is their length */
marui_check_fn marui_check_size;

/* Of repeated fields and maps */
marui_check_fn marui_check_min_items, marui_check_max_items, marui_check_unique;

/* In //framework/validate:pattern, because it needs pcre2 */
marui_check_fn marui_check_pattern;

/* x_validate(), for generated code */
#define MARUI_DEFINE_VALIDATE(x) \
	maru_status \
	x##_validate(const struct x *message, struct maru_arena *arena) \
	{ \
		return maru_validate(&x##_type, &message->base, arena); \
	}

MARU_END_DECLS

#endif
