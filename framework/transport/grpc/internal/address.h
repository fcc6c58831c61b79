/*
 * Whether an address can be listened on, and if not, why. C core knows, but only logs it; of two servers it lets the
 * second one take a unix socket from under the first, and without a port it chooses 443.
 */
#ifndef MARU_TRANSPORT_GRPC_INTERNAL_ADDRESS_H
#define MARU_TRANSPORT_GRPC_INTERNAL_ADDRESS_H

#include "maru/base/status.h"

/* Tries, and lets go again. Codes and reasons as maru_grpc_listen()'s. */
MARU_MUST_USE maru_status marui_address_check(const char *address, struct maru_arena *arena);

#endif
