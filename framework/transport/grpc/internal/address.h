/*
 * Why an address cannot be listened on. C core knows but only logs it.
 */
#ifndef MARU_TRANSPORT_GRPC_INTERNAL_ADDRESS_H
#define MARU_TRANSPORT_GRPC_INTERNAL_ADDRESS_H

#include "maru/base/status.h"

/* MARU_OK, or ADDRESS_IN_USE where somebody answers at a "unix:" address: C core would take the path from under it. */
MARU_MUST_USE maru_status marui_address_check(const char *address, struct maru_arena *arena);

/* The error for an address that C core could not listen on; codes and reasons as maru_grpc_listen()'s. Never MARU_OK. */
MARU_MUST_USE maru_status marui_address_error(const char *address, struct maru_arena *arena);

#endif
