#include "maru/rpc/call.h"

#include "maru/rpc/fake/fake.h"
#include "maru/testing/cmocka.h"
#include "maru/testing/fake_clock.h"

struct fixture {
	struct fake fake;
	struct maru_client *client;
	struct maru_fake_clock clock;
	struct maru_call *scope;
};

static int
set_up(void **state)
{
	struct fixture *fixture = test_calloc(1, sizeof *fixture);

	fake_init(&fixture->fake);
	fixture->fake.ends_in_open = true;
	fixture->client = fake_client_new(&fixture->fake);
	maru_fake_clock_init(&fixture->clock);
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
call_in(struct fixture *fixture, struct maru_call *scope)
{
	const ProtobufCMessage *reply;

	return marui_client_call(fixture->client, scope, fake_method(MARU_UNARY), &GOOGLE_RPC_STATUS()->base, &reply);
}

static struct maru_call *
scope_of_ms(struct maru_call *parent, uint32_t timeout_ms)
{
	return maru_call_scope(parent, &(struct maru_scope_options){ .timeout_ms = timeout_ms });
}

static struct maru_call *
scope_with(struct maru_call *parent, const char *key, const char *value)
{
	const struct maru_metadata metadata = { key, maru_bytes_of_string(value) };

	return maru_call_scope(parent, &(struct maru_scope_options){ .metadata = &metadata, .n_metadata = 1 });
}

static void
a_scope_without_options_has_no_deadline(void **state)
{
	struct maru_call *scope = maru_scope_new(NULL);
	size_t n = 1;

	(void)state;
	assert_int_equal(maru_call_deadline_us(scope), INT64_MAX);
	assert_int_equal(maru_call_remaining_us(scope), INT64_MAX);
	assert_false(maru_call_is_cancelled(scope));
	assert_string_equal(maru_call_path(scope), "");
	assert_string_equal(maru_call_peer(scope), "");
	assert_null(maru_call_method(scope));
	maru_call_metadata_all(scope, &n);
	assert_int_equal(n, 0);
	assert_null(maru_scope_free(scope));
	assert_null(maru_scope_free(NULL));
}

static void
a_timeout_runs_down_on_the_clock(void **state)
{
	struct fixture *fixture = *state;
	struct maru_call *scope = scope_of_ms(fixture->scope, 250);

	assert_int_equal(maru_call_deadline_us(scope), 1000000 + 250000);
	maru_fake_clock_advance(&fixture->clock, 249999);
	assert_int_equal(maru_call_remaining_us(scope), 1);
	assert_false(maru_call_is_cancelled(scope));
	maru_fake_clock_advance(&fixture->clock, 1);
	assert_int_equal(maru_call_remaining_us(scope), 0);
	assert_true(maru_call_is_cancelled(scope));
	maru_fake_clock_advance(&fixture->clock, 1);
	assert_int_equal(maru_call_remaining_us(scope), 0);
	assert_false(maru_call_is_cancelled(fixture->scope));
}

static void
a_scope_ends_no_later_than_the_one_around_it(void **state)
{
	struct fixture *fixture = *state;
	struct maru_call *outer = scope_of_ms(fixture->scope, 100);

	assert_int_equal(maru_call_remaining_us(scope_of_ms(outer, 200)), 100000);
	assert_int_equal(maru_call_remaining_us(scope_of_ms(outer, 50)), 50000);
	assert_int_equal(maru_call_remaining_us(maru_call_scope(outer, NULL)), 100000);
}

static void
a_deadline_too_far_for_a_number_is_none(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(maru_call_remaining_us(scope_of_ms(fixture->scope, UINT32_MAX)), (int64_t)UINT32_MAX * 1000);
	maru_fake_clock_advance(&fixture->clock, INT64_MAX - 2000000);
	assert_int_equal(maru_call_deadline_us(scope_of_ms(fixture->scope, UINT32_MAX)), INT64_MAX);
	assert_int_equal(maru_call_deadline_us(scope_of_ms(fixture->scope, 1001)), INT64_MAX);
	assert_int_equal(maru_call_remaining_us(scope_of_ms(fixture->scope, 999)), 999000);
}

static void
the_rest_of_the_time_fits_a_number(void **state)
{
	struct fixture *fixture = *state;
	struct maru_call *scope;

	fixture->clock.monotonic_us = INT64_MAX - 5000000;
	scope = scope_of_ms(fixture->scope, 1000);
	fixture->clock.monotonic_us = -1;
	assert_int_equal(maru_call_remaining_us(scope), INT64_MAX - 4000000 + 1);
	fixture->clock.monotonic_us = INT64_MIN;
	assert_int_equal(maru_call_remaining_us(scope), INT64_MAX);
}

static void
a_call_sends_the_metadata_of_every_scope_around_it(void **state)
{
	struct fixture *fixture = *state;
	struct maru_call *outer = scope_with(fixture->scope, "outer", "1"), *inner = scope_with(outer, "inner", "2");
	struct maru_call *sibling = scope_with(outer, "sibling", "3");

	assert_ptr_equal(call_in(fixture, inner), MARU_OK);
	assert_int_equal(fixture->fake.outgoing.n_metadata, 2);
	assert_string_equal(fixture->fake.outgoing.metadata[0].key, "outer");
	assert_string_equal(fixture->fake.outgoing.metadata[1].key, "inner");
	assert_ptr_equal(call_in(fixture, sibling), MARU_OK);
	assert_int_equal(fixture->fake.outgoing.n_metadata, 2);
	assert_string_equal(fixture->fake.outgoing.metadata[1].key, "sibling");
	assert_ptr_equal(call_in(fixture, outer), MARU_OK);
	assert_int_equal(fixture->fake.outgoing.n_metadata, 1);
	assert_ptr_equal(call_in(fixture, fixture->scope), MARU_OK);
	assert_int_equal(fixture->fake.outgoing.n_metadata, 0);
}

static void
a_scope_copies_its_options(void **state)
{
	struct fixture *fixture = *state;
	char key[] = "key", value[] = "value";
	struct maru_call *scope = scope_with(fixture->scope, key, value);

	memset(key, '!', sizeof key);
	memset(value, '!', sizeof value);
	assert_ptr_equal(call_in(fixture, scope), MARU_OK);
	assert_string_equal(fixture->fake.outgoing.metadata[0].key, "key");
	assert_true(maru_bytes_equal(fixture->fake.outgoing.metadata[0].value, maru_bytes_of_string("value")));
}

static void
bad_metadata_fails_every_call_in_it(void **state)
{
	struct fixture *fixture = *state;
	struct maru_call *bad = scope_with(fixture->scope, "Bad Key", "1"), *inner = scope_with(bad, "grpc-worse", "2");

	for (int i = 0; i < 2; i++) {
		maru_status status = call_in(fixture, bad);

		assert_int_equal(maru_status_code(status), MARU_CODE_INVALID_ARGUMENT);
		assert_true(maru_status_has_reason(status, "BAD_METADATA"));
	}
	assert_non_null(strstr(maru_status_message(call_in(fixture, inner)), "byte 0x42 at 0"));
	assert_int_equal(fixture->fake.n_opened, 0);
	assert_ptr_equal(call_in(fixture, fixture->scope), MARU_OK);
}

static void
gzip_goes_on_to_the_scopes_in_it(void **state)
{
	struct fixture *fixture = *state;
	struct maru_call *outer = maru_call_scope(fixture->scope, &(struct maru_scope_options){ .gzip = true });

	assert_ptr_equal(call_in(fixture, maru_call_scope(outer, NULL)), MARU_OK);
	assert_true(fixture->fake.outgoing.gzip);
	assert_ptr_equal(call_in(fixture, fixture->scope), MARU_OK);
	assert_false(fixture->fake.outgoing.gzip);
}

static void
a_scope_shows_the_metadata_of_its_last_call(void **state)
{
	struct fixture *fixture = *state;
	const struct maru_metadata metadata[] = { { "a", maru_bytes_of_string("1") }, { "a", maru_bytes_of_string("2") } };
	struct maru_call *inner = maru_call_scope(fixture->scope, NULL);
	size_t n;

	fixture->fake.metadata = metadata;
	fixture->fake.n_metadata = 2;
	assert_ptr_equal(call_in(fixture, inner), MARU_OK);
	assert_ptr_equal(maru_call_metadata_all(inner, &n), metadata);
	assert_int_equal(n, 2);
	assert_ptr_equal(maru_call_metadata(inner, "a"), &metadata[0]);
	assert_null(maru_call_metadata(inner, "b"));
	assert_null(maru_call_metadata(fixture->scope, "a"));
	maru_call_cancel(inner);
	assert_int_equal(maru_status_code(call_in(fixture, inner)), MARU_CODE_CANCELLED);
	assert_null(maru_call_metadata(inner, "a"));
}

static void
a_scope_that_is_over_lets_no_call_begin(void **state)
{
	struct fixture *fixture = *state;
	struct maru_call *late = scope_of_ms(fixture->scope, 1), *cancelled = maru_call_scope(fixture->scope, NULL);

	maru_fake_clock_advance(&fixture->clock, 1000);
	assert_true(maru_status_has_reason(call_in(fixture, late), "DEADLINE_EXCEEDED"));
	assert_int_equal(maru_status_code(call_in(fixture, late)), MARU_CODE_DEADLINE_EXCEEDED);
	maru_call_cancel(cancelled);
	maru_call_cancel(cancelled);
	assert_true(maru_status_has_reason(call_in(fixture, cancelled), "CANCELLED"));
	assert_true(maru_status_has_reason(call_in(fixture, maru_call_scope(cancelled, NULL)), "CANCELLED"));
	assert_int_equal(fixture->fake.n_opened, 0);
	assert_ptr_equal(call_in(fixture, fixture->scope), MARU_OK);
}

static void
cancelling_goes_down_and_not_up(void **state)
{
	struct fixture *fixture = *state;
	struct maru_call *outer = maru_call_scope(fixture->scope, NULL), *inner = maru_call_scope(outer, NULL);

	maru_call_cancel(outer);
	assert_true(maru_call_is_cancelled(inner));
	assert_false(maru_call_is_cancelled(fixture->scope));
}

struct step {
	struct fake *fake;
	const char *letter;
};

static void
take_step(void *object)
{
	struct step *step = object;

	fake_note(step->fake, step->letter);
}

static void
defers_run_last_one_first_and_inner_scopes_before(void **state)
{
	struct fixture *fixture = *state;
	struct step a = { &fixture->fake, "a" }, b = { &fixture->fake, "b" }, c = { &fixture->fake, "c" };
	struct maru_call *scope = maru_scope_new(NULL), *inner;

	maru_defer(scope, take_step, &a);
	maru_defer(scope, take_step, &b);
	inner = maru_call_scope(scope, NULL);
	maru_defer(inner, take_step, &c);
	maru_defer(inner, take_step, &c);
	assert_string_equal(fixture->fake.order, "");
	maru_scope_free(scope);
	assert_string_equal(fixture->fake.order, "ccba");
}

static void
a_stream_left_behind_is_cancelled_and_freed(void **state)
{
	struct fixture *fixture = *state;
	struct maru_call *scope = maru_scope_new(NULL), *stream;

	fixture->fake.ends_in_open = true; /* so that its end need not be waited for */
	assert_ptr_equal(marui_client_open(fixture->client, scope, fake_method(MARU_BIDI_STREAM), NULL, &stream), MARU_OK);
	maru_scope_free(scope);
	assert_int_equal(fixture->fake.n_released, 1);
}

static void
an_arena_may_be_smaller(void **state)
{
	struct maru_call *scope = maru_scope_new(&(struct maru_scope_options){ .arena_bytes_max = 1024 });

	(void)state;
	maru_arena_alloc(maru_call_arena(scope), 1024);
	assert_false(maru_arena_over_limit(maru_call_arena(scope)));
	assert_ptr_equal(maru_call_arena(maru_call_scope(scope, NULL)), maru_call_arena(scope));
	assert_true(maru_arena_over_limit(maru_call_arena(scope)));
	maru_scope_free(scope);
}

#define scope_test(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_scope_without_options_has_no_deadline),
		scope_test(a_timeout_runs_down_on_the_clock),
		scope_test(a_scope_ends_no_later_than_the_one_around_it),
		scope_test(a_deadline_too_far_for_a_number_is_none),
		scope_test(the_rest_of_the_time_fits_a_number),
		scope_test(a_call_sends_the_metadata_of_every_scope_around_it),
		scope_test(a_scope_copies_its_options),
		scope_test(bad_metadata_fails_every_call_in_it),
		scope_test(gzip_goes_on_to_the_scopes_in_it),
		scope_test(a_scope_shows_the_metadata_of_its_last_call),
		scope_test(a_scope_that_is_over_lets_no_call_begin),
		scope_test(cancelling_goes_down_and_not_up),
		scope_test(defers_run_last_one_first_and_inner_scopes_before),
		scope_test(a_stream_left_behind_is_cancelled_and_freed),
		cmocka_unit_test(an_arena_may_be_smaller),
	};

	return cmocka_run_group_tests_name("scope", tests, NULL, NULL);
}
