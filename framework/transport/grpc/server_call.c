#include "maru/transport/grpc/internal/batch.h"
#include "maru/transport/grpc/internal/message.h"
#include "maru/transport/grpc/internal/server.h"

#define DETAILS_KEY "grpc-status-details-bin"

static maru_status
server_message(void *self, struct maru_arena *arena, maru_bytes *ret_message)
{
	struct marui_server_wire *wire = (struct marui_server_wire *)self;

	return marui_message_read(wire->received, wire->lane->listener->message_bytes_max, arena, ret_message);
}

static void
server_receive(void *self)
{
	struct marui_server_wire *wire = (struct marui_server_wire *)self;
	struct marui_batch batch = { .n = 0 };

	marui_server_wire_drop_received(wire);
	marui_batch_add_receive(&batch, &wire->received);
	marui_batch_start(&batch, wire->core, &wire->receive_tag);
}

static void
received(struct marui_tag *tag, bool ok)
{
	struct marui_server_wire *wire = MARU_CONTAINER_OF(tag, struct marui_server_wire, receive_tag);
	bool has_message = ok && wire->received != NULL;

	/* Without a message the client's half is over, or the call is: only the first is the end of a stream. */
	if (!has_message && grpc_call_failed_before_recv_message(wire->core))
		marui_call_cancelled(wire->call);
	marui_call_received(wire->call, has_message);
}

/* Compresses with gzip where the caller accepts it: C core knows what that is. */
static void
add_headers(struct marui_server_wire *wire, struct marui_batch *batch)
{
	struct marui_outgoing outgoing;
	grpc_op *op;

	if (wire->headers_sent)
		return;
	wire->headers_sent = true;
	marui_call_headers(wire->call, &outgoing);
	marui_metadata_out_add_all(&wire->headers, outgoing.metadata, outgoing.n_metadata);
	op = marui_batch_add_headers(batch, &wire->headers);
	op->data.send_initial_metadata.maybe_compression_level.is_set = outgoing.gzip;
	op->data.send_initial_metadata.maybe_compression_level.level = GRPC_COMPRESS_LEVEL_LOW;
}

static void
add_message(struct marui_server_wire *wire, struct marui_batch *batch, maru_bytes message)
{
	marui_message_write(&wire->sent, message);
	wire->has_sent = true;
	marui_batch_add_message(batch, &wire->sent);
}

static void
server_send(void *self, maru_bytes message)
{
	struct marui_server_wire *wire = (struct marui_server_wire *)self;
	struct marui_batch batch = { .n = 0 };

	add_headers(wire, &batch);
	add_message(wire, &batch, message);
	marui_batch_start(&batch, wire->core, &wire->send_tag);
}

static void
sent(struct marui_tag *tag, bool ok)
{
	struct marui_server_wire *wire = MARU_CONTAINER_OF(tag, struct marui_server_wire, send_tag);

	marui_server_wire_drop_sent(wire);
	marui_call_sent(wire->call, ok);
}

/* `text` is what C core copies the message from. */
static void
add_status(struct marui_server_wire *wire, struct marui_batch *batch, maru_status status, grpc_slice *text)
{
	struct marui_outgoing outgoing;
	grpc_op *op;

	marui_call_trailers(wire->call, &outgoing);
	marui_metadata_out_add_all(&wire->trailers, outgoing.metadata, outgoing.n_metadata);
	if (status != MARU_OK && status->details.len != 0)
		marui_metadata_out_add(&wire->trailers, DETAILS_KEY, status->details);
	op = marui_batch_add(batch, GRPC_OP_SEND_STATUS_FROM_SERVER);
	op->data.send_status_from_server.trailing_metadata_count = wire->trailers.n;
	op->data.send_status_from_server.trailing_metadata = wire->trailers.items;
	op->data.send_status_from_server.status = (grpc_status_code)maru_status_code(status);
	if (status == MARU_OK)
		return;
	*text = grpc_slice_from_copied_string(status->message);
	op->data.send_status_from_server.status_details = text;
}

static void
server_finish(void *self, const maru_bytes *reply, maru_status status)
{
	struct marui_server_wire *wire = (struct marui_server_wire *)self;
	struct marui_batch batch = { .n = 0 };
	grpc_slice text = grpc_empty_slice();

	add_headers(wire, &batch);
	if (reply != NULL)
		add_message(wire, &batch, *reply);
	add_status(wire, &batch, status, &text);
	marui_server_wire_add_close(wire, &batch);
	marui_batch_start(&batch, wire->core, &wire->finish_tag);
	grpc_slice_unref(text);
}

static void
finished(struct marui_tag *tag, bool ok)
{
	(void)ok;
	marui_server_wire_ended(MARU_CONTAINER_OF(tag, struct marui_server_wire, finish_tag));
}

static void
closed(struct marui_tag *tag, bool ok)
{
	struct marui_server_wire *wire = MARU_CONTAINER_OF(tag, struct marui_server_wire, close_tag);

	(void)ok;
	if (wire->cancelled)
		marui_call_cancelled(wire->call);
	marui_server_wire_ended(wire);
}

static void
server_watch(void *self)
{
	marui_server_wire_watch((struct marui_server_wire *)self);
}

static void
server_cancel(void *self)
{
	struct marui_server_wire *wire = (struct marui_server_wire *)self;

	(void)grpc_call_cancel(wire->core, NULL);
}

void
marui_server_wire_init_tags(struct marui_server_wire *wire)
{
	wire->receive_tag.done = received;
	wire->send_tag.done = sent;
	wire->finish_tag.done = finished;
	wire->close_tag.done = closed;
}

const struct marui_wire_ops marui_grpc_server_ops = {
	.message = server_message,
	.receive = server_receive,
	.send = server_send,
	.finish = server_finish,
	.watch = server_watch,
	.cancel = server_cancel,
};
