#include "maru/base/internal/siphash.h"

#include "maru/testing/cmocka.h"

/* From the reference implementation's table: key 00 01 .. 0f, input 00 01 .. of each length. */
static void
the_published_vectors_come_out(void **state)
{
	static const struct {
		size_t len;
		uint64_t hash;
	} vectors[] = {
		{ 0, 0x726fdb47dd0e0e31 },
		{ 1, 0x74f839c593dc67fd },
		{ 7, 0xab0200f58b01d137 },
		{ 8, 0x93f5f5799a932462 },
		{ 15, 0xa129ca6149be45e5 },
	};
	const struct marui_siphash_key key = { 0x0706050403020100, 0x0f0e0d0c0b0a0908 };
	uint8_t input[16];

	(void)state;
	for (uint8_t i = 0; i < sizeof input; i++)
		input[i] = i;
	for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++)
		assert_int_equal(marui_siphash(&key, input, vectors[i].len), vectors[i].hash);
}

static void
no_bytes_at_all_need_no_address(void **state)
{
	const struct marui_siphash_key key = { 0x0706050403020100, 0x0f0e0d0c0b0a0908 };

	(void)state;
	assert_int_equal(marui_siphash(&key, NULL, 0), 0x726fdb47dd0e0e31);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_published_vectors_come_out),
		cmocka_unit_test(no_bytes_at_all_need_no_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
