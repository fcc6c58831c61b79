#include "maru/transport/grpc/internal/client.h"

#include <grpc/grpc_security.h>
#include <limits.h>
#include <stdlib.h>

#include "maru/base/assert.h"
#include "maru/transport/grpc/internal/arguments.h"
#include "maru/transport/grpc/internal/credentials.h"
#include "maru/transport/grpc/internal/message.h"

static struct marui_client_wire *
wire_new(struct marui_channel *channel)
{
	struct marui_client_wire *wire = (struct marui_client_wire *)calloc(1, sizeof *wire);

	MARU_ASSERT(wire != NULL && "out of memory");
	wire->channel = channel;
	grpc_metadata_array_init(&wire->headers);
	grpc_metadata_array_init(&wire->trailers);
	marui_client_wire_init_tags(wire);
	return wire;
}

static void
wire_free(struct marui_client_wire *wire)
{
	grpc_metadata_array_destroy(&wire->headers);
	grpc_metadata_array_destroy(&wire->trailers);
	marui_metadata_out_fini(&wire->request_metadata);
	free(wire);
}

struct marui_client_wire *
marui_client_wire_take(struct marui_channel *channel)
{
	struct marui_client_wire *wire;

	pthread_mutex_lock(&channel->mutex);
	wire = channel->idle;
	if (wire != NULL) {
		channel->idle = wire->next_idle;
		channel->n_idle--;
	}
	pthread_mutex_unlock(&channel->mutex);
	return wire != NULL ? wire : wire_new(channel);
}

void
marui_client_wire_drop_sent(struct marui_client_wire *wire)
{
	if (wire->has_sent)
		marui_message_written(&wire->sent);
	wire->has_sent = false;
}

void
marui_client_wire_drop_received(struct marui_client_wire *wire)
{
	if (wire->received != NULL)
		grpc_byte_buffer_destroy(wire->received);
	wire->received = NULL;
}

void
marui_client_wire_give(struct marui_client_wire *wire)
{
	struct marui_channel *channel = wire->channel;
	bool kept;

	marui_client_wire_drop_sent(wire);
	marui_client_wire_drop_received(wire);
	marui_metadata_out_reset(&wire->request_metadata);
	wire->headers.count = wire->trailers.count = 0;
	grpc_slice_unref(wire->text);
	grpc_call_unref(wire->core);
	pthread_mutex_lock(&channel->mutex);
	kept = channel->n_idle < MARUI_CLIENT_WIRES_IDLE_MAX;
	if (kept) {
		wire->next_idle = channel->idle;
		channel->idle = wire;
		channel->n_idle++;
	}
	pthread_mutex_unlock(&channel->mutex);
	if (!kept)
		wire_free(wire);
}

static void
channel_close(void *self)
{
	struct marui_channel *channel = (struct marui_channel *)self;

	if (channel->core != NULL)
		grpc_channel_destroy(channel->core);
	for (size_t i = 0; i < channel->n_loops; i++)
		marui_loop_stop(&channel->loops[i]);
	while (channel->idle != NULL) {
		struct marui_client_wire *wire = channel->idle;

		channel->idle = wire->next_idle;
		wire_free(wire);
	}
	pthread_mutex_destroy(&channel->mutex);
	free(channel->loops);
	free(channel);
}

static const struct marui_channel_ops channel_ops = {
	.open = marui_grpc_open,
	.close = channel_close,
};

static int
positive(uint32_t value, int otherwise)
{
	return value == 0 || value > INT_MAX ? otherwise : (int)value;
}

static grpc_channel *
core_new(const struct maru_grpc_client_options *options, grpc_channel_credentials *credentials, size_t message_bytes_max)
{
	int backoff_max_ms = positive(options->backoff_max_ms, MARU_GRPC_BACKOFF_MAX_MS);
	int backoff_initial_ms = positive(options->backoff_initial_ms, MARU_GRPC_BACKOFF_INITIAL_MS);
	struct marui_arguments arguments = { .n = 0 };
	grpc_channel_args all;

	marui_arguments_add_common(&arguments, message_bytes_max, marui_metadata_limit(options->metadata_bytes_max));
	marui_arguments_add(&arguments, GRPC_ARG_ENABLE_HTTP_PROXY, 0);
	marui_arguments_add(&arguments, GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, backoff_initial_ms);
	marui_arguments_add(&arguments, GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, backoff_max_ms);
	if (options->service_config != NULL)
		marui_arguments_add_string(&arguments, GRPC_ARG_SERVICE_CONFIG, options->service_config);
	if (options->tls != NULL && options->tls->server_name != NULL)
		marui_arguments_add_string(&arguments, GRPC_SSL_TARGET_NAME_OVERRIDE_ARG, options->tls->server_name);
	all = marui_arguments_all(&arguments);
	return grpc_channel_create(options->target, credentials, &all);
}

static maru_status
channel_connect(struct marui_channel *channel, const struct maru_grpc_client_options *options, struct maru_arena *arena)
{
	grpc_channel_credentials *credentials;

	MARU_TRY(marui_grpc_client_credentials(options->tls, arena, &credentials));
	channel->core = core_new(options, credentials, channel->message_bytes_max);
	grpc_channel_credentials_release(credentials);
	/* What C core makes of options it does not understand: a channel that fails every call, without saying why. */
	MARU_ENSURE(grpc_channel_check_connectivity_state(channel->core, 0) != GRPC_CHANNEL_TRANSIENT_FAILURE,
	            maru_status_reason(arena, MARU_CODE_INVALID_ARGUMENT, "BAD_ADDRESS",
	                               "no client of \"%s\" can be made: the target%s is not valid", options->target,
	                               options->service_config != NULL ? " or the service config" : ""));
	return MARU_OK;
}

static maru_status
loops_start(struct marui_channel *channel, size_t n_loops, struct maru_arena *arena)
{
	channel->loops = (struct marui_loop *)calloc(n_loops, sizeof *channel->loops);
	MARU_ASSERT(channel->loops != NULL && "out of memory");
	for (size_t i = 0; i < n_loops; i++) {
		int error = marui_loop_start(&channel->loops[i]);

		MARU_ENSURE(error == 0, maru_status_new(arena, MARU_CODE_RESOURCE_EXHAUSTED,
		                                        "no thread for the event loop: %s", strerror(error)));
		channel->n_loops++;
	}
	return MARU_OK;
}

static maru_status
channel_start(struct marui_channel *channel, const struct maru_grpc_client_options *options, struct maru_arena *arena)
{
	size_t n_loops = options->pollers != 0 ? options->pollers : MARU_GRPC_POLLERS;

	MARU_TRY(loops_start(channel, n_loops <= MARU_GRPC_POLLERS_MAX ? n_loops : MARU_GRPC_POLLERS_MAX, arena));
	return channel_connect(channel, options, arena);
}

maru_status
maru_grpc_client_new(const struct maru_grpc_client_options *options, struct maru_arena *arena,
                     struct maru_client **ret_client)
{
	size_t message_bytes_max = options->message_bytes_max;
	struct marui_channel *channel;
	maru_status status;

	MARU_ASSERT(options->target != NULL);
	if (message_bytes_max == 0)
		message_bytes_max = MARU_CALL_MESSAGE_BYTES_MAX;
	marui_core_init();
	channel = (struct marui_channel *)calloc(1, sizeof *channel);
	MARU_ASSERT(channel != NULL && "out of memory");
	pthread_mutex_init(&channel->mutex, NULL);
	channel->message_bytes_max = marui_message_limit(message_bytes_max);
	status = channel_start(channel, options, arena);
	if (status != MARU_OK) {
		channel_close(channel);
		return status;
	}
	*ret_client = marui_client_new(&channel_ops, &marui_grpc_client_ops, channel, options->arena_bytes_max);
	return MARU_OK;
}
