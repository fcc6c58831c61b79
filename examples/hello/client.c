/*
 * A gRPC client in C: calls every method of the Hello service and prints what comes back.
 *
 *   client TARGET           for example 127.0.0.1:50051
 */
#include <inttypes.h>
#include <stdio.h>

#include "hello/v1/hello.maru.h"
#include "maru/transport/grpc/grpc.h"

enum {
	TIMEOUT_MS = 10 * 1000,
	ERROR_BYTES_MAX = 64 * 1024,
};

static maru_status
greet(struct maru_client *client, struct maru_call *scope)
{
	const struct hello_greet_reply *reply;

	MARU_TRY(hello_greet(client, scope, HELLO_GREET_REQUEST(.name = "Marie", .mood = HELLO_MOOD_HAPPY), &reply));
	printf("  unary          Greet(\"Marie\")           -> \"%s\"\n", reply->text);
	return MARU_OK;
}

static maru_status
count(struct maru_client *client, struct maru_call *scope)
{
	const struct hello_count_reply *reply;
	struct hello_count_call *call;

	MARU_TRY(hello_count(client, scope, HELLO_COUNT_REQUEST(.to = 5), &call));
	printf("  server stream  Count(5)                 ->");
	for (;;) {
		MARU_TRY(hello_count_call_recv(call, &reply));
		if (reply == NULL)
			break;
		printf(" %" PRIu32, reply->number);
	}
	printf("\n");
	return hello_count_call_finish(call);
}

static maru_status
sum(struct maru_client *client, struct maru_call *scope)
{
	const struct hello_sum_reply *reply;
	struct hello_sum_call *call;

	MARU_TRY(hello_sum(client, scope, &call));
	for (int64_t number = 1; number <= 100; number++)
		MARU_TRY(hello_sum_call_send(call, HELLO_SUM_REQUEST(.number = number)));
	MARU_TRY(hello_sum_call_finish(call, &reply));
	printf("  client stream  Sum(1, 2, ... 100)       -> %" PRId64 " from %" PRIu32 " numbers\n", reply->total,
	       reply->count);
	return MARU_OK;
}

static maru_status
chat(struct maru_client *client, struct maru_call *scope)
{
	const char *const lines[] = { "the floor", "joins", "the rooms" };
	const struct hello_chat_message *reply;
	struct hello_chat_call *call;

	MARU_TRY(hello_chat(client, scope, &call));
	printf("  both ways      Chat(");
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		MARU_TRY(hello_chat_call_send(call, HELLO_CHAT_MESSAGE(.text = lines[i])));
		MARU_TRY(hello_chat_call_recv(call, &reply));
		printf("%s\"%s\" -> \"%s\"", i == 0 ? "" : ", ", lines[i], reply != NULL ? reply->text : "nothing");
	}
	printf(")\n");
	MARU_TRY(hello_chat_call_close_send(call));
	MARU_TRY(hello_chat_call_recv(call, &reply));
	return hello_chat_call_finish(call);
}

static maru_status
refused(struct maru_client *client, struct maru_call *scope)
{
	const struct hello_greet_reply *reply;
	maru_status status = hello_greet(client, scope, HELLO_GREET_REQUEST(), &reply);

	printf("  refused        Greet(\"\")                -> %s: %s\n", maru_code_name(maru_status_code(status)),
	       maru_status_message(status));
	return MARU_OK;
}

static void
close_client(void *client)
{
	maru_client_free(client);
}

static maru_status
call_everything(const char *target, struct maru_call *scope)
{
	const struct maru_grpc_client_options options = { .target = target };
	struct maru_client *client;

	MARU_TRY(maru_grpc_client_new(&options, maru_call_arena(scope), &client));
	maru_defer(scope, close_client, client);
	MARU_TRY(greet(client, scope));
	MARU_TRY(count(client, scope));
	MARU_TRY(sum(client, scope));
	MARU_TRY(chat(client, scope));
	return refused(client, scope);
}

int
main(int argc, char **argv)
{
	const struct maru_scope_options options = { .timeout_ms = TIMEOUT_MS };
	struct maru_call *scope;
	maru_status status;

	if (argc != 2) {
		fprintf(stderr, "usage: client TARGET, for example: client 127.0.0.1:50051\n");
		return 2;
	}
	scope = maru_scope_new(&options);
	status = call_everything(argv[1], scope);
	if (status != MARU_OK)
		fprintf(stderr, "client: %s: %s\n", maru_code_name((int)status->code), status->message);
	maru_scope_free(scope);
	return status != MARU_OK;
}
