#include "maru/wire/internal/walk.h"

/*
 * A decoded message does not say which required numbers were there, but its encoding does. A singular sub-message may come in
 * pieces, which are merged: only together do they have to hold what is required.
 */
struct piece {
	struct piece *next;
	maru_bytes bytes;
};

struct pieces {
	struct piece *first, **end; /* `end` only where there is a first */
	bool seen;
};

/* Where a sub-message stands, from the inside out: a path is only made where something is missing. */
struct place {
	const struct place *outer; /* NULL for the outermost message */
	const ProtobufCMessageDescriptor *descriptor;
	maru_bytes message;
	struct marui_wire_field wire; /* of `message`; of a singular field, only the descriptor */
};

static const struct maru_error no_memory = MARU_ERROR(MARU_CODE_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE_DECODED",
                                                      "no memory is left to check the required fields of a message");

static maru_status check_message(struct maru_arena *arena, const struct place *place,
                                 const ProtobufCMessageDescriptor *descriptor, const struct piece *message);

static void
print_place(struct marui_path *path, const struct place *place, const ProtobufCMessageDescriptor *outermost)
{
	if (place == NULL) {
		marui_path_init(path, outermost);
		return;
	}
	print_place(path, place->outer, place->descriptor);
	marui_path_add(path, place->descriptor, place->message, &place->wire);
}

static maru_status
missing(struct maru_arena *arena, const struct place *place, const ProtobufCMessageDescriptor *descriptor,
        const ProtobufCFieldDescriptor *field)
{
	struct marui_path path;

	print_place(&path, place, descriptor);
	return maru_status_reason(arena, MARU_CODE_INVALID_ARGUMENT, "MISSING_REQUIRED", "%s.%s is required and absent",
	                          path.text, field->name);
}

/* A member of a oneof that comes later takes the place of the others. */
static void
drop_other_members(const ProtobufCMessageDescriptor *descriptor, const ProtobufCFieldDescriptor *member,
                   struct pieces *found)
{
	unsigned i;

	for (i = 0; i < descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *other = &descriptor->fields[i];

		if (other != member && (other->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0 &&
		    other->quantifier_offset == member->quantifier_offset)
			found[i] = (struct pieces){ 0 };
	}
}

static maru_status
add_piece(struct maru_arena *arena, struct pieces *pieces, maru_bytes bytes)
{
	struct piece *piece = maru_arena_try_alloc(arena, sizeof *piece);

	if (piece == NULL)
		return &no_memory;
	*piece = (struct piece){ .bytes = bytes };
	*(pieces->first != NULL ? pieces->end : &pieces->first) = piece;
	pieces->end = &piece->next;
	return MARU_OK;
}

/* Notes that the field at `here` is there; elements of a repeated field are checked at once. */
static maru_status
note_field(struct maru_arena *arena, const struct place *here, struct pieces *found)
{
	const ProtobufCFieldDescriptor *field = here->wire.field;
	struct pieces *pieces = &found[field - here->descriptor->fields];

	pieces->seen = true;
	if ((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0)
		drop_other_members(here->descriptor, field, found);
	if (field->type != PROTOBUF_C_TYPE_MESSAGE)
		return MARU_OK;
	if (field->label == PROTOBUF_C_LABEL_REPEATED)
		return check_message(arena, here, field->descriptor, &(struct piece){ .bytes = here->wire.value });
	return add_piece(arena, pieces, here->wire.value);
}

static maru_status
check_found(struct maru_arena *arena, const struct place *place, const ProtobufCMessageDescriptor *descriptor,
            const struct pieces *found)
{
	struct place here = { .outer = place, .descriptor = descriptor };
	unsigned i;

	for (i = 0; i < descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &descriptor->fields[i];

		if (field->label == PROTOBUF_C_LABEL_REQUIRED && !found[i].seen)
			return missing(arena, place, descriptor, field);
		here.wire.field = field;
		if (found[i].first != NULL)
			MARU_TRY(check_message(arena, &here, field->descriptor, found[i].first));
	}
	return MARU_OK;
}

static maru_status
check_message(struct maru_arena *arena, const struct place *place, const ProtobufCMessageDescriptor *descriptor,
              const struct piece *message)
{
	struct pieces *found = maru_arena_try_alloc(arena, descriptor->n_fields * sizeof *found);
	struct place here = { .outer = place, .descriptor = descriptor };

	if (found == NULL)
		return &no_memory;
	memset(found, 0, descriptor->n_fields * sizeof *found);
	for (; message != NULL; message = message->next) {
		const uint8_t *at = message->bytes.data, *end = at + message->bytes.len;

		here.message = message->bytes;
		while (marui_walk(descriptor, &at, end, &here.wire)) {
			if (here.wire.field != NULL)
				MARU_TRY(note_field(arena, &here, found));
		}
	}
	return check_found(arena, place, descriptor, found);
}

maru_status
marui_check_required(const ProtobufCMessageDescriptor *descriptor, maru_bytes in, struct maru_arena *arena)
{
	return check_message(arena, NULL, descriptor, &(struct piece){ .bytes = in });
}
