/* What this transport adds to the suite of all: compression, limits, repeated metadata, flow control, many at a time. */
#include "maru/testing/cmocka.h"
#include "maru/transport/grpc/testing/over_grpc.h"

enum {
	N_CALLS = 1000,
	LARGE_BYTES = 256 * 1024,
	LIMIT_BYTES = 64 * 1024,
	NOTE_OVERHEAD_BYTES = 4, /* tag and length of the payload */
};

static struct over_grpc grpc;

struct outcome {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	unsigned n_done, n_good;
};

static void
on_done(void *self, maru_status status, const struct probe_note *reply)
{
	struct outcome *outcome = self;

	pthread_mutex_lock(&outcome->mutex);
	outcome->n_done++;
	outcome->n_good += status == MARU_OK && strcmp(reply->text, "many") == 0;
	pthread_cond_broadcast(&outcome->changed);
	pthread_mutex_unlock(&outcome->mutex);
}

static void
a_thousand_calls_run_at_a_time(void **state)
{
	struct fixture *fixture = *state;
	struct outcome outcome = { .mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };

	for (unsigned i = 0; i < N_CALLS; i++) {
		if (i % 2 == 0)
			probe_echo_inline_async(fixture->client, fixture->scope, PROBE_NOTE(.text = "many"), on_done, &outcome);
		else
			probe_echo_async(fixture->client, fixture->scope, PROBE_NOTE(.text = "many"), on_done, &outcome);
	}
	pthread_mutex_lock(&outcome.mutex);
	while (outcome.n_done < N_CALLS)
		pthread_cond_wait(&outcome.changed, &outcome.mutex);
	pthread_mutex_unlock(&outcome.mutex);
	assert_int_equal(outcome.n_good, N_CALLS);
}

static void *
call_many_times(void *self)
{
	struct fixture *fixture = self;
	struct maru_call *scope = maru_scope_new(NULL);
	const struct probe_note *reply;

	for (unsigned i = 0; i < 100; i++)
		assert_ok(probe_echo(fixture->client, scope, PROBE_NOTE(.text = "thread"), &reply));
	maru_scope_free(scope);
	return NULL;
}

static void
threads_may_share_a_client(void **state)
{
	pthread_t threads[8];

	for (size_t i = 0; i < sizeof threads / sizeof threads[0]; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, call_many_times, *state), 0);
	for (size_t i = 0; i < sizeof threads / sizeof threads[0]; i++)
		pthread_join(threads[i], NULL);
}

static void
several_values_of_a_key_arrive_in_order(void **state)
{
	struct fixture *fixture = *state;
	const struct maru_metadata metadata[] = {
		{ "echo-many", maru_bytes_of_string("one") },
		{ "echo-many-bin", maru_bytes_of("\0\1", 2) },
		{ "echo-many", maru_bytes_of_string("two") },
		{ "echo-many-bin", maru_bytes_of("\xff", 1) },
		{ "echo-many", maru_bytes_of_string("one") },
	};
	const size_t n_sent = sizeof metadata / sizeof metadata[0];
	struct maru_call *scope =
	        maru_call_scope(fixture->scope, &(struct maru_scope_options){ .metadata = metadata, .n_metadata = n_sent });
	static const char *const keys[] = { "echo-many", "echo-many-bin", "trailer-echo-many", "trailer-echo-many-bin" };
	const struct maru_metadata *came;
	const struct probe_note *reply;
	size_t n;

	assert_ok(probe_echo(fixture->client, scope, PROBE_NOTE(), &reply));
	came = maru_call_metadata_all(scope, &n);
	for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
		const char *sent_key = strstr(keys[k], "echo-");
		size_t at = 0;

		for (size_t i = 0; i < n_sent; i++) {
			if (strcmp(metadata[i].key, sent_key) != 0)
				continue;
			while (at < n && strcmp(came[at].key, keys[k]) != 0)
				at++;
			assert_true(at < n);
			assert_true(maru_bytes_equal(came[at++].value, metadata[i].value));
		}
	}
}

static uint8_t *
large_payload(void)
{
	uint8_t *payload = test_calloc(1, LARGE_BYTES);

	for (size_t i = 0; i < LARGE_BYTES; i++)
		payload[i] = (uint8_t)(i / 1000);
	return payload;
}

static void
messages_are_compressed_both_ways(void **state)
{
	struct fixture *fixture = *state;
	const struct maru_metadata use_gzip = { "use-gzip", maru_bytes_of_string("1") };
	const struct maru_scope_options options = { .metadata = &use_gzip, .n_metadata = 1, .gzip = true };
	struct maru_call *scope = maru_call_scope(fixture->scope, &options);
	uint8_t *payload = large_payload();
	const struct probe_note *note = NULL;
	struct probe_count_call *count;

	assert_ok(probe_echo(fixture->client, scope, PROBE_NOTE(.payload = { LARGE_BYTES, payload }), &note));
	assert_int_equal(note->payload.len, LARGE_BYTES);
	assert_memory_equal(note->payload.data, payload, LARGE_BYTES);
	assert_ok(probe_count(fixture->client, scope, PROBE_NOTE(.number = 2, .text = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
	                      &count));
	for (int32_t number = 1; number <= 2; number++) {
		assert_ok(probe_count_call_recv(count, &note));
		assert_int_equal(note->number, number);
	}
	assert_ok(probe_count_call_recv(count, &note));
	assert_null(note);
	assert_ok(probe_count_call_finish(count));
	test_free(payload);
}

/* The client's limit: the server's is the suite's. */
static void
a_reply_may_have_as_many_bytes_as_the_limit_and_no_more(void **state)
{
	struct fixture *fixture = *state;
	const struct maru_metadata use_gzip = { "use-gzip", maru_bytes_of_string("1") };
	struct maru_call *gzip =
	        maru_call_scope(fixture->scope, &(struct maru_scope_options){ .metadata = &use_gzip, .n_metadata = 1 });
	uint8_t *payload = large_payload();
	const size_t fits = LIMIT_BYTES - NOTE_OVERHEAD_BYTES;
	const struct probe_note *reply;

	for (int round = 0; round < 2; round++) {
		struct maru_call *scope = round == 0 ? fixture->scope : gzip;

		assert_ok(probe_echo(fixture->client, scope, PROBE_NOTE(.payload = { fits, payload }), &reply));
		assert_int_equal(reply->payload.len, fits);
		assert_fails(probe_echo(fixture->client, scope, PROBE_NOTE(.payload = { fits + 1, payload }), &reply),
		             MARU_CODE_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE");
		assert_fails(probe_echo(fixture->client, scope, PROBE_NOTE(.payload = { LARGE_BYTES, payload }), &reply),
		             MARU_CODE_RESOURCE_EXHAUSTED, NULL);
	}
	test_free(payload);
}

static int
set_up_small_replies(void **state)
{
	grpc.connect.message_bytes_max = LIMIT_BYTES;
	return fixture_set_up(state);
}

static int
tear_down_small_replies(void **state)
{
	grpc.connect.message_bytes_max = 0;
	return fixture_tear_down(state);
}

/* Nothing may pile up between a server that floods and a client that reads. */
static void
a_sender_waits_for_its_reader(void **state)
{
	enum { ROUNDS = 50, AHEAD_MAX = 16 };
	struct fixture *fixture = *state;
	uint8_t *payload = test_calloc(1, 1 << 20);
	const struct probe_note *note = NULL;
	struct probe_flood_call *call;

	assert_ok(probe_flood(fixture->client, fixture->scope, PROBE_NOTE(.payload = { 1 << 20, payload }), &call));
	for (unsigned n_received = 1; n_received <= ROUNDS; n_received++) {
		assert_ok(probe_flood_call_recv(call, &note));
		pthread_mutex_lock(&fixture->probe.mutex);
		assert_in_range(fixture->probe.n_flooded, 0, n_received + AHEAD_MAX);
		pthread_mutex_unlock(&fixture->probe.mutex);
	}
	assert_fails(probe_flood_call_finish(call), MARU_CODE_CANCELLED, NULL);
	probe_await(&fixture->probe, &fixture->probe.n_deferred, 1);
	test_free(payload);
}

static int
set_up_timeout_by_config(void **state)
{
	grpc.connect.service_config = "{\"methodConfig\": [{\"name\": [{\"service\": \"maru.probe.Probe\"}], \"timeout\": \"0.05s\"}]}";
	return fixture_set_up(state);
}

static int
tear_down_config(void **state)
{
	grpc.connect.service_config = NULL;
	return fixture_tear_down(state);
}

static void
a_service_config_is_followed(void **state)
{
	struct fixture *fixture = *state;
	const struct probe_note *reply;

	assert_fails(probe_hang(fixture->client, fixture->scope, PROBE_NOTE(), &reply), MARU_CODE_DEADLINE_EXCEEDED, NULL);
}

static void
bad_targets_and_service_configs_are_refused(void **state)
{
	static const struct maru_grpc_client_options bad[] = {
		{ .target = "127.0.0.1:1", .service_config = "{\"methodConfig\": 7}" },
		{ .target = "127.0.0.1:1", .service_config = "no JSON" },
		{ .target = "ipv4:300.0.0.1:1" },
		{ .target = "ipv6:127.0.0.1:1" },
	};
	struct maru_client *client = NULL;
	struct maru_arena arena;

	(void)state;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_fails(maru_grpc_client_new(&bad[i], &arena, &client), MARU_CODE_INVALID_ARGUMENT, "BAD_ADDRESS");
	assert_null(client);
	maru_arena_fini(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		suite_test(a_thousand_calls_run_at_a_time),
		suite_test(threads_may_share_a_client),
		suite_test(several_values_of_a_key_arrive_in_order),
		suite_test(messages_are_compressed_both_ways),
		cmocka_unit_test_setup_teardown(a_reply_may_have_as_many_bytes_as_the_limit_and_no_more, set_up_small_replies,
		                                tear_down_small_replies),
		suite_test(a_sender_waits_for_its_reader),
		cmocka_unit_test_setup_teardown(a_service_config_is_followed, set_up_timeout_by_config, tear_down_config),
		cmocka_unit_test(bad_targets_and_service_configs_are_refused),
	};

	over_grpc_init(&grpc);
	fixture_transport = &grpc.transport;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
