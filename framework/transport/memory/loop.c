/*
 * The event loop of a client in memory: arrivals, cancellation, deadlines, and the end of calls.
 *
 * Everything that a network would do "a moment later" is done here, on one thread, so that no operation of the client
 * runs a handler or a callback of its own caller.
 */
#include <errno.h>
#include <time.h>

#include "maru/rpc/timeout.h"
#include "maru/transport/memory/internal/wire.h"

/* The deadline as it comes out at the other end: written as grpc-timeout, read again, on the server's clock. */
static int64_t
deadline_at_server(struct memory_wire *wire)
{
	char text[MARU_TIMEOUT_TEXT_BYTES];
	int64_t timeout_us = maru_call_remaining_us(wire->client_call);
	size_t len;

	if (timeout_us == INT64_MAX)
		return INT64_MAX;
	len = maru_timeout_format(timeout_us, text);
	if (maru_timeout_parse(maru_bytes_of(text, len), &timeout_us) != MARU_OK)
		return INT64_MAX;
	return maru_clock_monotonic_us(marui_server_clock(wire->channel->server)) + timeout_us;
}

static void
arrive(struct memory_wire *wire)
{
	struct marui_arrival arrival = {
		.path = maru_call_path(wire->client_call),
		.metadata = wire->request_metadata,
		.n_metadata = wire->n_request_metadata,
		.deadline_us = deadline_at_server(wire),
		.peer = "memory",
		.wire = wire,
		.ops = &marui_memory_server_ops,
	};

	atomic_fetch_add_explicit(&wire->references, 1, memory_order_relaxed);
	marui_server_accept(wire->channel->server, wire->server_call, &arrival);
}

/* True for the one time that the wire's call is to be brought to the server. */
static bool
take_arrival(struct memory_wire *wire)
{
	bool arrives;

	pthread_mutex_lock(&wire->mutex);
	arrives = wire->opened && !wire->arrived && !wire->cancel_wanted;
	wire->arrived |= wire->opened;
	wire->accepted |= arrives;
	wire->serving |= arrives;
	pthread_mutex_unlock(&wire->mutex);
	return arrives;
}

static const struct maru_error cancelled =
        MARU_ERROR(MARU_CODE_CANCELLED, "CANCELLED", "the call was cancelled");
static const struct maru_error too_late =
        MARU_ERROR(MARU_CODE_DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED", "the deadline has passed");

static maru_status
reason_to_abort(const struct memory_wire *wire)
{
	if (maru_call_remaining_us(wire->client_call) == 0)
		return &too_late;
	return wire->cancel_wanted ? &cancelled : MARU_OK;
}

/* Whether the call ends here, before the server has answered. */
static bool
begin_abort(struct memory_wire *wire)
{
	pthread_mutex_lock(&wire->mutex);
	if (!wire->opened || wire->over || (wire->status = reason_to_abort(wire)) == MARU_OK) {
		pthread_mutex_unlock(&wire->mutex);
		return false;
	}
	wire->over = true;
	wire->announcing = wire->serving;
	pthread_mutex_unlock(&wire->mutex);
	return true;
}

static void
break_pipes(struct memory_wire *wire)
{
	struct maru_call *server_call = wire->server_call, *client_call = wire->client_call;
	unsigned requests, replies;

	pthread_mutex_lock(&wire->mutex);
	requests = marui_memory_pipe_break(&wire->requests);
	replies = marui_memory_pipe_break(&wire->replies);
	pthread_mutex_unlock(&wire->mutex);
	marui_memory_report(requests, client_call, server_call);
	marui_memory_report(replies, server_call, client_call);
}

/* The server hears of the end before its stream ends, so that it does not take what it has received for all. */
static void
abort_if_wanted(struct memory_wire *wire)
{
	struct maru_call *server_call = wire->server_call;
	bool close_now;

	if (!begin_abort(wire))
		return;
	if (wire->announcing)
		marui_call_cancelled(server_call);
	break_pipes(wire);

	pthread_mutex_lock(&wire->mutex);
	close_now = wire->announcing && !wire->serving;
	wire->announcing = false;
	pthread_mutex_unlock(&wire->mutex);
	if (!close_now)
		return;
	marui_call_closed(server_call);
	marui_memory_wire_unref(wire);
}

static void
end_if_over(struct memory_wire *wire)
{
	bool ends;

	pthread_mutex_lock(&wire->mutex);
	ends = wire->over && !wire->ended;
	wire->ended |= ends;
	pthread_mutex_unlock(&wire->mutex);
	if (ends)
		marui_call_ended(wire->client_call);
}

static void
look_at(struct memory_wire *wire)
{
	if (take_arrival(wire))
		arrive(wire);
	abort_if_wanted(wire);
	end_if_over(wire);
}

/* How long until the earliest deadline; INT64_MAX: none. Under the channel's mutex. */
static int64_t
earliest_us(const struct memory_channel *channel)
{
	const struct memory_wire *first;

	if (maru_list_is_empty(&channel->waiting))
		return INT64_MAX;
	first = MARU_CONTAINER_OF(channel->waiting.next, const struct memory_wire, waiting);
	return maru_call_remaining_us(first->client_call);
}

static struct timespec
from_now(int64_t us)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	time.tv_sec += us / 1000000;
	time.tv_nsec += us % 1000000 * 1000;
	if (time.tv_nsec >= 1000000000) {
		time.tv_nsec -= 1000000000;
		time.tv_sec++;
	}
	return time;
}

static void
push_posted(struct memory_wire *wire)
{
	if (!maru_list_is_empty(&wire->posted))
		return;
	atomic_fetch_add_explicit(&wire->references, 1, memory_order_relaxed);
	maru_list_push_back(&wire->channel->posted, &wire->posted);
}

/* Sleeps until there is a wire to look at; NULL: the loop ends. */
static struct memory_wire *
next_wire(struct memory_channel *channel)
{
	struct maru_list *node;
	struct timespec until;

	pthread_mutex_lock(&channel->mutex);
	while (maru_list_is_empty(&channel->posted) && !channel->ending) {
		int64_t us = earliest_us(channel);

		if (us == INT64_MAX) {
			pthread_cond_wait(&channel->woken, &channel->mutex);
		} else if (us > 0) {
			until = from_now(us);
			pthread_cond_timedwait(&channel->woken, &channel->mutex, &until);
		} else {
			struct memory_wire *late = MARU_CONTAINER_OF(channel->waiting.next, struct memory_wire, waiting);

			maru_list_remove(&late->waiting);
			push_posted(late);
		}
	}
	node = maru_list_pop_front(&channel->posted);
	pthread_mutex_unlock(&channel->mutex);
	return node != NULL ? MARU_CONTAINER_OF(node, struct memory_wire, posted) : NULL;
}

static void *
loop_main(void *argument)
{
	struct memory_channel *channel = argument;
	struct memory_wire *wire;

	while ((wire = next_wire(channel)) != NULL) {
		look_at(wire);
		marui_memory_wire_unref(wire);
	}
	return NULL;
}

void
marui_memory_loop_post(struct memory_wire *wire)
{
	struct memory_channel *channel = wire->channel;

	pthread_mutex_lock(&channel->mutex);
	push_posted(wire);
	pthread_cond_signal(&channel->woken);
	pthread_mutex_unlock(&channel->mutex);
}

void
marui_memory_loop_await(struct memory_wire *wire)
{
	struct memory_channel *channel = wire->channel;
	struct maru_list *before;

	if (wire->deadline_us == INT64_MAX)
		return;
	pthread_mutex_lock(&channel->mutex);
	/* From the back: later calls have later deadlines, as a rule. */
	for (before = channel->waiting.prev; before != &channel->waiting; before = before->prev)
		if (MARU_CONTAINER_OF(before, struct memory_wire, waiting)->deadline_us <= wire->deadline_us)
			break;
	maru_list_push_front(before, &wire->waiting);
	pthread_cond_signal(&channel->woken);
	pthread_mutex_unlock(&channel->mutex);
}

void
marui_memory_loop_forget(struct memory_wire *wire)
{
	pthread_mutex_lock(&wire->channel->mutex);
	maru_list_remove(&wire->waiting);
	pthread_mutex_unlock(&wire->channel->mutex);
}

bool
marui_memory_loop_start(struct memory_channel *channel)
{
	pthread_condattr_t monotonic;

	maru_list_init(&channel->posted);
	maru_list_init(&channel->waiting);
	pthread_mutex_init(&channel->mutex, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&channel->woken, &monotonic);
	pthread_condattr_destroy(&monotonic);
	pthread_cond_init(&channel->no_wires, NULL);
	return pthread_create(&channel->thread, NULL, loop_main, channel) == 0;
}

void
marui_memory_loop_stop(struct memory_channel *channel)
{
	pthread_mutex_lock(&channel->mutex);
	while (channel->n_wires > 0)
		pthread_cond_wait(&channel->no_wires, &channel->mutex);
	channel->ending = true;
	pthread_cond_signal(&channel->woken);
	pthread_mutex_unlock(&channel->mutex);
	pthread_join(channel->thread, NULL);
	pthread_cond_destroy(&channel->no_wires);
	pthread_cond_destroy(&channel->woken);
	pthread_mutex_destroy(&channel->mutex);
}
