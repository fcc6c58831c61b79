/* The formats at their borders; tests/validate holds them against the reference implementation with many more texts. */
#include "maru/testing/cmocka.h"
#include "maru/validate/internal/check.h"

struct example {
	const char *text;
	bool is_valid;
};

static void
assert_format(marui_check_fn *check, const struct example *examples, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct marui_value value = { .family = MARUI_TEXT };

		value.is.text.data = examples[i].text;
		value.is.text.len = strlen(examples[i].text);
		if (check(NULL, &value, NULL) != examples[i].is_valid)
			fail_msg("'%s' should be %s", examples[i].text, examples[i].is_valid ? "valid" : "refused");
	}
}

#define ASSERT_FORMAT(name, ...) \
	do { \
		static const struct example examples_[] = { __VA_ARGS__ }; \
		assert_format(marui_check_##name, examples_, sizeof examples_ / sizeof examples_[0]); \
	} while (0)

#define LABEL_63 "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabc"

static void
hostnames_have_labels_of_63_bytes_and_253_in_all(void **state)
{
	(void)state;
	ASSERT_FORMAT(hostname, { LABEL_63, true }, { LABEL_63 "d", false }, { "a.", true }, { ".", false }, { "a..b", false },
	              { "-a", false }, { "a-", false }, { "a-b", true }, { "a.1", false }, { "1.a", true }, { "a_b", false },
	              { LABEL_63 "." LABEL_63 "." LABEL_63 "." "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghija", true },
	              { LABEL_63 "." LABEL_63 "." LABEL_63 "." "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijab", false });
}

static void
a_port_is_a_number_up_to_65535(void **state)
{
	(void)state;
	ASSERT_FORMAT(host_and_port, { "a:0", true }, { "a:65535", true }, { "a:65536", false }, { "a:00", false }, { "a:", false },
	              { "a", false }, { "[::1]:1", true }, { "::1:1", false }, { "[]:1", false }, { ":1", false }, { "[::1%a]:1", true },
	              { "1.2.3.4:1", true }, { "[1.2.3.4]:1", false }, { "a:123456", false });
}

static void
addresses_have_no_leading_zeros_and_zones_no_end(void **state)
{
	(void)state;
	ASSERT_FORMAT(ipv4, { "0.0.0.0", true }, { "255.255.255.255", true }, { "256.0.0.0", false }, { "1.2.3", false },
	              { "01.2.3.4", false }, { "1.2.3.4 ", false });
	ASSERT_FORMAT(ipv6, { "::", true }, { "1:2:3:4:5:6:7:8", true }, { "1:2:3:4:5:6:7::", true }, { "1:2:3:4:5:6:7:8:9", false },
	              { "::1%", false }, { "::1%x", true }, { "::1.2.3.4", true }, { "1::2::3", false }, { "12345::", false });
}

static void
a_prefix_has_no_bits_behind_its_length(void **state)
{
	(void)state;
	ASSERT_FORMAT(ip_prefix, { "1.2.3.0/24", true }, { "1.2.3.1/24", false }, { "1.2.3.4/32", true }, { "0.0.0.0/0", true },
	              { "1.2.3.128/25", true }, { "1.2.3.64/25", false }, { "::/0", true }, { "8000::/1", true }, { "4000::/1", false },
	              { "::1/128", true }, { "::/129", false });
	ASSERT_FORMAT(ip_with_prefixlen, { "1.2.3.1/24", true }, { "1.2.3.4/33", false }, { "1.2.3.4/", false }, { "1.2.3.4", false },
	              { "1.2.3.4/08", false }, { "::1%a/64", false });
}

static void
mail_has_one_at_and_a_host_of_labels(void **state)
{
	(void)state;
	ASSERT_FORMAT(email, { "a@b", true }, { "@b", false }, { "a@", false }, { "a@b@c", false }, { ".a..@b", true }, { "a@b.", false },
	              { "a b@c", false }, { "a@" LABEL_63, true }, { "a@" LABEL_63 "d", false });
}

static void
a_uri_has_a_scheme_and_a_reference_may_have_none(void **state)
{
	(void)state;
	ASSERT_FORMAT(uri, { "a:", true }, { "a:b", true }, { "1:b", false }, { "/a", false }, { "http://a:80/b?c#d", true },
	              { "http://[::1]", true }, { "http://[::1%25a]", true }, { "http://[::1", false }, { "http://a%2", false },
	              { "http://%ff", false }, { "http://a/%ff", true }, { "a:b#c#d", false }, { "http://a:b/", false });
	ASSERT_FORMAT(uri_ref, { "", true }, { "/a", true }, { "a/b:c", true }, { "1:c", false }, { "?a", true }, { "#a", true },
	              { "//a", true }, { "a b", false });
}

static void
identifiers_have_their_length_and_alphabet(void **state)
{
	(void)state;
	ASSERT_FORMAT(uuid, { "00000000-0000-0000-0000-000000000000", true }, { "00000000-0000-0000-0000-00000000000", false },
	              { "00000000-0000-0000-0000-00000000000g", false }, { "0000000000000-0000-0000-000000000000", false });
	ASSERT_FORMAT(tuuid, { "0123456789abcdefABCDEF0123456789", true }, { "0123456789abcdefABCDEF012345678", false });
	ASSERT_FORMAT(ulid, { "7ZZZZZZZZZZZZZZZZZZZZZZZZZ", true }, { "8ZZZZZZZZZZZZZZZZZZZZZZZZZ", false },
	              { "7ZZZZZZZZZZZZZZZZZZZZZZZZU", false }, { "7ZZZZZZZZZZZZZZZZZZZZZZZZ", false });
	ASSERT_FORMAT(protobuf_fqn, { "a", true }, { "a._1", true }, { "a.1", false }, { ".a", false }, { "a.", false }, { "", false });
	ASSERT_FORMAT(protobuf_dot_fqn, { ".a.b", true }, { "a.b", false }, { ".", false }, { "..a", false });
}

static void
headers_have_no_control_characters(void **state)
{
	(void)state;
	ASSERT_FORMAT(header_name, { "a-b", true }, { ":path", true }, { ":", false }, { "a:b", false }, { "a b", false });
	ASSERT_FORMAT(header_value, { "", true }, { "a\tb", true }, { "a\x01", false }, { "a\x7f", false }, { "\xc3\xa4", true });
	ASSERT_FORMAT(header_name_loose, { "a\x01:", true }, { "a\n", false }, { "", false });
	ASSERT_FORMAT(header_value_loose, { "a\x01", true }, { "a\r", false }, { "", true });
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hostnames_have_labels_of_63_bytes_and_253_in_all),
		cmocka_unit_test(a_port_is_a_number_up_to_65535),
		cmocka_unit_test(addresses_have_no_leading_zeros_and_zones_no_end),
		cmocka_unit_test(a_prefix_has_no_bits_behind_its_length),
		cmocka_unit_test(mail_has_one_at_and_a_host_of_labels),
		cmocka_unit_test(a_uri_has_a_scheme_and_a_reference_may_have_none),
		cmocka_unit_test(identifiers_have_their_length_and_alphabet),
		cmocka_unit_test(headers_have_no_control_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
