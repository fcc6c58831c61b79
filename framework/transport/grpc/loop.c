#include "maru/transport/grpc/internal/loop.h"

#include <grpc/support/log.h>
#include <grpc/support/time.h>
#include <stdlib.h>

#include "maru/transport/grpc/internal/tag.h"

void
marui_core_init(void)
{
	const int silent = GPR_LOG_SEVERITY_ERROR + 1;

	if (getenv("GRPC_VERBOSITY") == NULL)
		gpr_set_log_verbosity((gpr_log_severity)silent);
	grpc_init();
}

static void
empty_queue(grpc_completion_queue *queue)
{
	for (;;) {
		grpc_event event = grpc_completion_queue_next(queue, gpr_inf_future(GPR_CLOCK_MONOTONIC), NULL);
		struct marui_tag *tag;

		if (event.type == GRPC_QUEUE_SHUTDOWN)
			return;
		MARU_ASSERT_CMP(event.type, ==, GRPC_OP_COMPLETE);
		tag = (struct marui_tag *)event.tag;
		marui_tag_acquire(tag);
		tag->done(tag, event.success != 0);
	}
}

static void *
loop_run(void *self)
{
	struct marui_loop *loop = (struct marui_loop *)self;

	empty_queue(loop->queue);
	return NULL;
}

int
marui_loop_start(struct marui_loop *loop)
{
	int error;

	loop->queue = grpc_completion_queue_create_for_next(NULL);
	error = pthread_create(&loop->thread, NULL, loop_run, loop);
	if (error != 0) {
		grpc_completion_queue_shutdown(loop->queue);
		empty_queue(loop->queue);
		grpc_completion_queue_destroy(loop->queue);
	}
	return error;
}

void
marui_loop_stop(struct marui_loop *loop)
{
	grpc_completion_queue_shutdown(loop->queue);
	pthread_join(loop->thread, NULL);
	grpc_completion_queue_destroy(loop->queue);
}
