/*
 * What several emitters must agree on about a field: its C type, its primitives in wire/internal, its tag and size, and
 * when it is there.
 */
#ifndef MARU_CODEGEN_EMIT_FIELD_H
#define MARU_CODEGEN_EMIT_FIELD_H

#include "codegen/model/model.h"

/* One row per ProtobufCType. */
struct field_kind {
	const char *name;        /* of the primitives: marui_read_<name> */
	const char *c_type;      /* with a trailing blank unless it ends in a star; NULL for messages */
	const char *type_macro;  /* PROTOBUF_C_TYPE_... */
	unsigned wire_type;      /* not packed */
};

const struct field_kind *field_kind_of(const struct model_field *field);

/* The tag as it stands on the wire, for one element and for a packed run of them. */
uint32_t field_tag(const struct model_field *field);
uint32_t field_packed_tag(const struct model_field *field);

/* "struct x *" or the kind's c_type: a member's name follows. */
const char *field_c_type(const struct model_field *field, struct maru_arena *arena);

/* "&hello_place_type, " for messages, whose primitives take the type; "" for others. */
const char *field_type_argument(const struct model_field *field, struct maru_arena *arena);

/* True where the struct has a has_ member for it. */
bool field_has_flag(const struct model_field *field);

/* True where only those numbers can be read that the enum has. The value of a map's entry is judged by who reads the map. */
bool field_is_closed(const struct model_field *field);

/* The same for a map by its entries' values. */
bool field_has_closed_values(const struct model_field *field);

/* Whether `message` holds the field, as a C condition; NULL: always, or its primitives see for themselves. */
const char *field_condition(const struct model_field *field, struct maru_arena *arena);

/* What stands behind marui_size_ and marui_write_ ("packed_int32"), and the arguments from the tag on. */
const char *field_write_verb(const struct model_field *field, struct maru_arena *arena);
const char *field_write_arguments(const struct model_field *field, struct maru_arena *arena);

/* "HELLO_GREET_REQUEST_KIND_HOME", a oneof's constant for this member; NULL as the field: for none of them. */
const char *field_case_name(const struct model_oneof *oneof, const struct model_field *field, struct maru_arena *arena);

/* The variable that holds the proto2 default of the field, NULL where there is none. By number: names might run together. A member of a oneof has none: it is
 * either set or not there at all. */
const char *field_default_name(const struct model_field *field, struct maru_arena *arena);

#endif
