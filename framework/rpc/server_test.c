#include "maru/rpc/server.h"

#include <stdio.h>

#include "maru/rpc/fake/fake.h"
#include "maru/testing/cmocka.h"
#include "maru/testing/fake_clock.h"

struct fixture {
	struct fake fake;
	struct maru_fake_clock clock;
	struct maru_server *server;
	struct maru_method methods[4]; /* of a service whose methods a test may change before it mounts it */
	struct maru_service descriptor;
	maru_status (*handle)(struct fixture *fixture, struct maru_call *call, struct google_rpc_status *reply);
	unsigned n_handled;
	bool saw_cancel;
	int64_t deadline_us;
};

static maru_status
handler(void *self, struct maru_call *call, const struct google_rpc_status *request, struct google_rpc_status *reply)
{
	struct fixture *fixture = self;

	fixture->n_handled++;
	fixture->deadline_us = maru_call_deadline_us(call);
	if (request != NULL && reply != NULL)
		reply->message = request->message;
	return fixture->handle != NULL ? fixture->handle(fixture, call, reply) : MARU_OK;
}

static const struct fake_service service = { handler };

static int
set_up(void **state)
{
	struct fixture *fixture = test_calloc(1, sizeof *fixture);

	fake_init(&fixture->fake);
	fixture->fake.message.message = "hello";
	maru_fake_clock_init(&fixture->clock);
	fixture->server = maru_server_new(
	        &(struct maru_server_options){ .workers = 1, .queue_max = 1, .clock = &fixture->clock.clock, .arena_bytes_max = 4096 });
	for (int kind = MARU_UNARY; kind <= MARU_BIDI_STREAM; kind++)
		fixture->methods[kind] = *fake_method((enum maru_method_kind)kind);
	fixture->descriptor = (struct maru_service){ "fake.Fake", 4, fixture->methods };
	*state = fixture;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *fixture = *state;

	maru_server_free(fixture->server);
	fake_fini(&fixture->fake);
	test_free(fixture);
	return 0;
}

static void
serve(struct fixture *fixture, const char *path)
{
	if (marui_server_method_at(fixture->server, 0) == NULL)
		maru_server_mount(fixture->server, &fixture->descriptor, &service, fixture);
	fake_serve(&fixture->fake, fixture->server, path);
	fake_await_finish(&fixture->fake);
}

static void
assert_answered(struct fixture *fixture, enum maru_code code, const char *message)
{
	assert_int_equal(maru_status_code(fixture->fake.status), code);
	assert_string_equal(maru_status_message(fixture->fake.status), message);
	assert_false(fixture->fake.has_reply);
}

static void
methods_are_found_by_path_and_in_order(void **state)
{
	struct fixture *fixture = *state;
	struct maru_server *server = fixture->server;
	const struct maru_service other = { "fake.Other", 1, &(struct maru_method){ .path = "/fake.Other/Last" } };

	assert_null(marui_server_method_at(server, 0));
	maru_server_mount(server, &fixture->descriptor, &service, fixture);
	maru_server_mount(server, &other, &service, fixture);
	assert_ptr_equal(marui_server_method(server, "/fake.Fake/BidiStream"), &fixture->methods[MARU_BIDI_STREAM]);
	assert_null(marui_server_method(server, "/fake.Fake/BidiStrea"));
	assert_ptr_equal(marui_server_method_at(server, 1), &fixture->methods[1]);
	assert_ptr_equal(marui_server_method_at(server, 4), other.methods);
	assert_null(marui_server_method_at(server, 5));
	assert_ptr_equal(maru_server_error(server), MARU_OK);
}

static void
the_table_of_methods_grows(void **state)
{
	struct fixture *fixture = *state;
	static struct maru_method many[100];
	static char paths[100][16];

	for (int i = 0; i < 100; i++) {
		snprintf(paths[i], sizeof paths[i], "/many.Many/M%d", i);
		many[i].path = paths[i];
	}
	maru_server_mount(fixture->server, &(struct maru_service){ "many.Many", 100, many }, &service, fixture);
	for (size_t i = 0; i < 100; i++)
		assert_ptr_equal(marui_server_method_at(fixture->server, i), &many[i]);
}

static void
a_service_is_mounted_once(void **state)
{
	struct fixture *fixture = *state;
	maru_status error;

	maru_server_mount(fixture->server, &fixture->descriptor, &service, fixture);
	maru_server_mount(fixture->server, &fixture->descriptor, &service, fixture);
	error = maru_server_error(fixture->server);
	assert_int_equal(maru_status_code(error), MARU_CODE_ALREADY_EXISTS);
	assert_string_equal(error->message, "/fake.Fake/Unary is mounted twice: mount each service once");
	assert_null(marui_server_method_at(fixture->server, 4));
}

static void
the_first_error_of_set_up_is_kept(void **state)
{
	struct fixture *fixture = *state;
	const struct maru_interceptor empty = { .name = "empty" };
	maru_status error;

	for (int i = 0; i <= MARU_INTERCEPTORS_MAX; i++)
		maru_server_use(fixture->server, &empty);
	error = maru_server_error(fixture->server);
	assert_int_equal(maru_status_code(error), MARU_CODE_RESOURCE_EXHAUSTED);
	maru_server_mount(fixture->server, &fixture->descriptor, &service, fixture);
	maru_server_mount(fixture->server, &fixture->descriptor, &service, fixture);
	assert_ptr_equal(maru_server_error(fixture->server), error);
}

static void
options_left_out_have_defaults(void **state)
{
	struct maru_server *server = maru_server_new(NULL);

	(void)state;
	assert_int_equal(marui_server_message_bytes_max(server), MARU_CALL_MESSAGE_BYTES_MAX);
	assert_ptr_equal(marui_server_clock(server), &maru_system_clock);
	assert_null(maru_server_free(server));
	assert_null(maru_server_free(NULL));
}

static void
a_call_that_was_never_accepted_is_given_back(void **state)
{
	struct fixture *fixture = *state;
	struct maru_call *call = marui_server_call_new(fixture->server);

	marui_server_call_drop(call);
	assert_ptr_equal(marui_server_call_new(fixture->server), call);
	marui_server_call_drop(call);
}

static void
an_unknown_method_is_unimplemented(void **state)
{
	struct fixture *fixture = *state;

	serve(fixture, "/no.such/Method");
	assert_answered(fixture, MARU_CODE_UNIMPLEMENTED, "/no.such/Method: this server has no such method");
	assert_int_equal(fixture->n_handled, 0);
}

static void
a_request_that_cannot_be_decoded_is_the_callers_fault(void **state)
{
	struct fixture *fixture = *state;

	fixture->fake.raw = maru_bytes_of_string("\xff");
	serve(fixture, "/fake.Fake/Unary");
	assert_int_equal(maru_status_code(fixture->fake.status), MARU_CODE_INVALID_ARGUMENT);
	assert_true(maru_status_has_reason(fixture->fake.status, "MALFORMED_MESSAGE"));
	assert_int_equal(fixture->n_handled, 0);
}

static void
a_request_larger_than_the_arena_is_refused(void **state)
{
	struct fixture *fixture = *state;
	char text[5000];

	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	fixture->fake.message.message = text;
	serve(fixture, "/fake.Fake/Unary");
	assert_int_equal(maru_status_code(fixture->fake.status), MARU_CODE_RESOURCE_EXHAUSTED);
	assert_int_equal(fixture->n_handled, 0);
	fixture->fake.message.message = "small";
	serve(fixture, "/fake.Fake/Unary");
	assert_ptr_equal(fixture->fake.status, MARU_OK);
}

static maru_status
hoard(struct fixture *fixture, struct maru_call *call, struct google_rpc_status *reply)
{
	(void)fixture, (void)reply;
	maru_arena_alloc(maru_call_arena(call), 8192);
	return MARU_OK;
}

static void
a_handler_that_hoards_is_told_so(void **state)
{
	struct fixture *fixture = *state;

	fixture->handle = hoard;
	serve(fixture, "/fake.Fake/Unary");
	assert_answered(fixture, MARU_CODE_RESOURCE_EXHAUSTED,
	                "/fake.Fake/Unary: the call took more memory than its arena's limit of 4096 bytes");
	fixture->handle = NULL;
	serve(fixture, "/fake.Fake/Unary");
	assert_ptr_equal(fixture->fake.status, MARU_OK);
}

static void
a_call_that_arrives_too_late_runs_no_handler(void **state)
{
	struct fixture *fixture = *state;

	fixture->fake.deadline_us = fixture->clock.monotonic_us;
	serve(fixture, "/fake.Fake/Unary");
	assert_answered(fixture, MARU_CODE_DEADLINE_EXCEEDED, "/fake.Fake/Unary: the deadline has passed");
	assert_int_equal(fixture->n_handled, 0);
}

static void
the_methods_deadline_counts_where_the_caller_has_none(void **state)
{
	struct fixture *fixture = *state;

	fixture->methods[MARU_UNARY].deadline_ms = 50;
	serve(fixture, "/fake.Fake/Unary");
	assert_int_equal(fixture->deadline_us, 1000000 + 50000);
	fixture->fake.deadline_us = 1000000 + 70000;
	serve(fixture, "/fake.Fake/Unary");
	assert_int_equal(fixture->deadline_us, 1000000 + 70000);
	serve(fixture, "/fake.Fake/BidiStream");
	fixture->fake.deadline_us = INT64_MAX;
	serve(fixture, "/fake.Fake/BidiStream");
	assert_int_equal(fixture->deadline_us, INT64_MAX);
}

static maru_status
be_late(struct fixture *fixture, struct maru_call *call, struct google_rpc_status *reply)
{
	(void)call, (void)reply;
	maru_fake_clock_advance(&fixture->clock, 1000000);
	return MARU_OK;
}

static void
a_reply_that_is_late_is_not_sent(void **state)
{
	struct fixture *fixture = *state;

	fixture->handle = be_late;
	fixture->fake.deadline_us = fixture->clock.monotonic_us + 1000;
	serve(fixture, "/fake.Fake/Unary");
	assert_answered(fixture, MARU_CODE_DEADLINE_EXCEEDED, "/fake.Fake/Unary: the deadline has passed");
}

static maru_status
lose_the_caller(struct fixture *fixture, struct maru_call *call, struct google_rpc_status *reply)
{
	struct maru_call *scope = maru_call_scope(call, NULL);

	(void)reply;
	marui_call_cancelled(call);
	fixture->saw_cancel = maru_call_is_cancelled(call) && maru_call_is_cancelled(scope);
	return MARU_OK;
}

static void
a_stream_whose_caller_has_gone_does_not_end_well(void **state)
{
	struct fixture *fixture = *state;

	fixture->handle = lose_the_caller;
	for (int kind = MARU_UNARY; kind <= MARU_BIDI_STREAM; kind++) {
		serve(fixture, fake_method((enum maru_method_kind)kind)->path);
		assert_int_equal(maru_status_code(fixture->fake.status), MARU_CODE_CANCELLED);
		assert_true(fixture->saw_cancel);
	}
}

static maru_status
cancel_itself(struct fixture *fixture, struct maru_call *call, struct google_rpc_status *reply)
{
	(void)fixture, (void)reply;
	maru_call_cancel(call);
	maru_call_cancel(call);
	return MARU_OK;
}

static void
cancelling_on_the_server_reaches_the_wire(void **state)
{
	struct fixture *fixture = *state;

	fixture->handle = cancel_itself;
	serve(fixture, "/fake.Fake/Unary");
	assert_int_equal(fixture->fake.n_cancelled, 1);
	assert_answered(fixture, MARU_CODE_CANCELLED, "/fake.Fake/Unary: the call was cancelled");
}

static maru_status
fail_strangely(struct fixture *fixture, struct maru_call *call, struct google_rpc_status *reply)
{
	static const enum maru_code codes[] = { (enum maru_code)0, (enum maru_code)17, (enum maru_code)-1 };

	(void)reply;
	return maru_call_fail(call, codes[fixture->n_handled - 1], "what is %d?", (int)fixture->n_handled);
}

static void
a_code_that_grpc_does_not_have_is_unknown(void **state)
{
	struct fixture *fixture = *state;

	fixture->handle = fail_strangely;
	serve(fixture, "/fake.Fake/Unary");
	assert_answered(fixture, MARU_CODE_UNKNOWN, "what is 1?");
	serve(fixture, "/fake.Fake/Unary");
	assert_answered(fixture, MARU_CODE_UNKNOWN, "what is 2?");
	serve(fixture, "/fake.Fake/ServerStream");
	assert_answered(fixture, MARU_CODE_UNKNOWN, "what is 3?");
}

static void
wipe(void *object)
{
	memset(object, '!', strlen(object));
}

static maru_status
borrow(struct fixture *fixture, struct maru_call *call, struct google_rpc_status *reply)
{
	static char row[] = "of a row that is closed";

	(void)fixture;
	maru_defer(call, wipe, row);
	reply->message = row;
	return MARU_OK;
}

static void
a_reply_may_borrow_from_what_a_defer_closes(void **state)
{
	struct fixture *fixture = *state;
	struct google_rpc_status *reply;

	fixture->handle = borrow;
	serve(fixture, "/fake.Fake/Unary");
	assert_ptr_equal(google_rpc_status_decode(fixture->fake.sent, &fixture->fake.arena, &reply), MARU_OK);
	assert_string_equal(reply->message, "of a row that is closed");
}

static maru_status
add_metadata(struct fixture *fixture, struct maru_call *call, struct google_rpc_status *reply)
{
	char value[] = "1";
	maru_status status;

	(void)fixture, (void)reply;
	MARU_TRY(maru_call_add_header(call, "a", maru_bytes_of_string(value)));
	MARU_TRY(maru_call_add_header(call, "a", maru_bytes_of_string("2")));
	value[0] = '!';
	status = maru_call_add_header(call, "grpc-a", maru_bytes_of_string("3"));
	assert_true(maru_status_has_reason(status, "BAD_METADATA"));
	status = maru_call_add_trailer(call, "b", maru_bytes_of_string("\n"));
	assert_true(maru_status_has_reason(status, "BAD_METADATA"));
	maru_call_use_gzip(call);
	return MARU_OK;
}

static void
headers_are_copied_and_checked(void **state)
{
	struct fixture *fixture = *state;

	fixture->handle = add_metadata;
	serve(fixture, "/fake.Fake/Unary");
	assert_ptr_equal(fixture->fake.status, MARU_OK);
	assert_int_equal(fixture->fake.outgoing.n_metadata, 2);
	assert_true(maru_bytes_equal(fixture->fake.outgoing.metadata[0].value, maru_bytes_of_string("1")));
	assert_true(maru_bytes_equal(fixture->fake.outgoing.metadata[1].value, maru_bytes_of_string("2")));
	assert_true(fixture->fake.outgoing.gzip);
}

#define server_test(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		server_test(methods_are_found_by_path_and_in_order),
		server_test(the_table_of_methods_grows),
		server_test(a_service_is_mounted_once),
		server_test(the_first_error_of_set_up_is_kept),
		cmocka_unit_test(options_left_out_have_defaults),
		server_test(a_call_that_was_never_accepted_is_given_back),
		server_test(an_unknown_method_is_unimplemented),
		server_test(a_request_that_cannot_be_decoded_is_the_callers_fault),
		server_test(a_request_larger_than_the_arena_is_refused),
		server_test(a_handler_that_hoards_is_told_so),
		server_test(a_call_that_arrives_too_late_runs_no_handler),
		server_test(the_methods_deadline_counts_where_the_caller_has_none),
		server_test(a_reply_that_is_late_is_not_sent),
		server_test(a_stream_whose_caller_has_gone_does_not_end_well),
		server_test(cancelling_on_the_server_reaches_the_wire),
		server_test(a_code_that_grpc_does_not_have_is_unknown),
		server_test(a_reply_may_borrow_from_what_a_defer_closes),
		server_test(headers_are_copied_and_checked),
	};

	return cmocka_run_group_tests_name("server", tests, NULL, NULL);
}
