#include "codegen/model/options.h"

#include "codegen/model/names.h"
#include "codegen/request/unpack.h"

/* libprotobuf-c keeps the length before an unknown field's bytes. */
static maru_bytes
payload(const ProtobufCMessageUnknownField *field)
{
	size_t skip = 0;

	while (skip < field->len && field->data[skip] >= 0x80)
		skip++;
	skip += skip < field->len;
	return maru_bytes_of(field->data + skip, field->len - skip);
}

static const ProtobufCMessage *
read_merged(const ProtobufCMessageDescriptor *descriptor, maru_bytes bytes, const struct model_location *where,
            struct maru_arena *arena, struct diagnostics *diagnostics)
{
	ProtobufCMessage *message;
	maru_status status = unpack(descriptor, bytes, arena, &message);

	if (status != MARU_OK) {
		diagnose(diagnostics, where, DIAGNOSTIC_OPTION_MALFORMED,
		         "the maru option cannot be read as %s: %s; the import is not the maru/options.proto of this generator; "
		         "use the one that came with it",
		         descriptor->name, status->message);
		return NULL;
	}
	if (message->n_unknown_fields != 0)
		diagnose(diagnostics, where, DIAGNOSTIC_OPTION_UNKNOWN,
		         "field %u of %s is not known to this generator; the imported maru/options.proto is newer; update "
		         "protoc-gen-maru or remove the field",
		         message->unknown_fields[0].tag, descriptor->name);
	return message;
}

static bool
is_usable(const ProtobufCMessageUnknownField *field, const struct model_location *where,
          struct diagnostics *diagnostics)
{
	if (field->tag < MARU_OPTION_NUMBER || field->tag > MARU_OPTION_NUMBER_LAST)
		return false;
	if (field->tag != MARU_OPTION_NUMBER) {
		diagnose(diagnostics, where, DIAGNOSTIC_OPTION_UNKNOWN,
		         "option number %u is not known to this generator; 50600 to 50699 are maru's; update protoc-gen-maru or "
		         "remove the option",
		         field->tag);
		return false;
	}
	if (field->wire_type != PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED) {
		diagnose(diagnostics, where, DIAGNOSTIC_OPTION_MALFORMED,
		         "option number %u is not a message; it is maru's number; give your own option another one", field->tag);
		return false;
	}
	return true;
}

const ProtobufCMessage *
options_read(const ProtobufCMessage *options, const ProtobufCMessageDescriptor *descriptor,
             const struct model_location *where, struct maru_arena *arena, struct diagnostics *diagnostics)
{
	size_t size = 0, len = 0;
	bool found = false;
	uint8_t *merged;

	if (options == NULL || options->n_unknown_fields == 0)
		return NULL;
	for (size_t i = 0; i < options->n_unknown_fields; i++)
		size += options->unknown_fields[i].len;
	merged = maru_arena_alloc(arena, size);
	for (size_t i = 0; i < options->n_unknown_fields; i++) {
		maru_bytes piece;

		if (!is_usable(&options->unknown_fields[i], where, diagnostics))
			continue;
		piece = payload(&options->unknown_fields[i]);
		memcpy(merged + len, piece.data, piece.len); /* one encoded message after the other encodes their merger */
		len += piece.len;
		found = true;
	}
	return found ? read_merged(descriptor, maru_bytes_of(merged, len), where, arena, diagnostics) : NULL;
}

maru_bytes
options_extension(const ProtobufCMessage *options, uint32_t number, struct maru_arena *arena)
{
	maru_bytes merged = { NULL, 0 };

	for (size_t i = 0; options != NULL && i < options->n_unknown_fields; i++) {
		const ProtobufCMessageUnknownField *field = &options->unknown_fields[i];
		maru_bytes piece = payload(field);
		uint8_t *both;

		if (field->tag != number || field->wire_type != PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED)
			continue;
		both = maru_arena_alloc(arena, merged.len + piece.len + 1);
		if (merged.len != 0)
			memcpy(both, merged.data, merged.len);
		memcpy(both + merged.len, piece.data, piece.len);
		merged = maru_bytes_of(both, merged.len + piece.len);
	}
	return merged;
}

const char *
options_name(const char *name, const struct model_location *where, struct diagnostics *diagnostics)
{
	if (name == NULL || name[0] == '\0')
		return NULL;
	if (names_is_lower_snake(name))
		return name;
	diagnose(diagnostics, where, DIAGNOSTIC_BAD_C_NAME,
	         "'%s' cannot be part of a C name; such a name is in lower_snake_case: a letter, then letters, digits and "
	         "underscores; write it so",
	         name);
	return NULL;
}
