/* TLS and mutual TLS, and which files are refused. */
#include <stdio.h>
#include <unistd.h>

#include "maru/testing/cmocka.h"
#include "maru/transport/grpc/testing/certificates.h"
#include "maru/transport/grpc/testing/over_grpc.h"

static const char *const names[] = { "authority", "server", "client", "other-authority", "stranger" };

enum {
	AUTHORITY,
	SERVER,
	CLIENT,
	OTHER_AUTHORITY,
	STRANGER,
	N_CERTIFICATES,
	FILE_CHARS = 64,
};

static char folder[] = "/tmp/maru_tls_XXXXXX";
static char cert_files[N_CERTIFICATES][FILE_CHARS], key_files[N_CERTIFICATES][FILE_CHARS];

static int
make_certificates(void **state)
{
	struct test_certificate made[N_CERTIFICATES];

	(void)state;
	assert_non_null(mkdtemp(folder));
	for (int i = 0; i < N_CERTIFICATES; i++) {
		const struct test_certificate *authority = &made[i < OTHER_AUTHORITY ? AUTHORITY : OTHER_AUTHORITY];

		snprintf(cert_files[i], FILE_CHARS, "%s/%s.pem", folder, names[i]);
		snprintf(key_files[i], FILE_CHARS, "%s/%s.key", folder, names[i]);
		test_certificate_init(&made[i], names[i], authority != &made[i] ? authority : NULL);
		test_certificate_write(&made[i], cert_files[i], key_files[i]);
	}
	for (int i = 0; i < N_CERTIFICATES; i++)
		test_certificate_fini(&made[i]);
	return 0;
}

static int
remove_certificates(void **state)
{
	(void)state;
	for (int i = 0; i < N_CERTIFICATES; i++) {
		unlink(cert_files[i]);
		unlink(key_files[i]);
	}
	return rmdir(folder);
}

/* One call from a client to a server with these options. */
static void
assert_call(const struct maru_grpc_server_tls *server_tls, const struct maru_grpc_client_tls *client_tls, int code)
{
	struct over_grpc grpc = { .listen = { .tls = server_tls }, .connect = { .tls = client_tls } };
	const struct probe_note *reply;
	struct fixture *fixture;
	void *state;

	over_grpc_init(&grpc);
	fixture_transport = &grpc.transport;
	fixture_set_up(&state);
	fixture = state;
	assert_int_equal(maru_status_code(probe_echo(fixture->client, fixture->scope, PROBE_NOTE(.text = "secret"), &reply)), code);
	if (code == 0)
		assert_string_equal(reply->text, "secret");
	fixture_tear_down(&state);
}

static void
a_client_trusts_the_authority_it_is_given(void **state)
{
	const struct maru_grpc_server_tls server = { .cert_file = cert_files[SERVER], .key_file = key_files[SERVER] };
	const struct maru_grpc_client_tls client = { .ca_file = cert_files[AUTHORITY], .server_name = "server" };

	(void)state;
	assert_call(&server, &client, 0);
}

static void
a_client_does_not_trust_another_authority(void **state)
{
	const struct maru_grpc_server_tls server = { .cert_file = cert_files[SERVER], .key_file = key_files[SERVER] };
	const struct maru_grpc_client_tls other = { .ca_file = cert_files[OTHER_AUTHORITY], .server_name = "server" };

	(void)state;
	assert_call(&server, &other, MARU_CODE_UNAVAILABLE);
}

static void
a_client_does_not_trust_another_name(void **state)
{
	const struct maru_grpc_server_tls server = { .cert_file = cert_files[SERVER], .key_file = key_files[SERVER] };
	const struct maru_grpc_client_tls wrong = { .ca_file = cert_files[AUTHORITY], .server_name = "client" };
	const struct maru_grpc_client_tls target = { .ca_file = cert_files[AUTHORITY] };

	(void)state;
	assert_call(&server, &wrong, MARU_CODE_UNAVAILABLE);
	assert_call(&server, &target, MARU_CODE_UNAVAILABLE);
}

static void
plaintext_and_tls_do_not_mix(void **state)
{
	const struct maru_grpc_server_tls server = { .cert_file = cert_files[SERVER], .key_file = key_files[SERVER] };
	const struct maru_grpc_client_tls client = { .ca_file = cert_files[AUTHORITY], .server_name = "server" };

	(void)state;
	assert_call(&server, NULL, MARU_CODE_UNAVAILABLE);
	assert_call(NULL, &client, MARU_CODE_UNAVAILABLE);
}

static void
a_server_may_require_a_certificate(void **state)
{
	const struct maru_grpc_server_tls server = {
		.cert_file = cert_files[SERVER],
		.key_file = key_files[SERVER],
		.client_ca_file = cert_files[AUTHORITY],
		.require_client_cert = true,
	};
	struct maru_grpc_client_tls client = {
		.ca_file = cert_files[AUTHORITY],
		.server_name = "server",
		.cert_file = cert_files[CLIENT],
		.key_file = key_files[CLIENT],
	};

	(void)state;
	assert_call(&server, &client, 0);
	client.cert_file = cert_files[STRANGER];
	client.key_file = key_files[STRANGER];
	assert_call(&server, &client, MARU_CODE_UNAVAILABLE);
	client.cert_file = client.key_file = NULL;
	assert_call(&server, &client, MARU_CODE_UNAVAILABLE);
}

static void
a_server_may_ask_for_a_certificate_and_do_without(void **state)
{
	const struct maru_grpc_server_tls server = {
		.cert_file = cert_files[SERVER],
		.key_file = key_files[SERVER],
		.client_ca_file = cert_files[AUTHORITY],
	};
	struct maru_grpc_client_tls client = { .ca_file = cert_files[AUTHORITY], .server_name = "server" };

	(void)state;
	assert_call(&server, &client, 0);
	client.cert_file = cert_files[STRANGER];
	client.key_file = key_files[STRANGER];
	assert_call(&server, &client, MARU_CODE_UNAVAILABLE);
}

static void
assert_listen_names(const struct maru_grpc_server_tls *tls, const char *what)
{
	struct maru_server *server = maru_server_new(NULL);
	struct maru_grpc_listener *listener;
	struct maru_arena arena;
	maru_status status;

	maru_arena_init(&arena, NULL, SIZE_MAX);
	status = maru_grpc_listen(server, &(struct maru_grpc_listen_options){ .address = "127.0.0.1:0", .tls = tls }, &arena,
	                          &listener);
	assert_fails(status, MARU_CODE_INVALID_ARGUMENT, "BAD_TLS_FILE");
	assert_non_null(strstr(maru_status_message(status), what));
	maru_arena_fini(&arena);
	maru_server_free(server);
}

static void
a_server_names_the_file_that_is_no_pem(void **state)
{
	char not_pem[FILE_CHARS];
	FILE *file;

	(void)state;
	snprintf(not_pem, sizeof not_pem, "%s/not.pem", folder);
	file = fopen(not_pem, "w");
	fputs("-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n", file);
	fclose(file);
	assert_listen_names(&(struct maru_grpc_server_tls){ .cert_file = not_pem, .key_file = key_files[SERVER] }, not_pem);
	assert_listen_names(&(struct maru_grpc_server_tls){ .cert_file = cert_files[SERVER], .key_file = not_pem }, not_pem);
	assert_listen_names(&(struct maru_grpc_server_tls){ .cert_file = cert_files[SERVER], .key_file = key_files[SERVER],
	                                                    .client_ca_file = not_pem }, not_pem);
	unlink(not_pem);
}

static void
a_key_must_belong_to_its_certificate(void **state)
{
	(void)state;
	assert_listen_names(&(struct maru_grpc_server_tls){ .cert_file = cert_files[SERVER], .key_file = key_files[CLIENT] },
	                    key_files[CLIENT]);
}

static void
to_require_certificates_needs_an_authority(void **state)
{
	(void)state;
	assert_listen_names(&(struct maru_grpc_server_tls){ .cert_file = cert_files[SERVER], .key_file = key_files[SERVER],
	                                                    .require_client_cert = true }, "client_ca_file");
}

static void
a_client_names_the_file_that_is_missing(void **state)
{
	const struct maru_grpc_client_tls tls = { .ca_file = "/no/such/ca.pem" };
	const struct maru_grpc_client_options options = { .target = "127.0.0.1:1", .tls = &tls };
	struct maru_client *client;
	struct maru_arena arena;
	maru_status status;

	(void)state;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	status = maru_grpc_client_new(&options, &arena, &client);
	assert_fails(status, MARU_CODE_INVALID_ARGUMENT, "BAD_TLS_FILE");
	assert_non_null(strstr(maru_status_message(status), "/no/such/ca.pem: No such file"));
	maru_arena_fini(&arena);
}

static void
a_client_certificate_needs_its_key(void **state)
{
	const struct maru_grpc_client_tls tls = { .ca_file = cert_files[AUTHORITY], .cert_file = cert_files[CLIENT] };
	const struct maru_grpc_client_options options = { .target = "127.0.0.1:1", .tls = &tls };
	struct maru_client *client;
	struct maru_arena arena;

	(void)state;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	assert_fails(maru_grpc_client_new(&options, &arena, &client), MARU_CODE_INVALID_ARGUMENT, "BAD_TLS_FILE");
	maru_arena_fini(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_client_trusts_the_authority_it_is_given),
		cmocka_unit_test(a_client_does_not_trust_another_authority),
		cmocka_unit_test(a_client_does_not_trust_another_name),
		cmocka_unit_test(plaintext_and_tls_do_not_mix),
		cmocka_unit_test(a_server_may_require_a_certificate),
		cmocka_unit_test(a_server_may_ask_for_a_certificate_and_do_without),
		cmocka_unit_test(a_server_names_the_file_that_is_no_pem),
		cmocka_unit_test(a_key_must_belong_to_its_certificate),
		cmocka_unit_test(to_require_certificates_needs_an_authority),
		cmocka_unit_test(a_client_names_the_file_that_is_missing),
		cmocka_unit_test(a_client_certificate_needs_its_key),
	};

	return cmocka_run_group_tests(tests, make_certificates, remove_certificates);
}
