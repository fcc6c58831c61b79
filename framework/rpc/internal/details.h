/*
 * A status as google.rpc.Status, the message that grpc-status-details-bin carries (AIP-193).
 */
#ifndef MARU_RPC_INTERNAL_DETAILS_H
#define MARU_RPC_INTERNAL_DETAILS_H

#include "maru/base/status.h"

/* The status with its reason encoded as ErrorInfo in `details`; the status itself where it has none, or has details. */
maru_status marui_details_attach(maru_status status, struct maru_arena *arena);

/* The status with reason and domain read from its details; the status itself where they hold none or are malformed. */
maru_status marui_details_read(maru_status status, struct maru_arena *arena);

#endif
