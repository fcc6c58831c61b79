/*
 * Every codec on every message, in turn, in one process: bench ROUNDS prints a line for each measurement, for run.py.
 *
 *     bytes   MESSAGE LEN
 *     time    MESSAGE OPERATION CODEC NANOSECONDS      once a round
 *
 * With 0 rounds it runs each a fixed number of times and lets callgrind, where it runs under that, dump its counts for each.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <valgrind/callgrind.h>

#include "maru/base/assert.h"
#include "tests/bench/codec/codec.h"

enum {
	BATCH_BYTES = 1000000, /* of input in one measurement, about */
	RELEASED_AFTER = 4,
	COUNTED = 20,         /* run.py divides by it */
};

static const struct codec *const codecs[] = {
	&codec_maru, &codec_protobuf_c_malloc, &codec_protobuf_c_arena, &codec_cpp, &codec_upb,
};

enum { CODECS = sizeof codecs / sizeof codecs[0] };

static void *kept[CODECS][MESSAGES];

static void
run(int codec, int message, int is_decode, int times)
{
	struct octets in = message_bytes(message);

	while (times-- > 0) {
		if (is_decode)
			codecs[codec]->decode(message, in);
		else
			codecs[codec]->encode(message, kept[codec][message]);
		if (times % RELEASED_AFTER == 0)
			codecs[codec]->release();
	}
}

/* That all make the same bytes of the same bytes. */
static void
check(int codec, int message)
{
	struct octets in = message_bytes(message), out;

	kept[codec][message] = codecs[codec]->keep(message, in);
	out = codecs[codec]->encode(message, kept[codec][message]);
	if (out.len == in.len && memcmp(out.data, in.data, in.len) == 0) {
		codecs[codec]->release();
		return;
	}
	fprintf(stderr, "%s encodes %s to other bytes\n", codecs[codec]->name, message_names[message]);
	exit(1);
}

static double
now_ns(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static void
measure(int codec, int message, int is_decode)
{
	int times = BATCH_BYTES / ((int)message_bytes(message).len + 100) + 1;
	double started = now_ns();

	run(codec, message, is_decode, times);
	printf("time\t%s\t%s\t%s\t%.2f\n", message_names[message], is_decode ? "decode" : "encode", codecs[codec]->name,
	       (now_ns() - started) / times);
}

static void
count(int codec, int message, int is_decode)
{
	char label[100];

	snprintf(label, sizeof label, "%s\t%s\t%s", message_names[message], is_decode ? "decode" : "encode",
	         codecs[codec]->name);
	run(codec, message, is_decode, 3);
	CALLGRIND_ZERO_STATS;
	run(codec, message, is_decode, COUNTED);
	CALLGRIND_DUMP_STATS_AT(label);
}

static void
for_each(void (*what)(int codec, int message, int is_decode))
{
	int codec, message;

	for (message = 0; message < MESSAGES; message++) {
		for (codec = 0; codec < CODECS; codec++)
			what(codec, message, 1);
		for (codec = 0; codec < CODECS; codec++)
			what(codec, message, 0);
	}
}

int
main(int argc, char **argv)
{
	int rounds = argc > 1 ? atoi(argv[1]) : 0, codec, message;

	for (message = 0; message < MESSAGES; message++) {
		printf("bytes\t%s\t%zu\n", message_names[message], message_bytes(message).len);
		for (codec = 0; codec < CODECS; codec++)
			check(codec, message);
	}
	if (rounds == 0)
		for_each(count);
	while (rounds-- > 0)
		for_each(measure);
	return 0;
}
