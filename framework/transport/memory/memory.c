#include "maru/transport/memory/memory.h"

#include "maru/base/assert.h"
#include "maru/transport/memory/internal/wire.h"

#include <stdlib.h>

enum {
	CHANNEL_BLOCKS_MAX = 256, /* idle arena blocks: 2 MiB */
};

static void
channel_open(void *object, struct maru_call *call, const maru_bytes *request)
{
	struct memory_channel *channel = object;
	struct memory_wire *wire = marui_memory_wire_new(channel, call);
	struct marui_outgoing outgoing;

	marui_call_outgoing(call, &outgoing);
	wire->request_metadata = marui_memory_wire_copy(wire, outgoing.metadata, outgoing.n_metadata);
	wire->n_request_metadata = outgoing.n_metadata;
	if (request != NULL) {
		(void)marui_memory_pipe_send(&wire->requests, *request);
		(void)marui_memory_pipe_close(&wire->requests);
	}
	atomic_fetch_add_explicit(&wire->references, 1, memory_order_relaxed); /* ours, while the call may end already */
	marui_call_opened(call, wire);
	marui_memory_loop_await(wire);
	pthread_mutex_lock(&wire->mutex);
	wire->opened = true;
	pthread_mutex_unlock(&wire->mutex);
	marui_memory_loop_post(wire);
	marui_memory_wire_unref(wire);
}

static void
channel_close(void *object)
{
	struct memory_channel *channel = object;

	marui_memory_loop_stop(channel);
	marui_memory_wires_free(channel);
	maru_block_pool_free(channel->blocks);
	free(channel);
}

static const struct marui_channel_ops channel_ops = {
	.open = channel_open,
	.close = channel_close,
};

maru_status
maru_memory_client_new(struct maru_server *server, const struct maru_memory_client_options *options,
                       struct maru_arena *arena, struct maru_client **ret_client)
{
	struct maru_memory_client_options given = { 0 };
	struct memory_channel *channel;

	MARU_TRY(maru_server_error(server));
	if (options != NULL)
		given = *options;
	channel = calloc(1, sizeof *channel);
	MARU_ASSERT(channel != NULL && "out of memory");
	channel->server = server;
	channel->message_bytes_max = given.message_bytes_max != 0 ? given.message_bytes_max : MARU_CALL_MESSAGE_BYTES_MAX;
	channel->blocks = maru_block_pool_new(NULL, CHANNEL_BLOCKS_MAX);
	MARU_ASSERT(channel->blocks != NULL && "out of memory");
	if (!marui_memory_loop_start(channel)) {
		maru_block_pool_free(channel->blocks);
		free(channel);
		return maru_status_new(arena, MARU_CODE_RESOURCE_EXHAUSTED, "cannot start the thread of a client in memory");
	}
	*ret_client = marui_client_new(&channel_ops, &marui_memory_client_ops, channel, given.arena_bytes_max);
	return MARU_OK;
}
