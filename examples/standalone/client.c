/* client TARGET: asks for the time at an offset from UTC that exists, and at one that does not. */
#include <stdio.h>

#include "clock/v1/clock.maru.h"
#include "maru/transport/grpc/grpc.h"

static maru_status
ask(struct maru_client *client, struct maru_call *scope, int32_t offset)
{
	const struct clock_tell_reply *reply;

	MARU_TRY(clock_tell(client, scope, CLOCK_TELL_REQUEST(.utc_offset_minutes = offset), &reply));
	printf("In Seoul it is %s.\n", reply->text);
	return MARU_OK;
}

int
main(int argc, char **argv)
{
	const struct maru_grpc_client_options options = { .target = argc > 1 ? argv[1] : "127.0.0.1:50051" };
	struct maru_call *scope = maru_scope_new(&(struct maru_scope_options){ .timeout_ms = 5000 });
	struct maru_client *client = NULL;
	maru_status status = maru_grpc_client_new(&options, maru_call_arena(scope), &client);

	if (status == MARU_OK)
		status = ask(client, scope, 9 * 60);
	if (status == MARU_OK)
		status = ask(client, scope, 99 * 60);
	printf("%s: %s\n", maru_code_name(maru_status_code(status)), maru_status_message(status));
	maru_client_free(client);
	maru_scope_free(scope);
	return maru_status_code(status) != MARU_CODE_OUT_OF_RANGE;
}
