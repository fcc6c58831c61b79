#include "maru/base/internal/siphash.h"

struct sip_state {
	uint64_t v0, v1, v2, v3;
};

static uint64_t
rotate_left(uint64_t word, unsigned by)
{
	return word << by | word >> (64 - by);
}

static void
sip_rounds(struct sip_state *s, int n_rounds)
{
	while (n_rounds-- > 0) {
		s->v0 += s->v1;
		s->v2 += s->v3;
		s->v1 = rotate_left(s->v1, 13) ^ s->v0;
		s->v3 = rotate_left(s->v3, 16) ^ s->v2;
		s->v0 = rotate_left(s->v0, 32);
		s->v2 += s->v1;
		s->v0 += s->v3;
		s->v1 = rotate_left(s->v1, 17) ^ s->v2;
		s->v3 = rotate_left(s->v3, 21) ^ s->v0;
		s->v2 = rotate_left(s->v2, 32);
	}
}

static void
sip_word(struct sip_state *s, uint64_t word)
{
	s->v3 ^= word;
	sip_rounds(s, 2);
	s->v0 ^= word;
}

/* Up to 8 bytes as a little-endian number. */
static uint64_t
read_word(const uint8_t *data, size_t len)
{
	uint64_t word = 0;

	for (size_t i = 0; i < len; i++)
		word |= (uint64_t)data[i] << (8 * i);
	return word;
}

uint64_t
marui_siphash(const struct marui_siphash_key *key, const void *data, size_t len)
{
	/* The start values are the bytes of "somepseudorandomlygeneratedbytes". */
	struct sip_state s = {
		.v0 = key->k0 ^ 0x736f6d6570736575,
		.v1 = key->k1 ^ 0x646f72616e646f6d,
		.v2 = key->k0 ^ 0x6c7967656e657261,
		.v3 = key->k1 ^ 0x7465646279746573,
	};
	const uint8_t *at = data;
	size_t left = len;

	for (; left >= 8; at += 8, left -= 8)
		sip_word(&s, read_word(at, 8));
	sip_word(&s, (uint64_t)len << 56 | read_word(at, left));
	s.v2 ^= 0xff;
	sip_rounds(&s, 4);
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}
