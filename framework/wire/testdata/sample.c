#include "maru/wire/testdata/sample.h"

#define N 3

#define SET_ARRAY(message, field, ...) \
	do { \
		(message)->n_##field = N; \
		(message)->field = maru_arena_alloc(arena, N * sizeof *(message)->field); \
		memcpy((message)->field, (__typeof__(*(message)->field)[N]){ __VA_ARGS__ }, N * sizeof *(message)->field); \
	} while (0)

#define SET_NUMBERS(message) \
	do { \
		SET_ARRAY(message, a_int32, 1, INT32_MIN, 300); \
		SET_ARRAY(message, a_int64, INT64_MAX, 0, -1); \
		SET_ARRAY(message, a_uint32, 127, 128, UINT32_MAX); \
		SET_ARRAY(message, a_uint64, 16383, 16384, UINT64_MAX); \
		SET_ARRAY(message, a_sint32, -1, INT32_MIN, INT32_MAX); \
		SET_ARRAY(message, a_sint64, -64, INT64_MIN, INT64_MAX); \
		SET_ARRAY(message, a_fixed32, 0, 1, UINT32_MAX); \
		SET_ARRAY(message, a_fixed64, 0, 1, UINT64_MAX); \
		SET_ARRAY(message, a_sfixed32, 0, INT32_MIN, INT32_MAX); \
		SET_ARRAY(message, a_sfixed64, 0, INT64_MIN, INT64_MAX); \
		SET_ARRAY(message, a_float, 0.0f, -1.5f, 1e30f); \
		SET_ARRAY(message, a_double, 0.0, -2.5, 1e300); \
		SET_ARRAY(message, a_bool, 1, 0, 1); \
		SET_ARRAY(message, a_mood, WIRE_TEST_MOOD_HAPPY, WIRE_TEST_MOOD_GRIM, 99); \
	} while (0)

static struct wire_test_place *
place(struct maru_arena *arena, const char *city)
{
	struct wire_test_place *message = wire_test_place_new(arena);

	message->city = city;
	message->floor = -3;
	SET_ARRAY(message, rooms, 1, 200, 30000);
	return message;
}

static ProtobufCBinaryData
bytes(const char *text)
{
	static uint8_t storage[16];

	memcpy(storage, "\0\1\2\3binary\xff\xfe", 12);
	return (ProtobufCBinaryData){ .data = storage, .len = strlen(text) + 4 };
}

static struct wire_test_scalars *
scalars(struct maru_arena *arena)
{
	struct wire_test_scalars *message = wire_test_scalars_new(arena);

	message->a_int32 = -1;
	message->a_int64 = INT64_MIN;
	message->a_uint32 = UINT32_MAX;
	message->a_uint64 = UINT64_MAX;
	message->a_sint32 = INT32_MIN;
	message->a_sint64 = INT64_MIN;
	message->a_fixed32 = 0x01020304;
	message->a_fixed64 = 0x0102030405060708;
	message->a_sfixed32 = -2;
	message->a_sfixed64 = -3;
	message->a_float = 3.25f;
	message->a_double = -0.1;
	message->a_bool = 1;
	message->a_string = "gr\xc3\xbc\xc3\x9f" "e \xf0\x9f\x98\x80";
	message->a_bytes = bytes("123456");
	message->a_mood = WIRE_TEST_MOOD_GRIM;
	message->a_place = place(arena, "Seoul");
	return message;
}

static struct wire_test_optionals *
optionals(struct maru_arena *arena)
{
	struct wire_test_optionals *message = wire_test_optionals_new(arena);

	wire_test_optionals_set_a_int32(message, 0);
	wire_test_optionals_set_a_double(message, 0.0);
	wire_test_optionals_set_a_bool(message, 0);
	wire_test_optionals_set_a_string(message, maru_arena_strdup(arena, ""));
	wire_test_optionals_set_a_bytes(message, (ProtobufCBinaryData){ 0 });
	wire_test_optionals_set_a_mood(message, WIRE_TEST_MOOD_UNSPECIFIED);
	message->a_place = wire_test_place_new(arena);
	return message;
}

static struct wire_test_repeateds *
repeateds(struct maru_arena *arena)
{
	struct wire_test_repeateds *message = wire_test_repeateds_new(arena);

	SET_NUMBERS(message);
	SET_ARRAY(message, a_string, "one", "", "a third, which is longer than sixteen bytes");
	SET_ARRAY(message, a_bytes, bytes(""), { 0 }, bytes("12"));
	SET_ARRAY(message, a_place, place(arena, "Busan"), wire_test_place_new(arena), place(arena, "Jeju"));
	return message;
}

static struct wire_test_unpackeds *
unpackeds(struct maru_arena *arena)
{
	struct wire_test_unpackeds *message = wire_test_unpackeds_new(arena);

	SET_NUMBERS(message);
	return message;
}

#define SET_ENTRY(message, field, entry, key_, ...) \
	do { \
		struct entry *new_entry = entry##_new(arena); \
\
		new_entry->key = key_; \
		new_entry->value = __VA_ARGS__; \
		(message)->n_##field = 1; \
		(message)->field = maru_arena_alloc(arena, sizeof *(message)->field); \
		(message)->field[0] = new_entry; \
	} while (0)

static struct wire_test_maps *
maps(struct maru_arena *arena)
{
	struct wire_test_maps *message = wire_test_maps_new(arena);

	SET_ENTRY(message, labels, wire_test_maps_labels_entry, "weight", 12);
	SET_ENTRY(message, places, wire_test_maps_places_entry, -5, place(arena, "Daegu"));
	SET_ENTRY(message, flags, wire_test_maps_flags_entry, 1, 0.5);
	SET_ENTRY(message, blobs, wire_test_maps_blobs_entry, UINT64_MAX, bytes("1"));
	SET_ENTRY(message, moods, wire_test_maps_moods_entry, -6, WIRE_TEST_MOOD_HAPPY);
	SET_ENTRY(message, names, wire_test_maps_names_entry, 7, "seven");
	return message;
}

static struct wire_test_oneof *
oneof(struct maru_arena *arena)
{
	struct wire_test_oneof *message = wire_test_oneof_new(arena);

	wire_test_oneof_set_work(message, place(arena, "Incheon"));
	message->after = 1;
	return message;
}

static struct wire_test_chain *
chain(struct maru_arena *arena, int32_t links)
{
	struct wire_test_chain *message = wire_test_chain_new(arena);

	message->link = links;
	if (links > 1)
		message->next = chain(arena, links - 1);
	return message;
}

static struct wire_test_kinds *
kinds(struct maru_arena *arena)
{
	struct wire_test_kinds *message = wire_test_kinds_new(arena);

	message->scalars = scalars(arena);
	message->optionals = optionals(arena);
	message->repeateds = repeateds(arena);
	message->unpackeds = unpackeds(arena);
	message->maps = maps(arena);
	message->oneof = oneof(arena);
	message->chain = chain(arena, N);
	return message;
}

struct wire_test_kinds *
sample_kinds(struct maru_arena *arena)
{
	struct wire_test_kinds *message = kinds(arena);

	SET_ARRAY(message, kinds, kinds(arena), wire_test_kinds_new(arena), kinds(arena));
	return message;
}
