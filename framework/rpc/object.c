#include "maru/base/assert.h"
#include "maru/rpc/internal/call.h"

#include <stdlib.h>

enum {
	STOCK_BLOCKS_MAX = 1024, /* idle arena blocks that a server or a client keeps: 8 MiB */
};

/* What a call is before it is anything in particular: everything but the parts that are made once. */
static void
call_clear(struct maru_call *call)
{
	call->clock = &maru_system_clock;
	call->method = NULL;
	call->path = call->peer = "";
	call->deadline_us = INT64_MAX;
	call->arena = &call->own_arena;
	call->chain = NULL;
	call->n_entered = 0;
	call->headers = call->trailers = (struct marui_metadata_list){ 0 };
	call->incoming = NULL;
	call->n_incoming = 0;
	call->bad_metadata = MARU_OK;
	call->headers_sent = call->send_closed = call->gzip = false;
	call->wire = NULL;
	call->ops = NULL;
	call->parent = NULL;
	maru_list_init(&call->sibling);
	call->pins = 0;
	atomic_store_explicit(&call->cancelled, false, memory_order_relaxed);
	atomic_store_explicit(&call->watched, false, memory_order_relaxed);
	maru_list_init(&call->children);
	call->opened = call->received = call->has_message = call->sent = call->sent_ok = call->ended = false;
	call->route = NULL;
	call->request = NULL;
	call->reply = NULL;
	call->defers = NULL;
	call->detached = false;
	atomic_store_explicit(&call->tokens, 0, memory_order_relaxed);
	call->completed_with = MARU_OK;
	call->asynchronous = false;
	call->thunk = NULL;
	call->done = NULL;
	call->done_self = NULL;
	call->next_idle = NULL;
}

void
marui_call_init(struct maru_call *call, enum marui_end end, struct maru_block_pool *pool, size_t arena_bytes_max)
{
	call->end = end;
	maru_arena_init(&call->own_arena, pool, arena_bytes_max);
	maru_arena_init(&call->send_arena, pool, arena_bytes_max);
	maru_arena_init(&call->recv_arena, pool, arena_bytes_max);
	pthread_mutex_init(&call->mutex, NULL);
	pthread_cond_init(&call->changed, NULL);
	call_clear(call);
}

void
marui_call_recycle(struct maru_call *call)
{
	MARU_ASSERT(maru_list_is_empty(&call->children));
	MARU_ASSERT(maru_list_is_empty(&call->sibling));
	maru_arena_reset(&call->own_arena);
	maru_arena_reset(&call->send_arena);
	maru_arena_reset(&call->recv_arena);
	call_clear(call);
}

void
marui_call_fini(struct maru_call *call)
{
	marui_call_recycle(call);
	pthread_cond_destroy(&call->changed);
	pthread_mutex_destroy(&call->mutex);
}

struct maru_call *
marui_call_take(struct marui_call_stock *stock)
{
	struct maru_call *call;

	pthread_mutex_lock(&stock->mutex);
	call = stock->idle;
	if (call != NULL)
		stock->idle = call->next_idle;
	pthread_mutex_unlock(&stock->mutex);
	if (call == NULL) {
		call = malloc(sizeof *call);
		MARU_ASSERT(call != NULL && "out of memory");
		marui_call_init(call, stock->end, stock->blocks, stock->arena_bytes_max);
	}
	call->next_idle = NULL;
	return call;
}

void
marui_call_give(struct marui_call_stock *stock, struct maru_call *call)
{
	marui_call_recycle(call);
	pthread_mutex_lock(&stock->mutex);
	call->next_idle = stock->idle;
	stock->idle = call;
	pthread_mutex_unlock(&stock->mutex);
}

void
marui_call_stock_init(struct marui_call_stock *stock, enum marui_end end, size_t arena_bytes_max)
{
	*stock = (struct marui_call_stock){
		.end = end,
		.blocks = maru_block_pool_new(NULL, STOCK_BLOCKS_MAX),
		.arena_bytes_max = arena_bytes_max != 0 ? arena_bytes_max : MARU_CALL_ARENA_BYTES_MAX,
	};
	MARU_ASSERT(stock->blocks != NULL && "out of memory");
	pthread_mutex_init(&stock->mutex, NULL);
}

void
marui_call_stock_fini(struct marui_call_stock *stock)
{
	while (stock->idle != NULL) {
		struct maru_call *call = stock->idle;

		stock->idle = call->next_idle;
		marui_call_fini(call);
		free(call);
	}
	maru_block_pool_free(stock->blocks);
	pthread_mutex_destroy(&stock->mutex);
}
