#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "maru/testing/cmocka.h"
#include "maru/transport/grpc/testing/over_grpc.h"

struct listening {
	struct maru_server *server;
	struct maru_arena arena;
};

static int
set_up(void **state)
{
	struct listening *listening = test_calloc(1, sizeof *listening);

	listening->server = maru_server_new(NULL);
	maru_arena_init(&listening->arena, NULL, SIZE_MAX);
	*state = listening;
	return 0;
}

static int
tear_down(void **state)
{
	struct listening *listening = *state;

	maru_server_free(listening->server);
	maru_arena_fini(&listening->arena);
	test_free(listening);
	return 0;
}

static maru_status
listen_at(struct listening *listening, const char *address, struct maru_grpc_listener **ret_listener)
{
	const struct maru_grpc_listen_options options = { .address = address };

	return maru_grpc_listen(listening->server, &options, &listening->arena, ret_listener);
}

static void
assert_names(maru_status status, const char *what)
{
	if (strstr(maru_status_message(status), what) != NULL)
		return;
	print_error("\"%s\" does not name %s\n", maru_status_message(status), what);
	fail();
}

static void
the_system_chooses_a_port_for_port_0(void **state)
{
	struct listening *listening = *state;
	struct maru_grpc_listener *one = NULL, *other = NULL;

	assert_ok(listen_at(listening, "127.0.0.1:0", &one));
	assert_ok(listen_at(listening, "127.0.0.1:0", &other));
	assert_int_not_equal(maru_grpc_listener_port(one), 0);
	assert_int_not_equal(maru_grpc_listener_port(one), maru_grpc_listener_port(other));
	maru_grpc_listener_free(one);
	maru_grpc_listener_free(other);
	assert_null(maru_grpc_listener_free(NULL));
}

static void
a_port_is_listened_on_once(void **state)
{
	struct listening *listening = *state;
	struct maru_grpc_listener *one = NULL, *other = NULL;
	maru_status status;
	char *address;

	assert_ok(listen_at(listening, "127.0.0.1:0", &one));
	address = maru_arena_printf(&listening->arena, "127.0.0.1:%d", maru_grpc_listener_port(one));
	status = listen_at(listening, address, &other);
	assert_fails(status, MARU_CODE_FAILED_PRECONDITION, "ADDRESS_IN_USE");
	assert_names(status, address);
	assert_null(other);
	maru_grpc_listener_free(one);
	assert_ok(listen_at(listening, address, &other));
	maru_grpc_listener_free(other);
}

static void
a_unix_socket_is_listened_on_once(void **state)
{
	struct listening *listening = *state;
	struct maru_grpc_listener *one = NULL, *other = NULL;
	char folder[] = "/tmp/maru_listen_XXXXXX", *address;

	assert_non_null(mkdtemp(folder));
	address = maru_arena_printf(&listening->arena, "unix:%s/socket", folder);
	assert_ok(listen_at(listening, address, &one));
	assert_fails(listen_at(listening, address, &other), MARU_CODE_FAILED_PRECONDITION, "ADDRESS_IN_USE");
	maru_grpc_listener_free(one);
	assert_int_equal(rmdir(folder), 0);
}

static void
a_socket_that_a_dead_server_left_behind_is_replaced(void **state)
{
	struct listening *listening = *state;
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	struct maru_grpc_listener *listener = NULL;
	char folder[] = "/tmp/maru_listen_XXXXXX";
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	assert_non_null(mkdtemp(folder));
	snprintf(name.sun_path, sizeof name.sun_path, "%s/socket", folder);
	assert_int_equal(bind(fd, (struct sockaddr *)&name, sizeof name), 0);
	close(fd);
	assert_ok(listen_at(listening, maru_arena_printf(&listening->arena, "unix:%s", name.sun_path), &listener));
	maru_grpc_listener_free(listener);
	assert_int_equal(rmdir(folder), 0);
}

static void
a_bad_address_is_named(void **state)
{
	static const char *const addresses[] = { "127.0.0.1", "127.0.0.1:", "127.0.0.1:no-such-port", "127.0.0.1:65536", ":1",
		                                  "no such host:1", "[::1:1", "[]:1" };
	struct listening *listening = *state;
	struct maru_grpc_listener *listener = NULL;

	for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
		maru_status status = listen_at(listening, addresses[i], &listener);

		assert_fails(status, MARU_CODE_INVALID_ARGUMENT, "BAD_ADDRESS");
		assert_names(status, addresses[i]);
	}
	assert_null(listener);
}

static void
a_unix_path_too_long_for_a_socket_is_named(void **state)
{
	struct listening *listening = *state;
	struct maru_grpc_listener *listener;
	char address[200];

	memset(address, 'x', sizeof address);
	memcpy(address, "unix:/", 6);
	address[sizeof address - 1] = '\0';
	assert_fails(listen_at(listening, address, &listener), MARU_CODE_INVALID_ARGUMENT, "BAD_ADDRESS");
}

static void
an_address_of_another_machine_is_unavailable(void **state)
{
	struct listening *listening = *state;
	struct maru_grpc_listener *listener;

	assert_fails(listen_at(listening, "192.0.2.1:4711", &listener), MARU_CODE_UNAVAILABLE, NULL);
	assert_fails(listen_at(listening, "unix:/no/such/folder/socket", &listener), MARU_CODE_UNAVAILABLE, NULL);
}

static void
an_error_of_set_up_is_reported(void **state)
{
	struct listening *listening = *state;
	struct maru_grpc_listener *listener;

	maru_server_mount(listening->server, &probe_service_descriptor, &probe_service, NULL);
	maru_server_mount(listening->server, &probe_service_descriptor, &probe_service, NULL);
	assert_fails(listen_at(listening, "127.0.0.1:0", &listener), MARU_CODE_ALREADY_EXISTS, NULL);
}

static void
a_missing_tls_file_is_named(void **state)
{
	struct listening *listening = *state;
	const struct maru_grpc_server_tls tls = { .cert_file = "/no/such/cert.pem", .key_file = "/no/such/key.pem" };
	const struct maru_grpc_listen_options options = { .address = "127.0.0.1:0", .tls = &tls };
	struct maru_grpc_listener *listener;
	maru_status status;

	status = maru_grpc_listen(listening->server, &options, &listening->arena, &listener);
	assert_fails(status, MARU_CODE_INVALID_ARGUMENT, "BAD_TLS_FILE");
	assert_names(status, "/no/such/cert.pem");
}

static void
tls_without_a_key_says_so(void **state)
{
	struct listening *listening = *state;
	const struct maru_grpc_server_tls tls = { .cert_file = "/some/cert.pem" };
	const struct maru_grpc_listen_options options = { .address = "127.0.0.1:0", .tls = &tls };
	struct maru_grpc_listener *listener;
	maru_status status;

	status = maru_grpc_listen(listening->server, &options, &listening->arena, &listener);
	assert_fails(status, MARU_CODE_INVALID_ARGUMENT, "BAD_TLS_FILE");
	assert_names(status, "key_file");
}

static void
a_client_of_nobody_is_told_unavailable(void **state)
{
	struct listening *listening = *state;
	struct maru_grpc_listener *listener;
	struct maru_client *client;
	const struct probe_note *reply;
	struct maru_call *scope = maru_scope_new(NULL);

	assert_ok(listen_at(listening, "127.0.0.1:0", &listener));
	assert_ok(maru_grpc_client_new(
	        &(struct maru_grpc_client_options){
	                .target = maru_arena_printf(&listening->arena, "127.0.0.1:%d", maru_grpc_listener_port(listener)) },
	        &listening->arena, &client));
	maru_grpc_listener_free(listener);
	assert_fails(probe_echo(client, scope, PROBE_NOTE(), &reply), MARU_CODE_UNAVAILABLE, NULL);
	maru_scope_free(scope);
	maru_client_free(client);
}

#define listen_test(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		listen_test(the_system_chooses_a_port_for_port_0),
		listen_test(a_port_is_listened_on_once),
		listen_test(a_unix_socket_is_listened_on_once),
		listen_test(a_socket_that_a_dead_server_left_behind_is_replaced),
		listen_test(a_bad_address_is_named),
		listen_test(a_unix_path_too_long_for_a_socket_is_named),
		listen_test(an_address_of_another_machine_is_unavailable),
		listen_test(an_error_of_set_up_is_reported),
		listen_test(a_missing_tls_file_is_named),
		listen_test(tls_without_a_key_says_so),
		listen_test(a_client_of_nobody_is_told_unavailable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
