/*
 * C core's channel arguments, gathered on the stack.
 */
#ifndef MARU_TRANSPORT_GRPC_INTERNAL_ARGUMENTS_H
#define MARU_TRANSPORT_GRPC_INTERNAL_ARGUMENTS_H

#include <grpc/grpc.h>

enum {
	MARUI_ARGUMENTS_MAX = 16,
};

struct marui_arguments {
	grpc_arg items[MARUI_ARGUMENTS_MAX];
	size_t n;
};

/* Keys and strings are borrowed. */
void marui_arguments_add(struct marui_arguments *arguments, const char *key, int value);
void marui_arguments_add_string(struct marui_arguments *arguments, const char *key, const char *value);
void marui_arguments_add_pointer(struct marui_arguments *arguments, const char *key, void *value,
                                 const grpc_arg_pointer_vtable *vtable);

/* The limit that is asked for, or the default. */
unsigned marui_metadata_limit(unsigned bytes_max);

/* What servers and clients have in common. */
void marui_arguments_add_common(struct marui_arguments *arguments, size_t message_bytes_max, unsigned metadata_bytes_max);

/* Borrows. */
grpc_channel_args marui_arguments_all(struct marui_arguments *arguments);

#endif
