/*
 * The inside of a listener, shared by the files that make up its life: listen.c starts and stops it, accept.c takes
 * calls in, server_call.c is what rpc does with one.
 *
 * A listener has lanes, one for each event loop. A lane has tickets: places at which calls of one method arrive, handed
 * to C core for ever again. A call that arrives is moved from its ticket to a wire, and the ticket is posted at once.
 * Wires are recycled per lane.
 *
 * What belongs to a lane is touched by its loop's thread only, but for `n_open`. A wire is touched by the loop when it
 * arrives and by the tags, and by the thread that runs the handler through the wire operations; start_batch and rpc's own
 * locks order the two.
 */
#ifndef MARU_TRANSPORT_GRPC_INTERNAL_SERVER_H
#define MARU_TRANSPORT_GRPC_INTERNAL_SERVER_H

#include <pthread.h>
#include <stdatomic.h>

#include "maru/rpc/internal/transport.h"
#include "maru/transport/grpc/grpc.h"
#include "maru/transport/grpc/internal/loop.h"
#include "maru/transport/grpc/internal/metadata.h"
#include "maru/transport/grpc/internal/tag.h"

enum {
	MARUI_TICKETS_PER_METHOD = 32, /* more calls than this in one read go through C core's slower queue */
	MARUI_WIRES_IDLE_MAX = 1024,   /* of one lane */
};

struct marui_batch;

struct marui_ticket {
	struct marui_tag tag;
	struct marui_lane *lane;
	const struct marui_registration *registration; /* NULL: for calls of methods that nobody registered */
	grpc_call *call;
	grpc_metadata_array metadata;
	gpr_timespec deadline;
	grpc_byte_buffer *payload;
	grpc_call_details details; /* without registration: path and deadline */
};

/* A method and what C core calls it. */
struct marui_registration {
	const struct maru_method *method;
	void *handle;
};

struct marui_lane {
	struct marui_loop loop;
	struct maru_grpc_listener *listener;
	struct marui_ticket *tickets;
	struct marui_server_wire *idle;
	size_t n_idle;
	atomic_size_t n_open; /* posted tickets and calls: what the lane still expects tags for */
};

struct maru_grpc_listener {
	struct maru_server *server; /* rpc's */
	const struct maru_clock *clock;
	size_t message_bytes_max, metadata_bytes_max;
	grpc_server *core;
	struct marui_registration *registrations;
	size_t n_registrations;
	struct marui_lane *lanes;
	size_t n_lanes;
	int port;
	bool stopped;

	struct marui_tag shutdown_tag;
	atomic_bool draining;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	bool shutdown_done; /* under mutex */
};

/* One call, from its arrival until rpc has been told that it is closed. */
struct marui_server_wire {
	struct marui_lane *lane;
	struct maru_call *call; /* rpc's */
	grpc_call *core;
	const struct maru_method *method; /* NULL: nobody registered it */
	char *peer;
	struct marui_metadata_in request_metadata;
	grpc_byte_buffer *received;
	bool headers_sent;
	atomic_bool close_asked; /* whoever sets it asks C core when the call is closed, and whether it was cancelled */
	int cancelled;
	unsigned n_end_tags; /* of finish and close, still to come */

	struct marui_tag receive_tag, send_tag, finish_tag, close_tag;
	struct marui_metadata_out headers, trailers;
	grpc_byte_buffer sent;
	bool has_sent; /* `sent` holds something */
	struct marui_server_wire *next_idle;
};

/* server_wire.c: the life of a wire; all on the lane's loop */

/* A wire for a call that has arrived, with a call of rpc's; recycled ones first. */
struct marui_server_wire *marui_server_wire_take(struct marui_lane *lane);

/* Asks C core for the end of the call, in a batch of its own, unless that has been done. On the loop when the call
 * arrives, or on the handler's thread before it finishes. */
void marui_server_wire_watch(struct marui_server_wire *wire);

/* One of the tags of the wire's end has come; with the last one the call is closed and the wire is recycled. */
void marui_server_wire_ended(struct marui_server_wire *wire);

/* Adds that question to a batch, or returns false: it has been asked. Any thread. */
bool marui_server_wire_add_close(struct marui_server_wire *wire, struct marui_batch *batch);

void marui_server_wire_drop_sent(struct marui_server_wire *wire);
void marui_server_wire_drop_received(struct marui_server_wire *wire);

/* The wires that wait to be used again. */
void marui_lane_free_wires(struct marui_lane *lane);

/* server_call.c */
extern const struct marui_wire_ops marui_grpc_server_ops;
void marui_server_wire_init_tags(struct marui_server_wire *wire);

/* accept.c */

/* How many tickets each lane of a listener has. */
size_t marui_lane_n_tickets(const struct maru_grpc_listener *listener);

/* Hands all of a lane's tickets to C core. */
void marui_lane_open(struct marui_lane *lane);

/* Gives the tickets back, after the lane's loop has ended. */
void marui_lane_free_tickets(struct marui_lane *lane);

/* A ticket or call is done: one tag fewer to wait for. */
void marui_lane_closed_one(struct marui_lane *lane);

/* Whether the one request of a method's calls is read before they arrive. */
static inline bool
marui_reads_first(const struct maru_method *method)
{
	return method->kind == MARU_UNARY || method->kind == MARU_SERVER_STREAM;
}

#endif
