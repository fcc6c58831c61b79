#include "maru/transport/grpc/testing/certificates.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>

#include "maru/base/assert.h"

enum {
	VALID_SECONDS = 24 * 60 * 60,
	X509_VERSION_THREE = 2,
};

static void
add_extension(X509 *certificate, int kind, const char *value)
{
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, kind, value);

	MARU_ASSERT(extension != NULL);
	MARU_ASSERT(X509_add_ext(certificate, extension, -1) == 1);
	X509_EXTENSION_free(extension);
}

void
test_certificate_init(struct test_certificate *made, const char *name, const struct test_certificate *authority)
{
	static long serial;
	X509 *certificate = X509_new();
	X509_NAME *subject = X509_get_subject_name(certificate);
	char dns[128];

	made->key = EVP_EC_gen("P-256");
	made->certificate = certificate;
	if (authority == NULL)
		authority = made;
	X509_set_version(certificate, X509_VERSION_THREE);
	ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
	X509_gmtime_adj(X509_getm_notBefore(certificate), -VALID_SECONDS);
	X509_gmtime_adj(X509_getm_notAfter(certificate), VALID_SECONDS);
	X509_set_pubkey(certificate, made->key);
	X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0);
	X509_set_issuer_name(certificate, X509_get_subject_name(authority->certificate));
	snprintf(dns, sizeof dns, "DNS:%s", name);
	add_extension(certificate, NID_subject_alt_name, dns);
	add_extension(certificate, NID_basic_constraints, authority == made ? "critical,CA:TRUE" : "critical,CA:FALSE");
	MARU_ASSERT(X509_sign(certificate, authority->key, EVP_sha256()) != 0);
}

void
test_certificate_fini(struct test_certificate *certificate)
{
	X509_free(certificate->certificate);
	EVP_PKEY_free(certificate->key);
}

void
test_certificate_write(const struct test_certificate *certificate, const char *cert_file, const char *key_file)
{
	FILE *cert = fopen(cert_file, "w"), *key = fopen(key_file, "w");

	MARU_ASSERT(cert != NULL && key != NULL);
	MARU_ASSERT(PEM_write_X509(cert, certificate->certificate) == 1);
	MARU_ASSERT(PEM_write_PrivateKey(key, certificate->key, NULL, NULL, 0, NULL, NULL) == 1);
	MARU_ASSERT(fclose(cert) == 0 && fclose(key) == 0);
}
