/* testee.c is the program but for the messages that it knows. */
#ifndef MARU_TESTS_CONFORMANCE_PROTOBUF_TESTEE_H
#define MARU_TESTS_CONFORMANCE_PROTOBUF_TESTEE_H

#include "maru/wire/message.h"

/* With a NULL at the end. */
extern const struct maru_message_type *const testee_types[];

#endif
