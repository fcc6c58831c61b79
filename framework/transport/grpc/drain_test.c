/* Stopping a listener: what is in flight finishes, what is new is refused, what is late is cancelled. */
#include "maru/testing/cmocka.h"
#include "maru/transport/grpc/testing/over_grpc.h"

enum {
	LONG_MS = 60 * 1000, /* longer than the test may take */
	SHORT_MS = 20,
	LOST_MS = 500,
};

static struct over_grpc grpc;

struct outcome {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	bool is_done;
	int code;
};

static void
on_done(void *self, maru_status status, const struct probe_note *reply)
{
	struct outcome *outcome = self;

	(void)reply;
	pthread_mutex_lock(&outcome->mutex);
	outcome->is_done = true;
	outcome->code = maru_status_code(status);
	pthread_cond_broadcast(&outcome->changed);
	pthread_mutex_unlock(&outcome->mutex);
}

static int
await(struct outcome *outcome)
{
	pthread_mutex_lock(&outcome->mutex);
	while (!outcome->is_done)
		pthread_cond_wait(&outcome->changed, &outcome->mutex);
	pthread_mutex_unlock(&outcome->mutex);
	return outcome->code;
}

static void *
stop_with_long_grace(void *self)
{
	(void)self;
	maru_grpc_listener_stop(grpc.listener, LONG_MS);
	return NULL;
}

/* Calls until a call is refused; a call that C core loses meanwhile ends by its deadline. */
static int
call_until_refused(struct fixture *fixture)
{
	struct maru_call *scope;
	const struct probe_note *reply;
	int code;

	do {
		scope = maru_call_scope(fixture->scope, &(struct maru_scope_options){ .timeout_ms = LOST_MS });
		code = maru_status_code(probe_echo(fixture->client, scope, PROBE_NOTE(), &reply));
	} while (code == 0);
	return code;
}

/* A chat whose server waits for the next message, which it gets only once the listener is being stopped. */
static void
a_call_in_flight_finishes(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *note = NULL;
	struct probe_chat_call *chat;
	pthread_t stopper;
	int refused;

	assert_ok(probe_chat(fixture->client, fixture->scope, &chat));
	assert_ok(probe_chat_call_send(chat, PROBE_NOTE(.number = 1)));
	assert_ok(probe_chat_call_recv(chat, &note));
	assert_int_equal(pthread_create(&stopper, NULL, stop_with_long_grace, NULL), 0);
	refused = call_until_refused(fixture);
	assert_true(refused == MARU_CODE_UNAVAILABLE || refused == MARU_CODE_CANCELLED ||
	            refused == MARU_CODE_DEADLINE_EXCEEDED);
	assert_ok(probe_chat_call_send(chat, PROBE_NOTE(.number = 2)));
	assert_ok(probe_chat_call_recv(chat, &note));
	assert_int_equal(note->number, 2);
	assert_ok(probe_chat_call_close_send(chat));
	assert_ok(probe_chat_call_recv(chat, &note));
	assert_null(note);
	assert_ok(probe_chat_call_finish(chat));
	pthread_join(stopper, NULL);
	grpc.listener = maru_grpc_listener_free(grpc.listener);
}

static void
a_call_that_outlasts_the_grace_is_cancelled(void **state)
{
	struct fixture *fixture = *state;
	struct outcome outcome = { .mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };

	probe_hang_async(fixture->client, fixture->scope, PROBE_NOTE(), on_done, &outcome);
	probe_await(&fixture->probe, &fixture->probe.n_hanging, 1);
	maru_grpc_listener_stop(grpc.listener, SHORT_MS);
	assert_int_equal(fixture->probe.n_cancelled, 1);
	assert_int_equal(fixture->probe.n_deferred, 1);
	assert_int_equal(await(&outcome), MARU_CODE_UNAVAILABLE);
	grpc.listener = maru_grpc_listener_free(grpc.listener);
}

static void
without_grace_calls_are_cancelled_at_once(void **state)
{
	struct fixture *fixture = *state;
	struct outcome outcome = { .mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };

	probe_hang_async(fixture->client, fixture->scope, PROBE_NOTE(), on_done, &outcome);
	probe_await(&fixture->probe, &fixture->probe.n_hanging, 1);
	grpc.listener = maru_grpc_listener_free(grpc.listener);
	assert_int_equal(fixture->probe.n_cancelled, 1);
	assert_int_equal(await(&outcome), MARU_CODE_UNAVAILABLE);
}

static void
streams_end_with_the_grace(void **state)
{
	struct fixture *fixture = *state;
	static uint8_t payload[64 * 1024];
	const struct probe_note *note = NULL;
	struct probe_flood_call *flood;
	struct probe_chat_call *chat;

	assert_ok(probe_flood(fixture->client, fixture->scope, PROBE_NOTE(.payload = { sizeof payload, payload }), &flood));
	assert_ok(probe_flood_call_recv(flood, &note));
	assert_ok(probe_chat(fixture->client, fixture->scope, &chat));
	assert_ok(probe_chat_call_send(chat, PROBE_NOTE(.number = 1)));
	assert_ok(probe_chat_call_recv(chat, &note));
	maru_grpc_listener_stop(grpc.listener, SHORT_MS);
	assert_int_equal(fixture->probe.n_cancelled, 1);
	assert_fails(probe_chat_call_recv(chat, &note), MARU_CODE_UNAVAILABLE, NULL);
	assert_fails(probe_chat_call_finish(chat), MARU_CODE_UNAVAILABLE, NULL);
	assert_int_not_equal(maru_status_code(probe_flood_call_finish(flood)), 0);
	grpc.listener = maru_grpc_listener_free(grpc.listener);
}

static void
an_idle_connection_does_not_hold_the_end(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *reply;

	assert_ok(probe_echo(fixture->client, fixture->scope, PROBE_NOTE(), &reply));
	maru_grpc_listener_stop(grpc.listener, LONG_MS);
	grpc.listener = maru_grpc_listener_free(grpc.listener);
	assert_fails(probe_echo(fixture->client, fixture->scope, PROBE_NOTE(), &reply), MARU_CODE_UNAVAILABLE, NULL);
}

static void
a_client_finds_the_next_server_at_the_same_address(void **state)
{
	struct fixture *fixture = *state;
	struct maru_arena arena;
	const struct probe_note *reply;
	maru_status status;

	maru_arena_init(&arena, NULL, SIZE_MAX);
	assert_ok(probe_echo(fixture->client, fixture->scope, PROBE_NOTE(), &reply));
	grpc.listen.address = over_grpc_target(&grpc, &arena);
	maru_grpc_listener_free(grpc.listener);
	assert_ok(maru_grpc_listen(fixture->server, &grpc.listen, &arena, &grpc.listener));
	do
		status = probe_echo(fixture->client, fixture->scope, PROBE_NOTE(), &reply);
	while (maru_status_code(status) == MARU_CODE_UNAVAILABLE);
	assert_ok(status);
	grpc.listen.address = NULL;
	maru_arena_fini(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		suite_test(a_call_in_flight_finishes),
		suite_test(a_call_that_outlasts_the_grace_is_cancelled),
		suite_test(without_grace_calls_are_cancelled_at_once),
		suite_test(streams_end_with_the_grace),
		suite_test(an_idle_connection_does_not_hold_the_end),
		suite_test(a_client_finds_the_next_server_at_the_same_address),
	};

	over_grpc_init(&grpc);
	fixture_transport = &grpc.transport;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
