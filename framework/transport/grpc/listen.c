#include <grpc/grpc_security.h>
#include <limits.h>
#include <stdlib.h>
#include <time.h>

#include "maru/base/assert.h"
#include "maru/transport/grpc/internal/address.h"
#include "maru/transport/grpc/internal/arguments.h"
#include "maru/transport/grpc/internal/credentials.h"
#include "maru/transport/grpc/internal/message.h"
#include "maru/transport/grpc/internal/server.h"

enum {
	CLOSING_MS = 500, /* for connections, once every call is done */
};

static void
shutdown_came(struct marui_tag *tag, bool ok)
{
	struct maru_grpc_listener *listener = MARU_CONTAINER_OF(tag, struct maru_grpc_listener, shutdown_tag);

	(void)ok;
	pthread_mutex_lock(&listener->mutex);
	listener->shutdown_done = true;
	pthread_cond_broadcast(&listener->changed);
	pthread_mutex_unlock(&listener->mutex);
}

static void *
zalloc(size_t n, size_t size)
{
	void *memory = calloc(n, size);

	MARU_ASSERT(memory != NULL && "out of memory");
	return memory;
}

static struct maru_grpc_listener *
listener_new(struct maru_server *server)
{
	struct maru_grpc_listener *listener = (struct maru_grpc_listener *)zalloc(1, sizeof *listener);
	pthread_condattr_t attributes;

	listener->server = server;
	listener->clock = marui_server_clock(server);
	listener->message_bytes_max = marui_message_limit(marui_server_message_bytes_max(server));
	listener->shutdown_tag.done = shutdown_came;
	pthread_mutex_init(&listener->mutex, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&listener->changed, &attributes);
	pthread_condattr_destroy(&attributes);
	return listener;
}

static grpc_server *
core_new(const struct maru_grpc_listen_options *options, size_t message_bytes_max)
{
	grpc_resource_quota *quota = grpc_resource_quota_create(NULL);
	unsigned streams = options->max_concurrent_streams;
	struct marui_arguments arguments = { .n = 0 };
	grpc_channel_args all;
	grpc_server *core;

	if (streams == 0 || streams > INT_MAX)
		streams = MARU_GRPC_CONCURRENT_STREAMS_MAX;
	marui_arguments_add_common(&arguments, message_bytes_max,
	                           marui_metadata_limit(options->metadata_bytes_max) + MARUI_WIRE_SLACK_BYTES);
	marui_arguments_add(&arguments, GRPC_ARG_ALLOW_REUSEPORT, 0);
	marui_arguments_add(&arguments, GRPC_ARG_MAX_CONCURRENT_STREAMS, (int)streams);
	grpc_resource_quota_resize(quota, options->incoming_bytes_max != 0 ? options->incoming_bytes_max
	                                                                   : (size_t)MARU_GRPC_INCOMING_BYTES_MAX);
	marui_arguments_add_pointer(&arguments, GRPC_ARG_RESOURCE_QUOTA, quota, grpc_resource_quota_arg_vtable());
	all = marui_arguments_all(&arguments);
	core = grpc_server_create(&all, NULL);
	grpc_resource_quota_unref(quota);
	return core;
}

static void
register_methods(struct maru_grpc_listener *listener)
{
	while (marui_server_method_at(listener->server, listener->n_registrations) != NULL)
		listener->n_registrations++;
	listener->registrations =
		(struct marui_registration *)zalloc(listener->n_registrations + 1, sizeof *listener->registrations);
	for (size_t i = 0; i < listener->n_registrations; i++) {
		struct marui_registration *registration = &listener->registrations[i];
		grpc_server_register_method_payload_handling payload;

		registration->method = marui_server_method_at(listener->server, i);
		payload = marui_reads_first(registration->method) ? GRPC_SRM_PAYLOAD_READ_INITIAL_BYTE_BUFFER
		                                                  : GRPC_SRM_PAYLOAD_NONE;
		registration->handle = grpc_server_register_method(listener->core, registration->method->path, NULL, payload, 0);
		MARU_ASSERT(registration->handle != NULL);
	}
}

/* 0, or why there is no thread for one of the lanes; then the lanes before it run. */
static int
lanes_start(struct maru_grpc_listener *listener, size_t n_lanes)
{
	listener->lanes = (struct marui_lane *)zalloc(n_lanes, sizeof *listener->lanes);
	for (size_t i = 0; i < n_lanes; i++) {
		struct marui_lane *lane = &listener->lanes[i];
		int error = marui_loop_start(&lane->loop);

		if (error != 0)
			return error;
		grpc_server_register_completion_queue(listener->core, lane->loop.queue, NULL);
		lane->listener = listener;
		lane->tickets = (struct marui_ticket *)zalloc(marui_lane_n_tickets(listener), sizeof *lane->tickets);
		listener->n_lanes++;
	}
	return 0;
}

static maru_status
bind_address(struct maru_grpc_listener *listener, const struct maru_grpc_listen_options *options, struct maru_arena *arena)
{
	grpc_server_credentials *credentials;

	MARU_TRY(marui_address_check(options->address, arena));
	MARU_TRY(marui_grpc_server_credentials(options->tls, arena, &credentials));
	listener->port = grpc_server_add_http2_port(listener->core, options->address, credentials);
	grpc_server_credentials_release(credentials);
	MARU_ENSURE(listener->port != 0,
	            maru_status_new(arena, MARU_CODE_UNAVAILABLE, "cannot listen on \"%s\"", options->address));
	return MARU_OK;
}

static void
destroy(struct maru_grpc_listener *listener)
{
	grpc_server_destroy(listener->core);
	for (size_t i = 0; i < listener->n_lanes; i++) {
		marui_loop_stop(&listener->lanes[i].loop);
		marui_lane_free_tickets(&listener->lanes[i]);
		marui_lane_free_wires(&listener->lanes[i]);
	}
	free(listener->lanes);
	free(listener->registrations);
	pthread_cond_destroy(&listener->changed);
	pthread_mutex_destroy(&listener->mutex);
	free(listener);
}

static maru_status
start(struct maru_grpc_listener *listener, const struct maru_grpc_listen_options *options, struct maru_arena *arena)
{
	size_t n_lanes = options->pollers != 0 ? options->pollers : MARU_GRPC_POLLERS;
	int error;

	register_methods(listener);
	error = lanes_start(listener, n_lanes <= MARU_GRPC_POLLERS_MAX ? n_lanes : MARU_GRPC_POLLERS_MAX);
	MARU_ENSURE(error == 0, maru_status_new(arena, MARU_CODE_RESOURCE_EXHAUSTED, "no thread for the event loop: %s",
	                                        strerror(error)));
	return bind_address(listener, options, arena);
}

maru_status
maru_grpc_listen(struct maru_server *server, const struct maru_grpc_listen_options *options, struct maru_arena *arena,
                 struct maru_grpc_listener **ret_listener)
{
	struct maru_grpc_listener *listener;
	maru_status status;

	MARU_ASSERT(options->address != NULL);
	MARU_ENSURE(maru_server_error(server) == MARU_OK, maru_status_dup(maru_server_error(server), arena));
	marui_core_init();
	listener = listener_new(server);
	listener->metadata_bytes_max = marui_metadata_limit(options->metadata_bytes_max);
	listener->core = core_new(options, listener->message_bytes_max);
	status = start(listener, options, arena);
	if (status != MARU_OK) {
		destroy(listener);
		return status;
	}
	grpc_server_start(listener->core);
	for (size_t i = 0; i < listener->n_lanes; i++)
		marui_lane_open(&listener->lanes[i]);
	*ret_listener = listener;
	return MARU_OK;
}

int
maru_grpc_listener_port(const struct maru_grpc_listener *listener)
{
	return listener->port;
}

typedef bool condition_fn(struct maru_grpc_listener *listener);

/* Every call that was accepted has ended, and every ticket is back. */
static bool
calls_are_done(struct maru_grpc_listener *listener)
{
	for (size_t i = 0; i < listener->n_lanes; i++)
		if (atomic_load(&listener->lanes[i].n_open) != 0)
			return false;
	return true;
}

/* And every connection is closed. */
static bool
all_is_done(struct maru_grpc_listener *listener)
{
	return listener->shutdown_done && calls_are_done(listener);
}

static struct timespec
from_now(uint32_t ms)
{
	struct timespec when;

	clock_gettime(CLOCK_MONOTONIC, &when);
	when.tv_sec += ms / 1000;
	when.tv_nsec += (long)(ms % 1000) * 1000000;
	if (when.tv_nsec >= 1000000000) {
		when.tv_sec++;
		when.tv_nsec -= 1000000000;
	}
	return when;
}

static void
wait_until(struct maru_grpc_listener *listener, condition_fn *is_met, uint32_t at_most_ms)
{
	struct timespec end = from_now(at_most_ms);
	int timed_out = 0;

	pthread_mutex_lock(&listener->mutex);
	while (!is_met(listener) && timed_out == 0)
		timed_out = pthread_cond_timedwait(&listener->changed, &listener->mutex, &end);
	pthread_mutex_unlock(&listener->mutex);
}

static void
wait_for_all(struct maru_grpc_listener *listener)
{
	pthread_mutex_lock(&listener->mutex);
	while (!all_is_done(listener))
		pthread_cond_wait(&listener->changed, &listener->mutex);
	pthread_mutex_unlock(&listener->mutex);
}

/*
 * C core's order: shutdown, keep polling, cancel what is late, and only when every tag has come destroy the server.
 *
 * When the calls are done, connections have a moment to close. Without that limit one whose peer never acknowledges
 * the GOAWAY would hold the end for the whole grace, and so would a call that C core has lost: one that arrives during
 * its shutdown may join the calls that wait for a ticket after those were turned away.
 */
void
maru_grpc_listener_stop(struct maru_grpc_listener *listener, uint32_t grace_ms)
{
	MARU_ASSERT(!listener->stopped);
	listener->stopped = true;
	atomic_store(&listener->draining, true);
	marui_tag_release(&listener->shutdown_tag);
	grpc_server_shutdown_and_notify(listener->core, listener->lanes[0].loop.queue, &listener->shutdown_tag);
	wait_until(listener, calls_are_done, grace_ms);
	wait_until(listener, all_is_done, grace_ms < CLOSING_MS ? grace_ms : CLOSING_MS);
	grpc_server_cancel_all_calls(listener->core);
	wait_for_all(listener);
}

struct maru_grpc_listener *
maru_grpc_listener_free(struct maru_grpc_listener *listener)
{
	if (listener == NULL)
		return NULL;
	if (!listener->stopped)
		maru_grpc_listener_stop(listener, 0);
	destroy(listener);
	return NULL;
}
