#include "maru/rpc/server.h"

#include "maru/base/assert.h"
#include "maru/rpc/internal/server.h"

#include <stdlib.h>

enum {
	SETUP_ARENA_BYTES_MAX = 16 * 1024 * 1024, /* routes and errors of set-up; no call allocates from it */
	FIRST_METHODS = 16,
};

static void
keep_first(struct maru_server *server, maru_status error)
{
	if (server->error == MARU_OK)
		server->error = error;
}

static struct maru_server_options
with_defaults(const struct maru_server_options *given)
{
	struct maru_server_options options = { 0 };

	if (given != NULL)
		options = *given;
	if (options.workers == 0)
		options.workers = MARU_SERVER_WORKERS;
	if (options.queue_max == 0)
		options.queue_max = MARU_SERVER_QUEUE_MAX;
	if (options.message_bytes_max == 0)
		options.message_bytes_max = MARU_CALL_MESSAGE_BYTES_MAX;
	if (options.clock == NULL)
		options.clock = &maru_system_clock;
	return options;
}

struct maru_server *
maru_server_new(const struct maru_server_options *options)
{
	struct maru_server *server = calloc(1, sizeof *server);

	MARU_ASSERT(server != NULL && "out of memory");
	server->options = with_defaults(options);
	maru_arena_init(&server->arena, NULL, SETUP_ARENA_BYTES_MAX);
	maru_map_init(&server->routes, NULL, 0); /* the program's own paths go in, a stranger's are only looked up */
	marui_call_stock_init(&server->stock, MARUI_SERVER, server->options.arena_bytes_max);
	server->workers = marui_workers_new(server->options.workers, server->options.queue_max, marui_dispatch_run);
	if (server->workers == NULL)
		keep_first(server, maru_status_new(&server->arena, MARU_CODE_RESOURCE_EXHAUSTED,
		                                   "cannot start %u worker threads: ask for fewer, or raise the limit on threads",
		                                   server->options.workers));
	return server;
}

struct maru_server *
maru_server_free(struct maru_server *server)
{
	if (server == NULL)
		return NULL;
	marui_workers_free(server->workers);
	marui_call_stock_fini(&server->stock);
	maru_map_fini(&server->routes);
	maru_arena_fini(&server->arena);
	free(server);
	return NULL;
}

void
maru_server_use(struct maru_server *server, const struct maru_interceptor *interceptor)
{
	keep_first(server, marui_chain_add(&server->chain, interceptor, &server->arena));
}

static void
remember_method(struct maru_server *server, const struct maru_method *method)
{
	size_t capacity = server->methods_capacity == 0 ? FIRST_METHODS : 2 * server->methods_capacity;

	if (server->n_methods == server->methods_capacity) {
		const struct maru_method **methods = maru_arena_alloc(&server->arena, capacity * sizeof *methods);

		if (server->n_methods != 0)
			memcpy(methods, server->methods, server->n_methods * sizeof *methods);
		server->methods = methods;
		server->methods_capacity = capacity;
	}
	server->methods[server->n_methods++] = method;
}

static maru_status
mount_method(struct maru_server *server, const struct maru_method *method, const void *table, void *self)
{
	struct marui_route *route = maru_arena_alloc(&server->arena, sizeof *route);
	maru_bytes path = maru_bytes_of_string(method->path);

	MARU_ENSURE(maru_map_get(&server->routes, path) == NULL,
	            maru_status_new(&server->arena, MARU_CODE_ALREADY_EXISTS, "%s is mounted twice: mount each service once",
	                            method->path));
	*route = (struct marui_route){ .method = method, .table = table, .self = self };
	MARU_TRY(maru_map_put(&server->routes, path, route));
	remember_method(server, method);
	return MARU_OK;
}

void
maru_server_mount(struct maru_server *server, const struct maru_service *descriptor, const void *table, void *self)
{
	for (size_t i = 0; i < descriptor->n_methods; i++)
		keep_first(server, mount_method(server, &descriptor->methods[i], table, self));
}

maru_status
maru_server_error(const struct maru_server *server)
{
	return server->error;
}

const struct maru_method *
marui_server_method(const struct maru_server *server, const char *path)
{
	const struct marui_route *route = maru_map_get(&server->routes, maru_bytes_of_string(path));

	return route != NULL ? route->method : NULL;
}

const struct maru_method *
marui_server_method_at(const struct maru_server *server, size_t index)
{
	return index < server->n_methods ? server->methods[index] : NULL;
}

size_t
marui_server_message_bytes_max(const struct maru_server *server)
{
	return server->options.message_bytes_max;
}

const struct maru_clock *
marui_server_clock(const struct maru_server *server)
{
	return server->options.clock;
}

struct maru_call *
marui_server_call_new(struct maru_server *server)
{
	struct maru_call *call = marui_call_take(&server->stock);

	call->server = server;
	call->chain = &server->chain;
	call->clock = server->options.clock;
	return call;
}

void
marui_server_call_drop(struct maru_call *call)
{
	marui_call_give(&call->server->stock, call);
}

void
marui_call_closed(struct maru_call *call)
{
	marui_server_call_drop(call);
}
