#include "maru/rpc/internal/call.h"

#include "maru/rpc/fake/fake.h"
#include "maru/testing/cmocka.h"

/* One link of a chain: notes what it sees in the order of the fake, and interferes where asked to. */
struct link {
	struct fake *fake;
	const char *letter;
	maru_status refusal;            /* of `enter` */
	maru_status incoming, outgoing; /* of `message` */
	bool replaces;                  /* in `leave` */
	maru_status replacement;
	maru_status seen; /* by `leave` */
};

static const struct maru_error refused = MARU_ERROR(MARU_CODE_PERMISSION_DENIED, "REFUSED", "not you");
static const struct maru_error other = MARU_ERROR(MARU_CODE_ABORTED, "OTHER", "something else");

static void
note(struct link *link, const char *what)
{
	fake_note(link->fake, what);
	fake_note(link->fake, link->letter);
}

static maru_status
enter(void *self, struct maru_call *call)
{
	struct link *link = self;

	(void)call;
	note(link, "+");
	return link->refusal;
}

static maru_status
message(void *self, struct maru_call *call, enum maru_direction direction, const ProtobufCMessage *seen)
{
	struct link *link = self;

	(void)call;
	assert_ptr_equal(seen->descriptor, &google_rpc_status_descriptor);
	note(link, direction == MARU_INCOMING ? "<" : ">");
	return direction == MARU_INCOMING ? link->incoming : link->outgoing;
}

static maru_status
leave(void *self, struct maru_call *call, maru_status status)
{
	struct link *link = self;

	(void)call;
	note(link, "-");
	link->seen = maru_status_dup(status, &link->fake->arena);
	return link->replaces ? link->replacement : status;
}

struct fixture {
	struct fake fake;
	struct maru_server *server;
	struct maru_client *client;
	struct maru_call *scope;
	struct link a, b, c;
	maru_status handled; /* what the handler returns */
};

static maru_status
handler(void *self, struct maru_call *call, const struct google_rpc_status *request, struct google_rpc_status *reply)
{
	struct fixture *fixture = self;

	(void)call;
	fake_note(&fixture->fake, "H");
	if (reply != NULL && request != NULL)
		reply->message = request->message;
	return fixture->handled;
}

static const struct fake_service service = { handler };

static void
link_up(struct fixture *fixture, struct link *link, const char *letter)
{
	struct maru_interceptor interceptor = { .name = letter, .self = link, .enter = enter, .message = message, .leave = leave };

	*link = (struct link){ .fake = &fixture->fake, .letter = letter };
	maru_server_use(fixture->server, &interceptor);
	maru_client_use(fixture->client, &interceptor);
}

static int
set_up(void **state)
{
	struct fixture *fixture = test_calloc(1, sizeof *fixture);

	fake_init(&fixture->fake);
	fixture->fake.message.message = "hello";
	fixture->fake.ends_in_open = true;
	fixture->server = maru_server_new(&(struct maru_server_options){ .workers = 1 });
	maru_server_mount(fixture->server, &fake_service_descriptor, &service, fixture);
	fixture->client = fake_client_new(&fixture->fake);
	fixture->scope = maru_scope_new(NULL);
	link_up(fixture, &fixture->a, "a");
	link_up(fixture, &fixture->b, "b");
	link_up(fixture, &fixture->c, "c");
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
	fake_fini(&fixture->fake);
	test_free(fixture);
	return 0;
}

static maru_status
call_unary(struct fixture *fixture, const ProtobufCMessage **ret_reply)
{
	return marui_client_call(fixture->client, fixture->scope, fake_method(MARU_UNARY), &GOOGLE_RPC_STATUS()->base, ret_reply);
}

static void
a_server_enters_in_order_and_leaves_in_reverse(void **state)
{
	struct fixture *fixture = *state;

	fake_serve(&fixture->fake, fixture->server, "/fake.Fake/Unary");
	assert_string_equal(fixture->fake.order, "+a+b+c<a<b<cH>a>b>c-c-b-a");
	assert_ptr_equal(fixture->fake.status, MARU_OK);
	assert_true(fixture->fake.has_reply);
}

static void
a_client_enters_in_order_and_leaves_in_reverse(void **state)
{
	struct fixture *fixture = *state;
	const ProtobufCMessage *reply = NULL;

	assert_ptr_equal(call_unary(fixture, &reply), MARU_OK);
	assert_string_equal(fixture->fake.order, "+a+b+c>a>b>c<a<b<c-c-b-a");
	assert_string_equal(((const struct google_rpc_status *)reply)->message, "hello");
}

static void
a_server_refused_by_one_leaves_those_before_it(void **state)
{
	struct fixture *fixture = *state;

	fixture->c.refusal = &refused;
	fake_serve(&fixture->fake, fixture->server, "/fake.Fake/Unary");
	assert_string_equal(fixture->fake.order, "+a+b+c-b-a");
	assert_int_equal(fixture->fake.status->code, MARU_CODE_PERMISSION_DENIED);
	assert_true(maru_status_has_reason(fixture->b.seen, "REFUSED"));
	assert_false(fixture->fake.has_reply);
}

static void
a_client_refused_by_the_first_reaches_nothing(void **state)
{
	struct fixture *fixture = *state;
	const ProtobufCMessage *reply;

	fixture->a.refusal = &refused;
	assert_ptr_equal(call_unary(fixture, &reply), &refused);
	assert_string_equal(fixture->fake.order, "+a");
	assert_int_equal(fixture->fake.n_opened, 0);
}

static void
a_request_refused_by_message_runs_no_handler(void **state)
{
	struct fixture *fixture = *state;

	fixture->b.incoming = &refused;
	fake_serve(&fixture->fake, fixture->server, "/fake.Fake/Unary");
	assert_string_equal(fixture->fake.order, "+a+b+c<a<b-c-b-a");
	assert_int_equal(fixture->fake.status->code, MARU_CODE_PERMISSION_DENIED);
}

static void
a_reply_refused_by_message_is_not_sent(void **state)
{
	struct fixture *fixture = *state;

	fixture->b.outgoing = &refused;
	fake_serve(&fixture->fake, fixture->server, "/fake.Fake/Unary");
	assert_string_equal(fixture->fake.order, "+a+b+c<a<b<cH>a>b-c-b-a");
	assert_int_equal(fixture->fake.status->code, MARU_CODE_PERMISSION_DENIED);
	assert_false(fixture->fake.has_reply);
}

static void
a_client_refused_by_message_leaves_all(void **state)
{
	struct fixture *fixture = *state;
	const ProtobufCMessage *reply;

	fixture->a.outgoing = &refused;
	assert_ptr_equal(call_unary(fixture, &reply), &refused);
	assert_string_equal(fixture->fake.order, "+a+b+c>a-c-b-a");
	fixture->a.outgoing = MARU_OK;
	fixture->c.incoming = &other;
	fixture->fake.order = "";
	assert_ptr_equal(call_unary(fixture, &reply), &other);
	assert_string_equal(fixture->fake.order, "+a+b+c>a>b>c<a<b<c-c-b-a");
}

static void
leave_replaces_the_status_for_those_around_it(void **state)
{
	struct fixture *fixture = *state;

	fixture->handled = &refused;
	fixture->b.replaces = true;
	fixture->b.replacement = &other;
	fake_serve(&fixture->fake, fixture->server, "/fake.Fake/Unary");
	assert_true(maru_status_has_reason(fixture->b.seen, "REFUSED"));
	assert_true(maru_status_has_reason(fixture->a.seen, "OTHER"));
	assert_int_equal(fixture->fake.status->code, MARU_CODE_ABORTED);
}

static void
leave_may_fail_a_call_that_went_well(void **state)
{
	struct fixture *fixture = *state;
	const ProtobufCMessage *reply;

	fixture->b.replaces = true;
	fixture->b.replacement = &other;
	fake_serve(&fixture->fake, fixture->server, "/fake.Fake/Unary");
	assert_int_equal(fixture->fake.status->code, MARU_CODE_ABORTED);
	assert_false(fixture->fake.has_reply);
	assert_ptr_equal(call_unary(fixture, &reply), &other);
}

static void
assert_no_reply(maru_status status)
{
	assert_int_equal(maru_status_code(status), MARU_CODE_INTERNAL);
	assert_true(maru_status_has_reason(status, "NO_REPLY"));
}

static void
leave_cannot_make_a_reply_out_of_a_failure(void **state)
{
	struct fixture *fixture = *state;
	const ProtobufCMessage *reply;
	struct maru_call *stream;

	fixture->a.replaces = true;
	fixture->handled = &refused;
	fixture->fake.outcome = &refused;
	fake_serve(&fixture->fake, fixture->server, "/fake.Fake/Unary");
	assert_int_equal(fixture->fake.status->code, MARU_CODE_INTERNAL);
	assert_false(fixture->fake.has_reply);
	fake_serve(&fixture->fake, fixture->server, "/fake.Fake/NoSuchMethod");
	assert_int_equal(fixture->fake.status->code, MARU_CODE_INTERNAL);
	assert_no_reply(call_unary(fixture, &reply));

	fixture->b.refusal = &refused;
	assert_no_reply(call_unary(fixture, &reply));
	assert_no_reply(marui_client_open(fixture->client, fixture->scope, fake_method(MARU_BIDI_STREAM), NULL, &stream));
}

static void
leave_may_forgive_a_stream_of_replies(void **state)
{
	struct fixture *fixture = *state;
	struct maru_call *stream;

	fixture->a.replaces = true;
	fixture->handled = &refused;
	fixture->fake.outcome = &refused;
	fake_serve(&fixture->fake, fixture->server, "/fake.Fake/ServerStream");
	assert_ptr_equal(fixture->fake.status, MARU_OK);
	assert_ptr_equal(marui_client_open(fixture->client, fixture->scope, fake_method(MARU_BIDI_STREAM), NULL, &stream), MARU_OK);
	assert_ptr_equal(marui_client_finish(stream, NULL), MARU_OK);
}

static void
a_stream_leaves_once(void **state)
{
	struct fixture *fixture = *state;
	struct maru_call *stream;

	assert_ptr_equal(marui_client_open(fixture->client, fixture->scope, fake_method(MARU_BIDI_STREAM), NULL, &stream), MARU_OK);
	assert_string_equal(fixture->fake.order, "+a+b+c");
	assert_ptr_equal(marui_client_finish(stream, NULL), MARU_OK);
	assert_string_equal(fixture->fake.order, "+a+b+c-c-b-a");
}

static void
any_function_may_be_absent(void **state)
{
	struct fixture *fixture = *state;
	const struct maru_interceptor empty = { .name = "empty" };
	const ProtobufCMessage *reply;

	maru_server_use(fixture->server, &empty);
	maru_client_use(fixture->client, &empty);
	fake_serve(&fixture->fake, fixture->server, "/fake.Fake/Unary");
	assert_ptr_equal(fixture->fake.status, MARU_OK);
	assert_ptr_equal(call_unary(fixture, &reply), MARU_OK);
}

static void
a_chain_that_is_too_long_is_an_error_of_set_up(void **state)
{
	struct fixture *fixture = *state;
	const struct maru_interceptor empty = { .name = "one_more" };
	const ProtobufCMessage *reply;
	maru_status status;

	for (int i = 3; i < MARU_INTERCEPTORS_MAX; i++) {
		maru_server_use(fixture->server, &empty);
		maru_client_use(fixture->client, &empty);
	}
	assert_ptr_equal(maru_server_error(fixture->server), MARU_OK);
	assert_ptr_equal(call_unary(fixture, &reply), MARU_OK);
	maru_server_use(fixture->server, &empty);
	maru_client_use(fixture->client, &empty);
	assert_string_equal(maru_status_message(maru_server_error(fixture->server)),
	                    "interceptor one_more is one too many: a chain holds 32; merge some");
	status = call_unary(fixture, &reply);
	assert_int_equal(maru_status_code(status), MARU_CODE_RESOURCE_EXHAUSTED);
	assert_int_equal(fixture->fake.n_opened, 1);
}

#define chain_test(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		chain_test(a_server_enters_in_order_and_leaves_in_reverse),
		chain_test(a_client_enters_in_order_and_leaves_in_reverse),
		chain_test(a_server_refused_by_one_leaves_those_before_it),
		chain_test(a_client_refused_by_the_first_reaches_nothing),
		chain_test(a_request_refused_by_message_runs_no_handler),
		chain_test(a_reply_refused_by_message_is_not_sent),
		chain_test(a_client_refused_by_message_leaves_all),
		chain_test(leave_replaces_the_status_for_those_around_it),
		chain_test(leave_may_fail_a_call_that_went_well),
		chain_test(leave_cannot_make_a_reply_out_of_a_failure),
		chain_test(leave_may_forgive_a_stream_of_replies),
		chain_test(a_stream_leaves_once),
		chain_test(any_function_may_be_absent),
		chain_test(a_chain_that_is_too_long_is_an_error_of_set_up),
	};

	return cmocka_run_group_tests_name("chain", tests, NULL, NULL);
}
