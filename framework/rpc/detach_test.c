/*
 * Calls that are answered later: the completer before the handler's return, and after it.
 */
#include <pthread.h>

#include "maru/rpc/fake/fake.h"
#include "maru/testing/cmocka.h"
#include "maru/testing/death.h"

struct fixture {
	struct fake fake;
	struct maru_server *server;
	struct maru_call *call;
	struct google_rpc_status *reply;
	pthread_barrier_t both; /* handler and completer */
	bool completes_first;
	bool completes_inside;
	bool finished_early;
	unsigned n_deferred;
};

static const struct maru_error ignored = MARU_ERROR(MARU_CODE_INTERNAL, "IGNORED", "what a detached handler returns");

static void
count_deferred(void *object)
{
	++*(unsigned *)object;
}

static maru_status
handler(void *self, struct maru_call *call, const struct google_rpc_status *request, struct google_rpc_status *reply)
{
	struct fixture *fixture = self;

	(void)request;
	maru_defer(call, count_deferred, &fixture->n_deferred);
	maru_call_detach(call);
	fixture->call = call;
	fixture->reply = reply;
	if (fixture->completes_inside) {
		maru_call_complete(call, MARU_OK);
		fixture->finished_early = fixture->fake.finished;
		return &ignored;
	}
	pthread_barrier_wait(&fixture->both);
	if (fixture->completes_first) {
		pthread_barrier_wait(&fixture->both);
		fixture->finished_early = fixture->fake.finished;
	}
	return &ignored;
}

static const struct fake_service service = { handler };

static int
set_up(void **state)
{
	struct fixture *fixture = test_calloc(1, sizeof *fixture);

	fake_init(&fixture->fake);
	pthread_barrier_init(&fixture->both, NULL, 2);
	fixture->server = maru_server_new(&(struct maru_server_options){ .workers = 1 });
	maru_server_mount(fixture->server, &fake_service_descriptor, &service, fixture);
	*state = fixture;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *fixture = *state;

	maru_server_free(fixture->server);
	pthread_barrier_destroy(&fixture->both);
	fake_fini(&fixture->fake);
	test_free(fixture);
	return 0;
}

/* The transport's thread, as it is for an inline method. */
static void *
serve_unary(void *argument)
{
	struct fixture *fixture = argument;

	fake_serve(&fixture->fake, fixture->server, "/fake.Fake/Unary");
	return NULL;
}

static void
assert_replied(struct fixture *fixture, const char *message)
{
	struct google_rpc_status *reply;

	fake_await_finish(&fixture->fake);
	assert_ptr_equal(fixture->fake.status, MARU_OK);
	assert_true(fixture->fake.has_reply);
	assert_ptr_equal(google_rpc_status_decode(fixture->fake.sent, &fixture->fake.arena, &reply), MARU_OK);
	assert_string_equal(reply->message, message);
	assert_int_equal(fixture->n_deferred, 1);
}

static void
a_call_may_be_completed_before_its_handler_returns(void **state)
{
	struct fixture *fixture = *state;
	pthread_t transport;

	fixture->completes_first = true;
	assert_int_equal(pthread_create(&transport, NULL, serve_unary, fixture), 0);
	pthread_barrier_wait(&fixture->both);
	fixture->reply->message = "first";
	maru_call_complete(fixture->call, MARU_OK);
	pthread_barrier_wait(&fixture->both);
	pthread_join(transport, NULL);
	assert_false(fixture->finished_early);
	assert_replied(fixture, "first");
}

static void
the_status_of_a_completed_call_is_copied(void **state)
{
	struct fixture *fixture = *state;
	struct maru_arena arena;
	pthread_t transport;

	fixture->completes_first = true;
	assert_int_equal(pthread_create(&transport, NULL, serve_unary, fixture), 0);
	pthread_barrier_wait(&fixture->both);
	maru_arena_init(&arena, NULL, SIZE_MAX);
	maru_call_complete(fixture->call, maru_status_new(&arena, MARU_CODE_NOT_FOUND, "no order %d", 7));
	maru_arena_fini(&arena);
	pthread_barrier_wait(&fixture->both);
	pthread_join(transport, NULL);
	assert_string_equal(maru_status_message(fixture->fake.status), "no order 7");
}

static void
a_call_may_be_completed_after_its_handler_has_returned(void **state)
{
	struct fixture *fixture = *state;
	pthread_t transport;

	assert_int_equal(pthread_create(&transport, NULL, serve_unary, fixture), 0);
	pthread_barrier_wait(&fixture->both);
	pthread_join(transport, NULL);
	assert_false(fixture->fake.finished);
	assert_int_equal(fixture->n_deferred, 0);
	fixture->reply->message = maru_arena_strdup(maru_call_arena(fixture->call), "second");
	maru_call_complete(fixture->call, MARU_OK);
	assert_replied(fixture, "second");
}

static void
a_call_may_be_completed_inside_its_handler(void **state)
{
	struct fixture *fixture = *state;

	fixture->completes_inside = true;
	serve_unary(fixture);
	assert_false(fixture->finished_early);
	assert_replied(fixture, "");
}

static void
a_detached_call_may_fail_on_its_own_arena(void **state)
{
	struct fixture *fixture = *state;
	pthread_t transport;

	assert_int_equal(pthread_create(&transport, NULL, serve_unary, fixture), 0);
	pthread_barrier_wait(&fixture->both);
	pthread_join(transport, NULL);
	maru_call_complete(fixture->call, maru_call_fail(fixture->call, MARU_CODE_NOT_FOUND, "no order %d", 7));
	assert_int_equal(maru_status_code(fixture->fake.status), MARU_CODE_NOT_FOUND);
	assert_string_equal(maru_status_message(fixture->fake.status), "no order 7");
}

static void
a_detached_call_whose_caller_has_gone_ends_cancelled(void **state)
{
	struct fixture *fixture = *state;
	pthread_t transport;

	assert_int_equal(pthread_create(&transport, NULL, serve_unary, fixture), 0);
	pthread_barrier_wait(&fixture->both);
	pthread_join(transport, NULL);
	marui_call_cancelled(fixture->call);
	assert_true(maru_call_is_cancelled(fixture->call));
	maru_call_complete(fixture->call, MARU_OK);
	assert_int_equal(maru_status_code(fixture->fake.status), MARU_CODE_CANCELLED);
}

/* Runs in a process of its own. */
static void
serve_with(fake_handler_fn *misuse)
{
	const struct fake_service wrong = { misuse };
	struct fake fake;
	struct maru_server *server = maru_server_new(&(struct maru_server_options){ .workers = 1 });

	fake_init(&fake);
	maru_server_mount(server, &fake_service_descriptor, &wrong, NULL);
	fake_serve(&fake, server, "/fake.Fake/Unary");
}

static maru_status
complete_twice(void *self, struct maru_call *call, const struct google_rpc_status *request, struct google_rpc_status *reply)
{
	(void)self, (void)request, (void)reply;
	maru_call_detach(call);
	maru_call_complete(call, MARU_OK);
	maru_call_complete(call, MARU_OK);
	return MARU_OK;
}

static maru_status
complete_attached(void *self, struct maru_call *call, const struct google_rpc_status *request,
                  struct google_rpc_status *reply)
{
	(void)self, (void)request, (void)reply;
	maru_call_complete(call, MARU_OK);
	return MARU_OK;
}

static maru_status
detach_twice(void *self, struct maru_call *call, const struct google_rpc_status *request, struct google_rpc_status *reply)
{
	(void)self, (void)request, (void)reply;
	maru_call_detach(call);
	maru_call_detach(call);
	return MARU_OK;
}

static void
serve_complete_twice(void *self)
{
	(void)self;
	serve_with(complete_twice);
}

static void
serve_complete_attached(void *self)
{
	(void)self;
	serve_with(complete_attached);
}

static void
serve_detach_twice(void *self)
{
	(void)self;
	serve_with(detach_twice);
}

static void
misuse_is_a_bug(void **state)
{
	static const char *const once = "\"maru_call_complete() once, on a detached call\"";

	(void)state;
	maru_assert_dies(serve_complete_twice, NULL, once);
	maru_assert_dies(serve_complete_attached, NULL, once);
	maru_assert_dies(serve_detach_twice, NULL, "!call->detached");
}

#define detach_test(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(misuse_is_a_bug), /* first: it forks, while there is one thread */
		detach_test(a_call_may_be_completed_before_its_handler_returns),
		detach_test(the_status_of_a_completed_call_is_copied),
		detach_test(a_call_may_be_completed_after_its_handler_has_returned),
		detach_test(a_call_may_be_completed_inside_its_handler),
		detach_test(a_detached_call_may_fail_on_its_own_arena),
		detach_test(a_detached_call_whose_caller_has_gone_ends_cancelled),
	};

	return cmocka_run_group_tests_name("detach", tests, NULL, NULL);
}
