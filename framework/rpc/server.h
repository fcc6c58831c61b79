/*
 * A server: the services mounted on it, the interceptors around them, and the threads that run their handlers.
 *
 * It does no I/O. Transports bring it calls: any number of listeners, of any kind, may serve one server. Life cycle:
 * new, use and mount, start a transport, ..., stop every transport, free. Set-up functions return nothing and keep
 * the first error, which maru_server_error() and every transport's start report.
 *
 * Handlers run on a pool of worker threads with a bounded queue; when it is full, a call is refused with
 * RESOURCE_EXHAUSTED, reason QUEUE_FULL, before it is decoded. A method that the contract marks `inline` runs where
 * the call arrives. A handler that waits for another call of the same server holds its worker meanwhile: where all
 * workers wait so, nothing goes on until a deadline passes. Give such calls deadlines, or the services servers of their
 * own.
 *
 * Set-up is for one thread, before any transport starts.
 */
#ifndef MARU_RPC_SERVER_H
#define MARU_RPC_SERVER_H

#include "maru/base/clock.h"
#include "maru/base/status.h"
#include "maru/rpc/interceptor.h"

MARU_BEGIN_DECLS

struct maru_server;
struct maru_service;

enum {
	MARU_SERVER_WORKERS = 16,
	MARU_SERVER_QUEUE_MAX = 1024,
};

/* Zero is the default everywhere. */
struct maru_server_options {
	unsigned workers;               /* Optional: threads for handlers; 0: MARU_SERVER_WORKERS. A blocking stream holds one */
	unsigned queue_max;             /* Optional: calls that wait for a worker; 0: MARU_SERVER_QUEUE_MAX */
	size_t message_bytes_max;       /* Optional: one request message, uncompressed; 0: MARU_CALL_MESSAGE_BYTES_MAX */
	size_t arena_bytes_max;         /* Optional: a call's arena; 0: MARU_CALL_ARENA_BYTES_MAX */
	const struct maru_clock *clock; /* Optional: NULL is the system's; must outlive the server */
};

/* Copies the options; NULL: all defaults. RESOURCE_EXHAUSTED where the threads cannot be started. */
MARU_RETURNS_NONNULL struct maru_server *maru_server_new(const struct maru_server_options *options);

/* Every transport must have stopped, and every client in memory be freed. Takes NULL, returns NULL. */
struct maru_server *maru_server_free(struct maru_server *server);

/* Appends to the chain. Copies the struct, borrows `name` and `self` until the server ends. More than
 * MARU_INTERCEPTORS_MAX: RESOURCE_EXHAUSTED. */
void maru_server_use(struct maru_server *server, const struct maru_interceptor *interceptor);

/* Mounts a service; generated `_mount` functions call it. Borrows all three until the server ends. A service may be
 * mounted once, else ALREADY_EXISTS. */
void maru_server_mount(struct maru_server *server, const struct maru_service *descriptor, const void *table, void *self);

/* The first thing that went wrong during set-up, or MARU_OK; lives as long as the server. */
MARU_MUST_USE maru_status maru_server_error(const struct maru_server *server);

MARU_END_DECLS

#endif
