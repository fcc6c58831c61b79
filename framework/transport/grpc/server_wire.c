#include <grpc/support/alloc.h>
#include <stdlib.h>

#include "maru/base/assert.h"
#include "maru/transport/grpc/internal/batch.h"
#include "maru/transport/grpc/internal/message.h"
#include "maru/transport/grpc/internal/server.h"

enum {
	END_TAGS = 1, /* finish; close adds one where it has a batch of its own */
};

static struct marui_server_wire *
wire_new(struct marui_lane *lane)
{
	struct marui_server_wire *wire = (struct marui_server_wire *)calloc(1, sizeof *wire);

	MARU_ASSERT(wire != NULL && "out of memory");
	wire->lane = lane;
	grpc_metadata_array_init(&wire->request_metadata.array);
	marui_server_wire_init_tags(wire);
	return wire;
}

static void
wire_free(struct marui_server_wire *wire)
{
	marui_metadata_in_fini(&wire->request_metadata);
	marui_metadata_out_fini(&wire->headers);
	marui_metadata_out_fini(&wire->trailers);
	free(wire);
}

struct marui_server_wire *
marui_server_wire_take(struct marui_lane *lane)
{
	struct marui_server_wire *wire = lane->idle;

	if (wire != NULL) {
		lane->idle = wire->next_idle;
		lane->n_idle--;
	} else {
		wire = wire_new(lane);
	}
	wire->call = marui_server_call_new(lane->listener->server);
	wire->headers_sent = false;
	wire->n_end_tags = END_TAGS;
	atomic_store_explicit(&wire->close_asked, false, memory_order_relaxed);
	atomic_fetch_add(&lane->n_open, 1);
	return wire;
}

static void
wire_give(struct marui_server_wire *wire)
{
	struct marui_lane *lane = wire->lane;

	marui_server_wire_drop_sent(wire);
	marui_server_wire_drop_received(wire);
	marui_metadata_out_reset(&wire->headers);
	marui_metadata_out_reset(&wire->trailers);
	gpr_free(wire->peer);
	grpc_call_unref(wire->core);
	if (lane->n_idle == MARUI_WIRES_IDLE_MAX) {
		wire_free(wire);
		return;
	}
	wire->next_idle = lane->idle;
	lane->idle = wire;
	lane->n_idle++;
}

void
marui_lane_free_wires(struct marui_lane *lane)
{
	while (lane->idle != NULL) {
		struct marui_server_wire *wire = lane->idle;

		lane->idle = wire->next_idle;
		wire_free(wire);
	}
}

void
marui_server_wire_drop_sent(struct marui_server_wire *wire)
{
	if (wire->has_sent)
		marui_message_written(&wire->sent);
	wire->has_sent = false;
}

void
marui_server_wire_drop_received(struct marui_server_wire *wire)
{
	if (wire->received != NULL)
		grpc_byte_buffer_destroy(wire->received);
	wire->received = NULL;
}

void
marui_server_wire_ended(struct marui_server_wire *wire)
{
	struct marui_lane *lane = wire->lane;

	if (--wire->n_end_tags != 0)
		return;
	marui_call_closed(wire->call);
	wire_give(wire);
	marui_lane_closed_one(lane);
}

bool
marui_server_wire_add_close(struct marui_server_wire *wire, struct marui_batch *batch)
{
	if (atomic_exchange(&wire->close_asked, true))
		return false;
	marui_batch_add(batch, GRPC_OP_RECV_CLOSE_ON_SERVER)->data.recv_close_on_server.cancelled = &wire->cancelled;
	return true;
}

void
marui_server_wire_watch(struct marui_server_wire *wire)
{
	struct marui_batch batch = { .n = 0 };

	if (!marui_server_wire_add_close(wire, &batch))
		return;
	wire->n_end_tags++;
	marui_batch_start(&batch, wire->core, &wire->close_tag);
}
