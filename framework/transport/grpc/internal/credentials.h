/*
 * TLS credentials of C core from PEM files, checked first: C core itself takes bad files in silence, and fails later
 * without saying which one.
 */
#ifndef MARU_TRANSPORT_GRPC_INTERNAL_CREDENTIALS_H
#define MARU_TRANSPORT_GRPC_INTERNAL_CREDENTIALS_H

#include <grpc/grpc_security.h>

#include "maru/transport/grpc/grpc.h"

/* NULL `tls`: plaintext. INVALID_ARGUMENT BAD_TLS_FILE names the file, or the field that is missing. */
MARU_MUST_USE maru_status marui_grpc_server_credentials(const struct maru_grpc_server_tls *tls, struct maru_arena *arena,
                                                        grpc_server_credentials **ret_credentials);
MARU_MUST_USE maru_status marui_grpc_client_credentials(const struct maru_grpc_client_tls *tls, struct maru_arena *arena,
                                                        grpc_channel_credentials **ret_credentials);

#endif
