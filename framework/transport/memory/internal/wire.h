/*
 * A call in memory: what both ends share, and the loop of the client that it belongs to.
 *
 * A wire has up to three owners, each with a reference: the client's end until `release`, the server's end from its
 * arrival until it is closed, and the loop while the wire is posted to it. The mutex guards everything from `pipes`
 * on and is free while an event is reported.
 */
#ifndef MARU_TRANSPORT_MEMORY_INTERNAL_WIRE_H
#define MARU_TRANSPORT_MEMORY_INTERNAL_WIRE_H

#include <pthread.h>
#include <stdatomic.h>

#include "maru/base/list.h"
#include "maru/rpc/internal/transport.h"
#include "maru/transport/memory/internal/pipe.h"

struct memory_channel {
	struct maru_server *server;
	size_t message_bytes_max;
	struct maru_block_pool *blocks;
	pthread_t thread;
	pthread_mutex_t mutex; /* guards what follows */
	pthread_cond_t woken, no_wires;
	struct maru_list posted;  /* wires that the loop has to look at */
	struct maru_list waiting; /* wires with a deadline, the earliest first */
	size_t n_wires;           /* handlers may outlive the calls that they served */
	struct memory_wire *idle; /* wires to be used again */
	size_t n_idle;
	bool ending;
};

struct memory_wire {
	struct memory_channel *channel;
	atomic_uint references;
	struct maru_call *client_call, *server_call;
	int64_t deadline_us;             /* on the client's clock */
	struct maru_list posted, waiting; /* under the channel's mutex */

	pthread_mutex_t mutex;
	struct memory_pipe requests, replies;
	struct maru_arena arena; /* metadata and status, copied */
	struct maru_metadata *request_metadata, *headers, *trailers;
	size_t n_request_metadata, n_headers, n_trailers;
	maru_status status;
	bool opened;     /* the loop may act on it */
	bool arrived;    /* the server has been offered the call, or never will be */
	bool accepted;   /* and has taken it */
	bool serving;    /* between the server's accept and its finish */
	bool announcing; /* the loop tells the server that the call is over */
	bool headers_taken;
	bool cancel_wanted; /* by either end */
	bool over;          /* `status` is final */
	bool ended;         /* and the client knows */

	struct memory_wire *next_idle;
};

extern const struct marui_wire_ops marui_memory_client_ops, marui_memory_server_ops;

/* stock.c: a wire with one reference; idle ones first. The last reference gives it back to the channel. */
struct memory_wire *marui_memory_wire_new(struct memory_channel *channel, struct maru_call *client_call);
void marui_memory_wire_unref(struct memory_wire *wire);
void marui_memory_wires_free(struct memory_channel *channel); /* the idle ones; no other is left */

/* Copies metadata onto the wire's arena. */
struct maru_metadata *marui_memory_wire_copy(struct memory_wire *wire, const struct maru_metadata *metadata, size_t n);

/* Reports what has happened on a pipe; the mutex is free. */
void marui_memory_report(unsigned events, struct maru_call *sender, struct maru_call *receiver);

/* loop.c */
MARU_MUST_USE bool marui_memory_loop_start(struct memory_channel *channel);
void marui_memory_loop_stop(struct memory_channel *channel); /* waits for the last wire first */
void marui_memory_loop_post(struct memory_wire *wire);
void marui_memory_loop_await(struct memory_wire *wire);  /* until its deadline */
void marui_memory_loop_forget(struct memory_wire *wire); /* its deadline no longer matters */

#endif
