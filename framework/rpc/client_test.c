#include "maru/rpc/client.h"

#include <stdio.h>

#include "maru/rpc/fake/fake.h"
#include "maru/testing/cmocka.h"
#include "maru/testing/fake_clock.h"

struct fixture {
	struct fake fake;
	struct maru_fake_clock clock;
	struct maru_client *client;
	struct maru_call *scope;

	/* What on_done() was told. */
	unsigned n_done;
	int code;
	char message[64];
};

static int
set_up(void **state)
{
	struct fixture *fixture = test_calloc(1, sizeof *fixture);

	fake_init(&fixture->fake);
	fixture->fake.message.message = "hello";
	fixture->fake.ends_in_open = true;
	maru_fake_clock_init(&fixture->clock);
	fixture->client = fake_client_new(&fixture->fake);
	fixture->scope = maru_scope_new(&(struct maru_scope_options){ .clock = &fixture->clock.clock });
	*state = fixture;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *fixture = *state;

	maru_scope_free(fixture->scope);
	maru_client_free(fixture->client);
	fake_fini(&fixture->fake);
	test_free(fixture);
	return 0;
}

static maru_status
call_unary(struct fixture *fixture, const struct maru_method *method, const ProtobufCMessage **ret_reply)
{
	return marui_client_call(fixture->client, fixture->scope, method, &GOOGLE_RPC_STATUS(.code = 7)->base, ret_reply);
}

static void
on_done(struct fixture *fixture, maru_status status, const struct google_rpc_status *reply)
{
	fixture->n_done++;
	fixture->code = maru_status_code(status);
	snprintf(fixture->message, sizeof fixture->message, "%s", status != MARU_OK ? status->message : reply->message);
	assert_true((status == MARU_OK) == (reply != NULL));
}

static void
thunk(marui_any_fn *done, void *self, maru_status status, const ProtobufCMessage *reply)
{
	(void)done;
	on_done(self, status, (const struct google_rpc_status *)reply);
}

static void
begin_async(struct fixture *fixture, struct maru_call *parent)
{
	marui_client_call_async(fixture->client, parent, fake_method(MARU_UNARY), &GOOGLE_RPC_STATUS(.code = 7)->base, thunk, NULL,
	                        fixture);
}

static void
a_call_sends_its_request_and_returns_the_reply(void **state)
{
	struct fixture *fixture = *state;
	const ProtobufCMessage *reply = NULL;
	struct google_rpc_status *sent;

	assert_ptr_equal(call_unary(fixture, fake_method(MARU_UNARY), &reply), MARU_OK);
	assert_string_equal(((const struct google_rpc_status *)reply)->message, "hello");
	assert_ptr_equal(google_rpc_status_decode(fixture->fake.sent, &fixture->fake.arena, &sent), MARU_OK);
	assert_int_equal(sent->code, 7);
	assert_int_equal(fixture->fake.n_released, 1);
}

static void
a_call_that_fails_leaves_the_reply_alone(void **state)
{
	static const struct maru_error gone = MARU_ERROR(MARU_CODE_UNAVAILABLE, "GONE", "gone");
	struct fixture *fixture = *state;
	const ProtobufCMessage *reply = NULL;

	fixture->fake.outcome = &gone;
	assert_string_equal(maru_status_message(call_unary(fixture, fake_method(MARU_UNARY), &reply)), "gone");
	assert_null(reply);
	assert_int_equal(fixture->fake.n_released, 1);
}

static void
a_reply_that_cannot_be_decoded_is_the_servers_fault(void **state)
{
	struct fixture *fixture = *state;
	const ProtobufCMessage *reply;
	maru_status status;

	fixture->fake.raw = maru_bytes_of_string("\xff");
	status = call_unary(fixture, fake_method(MARU_UNARY), &reply);
	assert_int_equal(maru_status_code(status), MARU_CODE_INTERNAL);
	assert_true(maru_status_has_reason(status, "MALFORMED_MESSAGE"));
}

static void
an_error_of_set_up_outlives_the_client(void **state)
{
	const struct maru_interceptor empty = { .name = "one_more" };
	struct fixture *fixture = *state;
	const ProtobufCMessage *reply;
	maru_status status;

	for (int i = 0; i <= MARU_INTERCEPTORS_MAX; i++)
		maru_client_use(fixture->client, &empty);
	status = call_unary(fixture, fake_method(MARU_UNARY), &reply);
	fixture->client = maru_client_free(fixture->client);
	assert_string_equal(maru_status_message(status), "interceptor one_more is one too many: a chain holds 32; merge some");
}

static void
the_methods_deadline_counts_where_the_parent_has_none(void **state)
{
	struct fixture *fixture = *state;
	struct maru_method method = *fake_method(MARU_BIDI_STREAM);
	struct maru_call *stream, *scope;

	method.deadline_ms = 50;
	assert_ptr_equal(marui_client_open(fixture->client, fixture->scope, &method, NULL, &stream), MARU_OK);
	assert_int_equal(maru_call_remaining_us(stream), 50000);
	assert_ptr_equal(marui_client_finish(stream, NULL), MARU_OK);
	scope = maru_call_scope(fixture->scope, &(struct maru_scope_options){ .timeout_ms = 70 });
	assert_ptr_equal(marui_client_open(fixture->client, scope, &method, NULL, &stream), MARU_OK);
	assert_int_equal(maru_call_remaining_us(stream), 70000);
	assert_ptr_equal(marui_client_finish(stream, NULL), MARU_OK);
}

static maru_status
cancel_parent(void *self, struct maru_call *call)
{
	struct fixture *fixture = self;

	(void)call;
	maru_call_cancel(fixture->scope);
	return MARU_OK;
}

static maru_status
add_headers(void *self, struct maru_call *call)
{
	(void)self;
	MARU_TRY(maru_call_add_header(call, "added", maru_bytes_of_string("by an interceptor")));
	return maru_call_add_header(call, "Bad Key", maru_bytes_of_string(""));
}

static maru_status
add_header(void *self, struct maru_call *call)
{
	(void)self;
	return maru_call_add_header(call, "added", maru_bytes_of_string("by an interceptor"));
}

static void
an_interceptor_adds_headers_beside_the_scopes(void **state)
{
	struct fixture *fixture = *state;
	const struct maru_interceptor interceptor = { .name = "add", .enter = add_header };
	const struct maru_metadata given = { "given", maru_bytes_of_string("by the scope") };
	struct maru_call *scope =
	        maru_call_scope(fixture->scope, &(struct maru_scope_options){ .metadata = &given, .n_metadata = 1 });
	struct maru_call *stream;

	maru_client_use(fixture->client, &interceptor);
	for (int round = 0; round < 2; round++) { /* the second call does not see what the first one added */
		assert_ptr_equal(marui_client_open(fixture->client, scope, fake_method(MARU_BIDI_STREAM), NULL, &stream), MARU_OK);
		assert_int_equal(fixture->fake.outgoing.n_metadata, 2);
		assert_string_equal(fixture->fake.outgoing.metadata[0].key, "given");
		assert_string_equal(fixture->fake.outgoing.metadata[1].key, "added");
		assert_int_equal(maru_status_code(maru_call_add_header(stream, "late", maru_bytes_of_string(""))),
		                 MARU_CODE_FAILED_PRECONDITION);
		assert_ptr_equal(marui_client_finish(stream, NULL), MARU_OK);
	}
}

static void
an_interceptor_that_adds_a_bad_header_refuses_the_call(void **state)
{
	struct fixture *fixture = *state;
	const struct maru_interceptor interceptor = { .name = "add", .enter = add_headers };
	const ProtobufCMessage *reply;
	maru_status status;

	maru_client_use(fixture->client, &interceptor);
	status = call_unary(fixture, fake_method(MARU_UNARY), &reply);
	assert_true(maru_status_has_reason(status, "BAD_METADATA"));
	assert_int_equal(fixture->fake.n_opened, 0);
}

static void
a_call_that_is_cancelled_while_it_begins_is_cancelled_on_the_wire(void **state)
{
	struct fixture *fixture = *state;
	const struct maru_interceptor interceptor = { .name = "cancel", .self = fixture, .enter = cancel_parent };
	const ProtobufCMessage *reply;

	maru_client_use(fixture->client, &interceptor);
	assert_ptr_equal(call_unary(fixture, fake_method(MARU_UNARY), &reply), MARU_OK);
	assert_int_equal(fixture->fake.n_opened, 1);
	assert_int_equal(fixture->fake.n_cancelled, 1);
}

static void
cancelling_the_parent_cancels_on_the_wire_once(void **state)
{
	struct fixture *fixture = *state;
	struct maru_call *inner = maru_call_scope(fixture->scope, NULL);

	fixture->fake.ends_in_open = false;
	begin_async(fixture, inner);
	maru_call_cancel(fixture->scope);
	maru_call_cancel(fixture->scope);
	maru_call_cancel(inner);
	assert_int_equal(fixture->fake.n_cancelled, 1);
	marui_call_ended(fixture->fake.call);
	assert_int_equal(fixture->n_done, 1);
}

static void
an_asynchronous_call_reports_once_when_it_ends(void **state)
{
	struct fixture *fixture = *state;
	size_t used = maru_arena_used_bytes(maru_call_arena(fixture->scope));

	fixture->fake.ends_in_open = false;
	begin_async(fixture, fixture->scope);
	assert_int_equal(fixture->n_done, 0);
	marui_call_ended(fixture->fake.call);
	assert_int_equal(fixture->n_done, 1);
	assert_string_equal(fixture->message, "hello");
	assert_int_equal(fixture->fake.n_released, 1);
	assert_int_equal(maru_arena_used_bytes(maru_call_arena(fixture->scope)), used);
}

static void
an_asynchronous_call_may_end_before_it_has_begun(void **state)
{
	struct fixture *fixture = *state;

	begin_async(fixture, fixture->scope);
	assert_int_equal(fixture->n_done, 1);
	begin_async(fixture, fixture->scope);
	assert_int_equal(fixture->n_done, 2);
	assert_int_equal(fixture->code, 0);
}

static void
an_asynchronous_call_that_is_refused_reports_at_once(void **state)
{
	struct fixture *fixture = *state;

	maru_call_cancel(fixture->scope);
	begin_async(fixture, fixture->scope);
	assert_int_equal(fixture->n_done, 1);
	assert_int_equal(fixture->code, MARU_CODE_CANCELLED);
	assert_string_equal(fixture->message, "/fake.Fake/Unary: the call was cancelled");
	assert_int_equal(fixture->fake.n_opened, 0);
}

static void
an_asynchronous_call_leaves_its_scopes_metadata_alone(void **state)
{
	const struct maru_metadata metadata = { "a", maru_bytes_of_string("1") };
	struct fixture *fixture = *state;
	size_t n;

	fixture->fake.metadata = &metadata;
	fixture->fake.n_metadata = 1;
	begin_async(fixture, fixture->scope);
	maru_call_metadata_all(fixture->scope, &n);
	assert_int_equal(n, 0);
}

static void
calls_are_used_again(void **state)
{
	struct fixture *fixture = *state;
	const ProtobufCMessage *reply;
	struct maru_call *first;

	assert_ptr_equal(call_unary(fixture, fake_method(MARU_UNARY), &reply), MARU_OK);
	first = fixture->fake.call;
	assert_ptr_equal(call_unary(fixture, fake_method(MARU_UNARY), &reply), MARU_OK);
	assert_ptr_equal(fixture->fake.call, first);
}

#define client_test(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		client_test(a_call_sends_its_request_and_returns_the_reply),
		client_test(a_call_that_fails_leaves_the_reply_alone),
		client_test(a_reply_that_cannot_be_decoded_is_the_servers_fault),
		client_test(an_error_of_set_up_outlives_the_client),
		client_test(the_methods_deadline_counts_where_the_parent_has_none),
		client_test(an_interceptor_adds_headers_beside_the_scopes),
		client_test(an_interceptor_that_adds_a_bad_header_refuses_the_call),
		client_test(a_call_that_is_cancelled_while_it_begins_is_cancelled_on_the_wire),
		client_test(cancelling_the_parent_cancels_on_the_wire_once),
		client_test(an_asynchronous_call_reports_once_when_it_ends),
		client_test(an_asynchronous_call_may_end_before_it_has_begun),
		client_test(an_asynchronous_call_that_is_refused_reports_at_once),
		client_test(an_asynchronous_call_leaves_its_scopes_metadata_alone),
		client_test(calls_are_used_again),
	};

	return cmocka_run_group_tests_name("client", tests, NULL, NULL);
}
