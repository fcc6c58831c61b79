/*
 * In steady state a call allocates nothing: neither rpc nor this transport, on either side.
 *
 * The linker leads every malloc, calloc and realloc of this program's own objects here (see BUILD). What C core, a shared
 * library, allocates for itself is not seen.
 */
#include <stdatomic.h>

#include "maru/testing/cmocka.h"
#include "maru/transport/grpc/testing/over_grpc.h"

enum {
	WARM_UP_CALLS = 200,
	CALLS = 1000,
	AT_A_TIME = 12, /* fewer than there are workers */
};

static struct over_grpc grpc;
static atomic_size_t n_allocations;

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *memory, size_t size);

void *
__wrap_malloc(size_t size)
{
	atomic_fetch_add(&n_allocations, 1);
	return __real_malloc(size);
}

void *
__wrap_calloc(size_t n, size_t size)
{
	atomic_fetch_add(&n_allocations, 1);
	return __real_calloc(n, size);
}

void *
__wrap_realloc(void *memory, size_t size)
{
	atomic_fetch_add(&n_allocations, 1);
	return __real_realloc(memory, size);
}

struct outcome {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	unsigned n_good;
};

static void
on_done(void *self, maru_status status, const struct probe_note *reply)
{
	struct outcome *outcome = self;

	assert_ok(status);
	assert_string_equal(reply->text, "hello");
	pthread_mutex_lock(&outcome->mutex);
	outcome->n_good++;
	pthread_cond_broadcast(&outcome->changed);
	pthread_mutex_unlock(&outcome->mutex);
}

typedef void call_fn(struct maru_client *, struct maru_call *, const struct probe_note *, probe_echo_done_fn *, void *);

static void
on_hang_done(void *self, maru_status status, const struct probe_note *reply)
{
	(void)self;
	(void)status;
	(void)reply;
}

/* How many calls are under way at a time decides how many objects there are. A call of the server may end after the
 * client has begun the next one, so there have to be more than one. */
static void
run_several_at_a_time(struct fixture *fixture)
{
	struct maru_call *scope = maru_scope_new(NULL);

	for (unsigned i = 0; i < AT_A_TIME; i++)
		probe_hang_async(fixture->client, scope, PROBE_NOTE(.text = "hello"), on_hang_done, NULL);
	probe_await(&fixture->probe, &fixture->probe.n_hanging, AT_A_TIME);
	maru_scope_free(scope);
	probe_await(&fixture->probe, &fixture->probe.n_deferred, AT_A_TIME);
}

/* One after the other. */
static void
call_many(struct fixture *fixture, call_fn *call, unsigned n)
{
	struct outcome outcome = { .mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };

	for (unsigned i = 0; i < n; i++) {
		call(fixture->client, fixture->scope, PROBE_NOTE(.text = "hello"), on_done, &outcome);
		pthread_mutex_lock(&outcome.mutex);
		while (outcome.n_good <= i)
			pthread_cond_wait(&outcome.changed, &outcome.mutex);
		pthread_mutex_unlock(&outcome.mutex);
	}
}

static void
chat_much(struct probe_chat_call *chat, int32_t n)
{
	const struct probe_note *note = NULL;

	for (int32_t number = 0; number < n; number++) {
		assert_ok(probe_chat_call_send(chat, PROBE_NOTE(.number = number)));
		assert_ok(probe_chat_call_recv(chat, &note));
		assert_int_equal(note->number, number);
	}
}

static void
assert_no_allocation_since(size_t before)
{
	assert_int_equal(atomic_load(&n_allocations) - before, 0);
}

static void
this_test_sees_allocations(void **state)
{
	size_t before = atomic_load(&n_allocations);

	(void)state;
	maru_scope_free(maru_scope_new(NULL));
	assert_true(atomic_load(&n_allocations) > before);
}

static void
a_call_on_the_event_loop_allocates_nothing(void **state)
{
	size_t before;

	run_several_at_a_time(*state);
	call_many(*state, probe_echo_inline_async, WARM_UP_CALLS);
	before = atomic_load(&n_allocations);
	call_many(*state, probe_echo_inline_async, CALLS);
	assert_no_allocation_since(before);
}

static void
a_call_on_a_worker_allocates_nothing(void **state)
{
	size_t before;

	run_several_at_a_time(*state);
	call_many(*state, probe_echo_async, WARM_UP_CALLS);
	before = atomic_load(&n_allocations);
	call_many(*state, probe_echo_async, CALLS);
	assert_no_allocation_since(before);
}

static void
a_message_of_a_stream_allocates_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct probe_chat_call *chat;
	size_t before;

	assert_ok(probe_chat(fixture->client, fixture->scope, &chat));
	chat_much(chat, WARM_UP_CALLS);
	before = atomic_load(&n_allocations);
	chat_much(chat, CALLS);
	assert_no_allocation_since(before);
	assert_fails(probe_chat_call_finish(chat), MARU_CODE_CANCELLED, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		suite_test(this_test_sees_allocations),
		suite_test(a_call_on_the_event_loop_allocates_nothing),
		suite_test(a_call_on_a_worker_allocates_nothing),
		suite_test(a_message_of_a_stream_allocates_nothing),
	};

	over_grpc_init(&grpc);
	fixture_transport = &grpc.transport;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
