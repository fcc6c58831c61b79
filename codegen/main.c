/* protoc-gen-maru: the process around codegen/plugin. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "codegen/check/codes.h"
#include "codegen/emit/emit.h"
#include "codegen/plugin/plugin.h"
#include "maru/base/version.h"

enum {
	/* The model and the output of a request at its limit fit in well. */
	RUN_BYTES_MAX_PER_REQUEST_BYTE = 16,
	READ_BYTES_FIRST = 1024 * 1024,
};

static const char help_text[] =
	"protoc-gen-maru " MARU_VERSION ": C for gRPC services, from .proto files\n"
	"\n"
	"This is a plugin of protoc: protoc starts it, and talks to it on standard input and output.\n"
	"\n"
	"  protoc --plugin=protoc-gen-maru=PATH/TO/protoc-gen-maru --maru_out=OUT hello/v1/hello.proto\n"
	"\n"
	"writes OUT/hello/v1/hello.maru.h and OUT/hello/v1/hello.maru.c. Without --plugin, protoc looks for it in PATH.\n"
	"It has no parameters; what can be chosen is said in the .proto file, with the options of maru/options.proto.\n"
	"\n"
	"  --help, -h     prints this\n"
	"  --version      prints the version\n";

MARU_MUST_USE static maru_status
read_all(int fd, struct maru_arena *arena, maru_bytes *ret_bytes)
{
	size_t size = READ_BYTES_FIRST, len = 0;
	uint8_t *data = maru_arena_alloc(arena, size);

	for (;;) {
		ssize_t n = read(fd, data + len, size - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return maru_status_new(arena, MARU_CODE_UNAVAILABLE, "cannot read the request: %s", strerror(errno));
		if (n == 0)
			break;
		len += (size_t)n;
		if (len > PLUGIN_REQUEST_BYTES_MAX)
			return maru_status_new(arena, MARU_CODE_RESOURCE_EXHAUSTED,
			                       "error[M%04d]: the request is larger than %d MiB; ask for fewer files at a time",
			                       DIAGNOSTIC_REQUEST_TOO_LARGE, PLUGIN_REQUEST_BYTES_MAX / 1024 / 1024);
		if (len == size) {
			data = maru_arena_try_grow(arena, data, size, 2 * size);
			MARU_ENSURE(data != NULL, maru_status_new(arena, MARU_CODE_RESOURCE_EXHAUSTED, "out of memory"));
			size *= 2;
		}
	}
	*ret_bytes = maru_bytes_of(data, len);
	return MARU_OK;
}

MARU_MUST_USE static maru_status
write_all(FILE *stream, maru_bytes bytes, struct maru_arena *arena)
{
	if (fwrite(bytes.data, 1, bytes.len, stream) != bytes.len || fflush(stream) != 0)
		return maru_status_new(arena, MARU_CODE_UNAVAILABLE, "cannot write the response: %s", strerror(errno));
	return MARU_OK;
}

MARU_MUST_USE static maru_status
run(struct maru_arena *arena)
{
	maru_bytes request, response;

	MARU_TRY(read_all(STDIN_FILENO, arena, &request));
	MARU_TRY(plugin_run(request, arena, &response));
	return write_all(stdout, response, arena);
}

static int
run_plugin(void)
{
	struct maru_arena arena;
	maru_status status;
	int exit_code;

	maru_arena_init(&arena, NULL, (size_t)PLUGIN_REQUEST_BYTES_MAX * RUN_BYTES_MAX_PER_REQUEST_BYTE);
	status = run(&arena);
	exit_code = status == MARU_OK ? 0 : 1;
	if (status != MARU_OK)
		fprintf(stderr, "protoc-gen-maru: %s\n", status->message);
	maru_arena_fini(&arena);
	return exit_code;
}

int
main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--version") == 0) {
		puts("protoc-gen-maru " MARU_VERSION);
		return 0;
	}
	if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
		fputs(help_text, stdout);
		return 0;
	}
	if (argc > 1) {
		fprintf(stderr, "protoc-gen-maru: unknown argument '%s'; see --help\n", argv[1]);
		return 2;
	}
	if (isatty(STDIN_FILENO)) {
		fputs(help_text, stdout);
		return 0;
	}
	return run_plugin();
}
