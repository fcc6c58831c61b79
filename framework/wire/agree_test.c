/* libprotobuf-c works on our messages with our descriptors, and says the same of canonical input. */
#include "kinds.maru.h"
#include "maru/testing/cmocka.h"
#include "maru/wire/testdata/bytes.h"
#include "maru/wire/testdata/sample.h"

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

/* Both write the same, and what either reads of it is equal. */
static void
assert_agree(const struct maru_message_type *type, const ProtobufCMessage *message)
{
	maru_bytes encoded = maru_message_encode(type, message, &arena), packed;
	uint8_t *space = maru_arena_alloc(&arena, protobuf_c_message_get_packed_size(message));
	ProtobufCMessage *unpacked, *decoded;

	assert_true(protobuf_c_message_check(message));
	packed = maru_bytes_of(space, protobuf_c_message_pack(message, space));
	assert_string_equal(test_hex(&arena, encoded), test_hex(&arena, packed));
	unpacked = protobuf_c_message_unpack(type->descriptor, NULL, encoded.len, encoded.data);
	assert_non_null(unpacked);
	assert_null(maru_message_decode(type, encoded, &arena, &decoded));
	assert_true(maru_message_equal(unpacked, decoded));
	assert_true(maru_message_equal(message, decoded));
	protobuf_c_message_free_unpacked(unpacked, NULL);
}

static void
they_agree_on_a_message_with_every_kind_of_field(void **state)
{
	(void)state;
	assert_agree(&wire_test_kinds_type, &sample_kinds(&arena)->base);
}

static void
they_agree_on_empty_messages(void **state)
{
	(void)state;
	assert_agree(&wire_test_kinds_type, &wire_test_kinds_new(&arena)->base);
	assert_agree(&wire_test_scalars_type, &wire_test_scalars_new(&arena)->base);
	assert_agree(&wire_test_optionals_type, &wire_test_optionals_new(&arena)->base);
	assert_agree(&wire_test_oneof_type, &wire_test_oneof_new(&arena)->base);
	assert_agree(&wire_test_nothing_type, &wire_test_nothing_new(&arena)->base);
}

static void
they_agree_on_every_member_of_a_oneof_at_zero(void **state)
{
	static const char *const members[] = {
		"0a 00", "12 00", "1a 00", "20 00", "2a 00", "31 00 00 00 00 00 00 00 00", "38 00", "40 00",
	};
	struct wire_test_oneof *message;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof members / sizeof members[0]; i++) {
		assert_null(wire_test_oneof_decode(test_bytes(&arena, members[i]), &arena, &message));
		assert_agree(&wire_test_oneof_type, &message->base);
		assert_string_equal(test_hex(&arena, wire_test_oneof_encode(message, &arena)), members[i]);
	}
}

static void
they_agree_on_the_parts_that_are_there(void **state)
{
	struct wire_test_kinds *sample = sample_kinds(&arena);
	unsigned i;

	(void)state;
	for (i = 0; i < (1u << 7); i++) {
		struct wire_test_kinds kinds = *sample;

		kinds.scalars = i & 1 ? kinds.scalars : NULL;
		kinds.optionals = i & 2 ? kinds.optionals : NULL;
		kinds.repeateds = i & 4 ? kinds.repeateds : NULL;
		kinds.unpackeds = i & 8 ? kinds.unpackeds : NULL;
		kinds.maps = i & 16 ? kinds.maps : NULL;
		kinds.oneof = i & 32 ? kinds.oneof : NULL;
		kinds.n_kinds = i & 64 ? kinds.n_kinds : 0;
		assert_agree(&wire_test_kinds_type, &kinds.base);
	}
}

/* libprotobuf-c drops a zero key and value of an entry; that is read as zero again. */
static void
entries_with_zeros_survive_both(void **state)
{
	struct wire_test_maps *maps;
	ProtobufCMessage *unpacked;
	uint8_t space[64];
	size_t len;

	(void)state;
	assert_null(wire_test_maps_decode(test_bytes(&arena, "0a 04 0a 00 10 00 1a 0b 08 00 11 00 00 00 00 00 00 00 80"), &arena,
	                                  &maps));
	assert_string_equal(test_hex(&arena, wire_test_maps_encode(maps, &arena)),
	                    "0a 04 0a 00 10 00 1a 0b 08 00 11 00 00 00 00 00 00 00 80");
	len = protobuf_c_message_pack(&wire_test_maps_new(&arena)->base, space);
	assert_int_equal(len, 0);
	unpacked = protobuf_c_message_unpack(&wire_test_maps_descriptor, NULL, 2, (const uint8_t *)"\x0a\x00");
	assert_non_null(unpacked);
	assert_string_equal(test_hex(&arena, maru_message_encode(&wire_test_maps_type, unpacked, &arena)), "0a 04 0a 00 10 00");
	protobuf_c_message_free_unpacked(unpacked, NULL);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
	const struct CMUnitTest tests[] = {
		TEST(they_agree_on_a_message_with_every_kind_of_field),
		TEST(they_agree_on_empty_messages),
		TEST(they_agree_on_every_member_of_a_oneof_at_zero),
		TEST(they_agree_on_the_parts_that_are_there),
		TEST(entries_with_zeros_survive_both),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
