/*
 * A generated message against libprotobuf-c, which knows nothing but its descriptor. For tests that include CMocka.
 */
#ifndef MARU_CODEGEN_TESTDATA_BOTH_CODECS_H
#define MARU_CODEGEN_TESTDATA_BOTH_CODECS_H

#include "maru/wire/message.h"

/* The generated writer and libprotobuf-c's give the same bytes, and each reads them as the same message again. */
#define assert_both_codecs_agree(type, message) assert_string_equal(codecs_disagreement(type, message), "")

/* Every field is found by its name and by its number, and no other is. */
#define assert_fields_are_found(descriptor) assert_string_equal(misplaced_field(descriptor), "")

/* What goes wrong first, "" for nothing. */
const char *codecs_disagreement(const struct maru_message_type *type, const ProtobufCMessage *message);
const char *misplaced_field(const ProtobufCMessageDescriptor *descriptor);

#endif
