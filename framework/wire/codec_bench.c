/*
 * What one message costs, next to libprotobuf-c on the same struct and the same descriptor, in the same run: the best of many
 * rounds of each, taken in turn. libprotobuf-c gets an arena too, so that the two differ in their own work, not in malloc's.
 *
 *     bazel run --config=opt //framework/wire:codec_bench
 *     valgrind --tool=callgrind --toggle-collect=run_maru_decode .../codec_bench 1      instructions
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "maru/base/arena.h"
#include "maru/base/assert.h"
#include "purchase.maru.h"

enum {
	MESSAGES_PER_ROUND = 2000,
	ITEMS = 8,
};

struct bench {
	struct maru_block_pool *pool;
	struct maru_arena arena;
	const struct wire_bench_purchase *purchase;
	maru_bytes encoded;
	uint8_t *space;
	ProtobufCAllocator allocator;
};

static void *
arena_alloc(void *self, size_t size)
{
	return maru_arena_try_alloc(self, size);
}

static void
arena_free(void *self, void *memory)
{
	(void)self;
	(void)memory;
}

static struct wire_bench_item *
item(struct maru_arena *arena, int i)
{
	static const char *tags[] = { "new", "fragile" };
	struct wire_bench_item *message = wire_bench_item_new(arena);

	message->sku = maru_arena_printf(arena, "SKU-%08d", i * 7919);
	message->name = "Teapot, cast iron, 1.2 l";
	message->count = (uint32_t)i + 1;
	message->price = wire_bench_money_new(arena);
	message->price->currency = "EUR";
	message->price->cents = 12900 + i;
	message->weight_kg = 1.85;
	message->n_tags = (size_t)i % 3;
	message->tags = tags;
	return message;
}

static struct wire_bench_purchase *
purchase(struct maru_arena *arena)
{
	static int32_t discounts[] = { 5, 10, 150, 7, 0, 3 };
	static uint8_t signature[64] = { 1, 2, 3 };
	struct wire_bench_purchase *message = wire_bench_purchase_new(arena);
	int i;

	message->id = "0d9f2b7e-5c1a-4f6e-9a51-1f0c2f6b7a10";
	message->trace = 0x1122334455667788;
	message->placed_at_us = 1700000000123456;
	message->address = wire_bench_address_new(arena);
	message->address->name = "J\xc3\xbcrgen M\xc3\xbcller";
	message->address->street = "Hauptstra\xc3\x9f" "e 12";
	message->address->city = "K\xc3\xb6ln";
	message->address->country = "DE";
	wire_bench_address_set_phone(message->address, "+49 221 1234567");
	message->items = maru_arena_alloc(arena, ITEMS * sizeof *message->items);
	for (i = 0; i < ITEMS; i++)
		message->items[message->n_items++] = item(arena, i);
	message->labels = maru_arena_alloc(arena, 4 * sizeof *message->labels);
	for (i = 0; i < 4; i++) {
		struct wire_bench_purchase_labels_entry *entry = wire_bench_purchase_labels_entry_new(arena);

		entry->key = maru_arena_printf(arena, "label-%d", i);
		entry->value = "value";
		message->labels[message->n_labels++] = entry;
	}
	message->discounts = discounts;
	message->n_discounts = sizeof discounts / sizeof discounts[0];
	message->channel = WIRE_BENCH_CHANNEL_WEB;
	message->gift = 1;
	wire_bench_purchase_set_card_token(message, "tok_1NXWPnLkdIwHu7ixsCYgjxnp");
	message->signature = (ProtobufCBinaryData){ .data = signature, .len = sizeof signature };
	message->balance = -1;
	message->score = 0.75f;
	return message;
}

typedef void round_fn(struct bench *bench);

__attribute__((noinline)) static void
run_maru_decode(struct bench *bench)
{
	struct wire_bench_purchase *message;

	MARU_ASSERT(wire_bench_purchase_decode(bench->encoded, &bench->arena, &message) == MARU_OK);
	maru_arena_reset(&bench->arena);
}

__attribute__((noinline)) static void
run_protobuf_c_unpack(struct bench *bench)
{
	MARU_ASSERT(protobuf_c_message_unpack(&wire_bench_purchase_descriptor, &bench->allocator, bench->encoded.len,
	                                      bench->encoded.data) != NULL);
	maru_arena_reset(&bench->arena);
}

__attribute__((noinline)) static void
run_maru_encode(struct bench *bench)
{
	size_t size = wire_bench_purchase_type.size(&bench->purchase->base);

	MARU_ASSERT(wire_bench_purchase_type.write(&bench->purchase->base, bench->space + size) == bench->space);
}

__attribute__((noinline)) static void
run_protobuf_c_pack(struct bench *bench)
{
	size_t size = protobuf_c_message_get_packed_size(&bench->purchase->base);

	MARU_ASSERT(protobuf_c_message_pack(&bench->purchase->base, bench->space) == size);
}

static double
now_ns(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static double
round_ns(round_fn *run, struct bench *bench)
{
	double started = now_ns();
	int i;

	for (i = 0; i < MESSAGES_PER_ROUND; i++)
		run(bench);
	return (now_ns() - started) / MESSAGES_PER_ROUND;
}

static void
compare(const char *what, round_fn *ours, round_fn *theirs, struct bench *bench, int rounds)
{
	double best_ours = 1e9, best_theirs = 1e9;

	while (rounds-- > 0) {
		double our_ns = round_ns(ours, bench), their_ns = round_ns(theirs, bench);

		best_ours = our_ns < best_ours ? our_ns : best_ours;
		best_theirs = their_ns < best_theirs ? their_ns : best_theirs;
	}
	printf("%s %zu bytes: maru %.0f ns, libprotobuf-c %.0f ns, ratio %.2f\n", what, bench->encoded.len, best_ours,
	       best_theirs, best_ours / best_theirs);
}

int
main(int argc, char **argv)
{
	struct bench bench = { .pool = maru_block_pool_new(NULL, 16) };
	struct maru_arena keep;
	int rounds = argc > 1 ? atoi(argv[1]) : 100;

	maru_arena_init(&keep, NULL, SIZE_MAX);
	maru_arena_init(&bench.arena, bench.pool, SIZE_MAX);
	bench.allocator = (ProtobufCAllocator){ arena_alloc, arena_free, &bench.arena };
	bench.purchase = purchase(&keep);
	bench.encoded = wire_bench_purchase_encode(bench.purchase, &keep);
	bench.space = maru_arena_alloc(&keep, bench.encoded.len);
	compare("decode", run_maru_decode, run_protobuf_c_unpack, &bench, rounds);
	compare("encode", run_maru_encode, run_protobuf_c_pack, &bench, rounds);
	maru_arena_fini(&bench.arena);
	maru_arena_fini(&keep);
	maru_block_pool_free(bench.pool);
	return 0;
}
