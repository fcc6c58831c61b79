/*
 * The inside of a client: client.c is the channel and its wires, client_call.c is what rpc does with one.
 */
#ifndef MARU_TRANSPORT_GRPC_INTERNAL_CLIENT_H
#define MARU_TRANSPORT_GRPC_INTERNAL_CLIENT_H

#include <pthread.h>
#include <stdatomic.h>

#include "maru/rpc/internal/transport.h"
#include "maru/transport/grpc/internal/loop.h"
#include "maru/transport/grpc/internal/metadata.h"
#include "maru/transport/grpc/internal/tag.h"

enum {
	MARUI_CLIENT_WIRES_IDLE_MAX = 1024,
};

struct marui_channel {
	grpc_channel *core;
	struct marui_loop *loops;
	size_t n_loops;
	size_t message_bytes_max;
	atomic_size_t next_loop; /* calls go round */
	pthread_mutex_t mutex;
	struct marui_client_wire *idle; /* under mutex, as n_idle */
	size_t n_idle;
};

/* One call, from `open` to `release`. */
struct marui_client_wire {
	struct marui_channel *channel;
	struct maru_call *call; /* rpc's */
	grpc_call *core;

	/* Batches under way. At 0 the call has ended, and no other may begin; it cannot fall to 0 before the status is
	 * there, which is a batch too. */
	atomic_uint n_batches;

	struct marui_tag end_tag, start_tag, send_tag, receive_tag, close_send_tag;
	struct marui_metadata_out request_metadata;
	grpc_metadata_array headers, trailers;
	grpc_status_code code;
	grpc_slice text;
	grpc_byte_buffer *received;
	grpc_byte_buffer sent;
	bool has_sent; /* `sent` holds something */
	struct marui_client_wire *next_idle;
};

/* client.c */
struct marui_client_wire *marui_client_wire_take(struct marui_channel *channel);
void marui_client_wire_give(struct marui_client_wire *wire);
void marui_client_wire_drop_sent(struct marui_client_wire *wire);
void marui_client_wire_drop_received(struct marui_client_wire *wire);

/* client_call.c */
extern const struct marui_wire_ops marui_grpc_client_ops;
void marui_client_wire_init_tags(struct marui_client_wire *wire);
void marui_grpc_open(void *channel, struct maru_call *call, const maru_bytes *request);

#endif
