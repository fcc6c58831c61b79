/* server ADDRESS: tells the time until SIGTERM. With port 0 the system chooses one, and it is printed. */
#include <signal.h>
#include <stdio.h>
#include <time.h>

#include "clock/v1/clock.maru.h"
#include "maru/transport/grpc/grpc.h"

enum {
	OFFSET_MINUTES_MAX = 14 * 60,
	MINUTES_PER_DAY = 24 * 60,
	GRACE_MS = 5000,
};

static maru_status
tell(void *self, struct maru_call *call, const struct clock_tell_request *request, struct clock_tell_reply *reply)
{
	struct google_protobuf_timestamp *now = google_protobuf_timestamp_new(maru_call_arena(call));
	int32_t offset = request->utc_offset_minutes;
	int minutes;

	(void)self;
	MARU_ENSURE(offset >= -OFFSET_MINUTES_MAX && offset <= OFFSET_MINUTES_MAX,
	            maru_call_fail(call, MARU_CODE_OUT_OF_RANGE, "utc_offset_minutes is %d: no place is that far away", offset));
	now->seconds = time(NULL);
	minutes = (int)((now->seconds / 60 + offset) % MINUTES_PER_DAY);
	reply->now = now;
	reply->text = maru_arena_printf(maru_call_arena(call), "%02d:%02d", minutes / 60, minutes % 60);
	return MARU_OK;
}

static const struct clock_service handlers = { .tell = tell };

static maru_status
serve(struct maru_server *server, const char *address, struct maru_arena *arena, const sigset_t *signals)
{
	struct maru_grpc_listener *listener;
	int number;

	MARU_TRY(maru_grpc_listen(server, &(struct maru_grpc_listen_options){ .address = address }, arena, &listener));
	printf("listening on port %d\n", maru_grpc_listener_port(listener));
	fflush(stdout);
	sigwait(signals, &number);
	maru_grpc_listener_stop(listener, GRACE_MS);
	maru_grpc_listener_free(listener);
	return MARU_OK;
}

int
main(int argc, char **argv)
{
	struct maru_server *server = maru_server_new(NULL);
	struct maru_arena arena; /* for errors of set-up */
	maru_status status;
	sigset_t signals;

	/* Before any thread starts, so that all of them leave these to sigwait(). */
	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);

	maru_arena_init(&arena, NULL, 64 * 1024);
	clock_service_mount(server, &handlers, NULL);
	status = serve(server, argc > 1 ? argv[1] : "127.0.0.1:50051", &arena, &signals);
	if (status != MARU_OK)
		fprintf(stderr, "server: %s\n", maru_status_message(status));
	maru_server_free(server);
	maru_arena_fini(&arena);
	return status != MARU_OK;
}
