/* The five messages, made with maru's structs. That the bytes are what every other library makes of them is checked. */
#include <string.h>

#include "maru/base/assert.h"
#include "messages.maru.h"
#include "tests/bench/codec/codec.h"

enum {
	ITEMS = 9,
	RECORDS = 110,
	LEVELS = 64,
};

const char *const message_names[MESSAGES] = { "Tiny", "User", "Purchase", "LogBatch", "Deep" };

static maru_bytes
tiny(struct maru_arena *arena)
{
	return bench_codec_tiny_encode(BENCH_CODEC_TINY(.sequence = 4711, .accepted = 1), arena);
}

static maru_bytes
user(struct maru_arena *arena)
{
	static int32_t groups[] = { 3, 14, 159, 2653 };

	return bench_codec_user_encode(BENCH_CODEC_USER(.id = "0d9f2b7e-5c1a-4f6e-9a51-1f0c2f6b7a10",
	                                                .email = "ada.lovelace@example.org",
	                                                .created_at_us = 1700000000123456, .visits = 421, .active = 1,
	                                                .credit = 12.5, .n_groups = 4, .groups = groups),
	                               arena);
}

static struct bench_codec_item *
item(struct maru_arena *arena, int i)
{
	static const char *tags[] = { "new", "fragile" };
	struct bench_codec_item *message = bench_codec_item_new(arena);

	message->sku = maru_arena_printf(arena, "SKU-%08d", i * 7919);
	message->name = "Teapot, cast iron, 1.2 l";
	message->count = (uint32_t)i + 1;
	message->price = bench_codec_money_new(arena);
	message->price->currency = "EUR";
	message->price->cents = 12900 + i;
	message->weight_kg = 1.85;
	message->n_tags = (size_t)i % 3;
	message->tags = tags;
	return message;
}

static maru_bytes
purchase(struct maru_arena *arena)
{
	static int32_t discounts[] = { 5, 10, 150, 7, 0, 3 };
	static uint8_t signature[64] = { 1, 2, 3 };
	struct bench_codec_purchase *message = bench_codec_purchase_new(arena);
	int i;

	message->id = "0d9f2b7e-5c1a-4f6e-9a51-1f0c2f6b7a10";
	message->trace = 0x1122334455667788;
	message->placed_at_us = 1700000000123456;
	message->address = bench_codec_address_new(arena);
	message->address->name = "J\xc3\xbcrgen M\xc3\xbcller";
	message->address->street = "Hauptstra\xc3\x9f" "e 12";
	message->address->city = "K\xc3\xb6ln";
	message->address->country = "DE";
	message->address->phone = "+49 221 1234567";
	message->items = maru_arena_alloc(arena, ITEMS * sizeof *message->items);
	for (i = 0; i < ITEMS; i++)
		message->items[message->n_items++] = item(arena, i);
	message->labels = maru_arena_alloc(arena, sizeof *message->labels); /* one: the order of more is C++'s secret */
	message->labels[message->n_labels++] = bench_codec_purchase_labels_entry_new(arena);
	message->labels[0]->key = "campaign";
	message->labels[0]->value = "winter-2026";
	message->discounts = discounts;
	message->n_discounts = sizeof discounts / sizeof discounts[0];
	message->channel = BENCH_CODEC_CHANNEL_WEB;
	message->gift = 1;
	bench_codec_purchase_set_card_token(message, "tok_1NXWPnLkdIwHu7ixsCYgjxnp");
	message->signature = (ProtobufCBinaryData){ .data = signature, .len = sizeof signature };
	message->balance = -1;
	message->score = 0.75f;
	return bench_codec_purchase_encode(message, arena);
}

static struct bench_codec_attribute *
attribute(struct maru_arena *arena, const char *key)
{
	struct bench_codec_attribute *message = bench_codec_attribute_new(arena);

	message->key = key;
	return message;
}

static struct bench_codec_log_record *
log_record(struct maru_arena *arena, int i)
{
	struct bench_codec_log_record *record = bench_codec_log_record_new(arena);
	uint8_t *ids = maru_arena_alloc(arena, 24);

	memset(ids, 0x40 + i, 24);
	record->time_unix_ns = 1700000000123456789u + (uint64_t)i * 1000003;
	record->severity = 9 + (uint32_t)i % 8;
	record->body = maru_arena_printf(arena, "request %d finished: 200 OK in %d ms, upstream cache hit", 100000 + i, i % 97);
	record->attributes = maru_arena_alloc(arena, 4 * sizeof *record->attributes);
	record->n_attributes = 4;
	record->attributes[0] = attribute(arena, "http.route");
	bench_codec_attribute_set_text(record->attributes[0], "/v1/orders/{id}");
	record->attributes[1] = attribute(arena, "http.status");
	bench_codec_attribute_set_integer(record->attributes[1], 200);
	record->attributes[2] = attribute(arena, "duration");
	bench_codec_attribute_set_number(record->attributes[2], 0.125 * i);
	record->attributes[3] = attribute(arena, "cached");
	bench_codec_attribute_set_flag(record->attributes[3], 1);
	record->trace_id = (ProtobufCBinaryData){ .data = ids, .len = 16 };
	record->span_id = (ProtobufCBinaryData){ .data = ids + 16, .len = 8 };
	return record;
}

static maru_bytes
log_batch(struct maru_arena *arena)
{
	struct bench_codec_log_batch *batch = bench_codec_log_batch_new(arena);
	int i;

	batch->service = "orders";
	batch->records = maru_arena_alloc(arena, RECORDS * sizeof *batch->records);
	for (i = 0; i < RECORDS; i++)
		batch->records[batch->n_records++] = log_record(arena, i);
	return bench_codec_log_batch_encode(batch, arena);
}

static maru_bytes
deep(struct maru_arena *arena)
{
	struct bench_codec_deep *child = NULL;
	uint32_t level;

	for (level = LEVELS; level > 0; level--) {
		struct bench_codec_deep *parent = bench_codec_deep_new(arena);

		parent->level = level;
		parent->name = "level";
		parent->child = child;
		child = parent;
	}
	return bench_codec_deep_encode(child, arena);
}

struct octets
message_bytes(int message)
{
	static maru_bytes (*const make[MESSAGES])(struct maru_arena *) = { tiny, user, purchase, log_batch, deep };
	static struct octets made[MESSAGES];
	static struct maru_arena arena;

	if (made[message].data == NULL) {
		maru_bytes bytes;

		if (arena.limit_bytes == 0)
			maru_arena_init(&arena, NULL, SIZE_MAX);
		bytes = make[message](&arena);
		made[message] = (struct octets){ bytes.data, bytes.len };
	}
	return made[message];
}
