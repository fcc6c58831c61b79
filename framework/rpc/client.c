#include "maru/rpc/client.h"

#include "maru/base/assert.h"
#include "maru/rpc/internal/client.h"

#include <stdlib.h>

enum {
	SETUP_ARENA_BYTES_MAX = 64 * 1024,
};

struct maru_client *
marui_client_new(const struct marui_channel_ops *ops, const struct marui_wire_ops *wire_ops, void *channel,
                 size_t arena_bytes_max)
{
	struct maru_client *client = calloc(1, sizeof *client);

	MARU_ASSERT(client != NULL && "out of memory");
	client->ops = ops;
	client->wire_ops = wire_ops;
	client->channel = channel;
	maru_arena_init(&client->arena, NULL, SETUP_ARENA_BYTES_MAX);
	marui_call_stock_init(&client->stock, MARUI_CLIENT, arena_bytes_max);
	return client;
}

struct maru_client *
maru_client_free(struct maru_client *client)
{
	if (client == NULL)
		return NULL;
	client->ops->close(client->channel);
	marui_call_stock_fini(&client->stock);
	maru_arena_fini(&client->arena);
	free(client);
	return NULL;
}

void
maru_client_use(struct maru_client *client, const struct maru_interceptor *interceptor)
{
	maru_status error = marui_chain_add(&client->chain, interceptor, &client->arena);

	if (client->error == MARU_OK)
		client->error = error;
}
