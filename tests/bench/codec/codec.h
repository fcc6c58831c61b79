/*
 * One codec under test, seen the same way whichever library it is.
 *
 * Every decode() copies what it keeps (no aliasing of the input), and checks what its library checks. An arena serves a call,
 * which has several messages: so release() comes after each fourth one. It leaves the arena's memory warm for the next, so
 * that what differs is the libraries' own work and not malloc's.
 */
#ifndef MARU_TESTS_BENCH_CODEC_CODEC_H
#define MARU_TESTS_BENCH_CODEC_CODEC_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { MESSAGES = 5 };

enum { SCRATCH_BYTES = 1 << 20 }; /* more than any of the messages takes, encoded or decoded */

struct octets {
	const uint8_t *data;
	size_t len;
};

struct codec {
	const char *name;

	/* Decodes a message of that kind; what has no arena gives its memory back here. */
	void (*decode)(int message, struct octets in);

	/* Decodes and keeps it. */
	void *(*keep)(int message, struct octets in);

	/* Size, memory and bytes of a message that keep() returned; valid until release(). */
	struct octets (*encode)(int message, void *kept);

	void (*release)(void);
};

extern const struct codec codec_maru, codec_protobuf_c_malloc, codec_protobuf_c_arena, codec_cpp, codec_upb;

/* The names of the messages in messages.proto, and their encodings, which last as long as the process. */
extern const char *const message_names[MESSAGES];
struct octets message_bytes(int message);

/* The FileDescriptorProto of messages.proto, from protobuf C++. */
struct octets file_descriptor(void);

#ifdef __cplusplus
}
#endif

#endif
