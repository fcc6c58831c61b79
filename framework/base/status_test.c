#include "maru/base/status.h"

#include "maru/testing/cmocka.h"

static struct maru_arena arena;

static int
arena_start(void **state)
{
	(void)state;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	return 0;
}

static int
arena_end(void **state)
{
	(void)state;
	maru_arena_fini(&arena);
	return 0;
}

static void
ok_is_zero_and_says_nothing(void **state)
{
	(void)state;
	assert_null(MARU_OK);
	assert_int_equal(maru_status_code(MARU_OK), 0);
	assert_string_equal(maru_status_message(MARU_OK), "");
	assert_false(maru_status_has_reason(MARU_OK, "ANY"));
	assert_null(maru_status_dup(MARU_OK, &arena));
}

static void
a_new_error_has_code_and_message_and_no_reason(void **state)
{
	maru_status status = maru_status_new(&arena, MARU_CODE_NOT_FOUND, "no order %s of %d", "o-1", 7);

	(void)state;
	assert_int_equal(maru_status_code(status), MARU_CODE_NOT_FOUND);
	assert_string_equal(maru_status_message(status), "no order o-1 of 7");
	assert_null(status->reason);
	assert_null(status->domain);
	assert_int_equal(status->details.len, 0);
	assert_false(maru_status_has_reason(status, "ANY"));
}

static void
a_reason_belongs_to_the_framework_domain(void **state)
{
	static const struct maru_error foreign = { MARU_CODE_ABORTED, "m", "FULL", "orders", { NULL, 0 } };
	maru_status status = maru_status_reason(&arena, MARU_CODE_UNAVAILABLE, "FULL", "%d in the queue", 9);

	(void)state;
	assert_string_equal(maru_status_message(status), "9 in the queue");
	assert_true(maru_status_has_reason(status, "FULL"));
	assert_false(maru_status_has_reason(status, "FULLER"));
	assert_false(maru_status_has_reason(&foreign, "FULL"));
}

static void
a_static_error_needs_no_arena(void **state)
{
	static const struct maru_error full = MARU_ERROR(MARU_CODE_RESOURCE_EXHAUSTED, "QUEUE_FULL", "the queue is full");

	(void)state;
	assert_int_equal(maru_status_code(&full), MARU_CODE_RESOURCE_EXHAUSTED);
	assert_string_equal(maru_status_message(&full), "the queue is full");
	assert_true(maru_status_has_reason(&full, "QUEUE_FULL"));
}

/* The first arena ends before the copy is read: ASan sees anything that was not copied. */
static void
a_copy_outlives_the_original(void **state)
{
	struct maru_arena shorter;
	struct maru_error *error;
	maru_status copy;

	(void)state;
	maru_arena_init(&shorter, NULL, SIZE_MAX);
	error = maru_arena_alloc(&shorter, sizeof *error);
	*error = (struct maru_error){
		.code = MARU_CODE_ABORTED,
		.message = maru_arena_strdup(&shorter, "version 4"),
		.reason = maru_arena_strdup(&shorter, "CONFLICT"),
		.domain = maru_arena_strdup(&shorter, "orders"),
		.details = { (const uint8_t *)maru_arena_bytesdup(&shorter, maru_bytes_of("\x08\0", 2)), 2 },
	};
	copy = maru_status_dup(error, &arena);
	maru_arena_fini(&shorter);
	assert_int_equal(maru_status_code(copy), MARU_CODE_ABORTED);
	assert_string_equal(maru_status_message(copy), "version 4");
	assert_string_equal(copy->reason, "CONFLICT");
	assert_string_equal(copy->domain, "orders");
	assert_true(maru_bytes_equal(copy->details, maru_bytes_of("\x08\0", 2)));
}

static void
a_copy_of_a_bare_error_is_as_bare(void **state)
{
	maru_status copy = maru_status_dup(maru_status_new(&arena, MARU_CODE_INTERNAL, "m"), &arena);

	(void)state;
	assert_null(copy->reason);
	assert_null(copy->domain);
	assert_null(copy->details.data);
}

static maru_status
try_then_ensure(maru_status first, bool second, int *n_evaluated)
{
	static const struct maru_error refused = MARU_ERROR(MARU_CODE_FAILED_PRECONDITION, "NOT_READY", "not ready");

	MARU_TRY((++*n_evaluated, first));
	MARU_ENSURE(second, &refused);
	return MARU_OK;
}

static void
try_and_ensure_return_the_first_failure(void **state)
{
	maru_status failed = maru_status_new(&arena, MARU_CODE_UNKNOWN, "first");
	int n_evaluated = 0;

	(void)state;
	assert_null(try_then_ensure(MARU_OK, true, &n_evaluated));
	assert_ptr_equal(try_then_ensure(failed, false, &n_evaluated), failed);
	assert_true(maru_status_has_reason(try_then_ensure(MARU_OK, false, &n_evaluated), "NOT_READY"));
	assert_int_equal(n_evaluated, 3);
}

static void
each_code_has_the_name_that_grpc_gives_it(void **state)
{
	(void)state;
	assert_string_equal(maru_code_name(0), "OK");
	assert_string_equal(maru_code_name(MARU_CODE_CANCELLED), "CANCELLED");
	assert_string_equal(maru_code_name(MARU_CODE_UNKNOWN), "UNKNOWN");
	assert_string_equal(maru_code_name(MARU_CODE_INVALID_ARGUMENT), "INVALID_ARGUMENT");
	assert_string_equal(maru_code_name(MARU_CODE_DEADLINE_EXCEEDED), "DEADLINE_EXCEEDED");
	assert_string_equal(maru_code_name(MARU_CODE_NOT_FOUND), "NOT_FOUND");
	assert_string_equal(maru_code_name(MARU_CODE_ALREADY_EXISTS), "ALREADY_EXISTS");
	assert_string_equal(maru_code_name(MARU_CODE_PERMISSION_DENIED), "PERMISSION_DENIED");
	assert_string_equal(maru_code_name(MARU_CODE_RESOURCE_EXHAUSTED), "RESOURCE_EXHAUSTED");
	assert_string_equal(maru_code_name(MARU_CODE_FAILED_PRECONDITION), "FAILED_PRECONDITION");
	assert_string_equal(maru_code_name(MARU_CODE_ABORTED), "ABORTED");
	assert_string_equal(maru_code_name(MARU_CODE_OUT_OF_RANGE), "OUT_OF_RANGE");
	assert_string_equal(maru_code_name(MARU_CODE_UNIMPLEMENTED), "UNIMPLEMENTED");
	assert_string_equal(maru_code_name(MARU_CODE_INTERNAL), "INTERNAL");
	assert_string_equal(maru_code_name(MARU_CODE_UNAVAILABLE), "UNAVAILABLE");
	assert_string_equal(maru_code_name(MARU_CODE_DATA_LOSS), "DATA_LOSS");
	assert_string_equal(maru_code_name(MARU_CODE_UNAUTHENTICATED), "UNAUTHENTICATED");
}

static void
a_number_that_is_no_code_is_unknown(void **state)
{
	(void)state;
	assert_string_equal(maru_code_name(-1), "UNKNOWN");
	assert_string_equal(maru_code_name(17), "UNKNOWN");
	assert_string_equal(maru_code_name(1000000), "UNKNOWN");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ok_is_zero_and_says_nothing),
		cmocka_unit_test(a_new_error_has_code_and_message_and_no_reason),
		cmocka_unit_test(a_reason_belongs_to_the_framework_domain),
		cmocka_unit_test(a_static_error_needs_no_arena),
		cmocka_unit_test(a_copy_outlives_the_original),
		cmocka_unit_test(a_copy_of_a_bare_error_is_as_bare),
		cmocka_unit_test(try_and_ensure_return_the_first_failure),
		cmocka_unit_test(each_code_has_the_name_that_grpc_gives_it),
		cmocka_unit_test(a_number_that_is_no_code_is_unknown),
	};

	return cmocka_run_group_tests(tests, arena_start, arena_end);
}
