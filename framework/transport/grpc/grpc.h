/*
 * The gRPC transport: a server listens on an address, a client calls one, over gRPC C core.
 *
 * Any client and server that speak gRPC over HTTP/2 can be at the other end. As a server it is for trusted networks:
 * C core 1.51 has known holes against hostile peers (rapid reset, header floods); put the h2 transport or a proxy where
 * strangers connect.
 *
 * Invariants
 *  - A listener or client owns its event-loop threads; they end with it. The C core library itself, once started, stays
 *    for the life of the process with its idle threads: fork before the first listener or client. It logs to stderr only
 *    where the environment has GRPC_VERBOSITY (ERROR, INFO, DEBUG).
 *  - Compressed messages (gzip, deflate) are inflated on the thread that decodes them, never beyond the message limit.
 *  - An address is listened on once: a second listener is told so, even where the system would share the port.
 *  - No proxy of the environment is ever used.
 *
 * Errors come as a status on the arena that the caller hands in.
 */
#ifndef MARU_TRANSPORT_GRPC_GRPC_H
#define MARU_TRANSPORT_GRPC_GRPC_H

#include "maru/base/status.h"
#include "maru/rpc/client.h"
#include "maru/rpc/server.h"

MARU_BEGIN_DECLS

struct maru_grpc_listener;

enum {
	MARU_GRPC_POLLERS = 1,
	MARU_GRPC_POLLERS_MAX = 64,
	MARU_GRPC_METADATA_BYTES_MAX = 8 * 1024,
	MARU_GRPC_INCOMING_BYTES_MAX = 256 * 1024 * 1024,
	MARU_GRPC_CONCURRENT_STREAMS_MAX = 1024,
	MARU_GRPC_BACKOFF_INITIAL_MS = 100,
	MARU_GRPC_BACKOFF_MAX_MS = 10 * 1000,
};

/* All files are PEM and are read once. */
struct maru_grpc_server_tls {
	const char *cert_file;      /* Required: the server's certificate, then its intermediates */
	const char *key_file;       /* Required: the key of that certificate */
	const char *client_ca_file; /* Optional: who may sign clients' certificates; NULL: none is asked for */
	bool require_client_cert;   /* Optional: refuse a client that shows none; needs client_ca_file */
};

/* Zero is the default everywhere. Everything is copied. */
struct maru_grpc_listen_options {
	const char *address; /* Required: "127.0.0.1:0", "[::]:50051", "unix:/path"; port 0: the system chooses */
	const struct maru_grpc_server_tls *tls; /* Optional: NULL is plaintext */
	unsigned pollers;                /* Optional: event-loop threads; 0: MARU_GRPC_POLLERS */
	unsigned metadata_bytes_max;     /* Optional: of one request; 0: MARU_GRPC_METADATA_BYTES_MAX */
	size_t incoming_bytes_max;       /* Optional: of all that has come and was not read yet; 0: MARU_GRPC_INCOMING_BYTES_MAX */
	unsigned max_concurrent_streams; /* Optional: calls at a time on one connection; 0: MARU_GRPC_CONCURRENT_STREAMS_MAX */
};

/*
 * Starts to listen and to serve. Borrows the server until maru_grpc_listener_free(). Sets *ret_listener only on success.
 *
 * INVALID_ARGUMENT       BAD_ADDRESS, BAD_TLS_FILE: the message names the file and what is wrong with it
 * FAILED_PRECONDITION    ADDRESS_IN_USE, or the server's own error of set-up
 * PERMISSION_DENIED      the system does not let this process listen there
 * UNAVAILABLE            the address is not one of this machine
 * RESOURCE_EXHAUSTED     no thread, descriptor or memory left
 */
MARU_MUST_USE maru_status maru_grpc_listen(struct maru_server *server, const struct maru_grpc_listen_options *options,
                                           struct maru_arena *arena, struct maru_grpc_listener **ret_listener);

/* The port that is listened on, of use where port 0 was asked for; meaningless for a unix socket. */
int maru_grpc_listener_port(const struct maru_grpc_listener *listener);

/*
 * Stops: no new connection and no new call, calls in flight have `grace_ms` to finish, then they are cancelled, and
 * connections have half a second of it to close. A caller that is turned away is told UNAVAILABLE. Not so the one whose
 * call meets the GOAWAY on the way: C core tells it CANCELLED, or even nothing before its deadline or the end of the grace.
 * Returns when the last handler has returned; one that ignores its cancellation is waited for. Once; not from a handler.
 */
void maru_grpc_listener_stop(struct maru_grpc_listener *listener, uint32_t grace_ms);

/* Stops without grace where that has not been done. Takes NULL, returns NULL. */
struct maru_grpc_listener *maru_grpc_listener_free(struct maru_grpc_listener *listener);

/* All files are PEM and are read once. */
struct maru_grpc_client_tls {
	const char *ca_file;     /* Optional: who may sign the server's certificate; NULL: the system's authorities */
	const char *cert_file;   /* Optional: the client's certificate, then its intermediates; with key_file */
	const char *key_file;    /* Optional */
	const char *server_name; /* Optional: the name the server's certificate must have; NULL: the target's host */
};

/* Zero is the default everywhere. Everything is copied. */
struct maru_grpc_client_options {
	const char *target; /* Required: "dns:///host:port", "ipv4:1.2.3.4:5", "ipv6:[::1]:5", "unix:/path", "host:port" */
	const struct maru_grpc_client_tls *tls; /* Optional: NULL is plaintext */
	unsigned pollers;            /* Optional: event-loop threads; 0: MARU_GRPC_POLLERS */
	size_t message_bytes_max;    /* Optional: one reply message, uncompressed; 0: MARU_CALL_MESSAGE_BYTES_MAX */
	size_t arena_bytes_max;      /* Optional: arena of an asynchronous call; 0: MARU_CALL_ARENA_BYTES_MAX */
	unsigned metadata_bytes_max; /* Optional: of one reply; 0: MARU_GRPC_METADATA_BYTES_MAX */
	uint32_t backoff_initial_ms; /* Optional: first wait before connecting again; 0: MARU_GRPC_BACKOFF_INITIAL_MS */
	uint32_t backoff_max_ms;     /* Optional: longest wait; 0: MARU_GRPC_BACKOFF_MAX_MS */
	const char *service_config;  /* Optional: gRPC service config, JSON: load balancing, retries */
};

/*
 * A client of one target. It connects when the first call needs it, so a server that is not there is no error here: the
 * call gets UNAVAILABLE. Freed by maru_client_free(). Sets *ret_client only on success.
 *
 * INVALID_ARGUMENT       BAD_ADDRESS: C core does not understand the target or the service config; BAD_TLS_FILE
 * RESOURCE_EXHAUSTED     no thread left
 */
MARU_MUST_USE maru_status maru_grpc_client_new(const struct maru_grpc_client_options *options, struct maru_arena *arena,
                                               struct maru_client **ret_client);

MARU_END_DECLS

#endif
