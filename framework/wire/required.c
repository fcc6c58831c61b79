#include "maru/wire/internal/walk.h"

/*
 * A decoded message does not say which required numbers were there, but its encoding does. A singular sub-message may come in
 * pieces, which are merged: only together do they have to hold what is required.
 */
struct piece {
	struct piece *next;
	maru_bytes bytes;
};

/* What was found of one field; of a singular sub-message the pieces. */
struct found {
	bool is_there;
	struct piece first, *last; /* `last` is NULL where there is none */
};

/* Room for the fields of one message on each level, used again for the next message there. */
struct level {
	struct found *found;
	unsigned n;
};

struct check {
	struct maru_arena *arena;
	struct level levels[MARU_DEPTH_MAX + 1];
};

/* Where a message stands, from the inside out: a path is only made where something is missing. */
struct place {
	const struct place *outer; /* NULL for the outermost message */
	int level;
	const ProtobufCMessageDescriptor *descriptor;
	maru_bytes bytes;             /* the message, or the piece that is looked at */
	struct marui_wire_field wire; /* the field of it that is looked at; of a singular one, only the descriptor */
};

static const struct maru_error no_memory = MARU_ERROR(MARU_CODE_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE_DECODED",
                                                      "no memory is left to check the required fields of a message");

static maru_status check_message(struct check *check, const struct place *outer,
                                 const ProtobufCMessageDescriptor *descriptor, const struct piece *message);

static void
print_place(struct marui_path *path, const struct place *place)
{
	if (place->outer == NULL) {
		marui_path_init(path, place->descriptor);
		return;
	}
	print_place(path, place->outer);
	marui_path_add(path, place->outer->descriptor, place->outer->bytes, &place->outer->wire);
}

static maru_status
missing(struct maru_arena *arena, const struct place *place, const ProtobufCFieldDescriptor *field)
{
	struct marui_path path;

	print_place(&path, place);
	return maru_status_reason(arena, MARU_CODE_INVALID_ARGUMENT, "MISSING_REQUIRED", "%s.%s is required and absent",
	                          path.text, field->name);
}

/* A cleared struct found for each field of a message on that level, or NULL. */
static struct found *
fields_of(struct check *check, const struct place *place)
{
	const unsigned n = place->descriptor->n_fields;
	struct level *level = &check->levels[place->level];

	if (level->n < n) {
		level->found = maru_arena_try_alloc(check->arena, n * sizeof *level->found);
		level->n = level->found != NULL ? n : 0;
	}
	if (level->found != NULL)
		memset(level->found, 0, n * sizeof *level->found);
	return level->found;
}

/* A member of a oneof that comes later takes the place of the others. */
static void
drop_other_members(const ProtobufCMessageDescriptor *descriptor, const ProtobufCFieldDescriptor *member,
                   struct found *found)
{
	unsigned i;

	for (i = 0; i < descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *other = &descriptor->fields[i];

		if (other != member && (other->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0 &&
		    other->quantifier_offset == member->quantifier_offset)
			found[i] = (struct found){ 0 };
	}
}

static maru_status
add_piece(struct maru_arena *arena, struct found *found, maru_bytes bytes)
{
	struct piece *piece = &found->first;

	if (found->last != NULL) {
		piece = maru_arena_try_alloc(arena, sizeof *piece);
		if (piece == NULL)
			return &no_memory;
		found->last->next = piece;
	}
	*piece = (struct piece){ .bytes = bytes };
	found->last = piece;
	return MARU_OK;
}

/* Notes that a field is there; elements of a repeated one are checked at once. */
static maru_status
note_field(struct check *check, const struct place *place, struct found *found)
{
	const ProtobufCFieldDescriptor *field = place->wire.field;
	struct found *own = &found[field - place->descriptor->fields];

	if ((field->flags & MARU_FIELD_FLAG_CLOSED) != 0 && field->label != PROTOBUF_C_LABEL_REPEATED &&
	    !marui_is_enum_value(place->wire.value.data, place->wire.end, field->descriptor))
		return MARU_OK;
	own->is_there = true;
	if ((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0)
		drop_other_members(place->descriptor, field, found);
	if (field->type != PROTOBUF_C_TYPE_MESSAGE)
		return MARU_OK;
	if (field->label == PROTOBUF_C_LABEL_REPEATED)
		return check_message(check, place, field->descriptor, &(struct piece){ .bytes = place->wire.value });
	return add_piece(check->arena, own, place->wire.value);
}

/* A message that an entry of a map leaves out is there all the same, and empty. */
static bool
is_left_out(const struct place *place, const ProtobufCFieldDescriptor *field, const struct found *found)
{
	return field->type == PROTOBUF_C_TYPE_MESSAGE && found->last == NULL && place->outer != NULL &&
	       (place->outer->wire.field->flags & MARU_FIELD_FLAG_MAP) != 0;
}

static maru_status
check_found(struct check *check, struct place *place, const struct found *found)
{
	const struct piece empty = { .bytes = maru_bytes_of("", 0) };
	unsigned i;

	for (i = 0; i < place->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &place->descriptor->fields[i];

		if (field->label == PROTOBUF_C_LABEL_REQUIRED && !found[i].is_there)
			return missing(check->arena, place, field);
		place->wire = (struct marui_wire_field){ .field = field };
		if (found[i].last != NULL)
			MARU_TRY(check_message(check, place, field->descriptor, &found[i].first));
		else if (is_left_out(place, field, &found[i]))
			MARU_TRY(check_message(check, place, field->descriptor, &empty));
	}
	return MARU_OK;
}

static maru_status
check_message(struct check *check, const struct place *outer, const ProtobufCMessageDescriptor *descriptor,
              const struct piece *message)
{
	struct place place = { .outer = outer, .level = outer != NULL ? outer->level + 1 : 0, .descriptor = descriptor };
	struct found *found = fields_of(check, &place);

	if (found == NULL && descriptor->n_fields != 0)
		return &no_memory;
	for (; message != NULL; message = message->next) {
		const uint8_t *at = message->bytes.data, *end = at + message->bytes.len;

		place.bytes = message->bytes;
		while (marui_walk(descriptor, &at, end, &place.wire)) {
			if (place.wire.field != NULL)
				MARU_TRY(note_field(check, &place, found));
		}
	}
	return check_found(check, &place, found);
}

maru_status
marui_check_required(const ProtobufCMessageDescriptor *descriptor, maru_bytes in, struct maru_arena *arena)
{
	struct check check = { .arena = arena };

	return check_message(&check, NULL, descriptor, &(struct piece){ .bytes = in });
}
