#include "maru/wire/message.h"

#include "kinds.maru.h"
#include "maru/testing/cmocka.h"
#include "maru/testing/failing_allocator.h"
#include "maru/wire/testdata/bytes.h"
#include "maru/wire/testdata/sample.h"
#include "needs.maru.h"

static struct maru_arena arena;

static int
start(void **state)
{
	(void)state;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	maru_arena_fini(&arena);
	return 0;
}

static void
assert_message(const struct maru_message_type *type, const char *hex, const char *expected)
{
	ProtobufCMessage *message = NULL;
	maru_status status = maru_message_decode(type, test_bytes(&arena, hex), &arena, &message);

	assert_non_null(status);
	assert_null(message);
	assert_string_equal(status->message, expected);
	assert_string_equal(status->domain, MARU_DOMAIN);
}

static void
errors_name_the_field_the_byte_and_the_fault(void **state)
{
	(void)state;
	assert_message(&wire_test_scalars_type, "08 01 72 02 61 ff",
	               "wire.test.Scalars.a_string at byte 5: not UTF-8; declare the field as bytes if it is not text");
	assert_message(&wire_test_scalars_type, "72 02 61 00",
	               "wire.test.Scalars.a_string at byte 3: a NUL in a string; declare the field as bytes if it may hold one");
	assert_message(&wire_test_scalars_type, "08 01 10 80",
	               "wire.test.Scalars.a_int64 at byte 3: it ends in the middle of a value");
	assert_message(&wire_test_scalars_type, "08 01 3d 80",
	               "wire.test.Scalars.a_fixed32 at byte 3: it ends in the middle of a value");
	assert_message(&wire_test_scalars_type, "08 ff ff ff ff ff ff ff ff ff ff",
	               "wire.test.Scalars.a_int32 at byte 1: a varint of more than 10 bytes");
	assert_message(&wire_test_scalars_type, "08 01 7a 05 00",
	               "wire.test.Scalars.a_bytes at byte 3: a length that goes past the end");
	assert_message(&wire_test_scalars_type, "08 01 07", "wire.test.Scalars at byte 2: a tag that no field can have");
	assert_message(&wire_test_scalars_type, "08 01 8b",
	               "wire.test.Scalars at byte 2: it ends in the middle of a value");
	assert_message(&wire_test_scalars_type, "a3 06 08 01",
	               "wire.test.Scalars.100 at byte 2: a group without its end, or an end without its group");
	assert_message(&wire_test_repeateds_type, "62 04 00 00 00 00",
	               "wire.test.Repeateds.a_double at byte 2: packed elements that end in the middle of one");
}

static void
errors_name_the_way_to_the_field(void **state)
{
	const char *elements = "1a 11 72 01 61 8a 01 02 10 01 72 01 62 8a 01 03 0a 01 ff";

	(void)state;
	assert_message(&wire_test_kinds_type, elements,
	               "wire.test.Kinds.repeateds.a_place[1].city at byte 18: "
	               "not UTF-8; declare the field as bytes if it is not text");
	assert_message(&wire_test_kinds_type, "2a 0b 0a 02 0a 00 0a 05 0a 01 ff 10 00",
	               "wire.test.Kinds.maps.labels[1].key at byte 10: not UTF-8; declare the field as bytes if it is not text");
	assert_message(&wire_test_kinds_type, "2a 03 0a 09 00",
	               "wire.test.Kinds.maps.labels[0] at byte 3: a length that goes past the end");
}

static void
a_path_too_long_to_print_is_cut_off(void **state)
{
	maru_bytes in = test_nested(&arena, 10, 101, test_bytes(&arena, ""));
	struct wire_test_chain *chain;
	maru_status status = wire_test_chain_decode(in, &arena, &chain);

	(void)state;
	assert_non_null(status);
	assert_int_equal(strncmp(status->message, "wire.test.Chain.next.next.next.", 31), 0);
	assert_in_range(strlen(status->message), 400, 500);
}

static void
a_message_that_does_not_fit_the_limit_is_refused(void **state)
{
	maru_bytes in = wire_test_kinds_encode(sample_kinds(&arena), &arena);
	struct wire_test_kinds *message;
	struct maru_arena small;
	size_t limit, needed = 0, n_refused = 0;

	(void)state;
	for (limit = 0; needed == 0; limit += 16) {
		maru_status status;

		maru_arena_init(&small, NULL, limit);
		status = wire_test_kinds_decode(in, &small, &message);
		if (status == MARU_OK) {
			needed = maru_arena_used_bytes(&small);
			assert_in_range(needed, 0, limit);
			assert_true(wire_test_kinds_equal(message, sample_kinds(&arena)));
		} else {
			assert_int_equal(status->code, MARU_CODE_RESOURCE_EXHAUSTED);
			assert_string_equal(status->reason, "MESSAGE_TOO_LARGE_DECODED");
			assert_true(maru_arena_over_limit(&small));
			n_refused++;
		}
		maru_arena_fini(&small);
	}
	assert_in_range(n_refused, needed / 16 / 2, needed / 16 + 1);
}

/* 1 MiB of the cheapest repeated element, which takes 40 times that in memory. */
static void
a_small_message_cannot_take_much_memory(void **state)
{
	const size_t len = 1024 * 1024;
	uint8_t *data = malloc(len);
	struct wire_test_repeateds *message;
	struct maru_arena small;
	maru_status status;
	size_t i;

	(void)state;
	for (i = 0; i + 2 < len; i += 3)
		memcpy(data + i, "\x8a\x01\x00", 3);
	maru_arena_init(&small, NULL, 4 * 1024 * 1024);
	status = wire_test_repeateds_decode(maru_bytes_of(data, i), &small, &message);
	assert_int_equal(maru_status_code(status), MARU_CODE_RESOURCE_EXHAUSTED);
	assert_in_range(maru_arena_used_bytes(&small), 0, 4 * 1024 * 1024 + 32 * 1024);
	maru_arena_fini(&small);
	free(data);
}

struct scenario {
	maru_bytes in;
	const struct maru_message_type *type;
	bool pooled;
};

static bool
decode_once(void *self, const struct maru_allocator *allocator)
{
	const struct scenario *scenario = self;
	struct maru_block_pool *pool = maru_block_pool_new(allocator, scenario->pooled ? 8 : 0);
	struct maru_arena call;
	ProtobufCMessage *message;
	maru_status status;

	if (pool == NULL)
		return false;
	maru_arena_init(&call, pool, SIZE_MAX);
	status = maru_message_decode(scenario->type, scenario->in, &call, &message);
	if (status != MARU_OK) {
		assert_int_equal(status->code, MARU_CODE_RESOURCE_EXHAUSTED);
		assert_string_equal(status->reason, "MESSAGE_TOO_LARGE_DECODED");
	}
	maru_arena_fini(&call);
	maru_block_pool_free(pool);
	return status == MARU_OK;
}

/* Pooled and not. Returns how many allocations it takes without the pool. */
static size_t
sweep(const struct maru_message_type *type, maru_bytes in)
{
	struct scenario scenario = { .type = type, .in = in, .pooled = true };

	maru_sweep_allocations(decode_once, &scenario);
	scenario.pooled = false;
	return maru_sweep_allocations(decode_once, &scenario);
}

static void
every_allocation_that_fails_is_an_error_and_leaks_nothing(void **state)
{
	maru_bytes many = wire_test_kinds_encode(sample_kinds(&arena), &arena);
	maru_bytes part = test_bytes(&arena, "1a 05 0a 01 61 10 01"), order = test_bytes(&arena, "08 01");
	int i;

	(void)state;
	for (i = 0; i < 6; i++)
		many = test_joined(&arena, many, many);
	for (i = 0; i < 10; i++)
		part = test_joined(&arena, part, part);
	order = test_joined(&arena, order, part);
	assert_in_range(sweep(&wire_test_kinds_type, many), 20, 1000);
	assert_in_range(sweep(&wire_test_nothing_type, many), 5, 1000);
	assert_in_range(sweep(&wire_test2_order_type, order), 5, 1000);
}

static void
more_than_2_gib_are_refused_unread(void **state)
{
	struct wire_test_nothing *message;
	maru_status status = wire_test_nothing_decode(maru_bytes_of("", (size_t)INT32_MAX + 1), &arena, &message);

	(void)state;
	assert_int_equal(maru_status_code(status), MARU_CODE_RESOURCE_EXHAUSTED);
	assert_string_equal(status->reason, "MESSAGE_TOO_LARGE_DECODED");
}

static void
a_message_lives_on_its_arena_and_borrows_nothing(void **state)
{
	maru_bytes whole = wire_test_kinds_encode(sample_kinds(&arena), &arena);
	uint8_t *copy = malloc(whole.len);
	struct wire_test_kinds *message;

	(void)state;
	memcpy(copy, whole.data, whole.len);
	assert_null(wire_test_kinds_decode(maru_bytes_of(copy, whole.len), &arena, &message));
	memset(copy, 0xdd, whole.len);
	free(copy);
	assert_true(wire_test_kinds_equal(message, sample_kinds(&arena)));
}

static void
no_bytes_are_an_empty_message(void **state)
{
	struct wire_test_kinds *message;

	(void)state;
	assert_null(wire_test_kinds_decode((maru_bytes){ NULL, 0 }, &arena, &message));
	assert_true(wire_test_kinds_equal(message, wire_test_kinds_new(&arena)));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
	const struct CMUnitTest tests[] = {
		TEST(errors_name_the_field_the_byte_and_the_fault),
		TEST(errors_name_the_way_to_the_field),
		TEST(a_path_too_long_to_print_is_cut_off),
		TEST(a_message_that_does_not_fit_the_limit_is_refused),
		TEST(a_small_message_cannot_take_much_memory),
		TEST(every_allocation_that_fails_is_an_error_and_leaks_nothing),
		TEST(more_than_2_gib_are_refused_unread),
		TEST(a_message_lives_on_its_arena_and_borrows_nothing),
		TEST(no_bytes_are_an_empty_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
