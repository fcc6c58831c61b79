/*
 * What protobuf's conformance runner talks to: on stdin and stdout, a message after a length of 4 bytes, little-endian.
 * A request says what to decode and how to encode it again; binary is what maru has, so that JSON and text are skipped.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/conformance.maru.h"
#include "tests/conformance/protobuf/testee.h"

enum {
	REQUEST_BYTES_MAX = 64 * 1024 * 1024,
};

static void
die(const char *what)
{
	fprintf(stderr, "testee: %s\n", what);
	exit(1);
}

static const struct maru_message_type *
find_type(const char *name)
{
	for (size_t i = 0; testee_types[i] != NULL; i++)
		if (strcmp(testee_types[i]->descriptor->name, name) == 0)
			return testee_types[i];
	return NULL;
}

static void
convert(const struct maru_message_type *type, maru_bytes in, struct conformance_conformance_response *response,
        struct maru_arena *arena)
{
	ProtobufCMessage *message;
	maru_status status = maru_message_decode(type, in, arena, &message);
	maru_bytes out;

	if (status != MARU_OK) {
		conformance_conformance_response_set_parse_error(response, maru_status_message(status));
		return;
	}
	out = maru_message_encode(type, message, arena);
	conformance_conformance_response_set_protobuf_payload(response, (ProtobufCBinaryData){ out.len, (uint8_t *)out.data });
}

static void
answer(const struct conformance_conformance_request *request, struct conformance_conformance_response *response,
       struct maru_arena *arena)
{
	const struct maru_message_type *type = find_type(request->message_type);
	const ProtobufCBinaryData *in = &request->protobuf_payload;

	if (request->payload_case != CONFORMANCE_CONFORMANCE_REQUEST_PAYLOAD_PROTOBUF_PAYLOAD ||
	    request->requested_output_format != CONFORMANCE_PROTOBUF)
		conformance_conformance_response_set_skipped(response, "maru has neither JSON nor text to read");
	else if (type == NULL)
		conformance_conformance_response_set_runtime_error(response, "the testee has no message of this type");
	else
		convert(type, maru_bytes_of(in->data, in->len), response, arena);
}

/* False at the end of stdin. */
static bool
read_frame(struct maru_arena *arena, maru_bytes *ret_frame)
{
	uint8_t head[4], *data;
	size_t len, got = fread(head, 1, sizeof head, stdin);

	if (got == 0)
		return false;
	len = (size_t)head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 | (size_t)head[3] << 24;
	if (got != sizeof head || len > REQUEST_BYTES_MAX)
		die("this is no length of a request");
	data = maru_arena_alloc(arena, len);
	if (fread(data, 1, len, stdin) != len)
		die("stdin ends in the middle of a request");
	*ret_frame = maru_bytes_of(data, len);
	return true;
}

static void
write_frame(maru_bytes frame)
{
	const uint8_t head[4] = {
		(uint8_t)frame.len, (uint8_t)(frame.len >> 8), (uint8_t)(frame.len >> 16), (uint8_t)(frame.len >> 24),
	};

	if (fwrite(head, 1, sizeof head, stdout) != sizeof head || fwrite(frame.data, 1, frame.len, stdout) != frame.len ||
	    fflush(stdout) != 0)
		die("stdout cannot be written");
}

static bool
serve_one(struct maru_arena *arena)
{
	struct conformance_conformance_request *request;
	struct conformance_conformance_response *response = conformance_conformance_response_new(arena);
	maru_bytes frame;
	maru_status status;

	if (!read_frame(arena, &frame))
		return false;
	status = conformance_conformance_request_decode(frame, arena, &request);
	if (status != MARU_OK)
		die(maru_status_message(status));
	answer(request, response, arena);
	write_frame(conformance_conformance_response_encode(response, arena));
	return true;
}

int
main(void)
{
	struct maru_arena arena;
	bool more = true;

	while (more) {
		maru_arena_init(&arena, NULL, SIZE_MAX);
		more = serve_one(&arena);
		maru_arena_fini(&arena);
	}
	return 0;
}
