/* Calls a server of the benchmark and checks every answer: check PORT inline|pooled COUNT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "maru/transport/grpc/grpc.h"
#include "tests/bench/echo.maru.h"

enum {
	PAYLOAD_BYTES = 100,
	ARENA_BYTES_MAX = 64 * 1024,
};

typedef maru_status call_fn(struct maru_client *, struct maru_call *, const struct bench_payload *,
                            const struct bench_payload **);

static bool
one(struct maru_client *client, call_fn *call, unsigned seed)
{
	struct maru_call *scope = maru_scope_new(NULL);
	uint8_t data[PAYLOAD_BYTES];
	const struct bench_payload *reply = NULL;
	maru_status status;
	bool good;

	for (size_t i = 0; i < sizeof data; i++)
		data[i] = (uint8_t)(seed + 31 * i);
	status = call(client, scope, BENCH_PAYLOAD(.data = { sizeof data, data }), &reply);
	if (status != MARU_OK)
		fprintf(stderr, "%s: %s\n", maru_code_name(maru_status_code(status)), maru_status_message(status));
	good = status == MARU_OK && reply->data.len == sizeof data && memcmp(reply->data.data, data, sizeof data) == 0;
	maru_scope_free(scope);
	return good;
}

int
main(int argc, char **argv)
{
	struct maru_client *client = NULL;
	struct maru_arena arena;
	unsigned n_good = 0, n;
	call_fn *call;

	if (argc != 4)
		return 2;
	call = strcmp(argv[2], "inline") == 0 ? bench_echo_inline : bench_echo_pooled;
	n = (unsigned)strtoul(argv[3], NULL, 10);
	maru_arena_init(&arena, NULL, ARENA_BYTES_MAX);
	if (maru_grpc_client_new(
		    &(struct maru_grpc_client_options){ .target = maru_arena_printf(&arena, "127.0.0.1:%s", argv[1]) }, &arena,
		    &client) != MARU_OK)
		return 1;
	for (unsigned i = 0; i < n; i++)
		n_good += one(client, call, i);
	maru_client_free(client);
	maru_arena_fini(&arena);
	printf("%u of %u answers are right\n", n_good, n);
	return n_good == n ? 0 : 1;
}
