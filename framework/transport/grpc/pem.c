#include "maru/transport/grpc/internal/pem.h"

#include <errno.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>

static maru_status
bad_file(struct maru_arena *arena, const char *file, const char *why)
{
	return maru_status_reason(arena, MARU_CODE_INVALID_ARGUMENT, "BAD_TLS_FILE", "%s: %s", file, why);
}

static maru_status
read_stream(FILE *stream, const char *file, struct maru_arena *arena, const char **ret_text)
{
	size_t size = 0, n;
	char *text = NULL;

	do {
		char *grown = (char *)maru_arena_try_grow(arena, text, size, size + BUFSIZ + 1);

		MARU_ENSURE(grown != NULL && size <= MARUI_PEM_BYTES_MAX, bad_file(arena, file, "the file is too large"));
		text = grown;
		n = fread(text + size, 1, BUFSIZ, stream);
		size += n;
	} while (n == BUFSIZ);
	MARU_ENSURE(!ferror(stream), bad_file(arena, file, strerror(errno)));
	text[size] = '\0';
	MARU_ENSURE(strlen(text) == size, bad_file(arena, file, "not a PEM file: it holds a NUL"));
	*ret_text = text;
	return MARU_OK;
}

static maru_status
read_file(const char *file, struct maru_arena *arena, const char **ret_text)
{
	FILE *stream = fopen(file, "re");
	maru_status status;

	MARU_ENSURE(stream != NULL, bad_file(arena, file, strerror(errno)));
	status = read_stream(stream, file, arena, ret_text);
	fclose(stream);
	return status;
}

static X509 *
first_certificate(const char *pem)
{
	BIO *bio = BIO_new_mem_buf(pem, -1);
	X509 *certificate = PEM_read_bio_X509_AUX(bio, NULL, NULL, NULL);

	BIO_free(bio);
	return certificate;
}

/* A key under a password would otherwise ask for it on the terminal. */
static int
no_password(char *buffer, int size, int is_writing, void *self)
{
	(void)buffer;
	(void)size;
	(void)is_writing;
	(void)self;
	return -1;
}

static EVP_PKEY *
private_key(const char *pem)
{
	BIO *bio = BIO_new_mem_buf(pem, -1);
	EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, no_password, NULL);

	BIO_free(bio);
	return key;
}

maru_status
marui_pem_read_certificates(const char *file, struct maru_arena *arena, const char **ret_pem)
{
	const char *pem;
	X509 *certificate;

	MARU_TRY(read_file(file, arena, &pem));
	certificate = first_certificate(pem);
	MARU_ENSURE(certificate != NULL, bad_file(arena, file, "there is no certificate in PEM form in it"));
	X509_free(certificate);
	*ret_pem = pem;
	return MARU_OK;
}

maru_status
marui_pem_read_pair(const char *cert_file, const char *key_file, struct maru_arena *arena, const char **ret_cert,
                    const char **ret_key)
{
	const char *cert, *key;
	X509 *certificate;
	EVP_PKEY *private;
	bool match;

	MARU_TRY(marui_pem_read_certificates(cert_file, arena, &cert));
	MARU_TRY(read_file(key_file, arena, &key));
	private = private_key(key);
	MARU_ENSURE(private != NULL,
	            bad_file(arena, key_file, "there is no private key in PEM form, without a password, in it"));
	certificate = first_certificate(cert);
	match = X509_check_private_key(certificate, private) == 1;
	X509_free(certificate);
	EVP_PKEY_free(private);
	MARU_ENSURE(match, maru_status_reason(arena, MARU_CODE_INVALID_ARGUMENT, "BAD_TLS_FILE",
	                                      "%s: the key does not belong to the certificate in %s", key_file, cert_file));
	*ret_cert = cert;
	*ret_key = key;
	return MARU_OK;
}
