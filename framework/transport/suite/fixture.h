/*
 * What each test of the suite starts with: a Probe server, a client of it, and a scope to call in.
 */
#ifndef MARU_TRANSPORT_SUITE_FIXTURE_H
#define MARU_TRANSPORT_SUITE_FIXTURE_H

#include "maru/transport/suite/probe.h"
#include "maru/transport/suite/suite.h"

struct fixture {
	struct maru_server *server;
	struct maru_client *client;
	struct maru_call *scope;
	struct probe probe;

	/* What the interceptors of both sides have seen; under the probe's mutex. */
	unsigned n_entered, n_left, n_incoming, n_outgoing;
};

/* The transport under test; CMocka's set-up functions take no argument. */
extern struct suite_transport *fixture_transport;

int fixture_set_up(void **state);
int fixture_tear_down(void **state);

/* With an interceptor on both sides that counts, and on the server refuses calls with metadata "refuse-me":
 * PERMISSION_DENIED, reason REFUSED_HERE. */
int fixture_set_up_watched(void **state);

/* One worker and a queue of one, instead of the defaults. */
int fixture_set_up_narrow(void **state);

#define suite_test(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)

/* Prints the status where it is not MARU_OK. */
#define assert_ok(status) fixture_assert_ok(status, __FILE__, __LINE__)
/* The code, and the reason unless that is NULL. */
#define assert_fails(status, code, reason) fixture_assert_fails(status, code, reason, __FILE__, __LINE__)

void fixture_assert_ok(maru_status status, const char *file, int line);
void fixture_assert_fails(maru_status status, enum maru_code code, const char *reason, const char *file, int line);

/* The suite's other files */
int suite_run_streams(void);
int suite_run_endings(void);
int suite_run_bytes(void);
int suite_run_around(void);

#endif
