/*
 * The inside of a client, shared by client.c (set-up) and client_call.c (running calls).
 */
#ifndef MARU_RPC_INTERNAL_CLIENT_H
#define MARU_RPC_INTERNAL_CLIENT_H

#include "maru/rpc/internal/call.h"

struct maru_client {
	const struct marui_channel_ops *ops;
	const struct marui_wire_ops *wire_ops;
	void *channel;
	struct maru_arena arena; /* errors of set-up */
	maru_status error;       /* the first of them: every call fails with it */
	struct marui_chain chain;
	struct marui_call_stock stock;
};

#endif
