/*
 * What a client in memory is made with, and what it refuses to be made from.
 */
#include "maru/testing/cmocka.h"
#include "maru/transport/memory/memory.h"
#include "maru/transport/suite/probe.h"

struct fixture {
	struct maru_arena arena;
	struct probe probe;
	struct maru_server *server;
	struct maru_call *scope;
};

static int
set_up(void **state)
{
	struct fixture *fixture = test_calloc(1, sizeof *fixture);

	maru_arena_init(&fixture->arena, NULL, SIZE_MAX);
	probe_init(&fixture->probe);
	fixture->server = maru_server_new(&(struct maru_server_options){ .workers = 2, .message_bytes_max = 100 });
	probe_service_mount(fixture->server, &probe_service, &fixture->probe);
	fixture->scope = maru_scope_new(NULL);
	*state = fixture;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *fixture = *state;

	maru_scope_free(fixture->scope);
	maru_server_free(fixture->server);
	probe_fini(&fixture->probe);
	maru_arena_fini(&fixture->arena);
	test_free(fixture);
	return 0;
}

static struct maru_client *
client_with(struct fixture *fixture, const struct maru_memory_client_options *options)
{
	struct maru_client *client = NULL;

	assert_ptr_equal(maru_memory_client_new(fixture->server, options, &fixture->arena, &client), MARU_OK);
	return client;
}

static maru_status
echo(struct maru_client *client, struct maru_call *scope, size_t payload_len)
{
	static uint8_t payload[1000];
	const struct probe_note *reply;

	return probe_echo(client, scope, PROBE_NOTE(.payload = { payload_len, payload }), &reply);
}

static void
assert_too_large(maru_status status)
{
	assert_int_equal(maru_status_code(status), MARU_CODE_RESOURCE_EXHAUSTED);
	assert_true(maru_status_has_reason(status, "MESSAGE_TOO_LARGE"));
}

/* A payload of n takes n + 2 bytes. */
static void
the_server_limits_requests(void **state)
{
	struct fixture *fixture = *state;
	struct maru_client *client = client_with(fixture, NULL);

	assert_ptr_equal(echo(client, fixture->scope, 98), MARU_OK);
	assert_too_large(echo(client, fixture->scope, 99));
	maru_client_free(client);
}

static void
the_client_limits_replies(void **state)
{
	struct fixture *fixture = *state;
	struct maru_client *client = client_with(fixture, &(struct maru_memory_client_options){ .message_bytes_max = 50 });

	assert_ptr_equal(echo(client, fixture->scope, 48), MARU_OK);
	assert_too_large(echo(client, fixture->scope, 49));
	maru_client_free(client);
}

static void
the_client_limits_messages_of_a_stream(void **state)
{
	struct fixture *fixture = *state;
	struct maru_client *client = client_with(fixture, &(struct maru_memory_client_options){ .message_bytes_max = 10 });
	const struct probe_note *note;
	struct probe_count_call *call;
	maru_status status;

	assert_ptr_equal(probe_count(client, fixture->scope, PROBE_NOTE(.number = 1, .text = "123456"), &call), MARU_OK);
	assert_ptr_equal(probe_count_call_recv(call, &note), MARU_OK);
	assert_ptr_equal(probe_count_call_recv(call, &note), MARU_OK);
	assert_ptr_equal(probe_count_call_finish(call), MARU_OK);
	assert_ptr_equal(probe_count(client, fixture->scope, PROBE_NOTE(.number = 1, .text = "1234567"), &call), MARU_OK);
	assert_too_large(probe_count_call_recv(call, &note));
	status = probe_count_call_finish(call); /* before its end, perhaps, which cancels it */
	assert_true(status == MARU_OK || status->code == MARU_CODE_CANCELLED);
	maru_client_free(client);
}

static void
a_server_that_was_set_up_badly_has_no_client(void **state)
{
	struct fixture *fixture = *state;
	struct maru_client *client = NULL;
	maru_status status;

	probe_service_mount(fixture->server, &probe_service, &fixture->probe);
	status = maru_memory_client_new(fixture->server, NULL, &fixture->arena, &client);
	assert_int_equal(maru_status_code(status), MARU_CODE_ALREADY_EXISTS);
	assert_null(client);
}

static void
several_clients_share_a_server(void **state)
{
	struct fixture *fixture = *state;
	struct maru_client *a = client_with(fixture, NULL), *b = client_with(fixture, NULL);

	assert_ptr_equal(echo(a, fixture->scope, 1), MARU_OK);
	assert_ptr_equal(echo(b, fixture->scope, 1), MARU_OK);
	maru_client_free(a);
	assert_ptr_equal(echo(b, fixture->scope, 1), MARU_OK);
	maru_client_free(b);
}

/* More wires at once than are kept. */
static void
many_streams_may_be_open_at_once(void **state)
{
	struct fixture *fixture = *state;
	struct maru_client *client = client_with(fixture, NULL);
	struct maru_call *scope = maru_scope_new(NULL);
	struct probe_sum_call *calls[200];

	for (int i = 0; i < 200; i++)
		assert_ptr_equal(probe_sum(client, scope, &calls[i]), MARU_OK);
	maru_scope_free(scope);
	assert_ptr_equal(echo(client, fixture->scope, 1), MARU_OK);
	maru_client_free(client);
}

#define options_test(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		options_test(the_server_limits_requests),
		options_test(the_client_limits_replies),
		options_test(the_client_limits_messages_of_a_stream),
		options_test(a_server_that_was_set_up_badly_has_no_client),
		options_test(several_clients_share_a_server),
		options_test(many_streams_may_be_open_at_once),
	};

	return cmocka_run_group_tests_name("memory options", tests, NULL, NULL);
}
