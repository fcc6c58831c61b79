/* Any bytes as a grpc-timeout: what is accepted lies in range and survives being written and read again. */
#include "maru/base/assert.h"
#include "maru/rpc/timeout.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[MARU_TIMEOUT_TEXT_BYTES];
	int64_t timeout_us = -1, again = -1;
	size_t len;

	if (maru_timeout_parse(maru_bytes_of(data, size), &timeout_us) != MARU_OK) {
		MARU_ASSERT_CMP(timeout_us, ==, -1);
		return 0;
	}
	MARU_ASSERT_CMP(timeout_us, >=, 0);
	MARU_ASSERT_CMP(timeout_us, <=, (int64_t)99999999 * 3600 * 1000000);
	len = maru_timeout_format(timeout_us, text);
	MARU_ASSERT(maru_timeout_parse(maru_bytes_of(text, len), &again) == MARU_OK);
	MARU_ASSERT_CMP(again, >=, timeout_us);
	MARU_ASSERT_CMP(again - timeout_us, <=, timeout_us / 100000 + 1);
	return 0;
}
