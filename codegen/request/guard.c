#include "codegen/request/guard.h"

#include <string.h>

enum wire_type {
	WIRE_VARINT = 0,
	WIRE_FIXED64 = 1,
	WIRE_BYTES = 2,
	WIRE_GROUP = 3,
	WIRE_GROUP_END = 4,
	WIRE_FIXED32 = 5,
};

enum {
	VARINT_BYTES_MAX = 10,
	LENGTH_BYTES_MAX = 5, /* as many as libprotobuf-c reads */
};

struct walk {
	uint8_t *start, *at, *end; /* `end` is where the innermost message ends */
	struct maru_arena *arena;
	int depth;
};

struct tag {
	uint32_t number;
	enum wire_type type;
};

static maru_status walk_fields(struct walk *walk, const ProtobufCMessageDescriptor *descriptor);

MARU_MUST_USE static maru_status
refuse(const struct walk *walk, const char *what)
{
	return maru_status_new(walk->arena, MARU_CODE_INVALID_ARGUMENT, "%s at byte %zu", what,
	                       (size_t)(walk->at - walk->start));
}

MARU_MUST_USE static maru_status
read_varint(struct walk *walk, int bytes_max, uint64_t value_max, uint64_t *ret_value)
{
	uint64_t value = 0;

	for (int i = 0; i < bytes_max; i++) {
		uint8_t byte;

		MARU_ENSURE(walk->at + i < walk->end, refuse(walk, "a number is cut off"));
		byte = walk->at[i];
		MARU_ENSURE(i < VARINT_BYTES_MAX - 1 || byte <= 1, refuse(walk, "a number has more than 64 bits"));
		value |= (uint64_t)(byte & 0x7f) << (7 * i);
		if (byte < 0x80) {
			MARU_ENSURE(value <= value_max, refuse(walk, "a number is too large"));
			walk->at += i + 1;
			*ret_value = value;
			return MARU_OK;
		}
	}
	return refuse(walk, "a number is too long");
}

MARU_MUST_USE static maru_status
skip_varint(struct walk *walk)
{
	uint64_t value;

	return read_varint(walk, VARINT_BYTES_MAX, UINT64_MAX, &value);
}

MARU_MUST_USE static maru_status
skip_bytes(struct walk *walk, size_t n)
{
	MARU_ENSURE(n <= (size_t)(walk->end - walk->at), refuse(walk, "a field is longer than what holds it"));
	walk->at += n;
	return MARU_OK;
}

/* Reads the length, and checks that as many bytes follow. */
MARU_MUST_USE static maru_status
read_length(struct walk *walk, size_t *ret_len)
{
	uint64_t len;

	MARU_TRY(read_varint(walk, LENGTH_BYTES_MAX, INT32_MAX, &len));
	MARU_ENSURE(len <= (size_t)(walk->end - walk->at), refuse(walk, "a field is longer than what holds it"));
	*ret_len = (size_t)len;
	return MARU_OK;
}

MARU_MUST_USE static maru_status
read_tag(struct walk *walk, struct tag *ret_tag)
{
	uint64_t value;

	MARU_TRY(read_varint(walk, LENGTH_BYTES_MAX, UINT32_MAX, &value));
	MARU_ENSURE(value >> 3 != 0, refuse(walk, "field number 0"));
	ret_tag->number = (uint32_t)(value >> 3);
	ret_tag->type = (enum wire_type)(value & 7);
	return MARU_OK;
}

MARU_MUST_USE static maru_status
enter(struct walk *walk)
{
	MARU_ENSURE(walk->depth < GUARD_DEPTH_MAX, refuse(walk, "messages nest deeper than 100 levels"));
	walk->depth++;
	return MARU_OK;
}

MARU_MUST_USE static maru_status
skip_plain(struct walk *walk, enum wire_type type)
{
	size_t len;

	switch (type) {
	case WIRE_VARINT:
		return skip_varint(walk);
	case WIRE_FIXED64:
		return skip_bytes(walk, 8);
	case WIRE_FIXED32:
		return skip_bytes(walk, 4);
	case WIRE_BYTES:
		MARU_TRY(read_length(walk, &len));
		return skip_bytes(walk, len);
	default:
		return refuse(walk, "a wire type that does not exist, or the end of a group that never began");
	}
}

/* From behind the tag that opens a group to behind the one that closes it. */
MARU_MUST_USE static maru_status
skip_group(struct walk *walk, uint32_t number)
{
	uint32_t open[GUARD_DEPTH_MAX];
	int n = 0;
	struct tag tag;

	open[n++] = number;
	while (n > 0) {
		MARU_TRY(read_tag(walk, &tag));
		if (tag.type == WIRE_GROUP) {
			MARU_ENSURE(walk->depth + n < GUARD_DEPTH_MAX, refuse(walk, "groups nest deeper than 100 levels"));
			open[n++] = tag.number;
		} else if (tag.type == WIRE_GROUP_END) {
			MARU_ENSURE(open[n - 1] == tag.number, refuse(walk, "a group ends that is not open"));
			n--;
		} else {
			MARU_TRY(skip_plain(walk, tag.type));
		}
	}
	return MARU_OK;
}

/* Writes `len` as a varint of exactly `n_bytes` bytes, with idle continuation bits where it needs fewer. */
static void
write_length(uint8_t *at, size_t n_bytes, size_t len)
{
	for (size_t i = 0; i < n_bytes; i++) {
		at[i] = (uint8_t)((len & 0x7f) | (i + 1 < n_bytes ? 0x80 : 0));
		len >>= 7;
	}
}

/*
 * The group from `tag_at` (its tag ends at `content_at`) to walk->at becomes a field of bytes in the same place: the
 * low bits of the tag's first byte are the wire type, and the closing tag leaves room for the length.
 */
MARU_MUST_USE static maru_status
replace_group(struct walk *walk, uint8_t *tag_at, uint8_t *content_at)
{
	size_t room = (size_t)(walk->at - content_at), n_bytes = 1;

	while (n_bytes < LENGTH_BYTES_MAX && room - n_bytes >= (size_t)1 << (7 * n_bytes))
		n_bytes++;
	MARU_ENSURE(n_bytes <= room && room <= INT32_MAX, refuse(walk, "a group is too large"));
	*tag_at = (uint8_t)((*tag_at & ~7u) | WIRE_BYTES);
	write_length(content_at, n_bytes, room - n_bytes);
	return MARU_OK;
}

static enum wire_type
wire_type_of(ProtobufCType type)
{
	switch (type) {
	case PROTOBUF_C_TYPE_SFIXED32:
	case PROTOBUF_C_TYPE_FIXED32:
	case PROTOBUF_C_TYPE_FLOAT:
		return WIRE_FIXED32;
	case PROTOBUF_C_TYPE_SFIXED64:
	case PROTOBUF_C_TYPE_FIXED64:
	case PROTOBUF_C_TYPE_DOUBLE:
		return WIRE_FIXED64;
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_BYTES:
	case PROTOBUF_C_TYPE_MESSAGE:
		return WIRE_BYTES;
	default:
		return WIRE_VARINT;
	}
}

MARU_MUST_USE static maru_status
walk_bytes(struct walk *walk, const ProtobufCFieldDescriptor *field)
{
	uint8_t *outer_end = walk->end;
	size_t len;

	MARU_TRY(read_length(walk, &len));
	if (field->type == PROTOBUF_C_TYPE_STRING)
		MARU_ENSURE(len == 0 || memchr(walk->at, '\0', len) == NULL, refuse(walk, "a string holds a NUL"));
	if (field->type == PROTOBUF_C_TYPE_STRING || field->type == PROTOBUF_C_TYPE_BYTES)
		return skip_bytes(walk, len);
	walk->end = walk->at + len;
	if (field->type == PROTOBUF_C_TYPE_MESSAGE)
		MARU_TRY(walk_fields(walk, field->descriptor));
	while (walk->at < walk->end) /* packed numbers */
		MARU_TRY(skip_plain(walk, wire_type_of(field->type)));
	walk->end = outer_end;
	return MARU_OK;
}

MARU_MUST_USE static maru_status
walk_field(struct walk *walk, const ProtobufCMessageDescriptor *descriptor)
{
	uint8_t *tag_at = walk->at, *content_at;
	const ProtobufCFieldDescriptor *field;
	bool may_be_packed;
	struct tag tag;

	MARU_TRY(read_tag(walk, &tag));
	content_at = walk->at;
	field = protobuf_c_message_descriptor_get_field(descriptor, tag.number);
	if (field == NULL && tag.type == WIRE_GROUP) {
		MARU_TRY(skip_group(walk, tag.number));
		return replace_group(walk, tag_at, content_at);
	}
	if (field == NULL)
		return skip_plain(walk, tag.type);
	may_be_packed = field->label == PROTOBUF_C_LABEL_REPEATED && wire_type_of(field->type) != WIRE_BYTES;
	MARU_ENSURE(tag.type == wire_type_of(field->type) || (tag.type == WIRE_BYTES && may_be_packed),
	            refuse(walk, "a field has another wire type than its number says"));
	return tag.type == WIRE_BYTES ? walk_bytes(walk, field) : skip_plain(walk, tag.type);
}

/* Recursive through walk_field() and walk_bytes(), at most GUARD_DEPTH_MAX deep. */
MARU_MUST_USE static maru_status
walk_fields(struct walk *walk, const ProtobufCMessageDescriptor *descriptor)
{
	MARU_TRY(enter(walk));
	while (walk->at < walk->end)
		MARU_TRY(walk_field(walk, descriptor));
	walk->depth--;
	return MARU_OK;
}

maru_status
guard_message(const ProtobufCMessageDescriptor *descriptor, uint8_t *data, size_t len, struct maru_arena *arena)
{
	struct walk walk = { .start = data, .at = data, .end = data + len, .arena = arena };

	return walk_fields(&walk, descriptor);
}
