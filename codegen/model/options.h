/*
 * maru's own options. protoc knows them, this program's copy of descriptor.proto does not: they arrive as unknown
 * fields of google.protobuf.*Options, under extension number 50600, possibly in several pieces that protobuf's rules
 * say to merge.
 */
#ifndef MARU_CODEGEN_MODEL_OPTIONS_H
#define MARU_CODEGEN_MODEL_OPTIONS_H

#include <protobuf-c/protobuf-c.h>

#include "codegen/check/diagnostics.h"
#include "codegen/model/model.h"
#include "maru/base/bytes.h"

enum {
	MARU_OPTION_NUMBER = 50600,
	MARU_OPTION_NUMBER_LAST = 50699, /* all up to here are maru's */
};

/*
 * The option, merged, as a message of `descriptor` on the arena; NULL where there is none (`options` may be NULL
 * too). Reports, at `where`, what cannot be read and what this generator does not know.
 */
const ProtobufCMessage *options_read(const ProtobufCMessage *options, const ProtobufCMessageDescriptor *descriptor,
                                     const struct model_location *where, struct maru_arena *arena,
                                     struct diagnostics *diagnostics);

/* The encoded message of an extension of `options` (may be NULL), its pieces one after the other; data is NULL where there is
 * none. Returns on the arena. */
maru_bytes options_extension(const ProtobufCMessage *options, uint32_t number, struct maru_arena *arena);

/* A `name` given in an option, or NULL for none: reports one that cannot be part of a C name. */
const char *options_name(const char *name, const struct model_location *where, struct diagnostics *diagnostics);

#endif
