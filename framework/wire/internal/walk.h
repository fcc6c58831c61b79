/*
 * Encoded bytes, looked at once more with the descriptors: for what decoding does not keep.
 *
 * It costs nothing where all goes well: only the path of an error and, in proto2, missing required fields need it.
 */
#ifndef MARU_WIRE_INTERNAL_WALK_H
#define MARU_WIRE_INTERNAL_WALK_H

#include "maru/wire/internal/read.h"

MARU_BEGIN_DECLS

/* One field of an encoded message, with the descriptor's field where number and wire type fit, else NULL. */
struct marui_wire_field {
	const ProtobufCFieldDescriptor *field;
	uint32_t number;
	const uint8_t *start; /* its tag */
	maru_bytes value;     /* without the length before it; of what is broken, nothing */
	const uint8_t *end;   /* where the next tag starts; of what is broken, the end of all */
};

/* The field at *at, and moves *at to its end. False at the end, and where no tag can be read. */
bool marui_walk(const ProtobufCMessageDescriptor *descriptor, const uint8_t **at, const uint8_t *end,
                struct marui_wire_field *ret_field);

/* "orders.v1.PlaceOrderRequest.items[3].sku", cut off where it does not fit. */
struct marui_path {
	size_t len;
	char text[400];
};

void marui_path_init(struct marui_path *path, const ProtobufCMessageDescriptor *descriptor);

/* Adds the name of a field of the message that is encoded in `message`, and its index where it is repeated. */
void marui_path_add(struct marui_path *path, const ProtobufCMessageDescriptor *descriptor, maru_bytes message,
                    const struct marui_wire_field *wire);

/* Adds all the fields that lead to `target`, a byte of the message. */
void marui_path_add_to(struct marui_path *path, const ProtobufCMessageDescriptor *descriptor, maru_bytes message,
                       const uint8_t *target);

/* MISSING_REQUIRED where an encoded message, which has been decoded without a fault, lacks a required field anywhere. */
MARU_MUST_USE maru_status marui_check_required(const ProtobufCMessageDescriptor *descriptor, maru_bytes in,
                                               struct maru_arena *arena);

MARU_END_DECLS

#endif
