#include <grpc/support/alloc.h>
#include <grpc/support/time.h>
#include <stdlib.h>

#include "maru/base/assert.h"
#include "maru/transport/grpc/internal/server.h"

size_t
marui_lane_n_tickets(const struct maru_grpc_listener *listener)
{
	return (listener->n_registrations + 1) * MARUI_TICKETS_PER_METHOD;
}

void
marui_lane_closed_one(struct marui_lane *lane)
{
	struct maru_grpc_listener *listener = lane->listener;

	if (atomic_fetch_sub(&lane->n_open, 1) != 1 || !atomic_load(&listener->draining))
		return;
	pthread_mutex_lock(&listener->mutex);
	pthread_cond_broadcast(&listener->changed);
	pthread_mutex_unlock(&listener->mutex);
}

static void
ticket_post(struct marui_ticket *ticket)
{
	const struct marui_registration *registration = ticket->registration;
	grpc_server *core = ticket->lane->listener->core;
	grpc_completion_queue *queue = ticket->lane->loop.queue;
	grpc_byte_buffer **ret_payload;
	grpc_call_error error;

	marui_tag_release(&ticket->tag);
	if (registration == NULL) {
		error = grpc_server_request_call(core, &ticket->call, &ticket->details, &ticket->metadata, queue, queue,
		                                 &ticket->tag);
	} else {
		ret_payload = marui_reads_first(registration->method) ? &ticket->payload : NULL;
		error = grpc_server_request_registered_call(core, registration->handle, &ticket->call, &ticket->deadline,
		                                            &ticket->metadata, ret_payload, queue, queue, &ticket->tag);
	}
	MARU_ASSERT_CMP(error, ==, GRPC_CALL_OK);
}

/* C core's time on the server's clock. */
static int64_t
deadline_us(const struct maru_clock *clock, gpr_timespec deadline)
{
	gpr_timespec remaining;

	if (gpr_time_cmp(deadline, gpr_inf_future(deadline.clock_type)) == 0)
		return INT64_MAX;
	remaining = gpr_time_sub(deadline, gpr_now(deadline.clock_type));
	return maru_clock_monotonic_us(clock) + remaining.tv_sec * 1000000 + remaining.tv_nsec / 1000;
}

/* Moves what has arrived from the ticket to a wire, so that the ticket can be posted again. */
static struct marui_server_wire *
take_arrival(struct marui_ticket *ticket)
{
	struct marui_server_wire *wire = marui_server_wire_take(ticket->lane);
	grpc_metadata_array metadata = wire->request_metadata.array;

	wire->core = ticket->call;
	wire->peer = grpc_call_get_peer(ticket->call);
	wire->method = ticket->registration != NULL ? ticket->registration->method : NULL;
	wire->received = ticket->payload;
	wire->request_metadata.array = ticket->metadata;
	marui_metadata_in_list(&wire->request_metadata);
	ticket->metadata = metadata;
	ticket->metadata.count = 0;
	ticket->payload = NULL;
	return wire;
}

/* C core reports cancellation together with a call's end, and to ask for that costs a batch and an event of its own.
 * A stream asks at once; a unary call when its handler wants to know, else the question rides in the batch of the
 * reply. */
static void
serve(struct marui_server_wire *wire, const char *path, int64_t deadline)
{
	const struct marui_arrival arrival = {
		.path = path,
		.metadata = wire->request_metadata.list,
		.n_metadata = wire->request_metadata.array.count,
		.metadata_bytes_max = wire->lane->listener->metadata_bytes_max,
		.deadline_us = deadline,
		.peer = wire->peer,
		.wire = wire,
		.ops = &marui_grpc_server_ops,
	};

	if (wire->method != NULL && wire->method->kind != MARU_UNARY)
		marui_server_wire_watch(wire);
	marui_server_accept(wire->lane->listener->server, wire->call, &arrival);
}

static void
registered_arrived(struct marui_tag *tag, bool ok)
{
	struct marui_ticket *ticket = MARU_CONTAINER_OF(tag, struct marui_ticket, tag);
	struct marui_lane *lane = ticket->lane;
	struct marui_server_wire *wire;
	int64_t deadline;

	if (!ok) {
		marui_lane_closed_one(lane);
		return;
	}
	wire = take_arrival(ticket);
	deadline = deadline_us(lane->listener->clock, ticket->deadline);
	ticket_post(ticket);
	serve(wire, wire->method->path, deadline);
}

/* To be given back with gpr_free(). Cut at a NUL it might be the path of a method: no method's path has a '?'. */
static char *
path_of(const grpc_slice *slice)
{
	char *path = grpc_slice_to_c_string(*slice);

	for (size_t i = 0; i < GRPC_SLICE_LENGTH(*slice); i++)
		if (path[i] == '\0')
			path[i] = '?';
	return path;
}

static void
unregistered_arrived(struct marui_tag *tag, bool ok)
{
	struct marui_ticket *ticket = MARU_CONTAINER_OF(tag, struct marui_ticket, tag);
	struct marui_lane *lane = ticket->lane;
	struct marui_server_wire *wire;
	int64_t deadline;
	char *path;

	if (!ok) {
		marui_lane_closed_one(lane);
		return;
	}
	wire = take_arrival(ticket);
	deadline = deadline_us(lane->listener->clock, ticket->details.deadline);
	path = path_of(&ticket->details.method);
	grpc_call_details_destroy(&ticket->details);
	grpc_call_details_init(&ticket->details);
	ticket_post(ticket);
	serve(wire, path, deadline);
	gpr_free(path);
}

static void
ticket_init(struct marui_ticket *ticket, struct marui_lane *lane, const struct marui_registration *registration)
{
	ticket->tag.done = registration != NULL ? registered_arrived : unregistered_arrived;
	ticket->lane = lane;
	ticket->registration = registration;
	grpc_metadata_array_init(&ticket->metadata);
	grpc_call_details_init(&ticket->details);
}

void
marui_lane_open(struct marui_lane *lane)
{
	const struct maru_grpc_listener *listener = lane->listener;
	size_t n = marui_lane_n_tickets(listener);

	atomic_store(&lane->n_open, n);
	for (size_t i = 0; i < n; i++) {
		size_t method = i / MARUI_TICKETS_PER_METHOD;

		ticket_init(&lane->tickets[i], lane,
		            method < listener->n_registrations ? &listener->registrations[method] : NULL);
		ticket_post(&lane->tickets[i]);
	}
}

void
marui_lane_free_tickets(struct marui_lane *lane)
{
	size_t n = marui_lane_n_tickets(lane->listener);

	for (size_t i = 0; i < n; i++) {
		grpc_metadata_array_destroy(&lane->tickets[i].metadata);
		grpc_call_details_destroy(&lane->tickets[i].details);
	}
	free(lane->tickets);
}
