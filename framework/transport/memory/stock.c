/*
 * The life of a wire: taken from those that the channel keeps, shared, and given back.
 */
#include "maru/base/assert.h"
#include "maru/transport/memory/internal/wire.h"

#include <stdlib.h>

enum {
	WIRE_ARENA_BYTES_MAX = 1024 * 1024, /* metadata and status of one call */
	WIRES_IDLE_MAX = 64,
};

static struct memory_wire *
wire_make(struct memory_channel *channel)
{
	struct memory_wire *wire = calloc(1, sizeof *wire);

	MARU_ASSERT(wire != NULL && "out of memory");
	wire->channel = channel;
	maru_list_init(&wire->posted);
	maru_list_init(&wire->waiting);
	pthread_mutex_init(&wire->mutex, NULL);
	maru_arena_init(&wire->arena, channel->blocks, WIRE_ARENA_BYTES_MAX);
	return wire;
}

static void
wire_free(struct memory_wire *wire)
{
	marui_memory_pipe_fini(&wire->requests);
	marui_memory_pipe_fini(&wire->replies);
	maru_arena_fini(&wire->arena);
	pthread_mutex_destroy(&wire->mutex);
	free(wire);
}

static struct memory_wire *
take_idle(struct memory_channel *channel)
{
	struct memory_wire *wire;

	pthread_mutex_lock(&channel->mutex);
	channel->n_wires++;
	wire = channel->idle;
	if (wire != NULL) {
		channel->idle = wire->next_idle;
		channel->n_idle--;
	}
	pthread_mutex_unlock(&channel->mutex);
	return wire;
}

struct memory_wire *
marui_memory_wire_new(struct memory_channel *channel, struct maru_call *client_call)
{
	struct memory_wire *wire = take_idle(channel);

	if (wire == NULL)
		wire = wire_make(channel);
	wire->client_call = client_call;
	wire->server_call = marui_server_call_new(channel->server);
	wire->deadline_us = maru_call_deadline_us(client_call);
	atomic_store_explicit(&wire->references, 1, memory_order_relaxed);
	wire->request_metadata = wire->headers = wire->trailers = NULL;
	wire->n_request_metadata = wire->n_headers = wire->n_trailers = 0;
	wire->status = MARU_OK;
	wire->opened = wire->arrived = wire->accepted = wire->serving = wire->announcing = false;
	wire->headers_taken = wire->cancel_wanted = wire->over = wire->ended = false;
	return wire;
}

/* The last touch of the channel, which may end as soon as nobody has a wire. */
static void
give_idle(struct memory_wire *wire)
{
	struct memory_channel *channel = wire->channel;
	struct memory_wire *surplus = NULL;

	pthread_mutex_lock(&channel->mutex);
	if (channel->n_idle < WIRES_IDLE_MAX) {
		wire->next_idle = channel->idle;
		channel->idle = wire;
		channel->n_idle++;
	} else {
		surplus = wire;
		maru_arena_fini(&surplus->arena); /* its blocks are the channel's */
	}
	if (--channel->n_wires == 0)
		pthread_cond_broadcast(&channel->no_wires);
	pthread_mutex_unlock(&channel->mutex);
	if (surplus != NULL)
		wire_free(surplus);
}

void
marui_memory_wire_unref(struct memory_wire *wire)
{
	if (atomic_fetch_sub_explicit(&wire->references, 1, memory_order_acq_rel) != 1)
		return;
	if (!wire->accepted)
		marui_server_call_drop(wire->server_call);
	marui_memory_pipe_reset(&wire->requests);
	marui_memory_pipe_reset(&wire->replies);
	maru_arena_reset(&wire->arena);
	give_idle(wire);
}

void
marui_memory_wires_free(struct memory_channel *channel)
{
	while (channel->idle != NULL) {
		struct memory_wire *wire = channel->idle;

		channel->idle = wire->next_idle;
		wire_free(wire);
	}
}

struct maru_metadata *
marui_memory_wire_copy(struct memory_wire *wire, const struct maru_metadata *metadata, size_t n)
{
	struct maru_metadata *copy = maru_arena_alloc(&wire->arena, n * sizeof *copy);

	for (size_t i = 0; i < n; i++) {
		copy[i].key = maru_arena_strdup(&wire->arena, metadata[i].key);
		copy[i].value = maru_bytes_of(maru_arena_bytesdup(&wire->arena, metadata[i].value), metadata[i].value.len);
	}
	return copy;
}
