/*
 * A transport that carries nothing, for tests of rpc: it notes what rpc asks for, and events come when the test says.
 *
 * One fake is one end of one call at a time, either a server's or a client's. Its messages are google.rpc.Status, its
 * methods one of each kind, all inline and all run by one handler, so that a server's call is over when fake_serve()
 * returns, unless it is detached. One thread at a time, but for fake_await_finish().
 */
#ifndef MARU_RPC_FAKE_FAKE_H
#define MARU_RPC_FAKE_FAKE_H

#include <pthread.h>

#include "google/rpc/status.maru.h"
#include "maru/rpc/internal/transport.h"

MARU_BEGIN_DECLS

/* Asked for by every call of the service. NULL where the method streams. */
typedef maru_status fake_handler_fn(void *self, struct maru_call *call, const struct google_rpc_status *request,
                                    struct google_rpc_status *reply);

struct fake_service {
	fake_handler_fn *handler;
};

/* The method of a kind; its path is "/fake.Fake/Unary", ".../ServerStream" and so on. */
const struct maru_method *fake_method(enum maru_method_kind kind);

extern const struct maru_service fake_service_descriptor;

struct fake {
	struct maru_call *call;
	bool is_client;
	struct maru_arena arena; /* what is kept of what went out */

	/* What the other end does; set by the test. */
	struct google_rpc_status message; /* what arrives with the call, with `receive`, or with the end */
	maru_bytes raw;                   /* instead of it, where not empty */
	const struct maru_metadata *metadata;
	size_t n_metadata;
	int64_t deadline_us;    /* of a server's call; fake_init() sets INT64_MAX */
	unsigned n_messages;    /* so many receives have one */
	unsigned n_sends_taken; /* so many sends succeed */
	bool ends_in_open;      /* the client's call ends before `open` returns */
	maru_status outcome;    /* how the client's call ends */

	/* What rpc has asked for. */
	unsigned n_opened, n_received, n_sent, n_close_sent, n_cancelled, n_released;
	maru_bytes sent; /* the last message, the reply included */
	bool has_reply;
	struct marui_outgoing outgoing; /* the headers */

	/* The server's outcome. */
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	bool finished;
	maru_status status;
	const char *order; /* what happened, one letter each, from fake_note() */
};

void fake_init(struct fake *fake);
void fake_fini(struct fake *fake);

/* A call arrives. */
void fake_serve(struct fake *fake, struct maru_server *server, const char *path);

/* Until `finish` was asked for. */
void fake_await_finish(struct fake *fake);

/* A client whose calls this fake carries, one after the other. */
MARU_RETURNS_NONNULL struct maru_client *fake_client_new(struct fake *fake);

/* Appends to `order`. */
void fake_note(struct fake *fake, const char *what);

MARU_END_DECLS

#endif
