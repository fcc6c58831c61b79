#include "maru/transport/memory/memory.h"

#include "maru/testing/cmocka.h"
#include "maru/transport/suite/suite.h"

static struct maru_client *
start(struct suite_transport *self, struct maru_server *server)
{
	struct maru_client *client = NULL;
	struct maru_arena arena;

	(void)self;
	maru_arena_init(&arena, NULL, SIZE_MAX);
	assert_true(maru_memory_client_new(server, NULL, &arena, &client) == MARU_OK);
	maru_arena_fini(&arena);
	return client;
}

static void
stop(struct suite_transport *self)
{
	(void)self;
}

int
main(void)
{
	struct suite_transport memory = { .name = "memory", .start = start, .stop = stop };

	return suite_run(&memory);
}
