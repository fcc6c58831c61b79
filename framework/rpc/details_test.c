#include "maru/rpc/internal/details.h"

#include "google/rpc/error_details.maru.h"
#include "google/rpc/status.maru.h"
#include "maru/testing/cmocka.h"

static struct maru_arena arena;

static int
set_up(void **state)
{
	(void)state;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	maru_arena_fini(&arena);
	return 0;
}

/* The status as it comes out at the other end of a wire: code, message and details. */
static maru_status
over_a_wire(maru_status status)
{
	maru_status attached = marui_details_attach(status, &arena);
	struct maru_error *arrived = maru_arena_zalloc(&arena, sizeof *arrived);

	arrived->code = attached->code;
	arrived->message = attached->message;
	arrived->details = attached->details;
	return marui_details_read(arrived, &arena);
}

static maru_status
with_details(maru_bytes details)
{
	struct maru_error *error = maru_arena_zalloc(&arena, sizeof *error);

	error->code = MARU_CODE_ABORTED;
	error->message = "m";
	error->details = details;
	return error;
}

static struct google_protobuf_any *
any_of(const char *url, maru_bytes value)
{
	struct google_protobuf_any *any = google_protobuf_any_new(&arena);

	any->type_url = url;
	any->value = (ProtobufCBinaryData){ value.len, (uint8_t *)(uintptr_t)value.data };
	return any;
}

static maru_bytes
error_info(const char *reason, const char *domain)
{
	return google_rpc_error_info_encode(GOOGLE_RPC_ERROR_INFO(.reason = reason, .domain = domain), &arena);
}

static maru_status
read_any(size_t n, struct google_protobuf_any **any)
{
	return marui_details_read(with_details(google_rpc_status_encode(GOOGLE_RPC_STATUS(.n_details = n, .details = any), &arena)),
	                          &arena);
}

#define INFO_URL "type.googleapis.com/google.rpc.ErrorInfo"

static void
a_reason_comes_out_as_it_went_in(void **state)
{
	static const struct maru_error full = MARU_ERROR(MARU_CODE_RESOURCE_EXHAUSTED, "QUEUE_FULL", "too many");
	maru_status status = over_a_wire(&full);

	(void)state;
	assert_int_equal(status->code, MARU_CODE_RESOURCE_EXHAUSTED);
	assert_string_equal(status->message, "too many");
	assert_true(maru_status_has_reason(status, "QUEUE_FULL"));
}

static void
the_details_repeat_code_and_message(void **state)
{
	static const struct maru_error full = MARU_ERROR(MARU_CODE_RESOURCE_EXHAUSTED, "QUEUE_FULL", "caf\xc3\xa9");
	struct google_rpc_status *details;

	(void)state;
	assert_ptr_equal(google_rpc_status_decode(marui_details_attach(&full, &arena)->details, &arena, &details), MARU_OK);
	assert_int_equal(details->code, 8);
	assert_string_equal(details->message, "caf\xc3\xa9");
	assert_int_equal(details->n_details, 1);
	assert_string_equal(details->details[0]->type_url, INFO_URL);
}

static void
a_message_that_is_not_utf8_does_not_lose_the_reason(void **state)
{
	static const struct maru_error odd = MARU_ERROR(MARU_CODE_ABORTED, "ODD", "so far\xff and no further");
	struct google_rpc_status *details;

	(void)state;
	assert_true(maru_status_has_reason(over_a_wire(&odd), "ODD"));
	assert_ptr_equal(google_rpc_status_decode(marui_details_attach(&odd, &arena)->details, &arena, &details), MARU_OK);
	assert_string_equal(details->message, "so far");
}

static void
what_needs_no_details_gets_none(void **state)
{
	maru_status plain = maru_status_new(&arena, MARU_CODE_NOT_FOUND, "no reason"), detailed = with_details(maru_bytes_of_string("x"));

	(void)state;
	assert_ptr_equal(marui_details_attach(MARU_OK, &arena), MARU_OK);
	assert_ptr_equal(marui_details_attach(plain, &arena), plain);
	assert_ptr_equal(marui_details_attach(detailed, &arena), detailed);
	assert_ptr_equal(marui_details_read(MARU_OK, &arena), MARU_OK);
	assert_ptr_equal(marui_details_read(plain, &arena), plain);
}

static void
malformed_details_are_ignored(void **state)
{
	struct google_protobuf_any *broken = any_of(INFO_URL, maru_bytes_of_string("\x0a\xff"));
	maru_status status = with_details(maru_bytes_of_string("\xff\xff\xff"));

	(void)state;
	assert_ptr_equal(marui_details_read(status, &arena), status);
	assert_null(read_any(1, &broken)->reason);
	assert_null(read_any(0, NULL)->reason);
}

static void
the_first_good_error_info_counts(void **state)
{
	struct google_protobuf_any *any[] = {
		any_of("type.googleapis.com/google.rpc.RetryInfo", error_info("WRONG_TYPE", "maru")),
		any_of(INFO_URL, maru_bytes_of_string("\x0a\xff")),
		any_of(INFO_URL, error_info("", "maru")),
		any_of(INFO_URL, error_info("FIRST", "maru")),
		any_of(INFO_URL, error_info("SECOND", "maru")),
	};

	(void)state;
	assert_true(maru_status_has_reason(read_any(5, any), "FIRST"));
	assert_null(read_any(3, any)->reason);
}

static void
a_foreign_domain_is_kept_apart(void **state)
{
	struct google_protobuf_any *any = any_of(INFO_URL, error_info("QUEUE_FULL", "example.com"));
	maru_status status = read_any(1, &any);

	(void)state;
	assert_string_equal(status->reason, "QUEUE_FULL");
	assert_string_equal(status->domain, "example.com");
	assert_false(maru_status_has_reason(status, "QUEUE_FULL"));
}

static void
details_go_on_to_the_next_caller_unchanged(void **state)
{
	struct google_protobuf_any *any = any_of(INFO_URL, error_info("QUEUE_FULL", "example.com"));
	maru_status status = read_any(1, &any), next = over_a_wire(status);

	(void)state;
	assert_true(maru_bytes_equal(next->details, status->details));
	assert_string_equal(next->domain, "example.com");
}

#define details_test(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		details_test(a_reason_comes_out_as_it_went_in),
		details_test(the_details_repeat_code_and_message),
		details_test(a_message_that_is_not_utf8_does_not_lose_the_reason),
		details_test(what_needs_no_details_gets_none),
		details_test(malformed_details_are_ignored),
		details_test(the_first_good_error_info_counts),
		details_test(a_foreign_domain_is_kept_apart),
		details_test(details_go_on_to_the_next_caller_unchanged),
	};

	return cmocka_run_group_tests_name("details", tests, NULL, NULL);
}
