/*
 * The operations of one batch, on the stack: C core copies them when they are started.
 */
#ifndef MARU_TRANSPORT_GRPC_INTERNAL_BATCH_H
#define MARU_TRANSPORT_GRPC_INTERNAL_BATCH_H

#include <grpc/grpc.h>

#include "maru/transport/grpc/internal/metadata.h"
#include "maru/transport/grpc/internal/tag.h"

enum {
	MARUI_BATCH_OPS_MAX = 6,
};

struct marui_batch {
	grpc_op ops[MARUI_BATCH_OPS_MAX];
	size_t n;
};

/* An operation without arguments. */
static inline grpc_op *
marui_batch_add(struct marui_batch *batch, grpc_op_type type)
{
	grpc_op *op = &batch->ops[batch->n];

	MARU_ASSERT_CMP(batch->n, <, MARUI_BATCH_OPS_MAX);
	batch->n++;
	memset(op, 0, sizeof *op);
	op->op = type;
	return op;
}

/* Both borrow until the batch's tag comes. */
static inline grpc_op *
marui_batch_add_headers(struct marui_batch *batch, const struct marui_metadata_out *headers)
{
	grpc_op *op = marui_batch_add(batch, GRPC_OP_SEND_INITIAL_METADATA);

	op->data.send_initial_metadata.count = headers->n;
	op->data.send_initial_metadata.metadata = headers->items;
	return op;
}

static inline void
marui_batch_add_message(struct marui_batch *batch, grpc_byte_buffer *message)
{
	marui_batch_add(batch, GRPC_OP_SEND_MESSAGE)->data.send_message.send_message = message;
}

static inline void
marui_batch_add_receive(struct marui_batch *batch, grpc_byte_buffer **ret_message)
{
	marui_batch_add(batch, GRPC_OP_RECV_MESSAGE)->data.recv_message.recv_message = ret_message;
}

/* Starts it. It cannot be refused: what C core would refuse is a bug of this folder. */
static inline void
marui_batch_start(const struct marui_batch *batch, grpc_call *call, struct marui_tag *tag)
{
	grpc_call_error error;

	marui_tag_release(tag);
	error = grpc_call_start_batch(call, batch->ops, batch->n, tag, NULL);
	MARU_ASSERT_CMP(error, ==, GRPC_CALL_OK);
}

#endif
