#include "examples/hello/handlers.h"

#include <ctype.h>

enum {
	COUNT_MAX = 1000,
};

static maru_status
greet(void *self, struct maru_call *call, const struct hello_greet_request *request, struct hello_greet_reply *reply)
{
	(void)self;
	MARU_ENSURE(request->name[0] != '\0',
	            maru_call_fail(call, MARU_CODE_INVALID_ARGUMENT, "name is empty: say who wants to be greeted"));
	reply->text = maru_arena_printf(maru_call_arena(call), "Hello, %s!%s", request->name,
	                                request->mood == HELLO_MOOD_SLEEPY ? " Coffee?" : "");
	return MARU_OK;
}

static maru_status
count(void *self, struct maru_call *call, const struct hello_count_request *request, struct hello_count_stream *stream)
{
	(void)self;
	MARU_ENSURE(request->to <= COUNT_MAX,
	            maru_call_fail(call, MARU_CODE_OUT_OF_RANGE, "to is %u: this server counts to %d", request->to, COUNT_MAX));
	for (uint32_t number = 1; number <= request->to; number++)
		MARU_TRY(hello_count_stream_send(stream, HELLO_COUNT_REPLY(.number = number)));
	return MARU_OK;
}

static maru_status
sum(void *self, struct maru_call *call, struct hello_sum_stream *stream, struct hello_sum_reply *reply)
{
	const struct hello_sum_request *request;

	(void)self;
	for (;;) {
		MARU_TRY(hello_sum_stream_recv(stream, &request));
		if (request == NULL)
			return MARU_OK;
		MARU_ENSURE(!__builtin_add_overflow(reply->total, request->number, &reply->total),
		            maru_call_fail(call, MARU_CODE_OUT_OF_RANGE, "the total does not fit into 64 bits"));
		reply->count++;
	}
}

static char *
in_capitals(struct maru_arena *arena, const char *text)
{
	char *capitals = maru_arena_strdup(arena, text);

	for (char *at = capitals; *at != '\0'; at++)
		*at = (char)toupper((unsigned char)*at);
	return capitals;
}

static maru_status
chat(void *self, struct maru_call *call, struct hello_chat_stream *stream)
{
	const struct hello_chat_message *message;

	(void)self;
	for (;;) {
		MARU_TRY(hello_chat_stream_recv(stream, &message));
		if (message == NULL)
			return MARU_OK;
		MARU_TRY(hello_chat_stream_send(
		        stream, HELLO_CHAT_MESSAGE(.text = in_capitals(maru_call_arena(call), message->text))));
	}
}

const struct hello_service hello_handlers = {
	.greet = greet,
	.count = count,
	.sum = sum,
	.chat = chat,
};
