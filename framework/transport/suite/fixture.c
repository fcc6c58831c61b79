#include "maru/transport/suite/fixture.h"

#include "maru/testing/cmocka.h"

struct suite_transport *fixture_transport;

static void
count(struct fixture *fixture, unsigned *counter)
{
	pthread_mutex_lock(&fixture->probe.mutex);
	++*counter;
	pthread_mutex_unlock(&fixture->probe.mutex);
}

static maru_status
watch_enter(void *self, struct maru_call *call)
{
	static const struct maru_error refused = MARU_ERROR(MARU_CODE_PERMISSION_DENIED, "REFUSED_HERE", "refused at the door");
	struct fixture *fixture = self;

	MARU_ENSURE(maru_call_metadata(call, "refuse-me") == NULL, &refused);
	count(fixture, &fixture->n_entered);
	return MARU_OK;
}

static maru_status
watch_message(void *self, struct maru_call *call, enum maru_direction direction, const ProtobufCMessage *message)
{
	struct fixture *fixture = self;

	(void)call;
	assert_ptr_equal(message->descriptor, &probe_note_descriptor);
	count(fixture, direction == MARU_INCOMING ? &fixture->n_incoming : &fixture->n_outgoing);
	return MARU_OK;
}

static maru_status
watch_leave(void *self, struct maru_call *call, maru_status status)
{
	struct fixture *fixture = self;

	(void)call;
	count(fixture, &fixture->n_left);
	return status;
}

static int
set_up(void **state, const struct maru_server_options *options, bool watched)
{
	struct fixture *fixture = test_calloc(1, sizeof *fixture);
	const struct maru_interceptor watch = {
		.name = "watch", .self = fixture, .enter = watch_enter, .message = watch_message, .leave = watch_leave
	};

	probe_init(&fixture->probe);
	fixture->server = maru_server_new(options);
	probe_service_mount(fixture->server, &probe_service, &fixture->probe);
	if (watched)
		maru_server_use(fixture->server, &watch);
	assert_ok(maru_server_error(fixture->server));
	fixture->client = fixture_transport->start(fixture_transport, fixture->server);
	if (watched)
		maru_client_use(fixture->client, &watch);
	fixture->probe.self_client = fixture->client;
	fixture->scope = maru_scope_new(NULL);
	*state = fixture;
	return 0;
}

int
fixture_set_up(void **state)
{
	return set_up(state, NULL, false);
}

int
fixture_set_up_watched(void **state)
{
	return set_up(state, NULL, true);
}

int
fixture_set_up_narrow(void **state)
{
	return set_up(state, &(struct maru_server_options){ .workers = 1, .queue_max = 1 }, false);
}

int
fixture_tear_down(void **state)
{
	struct fixture *fixture = *state;

	maru_scope_free(fixture->scope);
	maru_client_free(fixture->client);
	fixture_transport->stop(fixture_transport);
	maru_server_free(fixture->server);
	probe_fini(&fixture->probe);
	test_free(fixture);
	return 0;
}

void
fixture_assert_ok(maru_status status, const char *file, int line)
{
	if (status == MARU_OK)
		return;
	print_error("%s: %s\n", maru_code_name(maru_status_code(status)), status->message);
	_fail(file, line);
}

void
fixture_assert_fails(maru_status status, enum maru_code code, const char *reason, const char *file, int line)
{
	const char *got = status != MARU_OK && status->reason != NULL ? status->reason : "none";

	if (maru_status_code(status) == (int)code && (reason == NULL || maru_status_has_reason(status, reason)))
		return;
	print_error("expected %s with reason %s, got %s with reason %s: %s\n", maru_code_name((int)code),
	            reason != NULL ? reason : "any", maru_code_name(maru_status_code(status)), got, maru_status_message(status));
	_fail(file, line);
}
