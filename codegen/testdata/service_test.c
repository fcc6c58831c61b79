/* What generated services hold: the table of methods and the thunks. Calls from end to end are tests of transports. */
#include "hello/v1/hello.maru.h"
#include "keywords/v1/keywords.maru.h"
#include "maru/testing/cmocka.h"

/* Nobody looks into it. */
static char call_memory;
#define CALL ((struct maru_call *)&call_memory)

static const struct maru_error refusal = MARU_ERROR(MARU_CODE_ABORTED, "NO", "no");

static maru_status
greet(void *self, struct maru_call *call, const struct hello_greet_request *request, struct hello_greet_reply *reply)
{
	assert_ptr_equal(call, CALL);
	assert_string_equal(request->name, "Kim");
	reply->text = (const char *)self;
	return MARU_OK;
}

static maru_status
count(void *self, struct maru_call *call, const struct hello_count_request *request, struct hello_count_stream *stream)
{
	assert_ptr_equal(call, CALL);
	assert_ptr_equal((struct maru_call *)stream, CALL);
	*(uint32_t *)self = request->to;
	return &refusal;
}

static maru_status
sum(void *self, struct maru_call *call, struct hello_sum_stream *stream, struct hello_sum_reply *reply)
{
	assert_ptr_equal(call, CALL);
	assert_ptr_equal((struct maru_call *)stream, CALL);
	reply->sum = *(int *)self;
	return MARU_OK;
}

static maru_status
chat(void *self, struct maru_call *call, struct hello_chat_stream *stream)
{
	assert_ptr_equal(call, CALL);
	assert_ptr_equal((struct maru_call *)stream, CALL);
	*(bool *)self = true;
	return MARU_OK;
}

static const struct hello_service service = { .greet = greet, .count = count, .sum = sum, .chat = chat };

static maru_status
invoke(size_t method, void *self, const ProtobufCMessage *request, ProtobufCMessage *reply)
{
	return hello_service_descriptor.methods[method].invoke(&service, self, CALL, request, reply);
}

static void
thunks_call_the_rows_with_their_types(void **state)
{
	struct hello_greet_reply *greeting = HELLO_GREET_REPLY();
	struct hello_sum_reply *total = HELLO_SUM_REPLY();
	char text[] = "Hello";
	uint32_t counted = 0;
	int number = 7;
	bool chatted = false;

	(void)state;
	assert_null(invoke(0, text, &HELLO_GREET_REQUEST(.name = "Kim")->base, &greeting->base));
	assert_ptr_equal(greeting->text, text);
	assert_ptr_equal(invoke(1, &counted, &HELLO_COUNT_REQUEST(.to = 3)->base, NULL), &refusal);
	assert_int_equal(counted, 3);
	assert_null(invoke(2, &number, NULL, &total->base));
	assert_int_equal(total->sum, 7);
	assert_null(invoke(3, &chatted, NULL, NULL));
	assert_true(chatted);
}

static void
methods_stand_in_the_order_of_the_contract(void **state)
{
	const struct maru_method *methods = hello_service_descriptor.methods;

	(void)state;
	assert_string_equal(hello_service_descriptor.name, "hello.v1.Hello");
	assert_int_equal(hello_service_descriptor.n_methods, 4);
	assert_string_equal(methods[0].path, "/hello.v1.Hello/Greet");
	assert_string_equal(methods[1].path, HELLO_COUNT_PATH);
	assert_string_equal(methods[2].path, HELLO_SUM_PATH);
	assert_string_equal(methods[3].path, HELLO_CHAT_PATH);
	assert_int_equal(methods[0].kind, MARU_UNARY);
	assert_int_equal(methods[1].kind, MARU_SERVER_STREAM);
	assert_int_equal(methods[2].kind, MARU_CLIENT_STREAM);
	assert_int_equal(methods[3].kind, MARU_BIDI_STREAM);
	assert_ptr_equal(methods[1].request, &hello_count_request_type);
	assert_ptr_equal(methods[1].reply, &hello_count_reply_type);
}

static void
methods_carry_what_their_options_say(void **state)
{
	const struct maru_method *methods = hello_service_descriptor.methods;

	(void)state;
	assert_int_equal(methods[0].deadline_ms, 500);
	assert_true(methods[0].is_inline);
	assert_true(methods[0].is_public);
	assert_int_equal(methods[0].idempotency, MARU_NO_SIDE_EFFECTS);
	assert_int_equal(methods[1].priority, MARU_PRIORITY_BULK);
	assert_int_equal(methods[1].n_scopes, 2);
	assert_string_equal(methods[1].scopes[0], "hello.count");
	assert_string_equal(methods[1].scopes[1], "hello.read");
	assert_int_equal(methods[2].n_roles, 1);
	assert_string_equal(methods[2].roles[0], "clerk");
	assert_int_equal(methods[2].idempotency, MARU_IDEMPOTENT);
}

static void
what_options_do_not_say_is_zero(void **state)
{
	const struct maru_method *method = &hello_service_descriptor.methods[3];

	(void)state;
	assert_int_equal(method->deadline_ms, 0);
	assert_false(method->is_inline);
	assert_false(method->is_public);
	assert_int_equal(method->idempotency, MARU_IDEMPOTENCY_UNKNOWN);
	assert_int_equal(method->priority, MARU_PRIORITY_UNSPECIFIED);
	assert_int_equal(method->n_scopes, 0);
	assert_int_equal(method->n_roles, 0);
}

static void
a_service_may_be_empty_or_take_types_of_another_file(void **state)
{
	(void)state;
	assert_int_equal(hello_nothing_yet_service_descriptor.n_methods, 0);
	assert_int_equal(hello_admin_service_descriptor.n_methods, 1);
	assert_ptr_equal(hello_admin_service_descriptor.methods[0].request, &google_protobuf_empty_type);
	assert_string_equal(KEYWORDS_V1_OPERATOR_DELETE_PATH, "/keywords.v1.Operator/Delete");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(thunks_call_the_rows_with_their_types),
		cmocka_unit_test(methods_stand_in_the_order_of_the_contract),
		cmocka_unit_test(methods_carry_what_their_options_say),
		cmocka_unit_test(what_options_do_not_say_is_zero),
		cmocka_unit_test(a_service_may_be_empty_or_take_types_of_another_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
