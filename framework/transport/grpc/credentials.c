#include "maru/transport/grpc/internal/credentials.h"

#include "maru/transport/grpc/internal/pem.h"

static const char system_authorities[] = "/etc/ssl/certs/ca-certificates.crt";

static maru_status
missing(struct maru_arena *arena, const char *what)
{
	return maru_status_reason(arena, MARU_CODE_INVALID_ARGUMENT, "BAD_TLS_FILE", "tls: %s", what);
}

static grpc_ssl_client_certificate_request_type
client_request(const struct maru_grpc_server_tls *tls)
{
	if (tls->client_ca_file == NULL)
		return GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE;
	return tls->require_client_cert ? GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY
	                                : GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY;
}

maru_status
marui_grpc_server_credentials(const struct maru_grpc_server_tls *tls, struct maru_arena *arena,
                              grpc_server_credentials **ret_credentials)
{
	grpc_ssl_pem_key_cert_pair pair;
	const char *client_ca = NULL;

	if (tls == NULL) {
		*ret_credentials = grpc_insecure_server_credentials_create();
		return MARU_OK;
	}
	MARU_ENSURE(tls->cert_file != NULL && tls->key_file != NULL, missing(arena, "a server needs cert_file and key_file"));
	MARU_ENSURE(tls->client_ca_file != NULL || !tls->require_client_cert,
	            missing(arena, "require_client_cert needs client_ca_file, by which to check it"));
	MARU_TRY(marui_pem_read_pair(tls->cert_file, tls->key_file, arena, &pair.cert_chain, &pair.private_key));
	if (tls->client_ca_file != NULL)
		MARU_TRY(marui_pem_read_certificates(tls->client_ca_file, arena, &client_ca));
	*ret_credentials = grpc_ssl_server_credentials_create_ex(client_ca, &pair, 1, client_request(tls), NULL);
	return MARU_OK;
}

maru_status
marui_grpc_client_credentials(const struct maru_grpc_client_tls *tls, struct maru_arena *arena,
                              grpc_channel_credentials **ret_credentials)
{
	grpc_ssl_pem_key_cert_pair pair;
	const char *ca;

	if (tls == NULL) {
		*ret_credentials = grpc_insecure_credentials_create();
		return MARU_OK;
	}
	MARU_ENSURE((tls->cert_file == NULL) == (tls->key_file == NULL),
	            missing(arena, "cert_file and key_file go together"));
	MARU_TRY(marui_pem_read_certificates(tls->ca_file != NULL ? tls->ca_file : system_authorities, arena, &ca));
	if (tls->cert_file != NULL)
		MARU_TRY(marui_pem_read_pair(tls->cert_file, tls->key_file, arena, &pair.cert_chain, &pair.private_key));
	*ret_credentials = grpc_ssl_credentials_create_ex(ca, tls->cert_file != NULL ? &pair : NULL, NULL, NULL);
	return MARU_OK;
}
