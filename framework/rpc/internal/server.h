/*
 * The inside of a server, shared by server.c (set-up) and dispatch.c (running calls).
 */
#ifndef MARU_RPC_INTERNAL_SERVER_H
#define MARU_RPC_INTERNAL_SERVER_H

#include "maru/base/map.h"
#include "maru/rpc/internal/call.h"
#include "maru/rpc/internal/workers.h"

struct maru_server {
	struct maru_server_options options; /* defaults filled in */
	struct maru_arena arena;            /* routes and errors of set-up */
	maru_status error;
	struct maru_map routes; /* path -> struct marui_route */
	size_t n_methods, methods_capacity;
	const struct maru_method **methods;
	struct marui_chain chain;
	struct marui_workers *workers;
	struct marui_call_stock stock;
};

/* dispatch.c: runs an accepted call on the thread of a worker, or of the transport */
void marui_dispatch_run(struct maru_call *call);

#endif
