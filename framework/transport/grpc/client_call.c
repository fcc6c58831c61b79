#include <grpc/support/time.h>

#include "maru/transport/grpc/internal/batch.h"
#include "maru/transport/grpc/internal/client.h"
#include "maru/transport/grpc/internal/message.h"

#define DETAILS_KEY "grpc-status-details-bin"
#define COMPRESSION_KEY "grpc-internal-encoding-request" /* C core's own; it goes no further */

/* A batch may begin; false: the call has ended. */
static bool
batch_begin(struct marui_client_wire *wire)
{
	unsigned n = atomic_load(&wire->n_batches);

	while (n != 0)
		if (atomic_compare_exchange_weak(&wire->n_batches, &n, n + 1))
			return true;
	return false;
}

static void
batch_end(struct marui_client_wire *wire)
{
	if (atomic_fetch_sub(&wire->n_batches, 1) == 1)
		marui_call_ended(wire->call);
}

static void
ended(struct marui_tag *tag, bool ok)
{
	(void)ok;
	batch_end(MARU_CONTAINER_OF(tag, struct marui_client_wire, end_tag));
}

static void
started(struct marui_tag *tag, bool ok)
{
	(void)ok;
	batch_end(MARU_CONTAINER_OF(tag, struct marui_client_wire, start_tag));
}

static void
send_closed(struct marui_tag *tag, bool ok)
{
	(void)ok;
	batch_end(MARU_CONTAINER_OF(tag, struct marui_client_wire, close_send_tag));
}

static void
sent(struct marui_tag *tag, bool ok)
{
	struct marui_client_wire *wire = MARU_CONTAINER_OF(tag, struct marui_client_wire, send_tag);

	marui_client_wire_drop_sent(wire);
	marui_call_sent(wire->call, ok);
	batch_end(wire);
}

static void
received(struct marui_tag *tag, bool ok)
{
	struct marui_client_wire *wire = MARU_CONTAINER_OF(tag, struct marui_client_wire, receive_tag);

	marui_call_received(wire->call, ok && wire->received != NULL);
	batch_end(wire);
}

void
marui_client_wire_init_tags(struct marui_client_wire *wire)
{
	wire->end_tag.done = ended;
	wire->start_tag.done = started;
	wire->send_tag.done = sent;
	wire->receive_tag.done = received;
	wire->close_send_tag.done = send_closed;
}

/* The deadline on C core's clock. */
static gpr_timespec
core_deadline(const struct maru_call *call)
{
	int64_t deadline_us = maru_call_deadline_us(call), remaining_us;

	if (deadline_us == INT64_MAX)
		return gpr_inf_future(GPR_CLOCK_MONOTONIC);
	remaining_us = deadline_us - maru_clock_monotonic_us(marui_call_clock(call));
	return gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_micros(remaining_us, GPR_TIMESPAN));
}

static grpc_call *
core_call(struct marui_channel *channel, const struct maru_call *call)
{
	size_t loop = atomic_fetch_add(&channel->next_loop, 1) % channel->n_loops;
	grpc_slice path = grpc_slice_from_copied_string(maru_call_path(call));
	grpc_call *core = grpc_channel_create_call(channel->core, NULL, 0, channel->loops[loop].queue, path, NULL,
	                                           core_deadline(call), NULL);

	grpc_slice_unref(path);
	MARU_ASSERT(core != NULL);
	return core;
}

static void
set_request_metadata(struct marui_client_wire *wire)
{
	struct marui_outgoing outgoing;

	marui_call_outgoing(wire->call, &outgoing);
	marui_metadata_out_add_all(&wire->request_metadata, outgoing.metadata, outgoing.n_metadata);
	if (outgoing.gzip)
		marui_metadata_out_add(&wire->request_metadata, COMPRESSION_KEY, maru_bytes_of_string("gzip"));
}

static void
add_start(struct marui_client_wire *wire, struct marui_batch *batch, const maru_bytes *request)
{
	marui_batch_add_headers(batch, &wire->request_metadata);
	if (request == NULL)
		return;
	marui_message_write(&wire->sent, *request);
	wire->has_sent = true;
	marui_batch_add_message(batch, &wire->sent);
	marui_batch_add(batch, GRPC_OP_SEND_CLOSE_FROM_CLIENT);
}

static void
add_end(struct marui_client_wire *wire, struct marui_batch *batch, bool one_reply)
{
	grpc_op *op;

	op = marui_batch_add(batch, GRPC_OP_RECV_INITIAL_METADATA);
	op->data.recv_initial_metadata.recv_initial_metadata = &wire->headers;
	if (one_reply)
		marui_batch_add_receive(batch, &wire->received);
	op = marui_batch_add(batch, GRPC_OP_RECV_STATUS_ON_CLIENT);
	op->data.recv_status_on_client.trailing_metadata = &wire->trailers;
	op->data.recv_status_on_client.status = &wire->code;
	op->data.recv_status_on_client.status_details = &wire->text;
}

/* A unary call is one batch and one tag. A stream asks for its end first, and may be over before it has started. */
void
marui_grpc_open(void *self, struct maru_call *call, const maru_bytes *request)
{
	struct marui_client_wire *wire = marui_client_wire_take((struct marui_channel *)self);
	enum maru_method_kind kind = maru_call_method(call)->kind;
	struct marui_batch start = { .n = 0 }, end = { .n = 0 };

	wire->call = call;
	wire->core = core_call(wire->channel, call);
	wire->text = grpc_empty_slice();
	set_request_metadata(wire);
	atomic_store(&wire->n_batches, kind == MARU_UNARY ? 1 : 2);
	marui_call_opened(call, wire);
	if (kind == MARU_UNARY) {
		add_start(wire, &end, request);
		add_end(wire, &end, true);
		marui_batch_start(&end, wire->core, &wire->end_tag);
		return;
	}
	add_end(wire, &end, kind == MARU_CLIENT_STREAM);
	marui_batch_start(&end, wire->core, &wire->end_tag);
	add_start(wire, &start, request);
	marui_batch_start(&start, wire->core, &wire->start_tag);
}

static maru_status
client_message(void *self, struct maru_arena *arena, maru_bytes *ret_message)
{
	struct marui_client_wire *wire = (struct marui_client_wire *)self;

	return marui_message_read(wire->received, wire->channel->message_bytes_max, arena, ret_message);
}

static void
client_receive(void *self)
{
	struct marui_client_wire *wire = (struct marui_client_wire *)self;
	struct marui_batch batch = { .n = 0 };

	marui_client_wire_drop_received(wire);
	if (!batch_begin(wire)) {
		marui_call_received(wire->call, false);
		return;
	}
	marui_batch_add_receive(&batch, &wire->received);
	marui_batch_start(&batch, wire->core, &wire->receive_tag);
}

static void
client_send(void *self, maru_bytes message)
{
	struct marui_client_wire *wire = (struct marui_client_wire *)self;
	struct marui_batch batch = { .n = 0 };

	if (!batch_begin(wire)) {
		marui_call_sent(wire->call, false);
		return;
	}
	marui_message_write(&wire->sent, message);
	wire->has_sent = true;
	marui_batch_add_message(&batch, &wire->sent);
	marui_batch_start(&batch, wire->core, &wire->send_tag);
}

static void
client_close_send(void *self)
{
	struct marui_client_wire *wire = (struct marui_client_wire *)self;
	struct marui_batch batch = { .n = 0 };

	if (!batch_begin(wire))
		return;
	marui_batch_add(&batch, GRPC_OP_SEND_CLOSE_FROM_CLIENT);
	marui_batch_start(&batch, wire->core, &wire->close_send_tag);
}

static void
client_cancel(void *self)
{
	struct marui_client_wire *wire = (struct marui_client_wire *)self;

	(void)grpc_call_cancel(wire->core, NULL);
}

static maru_bytes
find_details(const struct maru_metadata *metadata, size_t n)
{
	const struct maru_metadata *details = maru_metadata_find(metadata, n, DETAILS_KEY);

	return details != NULL ? details->value : maru_bytes_of(NULL, 0);
}

static maru_status
status_of(const struct marui_client_wire *wire, struct maru_arena *arena, maru_bytes details)
{
	bool known = wire->code > GRPC_STATUS_OK && wire->code <= GRPC_STATUS_UNAUTHENTICATED;
	struct maru_error *error;

	if (wire->code == GRPC_STATUS_OK)
		return MARU_OK;
	error = (struct maru_error *)maru_arena_zalloc(arena, sizeof *error);
	error->code = known ? (enum maru_code)wire->code : MARU_CODE_UNKNOWN;
	error->message = maru_arena_bytesdup(arena, marui_slice_bytes(&wire->text));
	error->details = details;
	return error;
}

static void
client_status(void *self, struct maru_arena *arena, struct marui_ending *ret_ending)
{
	struct marui_client_wire *wire = (struct marui_client_wire *)self;
	size_t n_headers = wire->headers.count, n = n_headers + wire->trailers.count;
	struct maru_metadata *metadata = (struct maru_metadata *)maru_arena_alloc(arena, n * sizeof *metadata);

	marui_metadata_copy(&wire->headers, arena, metadata);
	marui_metadata_copy(&wire->trailers, arena, metadata + n_headers);
	ret_ending->metadata = metadata;
	ret_ending->n_metadata = n;
	ret_ending->status = status_of(wire, arena, find_details(metadata + n_headers, n - n_headers));
}

static void
client_release(void *self)
{
	marui_client_wire_give((struct marui_client_wire *)self);
}

const struct marui_wire_ops marui_grpc_client_ops = {
	.message = client_message,
	.receive = client_receive,
	.send = client_send,
	.close_send = client_close_send,
	.cancel = client_cancel,
	.status = client_status,
	.release = client_release,
};
