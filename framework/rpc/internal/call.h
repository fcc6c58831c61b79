/*
 * The inside of a call, shared by the files of rpc/ and by nobody else.
 *
 * One struct serves the server's end, the client's end and scopes: most of what it does (family, metadata,
 * cancellation, streams) is the same for all. Objects of servers and clients are recycled with their mutex, condition
 * and arenas.
 *
 * Locking: `mutex` guards what stands under it. It is never held while an operation of the transport, an interceptor,
 * a handler or a callback runs. Where two calls are locked, the parent is locked first.
 */
#ifndef MARU_RPC_INTERNAL_CALL_H
#define MARU_RPC_INTERNAL_CALL_H

#include <pthread.h>
#include <stdatomic.h>

#include "maru/base/list.h"
#include "maru/rpc/internal/transport.h"

enum marui_end {
	MARUI_SCOPE,
	MARUI_SERVER,
	MARUI_CLIENT,
};

struct marui_metadata_list {
	struct maru_metadata *items; /* on the call's arena */
	size_t n, capacity;
};

struct marui_defer {
	struct marui_defer *next;
	maru_defer_fn *fn;
	void *object;
};

struct marui_chain {
	size_t n;
	struct maru_interceptor interceptors[MARU_INTERCEPTORS_MAX];
};

/* What a path leads to. */
struct marui_route {
	const struct maru_method *method;
	const void *table;
	void *self;
};

struct maru_call {
	enum marui_end end;
	const struct maru_clock *clock;
	const struct maru_method *method;
	const char *path, *peer;
	int64_t deadline_us;
	struct maru_arena *arena; /* own_arena, or the parent's */
	struct maru_arena own_arena;
	const struct marui_chain *chain;
	size_t n_entered;

	struct marui_metadata_list headers, trailers; /* `headers` of a scope go with its calls */
	const struct maru_metadata *incoming;
	size_t n_incoming;
	maru_status bad_metadata; /* what is wrong with the options of the scope */
	bool headers_sent, send_closed, gzip;

	void *wire;
	const struct marui_wire_ops *ops;
	struct maru_arena send_arena, recv_arena; /* the message under way in each direction */

	/* Family */
	struct maru_call *parent;
	struct maru_list sibling; /* in parent->children, under the parent's mutex */
	unsigned pins;            /* cancellations of this call under way, under the parent's mutex */
	atomic_bool cancelled;
	atomic_bool watched; /* the transport was asked to tell of a cancellation */

	pthread_mutex_t mutex;
	pthread_cond_t changed;
	struct maru_list children;
	bool opened, received, has_message, sent, sent_ok, ended; /* events that came */

	/* Server */
	struct maru_server *server;
	const struct marui_route *route;
	const ProtobufCMessage *request;
	ProtobufCMessage *reply;
	struct marui_defer *defers;
	bool detached;
	atomic_uint tokens; /* of those that a detached call still waits for: its handler, its completer */
	maru_status completed_with;

	/* Client */
	struct maru_client *client;
	bool asynchronous;
	marui_done_fn *thunk;
	marui_any_fn *done;
	void *done_self;

	struct maru_call *next_idle;
};

/* object.c: the life of the struct itself */
void marui_call_init(struct maru_call *call, enum marui_end end, struct maru_block_pool *pool, size_t arena_bytes_max);
void marui_call_fini(struct maru_call *call);
void marui_call_recycle(struct maru_call *call); /* as new, keeping what is costly to make */

/* Calls of one server or client that wait to be used again, and the blocks of their arenas. Thread-safe. */
struct marui_call_stock {
	enum marui_end end;
	struct maru_block_pool *blocks;
	size_t arena_bytes_max;
	pthread_mutex_t mutex;
	struct maru_call *idle;
};

void marui_call_stock_init(struct marui_call_stock *stock, enum marui_end end, size_t arena_bytes_max);
void marui_call_stock_fini(struct marui_call_stock *stock); /* every call has been given back */
struct maru_call *marui_call_take(struct marui_call_stock *stock);
void marui_call_give(struct marui_call_stock *stock, struct maru_call *call);

/* call.c */
void marui_call_run_defers(struct maru_call *call);

/* family.c */
void marui_family_join(struct maru_call *child, struct maru_call *parent);
void marui_family_leave(struct maru_call *child);
void marui_family_end(struct maru_call *parent); /* cancels what is left of the children and waits for it */

/* From now on a cancellation of the call matters to somebody. Any thread. */
void marui_call_watch(struct maru_call *call);

/* MARU_OK, or why the call need not go on: CANCELLED, or DEADLINE_EXCEEDED. */
maru_status marui_call_check(struct maru_call *call, struct maru_arena *arena);

/* chain.c */
maru_status marui_chain_enter(struct maru_call *call);
maru_status marui_chain_message(struct maru_call *call, enum maru_direction direction, const ProtobufCMessage *message);
/* INTERNAL NO_REPLY where a failure becomes MARU_OK and the call's maker cannot do without a reply. */
maru_status marui_chain_leave(struct maru_call *call, maru_status status, bool needs_reply);
/* MARU_OK, or the error of set-up on the arena. */
maru_status marui_chain_add(struct marui_chain *chain, const struct maru_interceptor *interceptor, struct maru_arena *arena);

/* incoming.c: the message that arrived last, fetched, decoded, and shown to the chain. Bytes that cannot be decoded are
 * INVALID_ARGUMENT on the server and INTERNAL on the client. */
maru_status marui_incoming_read(struct maru_call *call, struct maru_arena *arena, const ProtobufCMessage **ret_message);

/* metadata_list.c */
maru_status marui_metadata_list_add(struct marui_metadata_list *list, struct maru_arena *arena, const char *key,
                                    maru_bytes value);

/* wait.c: blocks until the event has come, and takes it back so that the next one can be waited for */
void marui_wait_ended(struct maru_call *call);
bool marui_wait_received(struct maru_call *call); /* true: has a message */
bool marui_wait_sent(struct maru_call *call);

/* client_call.c */
void marui_client_async_ended(struct maru_call *call);
maru_status marui_client_status(struct maru_call *call, struct maru_arena *arena);

#endif
