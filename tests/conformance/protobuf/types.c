#include "google/protobuf/test_messages_proto2.maru.h"
#include "google/protobuf/test_messages_proto3.maru.h"
#include "tests/conformance/protobuf/testee.h"

const struct maru_message_type *const testee_types[] = {
	&protobuf_test_messages_proto2_test_all_required_types_proto2_type,
	&protobuf_test_messages_proto2_test_all_types_proto2_type,
	&protobuf_test_messages_proto3_test_all_types_proto3_type,
	NULL,
};
