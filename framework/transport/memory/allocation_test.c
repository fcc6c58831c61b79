/*
 * In steady state a call takes no memory from malloc: objects, blocks and buffers are used again.
 *
 * The linker hands every malloc and calloc of the binary's own objects to the functions below.
 */
#include <stdatomic.h>

#include "maru/testing/cmocka.h"
#include "maru/transport/memory/memory.h"
#include "maru/transport/suite/probe.h"

enum {
	CALLS_AT_ONCE = 4,
	ROUNDS = 200,
	RUNS_MAX = 50,
};

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);

static atomic_uint n_allocations;

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

struct fixture {
	struct maru_arena arena;
	struct probe probe;
	struct maru_server *server;
	struct maru_client *client;
	struct maru_call *scope;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	unsigned n_done, n_failed;
};

static int
set_up(void **state)
{
	struct fixture *fixture = test_calloc(1, sizeof *fixture);

	maru_arena_init(&fixture->arena, NULL, SIZE_MAX);
	probe_init(&fixture->probe);
	pthread_mutex_init(&fixture->mutex, NULL);
	pthread_cond_init(&fixture->changed, NULL);
	fixture->server = maru_server_new(NULL);
	probe_service_mount(fixture->server, &probe_service, &fixture->probe);
	assert_ptr_equal(maru_memory_client_new(fixture->server, NULL, &fixture->arena, &fixture->client), MARU_OK);
	fixture->probe.self_client = fixture->client;
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
	pthread_cond_destroy(&fixture->changed);
	pthread_mutex_destroy(&fixture->mutex);
	probe_fini(&fixture->probe);
	maru_arena_fini(&fixture->arena);
	test_free(fixture);
	return 0;
}

static void
on_done(void *self, maru_status status, const struct probe_note *reply)
{
	struct fixture *fixture = self;

	(void)reply;
	pthread_mutex_lock(&fixture->mutex);
	fixture->n_done++;
	fixture->n_failed += status != MARU_OK;
	pthread_cond_broadcast(&fixture->changed);
	pthread_mutex_unlock(&fixture->mutex);
}

typedef void begin_fn(struct fixture *fixture);

static void
run_rounds(struct fixture *fixture, begin_fn *begin)
{
	for (unsigned round = 0; round < ROUNDS; round++) {
		fixture->n_done = 0;
		for (int i = 0; i < CALLS_AT_ONCE; i++)
			begin(fixture);
		pthread_mutex_lock(&fixture->mutex);
		while (fixture->n_done < CALLS_AT_ONCE)
			pthread_cond_wait(&fixture->changed, &fixture->mutex);
		pthread_mutex_unlock(&fixture->mutex);
	}
	assert_int_equal(fixture->n_failed, 0);
}

/* Memory is taken only where more is in use at once than ever before; how much that is, the threads' turns decide. So
 * there is soon a run that takes none, unless each call does. */
static void
assert_allocates_nothing(struct fixture *fixture, begin_fn *begin)
{
	for (int i = 0; i < RUNS_MAX; i++) {
		unsigned before = atomic_load(&n_allocations);

		run_rounds(fixture, begin);
		if (i > 0 && atomic_load(&n_allocations) == before)
			return;
	}
	fail_msg("%d calls never went without an allocation", ROUNDS * CALLS_AT_ONCE);
}

static void
begin_echo(struct fixture *fixture)
{
	probe_echo_async(fixture->client, fixture->scope, PROBE_NOTE(.text = "hello", .number = 7), on_done, fixture);
}

/* A call whose handler makes another one and waits for it. */
static void
begin_relay(struct fixture *fixture)
{
	probe_relay_async(fixture->client, fixture->scope, PROBE_NOTE(.text = "hello", .number = 7), on_done, fixture);
}

static void
the_counter_counts(void **state)
{
	unsigned before = atomic_load(&n_allocations);

	(void)state;
	maru_scope_free(maru_scope_new(NULL));
	assert_int_equal(atomic_load(&n_allocations) - before, 1);
}

static void
an_asynchronous_call_allocates_nothing(void **state)
{
	assert_allocates_nothing(*state, begin_echo);
}

static void
a_call_inside_a_call_allocates_nothing(void **state)
{
	assert_allocates_nothing(*state, begin_relay);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_counter_counts),
		cmocka_unit_test_setup_teardown(an_asynchronous_call_allocates_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_call_inside_a_call_allocates_nothing, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("allocations", tests, NULL, NULL);
}
