/*
 * For tests: certificates, made when they are needed.
 */
#ifndef MARU_TRANSPORT_GRPC_TESTING_CERTIFICATES_H
#define MARU_TRANSPORT_GRPC_TESTING_CERTIFICATES_H

#include <openssl/x509.h>

struct test_certificate {
	EVP_PKEY *key;
	X509 *certificate;
};

/* For `name`, as common name and as DNS name, signed by `authority`; NULL: an authority, signed by itself. */
void test_certificate_init(struct test_certificate *certificate, const char *name, const struct test_certificate *authority);
void test_certificate_fini(struct test_certificate *certificate);

/* As PEM files. */
void test_certificate_write(const struct test_certificate *certificate, const char *cert_file, const char *key_file);

#endif
