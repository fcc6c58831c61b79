/*
 * PEM files of TLS, read whole and checked.
 */
#ifndef MARU_TRANSPORT_GRPC_INTERNAL_PEM_H
#define MARU_TRANSPORT_GRPC_INTERNAL_PEM_H

#include "maru/base/status.h"

enum {
	MARUI_PEM_BYTES_MAX = 4 * 1024 * 1024, /* the system's authorities are 200 KiB */
};

/* The text of a file that holds certificates, on the arena. INVALID_ARGUMENT BAD_TLS_FILE. */
MARU_MUST_USE maru_status marui_pem_read_certificates(const char *file, struct maru_arena *arena, const char **ret_pem);

/* A certificate and the key that belongs to it. */
MARU_MUST_USE maru_status marui_pem_read_pair(const char *cert_file, const char *key_file, struct maru_arena *arena,
                                              const char **ret_cert, const char **ret_key);

#endif
