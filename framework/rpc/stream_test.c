/*
 * Streams from both ends, and how long what they hand out is valid.
 */
#include "maru/rpc/fake/fake.h"
#include "maru/testing/cmocka.h"
#include "maru/testing/death.h"

struct fixture {
	struct fake server_end, client_end;
	struct maru_server *server;
	struct maru_client *client;
	struct maru_call *scope;
	maru_status (*handle)(struct fixture *fixture, struct maru_call *call);
	maru_status hook; /* what the message hooks of both sides say */
};

static const struct maru_error gone = MARU_ERROR(MARU_CODE_UNAVAILABLE, "GONE", "gone");
static const struct maru_error refused = MARU_ERROR(MARU_CODE_PERMISSION_DENIED, "REFUSED", "not this one");

static maru_status
handler(void *self, struct maru_call *call, const struct google_rpc_status *request, struct google_rpc_status *reply)
{
	struct fixture *fixture = self;

	(void)request, (void)reply;
	return fixture->handle(fixture, call);
}

static const struct fake_service service = { handler };

static maru_status
message_hook(void *self, struct maru_call *call, enum maru_direction direction, const ProtobufCMessage *message)
{
	struct fixture *fixture = self;

	(void)call, (void)direction, (void)message;
	return fixture->hook;
}

static int
set_up(void **state)
{
	struct fixture *fixture = test_calloc(1, sizeof *fixture);
	const struct maru_interceptor interceptor = { .name = "hook", .self = fixture, .message = message_hook };

	fake_init(&fixture->server_end);
	fake_init(&fixture->client_end);
	fixture->client_end.ends_in_open = true;
	fixture->server = maru_server_new(&(struct maru_server_options){ .workers = 1 });
	fixture->client = fake_client_new(&fixture->client_end);
	maru_server_use(fixture->server, &interceptor);
	maru_client_use(fixture->client, &interceptor);
	maru_server_mount(fixture->server, &fake_service_descriptor, &service, fixture);
	fixture->scope = maru_scope_new(NULL);
	*state = fixture;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *fixture = *state;

	maru_scope_free(fixture->scope);
	maru_client_free(fixture->client);
	maru_server_free(fixture->server);
	fake_fini(&fixture->client_end);
	fake_fini(&fixture->server_end);
	test_free(fixture);
	return 0;
}

static struct maru_call *
open_bidi(struct fixture *fixture, struct maru_call *parent)
{
	struct maru_call *stream = NULL;

	assert_ptr_equal(marui_client_open(fixture->client, parent, fake_method(MARU_BIDI_STREAM), NULL, &stream), MARU_OK);
	return stream;
}

static maru_status
send_one(struct maru_call *stream)
{
	return marui_stream_send(stream, &GOOGLE_RPC_STATUS(.message = "one")->base);
}

static void
serve_bidi(struct fixture *fixture, maru_status (*handle)(struct fixture *fixture, struct maru_call *call))
{
	fixture->handle = handle;
	fake_serve(&fixture->server_end, fixture->server, "/fake.Fake/BidiStream");
}

static void
a_client_sends_and_receives(void **state)
{
	struct fixture *fixture = *state;
	struct maru_call *stream = open_bidi(fixture, fixture->scope);
	const ProtobufCMessage *message;

	fixture->client_end.n_sends_taken = fixture->client_end.n_messages = 1;
	fixture->client_end.message.message = "back";
	assert_ptr_equal(send_one(stream), MARU_OK);
	assert_ptr_equal(marui_stream_recv(stream, &message), MARU_OK);
	assert_string_equal(((const struct google_rpc_status *)message)->message, "back");
	assert_ptr_equal(marui_stream_recv(stream, &message), MARU_OK);
	assert_null(message);
	assert_ptr_equal(marui_client_finish(stream, NULL), MARU_OK);
}

static void
a_failed_call_fails_every_function_of_the_client(void **state)
{
	struct fixture *fixture = *state;
	struct maru_call *stream = open_bidi(fixture, fixture->scope);
	const ProtobufCMessage *message = NULL;

	fixture->client_end.outcome = &gone;
	assert_string_equal(maru_status_message(send_one(stream)), "gone");
	assert_string_equal(maru_status_message(marui_stream_recv(stream, &message)), "gone");
	assert_null(message);
	assert_string_equal(maru_status_message(marui_client_finish(stream, NULL)), "gone");
}

static void
sending_into_a_call_that_ended_well_fails(void **state)
{
	struct fixture *fixture = *state;
	struct maru_call *stream = open_bidi(fixture, fixture->scope);
	maru_status status = send_one(stream);

	assert_int_equal(maru_status_code(status), MARU_CODE_CANCELLED);
	assert_true(maru_status_has_reason(status, "CALL_ENDED"));
	assert_ptr_equal(marui_client_finish(stream, NULL), MARU_OK);
}

static void
a_status_lasts_until_its_function_is_called_again(void **state)
{
	struct fixture *fixture = *state;
	struct maru_call *stream = open_bidi(fixture, fixture->scope);
	const ProtobufCMessage *message;
	maru_status sending, receiving;

	fixture->client_end.outcome = &gone;
	sending = send_one(stream);
	receiving = marui_stream_recv(stream, &message);
	assert_string_equal(maru_status_message(sending), "gone");
	sending = send_one(stream);
	assert_string_equal(maru_status_message(receiving), "gone");
	assert_string_equal(maru_status_message(sending), "gone");
	assert_string_equal(maru_status_message(marui_client_finish(stream, NULL)), "gone");
}

static void
the_last_status_of_a_stream_lives_as_long_as_its_parent(void **state)
{
	struct fixture *fixture = *state;
	struct maru_call *stream = open_bidi(fixture, fixture->scope);
	const ProtobufCMessage *reply;
	maru_status status;

	fixture->client_end.outcome = &gone;
	status = marui_client_finish(stream, NULL);
	fixture->client_end.outcome = MARU_OK;
	assert_ptr_equal(marui_client_call(fixture->client, fixture->scope, fake_method(MARU_UNARY), &GOOGLE_RPC_STATUS()->base,
	                                   &reply),
	                 MARU_OK);
	assert_string_equal(maru_status_message(status), "gone");
}

static maru_status
leave_a_stream_open(struct fixture *fixture, struct maru_call *call)
{
	struct maru_call *stream = open_bidi(fixture, call);
	const ProtobufCMessage *message;

	fixture->client_end.outcome = &gone;
	return marui_stream_recv(stream, &message);
}

static void
a_handler_may_return_the_status_of_a_stream_that_it_leaves_open(void **state)
{
	struct fixture *fixture = *state;

	serve_bidi(fixture, leave_a_stream_open);
	assert_int_equal(maru_status_code(fixture->server_end.status), MARU_CODE_UNAVAILABLE);
	assert_string_equal(maru_status_message(fixture->server_end.status), "gone");
	assert_int_equal(fixture->client_end.n_released, 1);
}

static void
no_more_is_sent_once(void **state)
{
	struct fixture *fixture = *state;
	struct maru_call *stream = open_bidi(fixture, fixture->scope);
	const ProtobufCMessage *reply;

	assert_ptr_equal(marui_stream_close_send(stream), MARU_OK);
	assert_ptr_equal(marui_stream_close_send(stream), MARU_OK);
	assert_int_equal(fixture->client_end.n_close_sent, 1);
	assert_ptr_equal(marui_client_finish(stream, NULL), MARU_OK);
	assert_ptr_equal(marui_client_open(fixture->client, fixture->scope, fake_method(MARU_CLIENT_STREAM), NULL, &stream),
	                 MARU_OK);
	assert_ptr_equal(marui_client_finish(stream, &reply), MARU_OK);
	assert_int_equal(fixture->client_end.n_close_sent, 2);
}

static void
send_after_the_end(void *self)
{
	struct maru_call *stream = open_bidi(self, ((struct fixture *)self)->scope);
	maru_status status = marui_stream_close_send(stream);

	status = send_one(stream);
	(void)status;
}

static void
sending_after_the_end_is_a_bug(void **state)
{
	maru_assert_dies(send_after_the_end, *state, "!call->send_closed && \"a message after the end of the stream\"");
}

static maru_status
echo_all(struct fixture *fixture, struct maru_call *call)
{
	size_t used = maru_arena_used_bytes(maru_call_arena(call));
	const ProtobufCMessage *message;

	(void)fixture;
	for (;;) {
		MARU_TRY(marui_stream_recv(call, &message));
		if (message == NULL)
			break;
		MARU_TRY(marui_stream_send(call, message));
	}
	assert_int_equal(maru_arena_used_bytes(maru_call_arena(call)), used);
	return MARU_OK;
}

static void
a_long_stream_takes_nothing_from_the_calls_arena(void **state)
{
	struct fixture *fixture = *state;

	fixture->server_end.n_messages = fixture->server_end.n_sends_taken = 10000;
	serve_bidi(fixture, echo_all);
	assert_ptr_equal(fixture->server_end.status, MARU_OK);
	assert_int_equal(fixture->server_end.n_sent, 10000);
}

static maru_status
send_and_add_header(struct fixture *fixture, struct maru_call *call)
{
	maru_status status;

	(void)fixture;
	MARU_TRY(maru_call_add_header(call, "early", maru_bytes_of_string("1")));
	MARU_TRY(send_one(call));
	status = maru_call_add_header(call, "late", maru_bytes_of_string("2"));
	assert_int_equal(maru_status_code(status), MARU_CODE_FAILED_PRECONDITION);
	assert_true(maru_status_has_reason(status, "HEADERS_SENT"));
	return maru_call_add_trailer(call, "late", maru_bytes_of_string("2"));
}

static void
headers_go_with_the_first_message(void **state)
{
	struct fixture *fixture = *state;

	fixture->server_end.n_sends_taken = 1;
	serve_bidi(fixture, send_and_add_header);
	assert_ptr_equal(fixture->server_end.status, MARU_OK);
	assert_int_equal(fixture->server_end.outgoing.n_metadata, 1);
}

static maru_status
send_to_nobody(struct fixture *fixture, struct maru_call *call)
{
	maru_status status = send_one(call);

	(void)fixture;
	assert_int_equal(maru_status_code(status), MARU_CODE_CANCELLED);
	assert_true(maru_status_has_reason(status, "CALL_ENDED"));
	marui_call_cancelled(call);
	status = send_one(call);
	assert_true(maru_status_has_reason(status, "CANCELLED"));
	return status;
}

static void
a_server_is_told_that_nobody_takes_its_messages(void **state)
{
	struct fixture *fixture = *state;

	serve_bidi(fixture, send_to_nobody);
	assert_string_equal(maru_status_message(fixture->server_end.status), "/fake.Fake/BidiStream: the call was cancelled");
}

static maru_status
receive_from_nobody(struct fixture *fixture, struct maru_call *call)
{
	const ProtobufCMessage *message = &fixture->client_end.message.base;

	assert_ptr_equal(marui_stream_recv(call, &message), MARU_OK);
	assert_null(message);
	marui_call_cancelled(call);
	return marui_stream_recv(call, &message);
}

static void
the_end_of_a_cancelled_stream_is_not_a_good_end(void **state)
{
	struct fixture *fixture = *state;

	serve_bidi(fixture, receive_from_nobody);
	assert_int_equal(maru_status_code(fixture->server_end.status), MARU_CODE_CANCELLED);
}

static maru_status
meet_a_refusal(struct fixture *fixture, struct maru_call *call)
{
	const ProtobufCMessage *message = NULL;

	fixture->hook = &refused;
	assert_ptr_equal(send_one(call), &refused);
	assert_int_equal(fixture->server_end.n_sent, 0);
	assert_ptr_equal(marui_stream_recv(call, &message), &refused);
	assert_null(message);
	fixture->hook = MARU_OK;
	return send_one(call);
}

static void
a_hook_refuses_one_message_of_a_stream(void **state)
{
	struct fixture *fixture = *state;

	fixture->server_end.n_sends_taken = fixture->server_end.n_messages = 1;
	serve_bidi(fixture, meet_a_refusal);
	assert_ptr_equal(fixture->server_end.status, MARU_OK);
	assert_int_equal(fixture->server_end.n_sent, 1);
}

#define stream_test(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		stream_test(sending_after_the_end_is_a_bug),
		stream_test(a_client_sends_and_receives),
		stream_test(a_failed_call_fails_every_function_of_the_client),
		stream_test(sending_into_a_call_that_ended_well_fails),
		stream_test(a_status_lasts_until_its_function_is_called_again),
		stream_test(the_last_status_of_a_stream_lives_as_long_as_its_parent),
		stream_test(a_handler_may_return_the_status_of_a_stream_that_it_leaves_open),
		stream_test(no_more_is_sent_once),
		stream_test(a_long_stream_takes_nothing_from_the_calls_arena),
		stream_test(headers_go_with_the_first_message),
		stream_test(a_server_is_told_that_nobody_takes_its_messages),
		stream_test(the_end_of_a_cancelled_stream_is_not_a_good_end),
		stream_test(a_hook_refuses_one_message_of_a_stream),
	};

	return cmocka_run_group_tests_name("stream", tests, NULL, NULL);
}
