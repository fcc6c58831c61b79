#include "maru/transport/grpc/internal/arguments.h"

#include "maru/base/assert.h"
#include "maru/transport/grpc/grpc.h"
#include "maru/transport/grpc/internal/message.h"

static grpc_arg *
add(struct marui_arguments *arguments, grpc_arg_type type, const char *key)
{
	grpc_arg *item = &arguments->items[arguments->n];

	MARU_ASSERT_CMP(arguments->n, <, MARUI_ARGUMENTS_MAX);
	arguments->n++;
	item->type = type;
	item->key = (char *)(uintptr_t)key; /* C core only reads it */
	return item;
}

void
marui_arguments_add(struct marui_arguments *arguments, const char *key, int value)
{
	add(arguments, GRPC_ARG_INTEGER, key)->value.integer = value;
}

void
marui_arguments_add_string(struct marui_arguments *arguments, const char *key, const char *value)
{
	add(arguments, GRPC_ARG_STRING, key)->value.string = (char *)(uintptr_t)value;
}

void
marui_arguments_add_pointer(struct marui_arguments *arguments, const char *key, void *value,
                            const grpc_arg_pointer_vtable *vtable)
{
	grpc_arg *item = add(arguments, GRPC_ARG_POINTER, key);

	item->value.pointer.p = value;
	item->value.pointer.vtable = vtable;
}

unsigned
marui_metadata_limit(unsigned bytes_max)
{
	return bytes_max != 0 && bytes_max <= MARUI_MESSAGE_BYTES_MAX ? bytes_max : MARU_GRPC_METADATA_BYTES_MAX;
}

/* C core's decompression is off because it inflates a bomb before it looks at the size; channelz and the census cost
 * time and memory for each call and nobody reads them here. */
void
marui_arguments_add_common(struct marui_arguments *arguments, size_t message_bytes_max, unsigned metadata_bytes_max)
{
	marui_arguments_add(arguments, GRPC_ARG_ENABLE_PER_MESSAGE_DECOMPRESSION, 0);
	marui_arguments_add(arguments, GRPC_ARG_MAX_RECEIVE_MESSAGE_LENGTH, (int)message_bytes_max + MARUI_WIRE_SLACK_BYTES);
	marui_arguments_add(arguments, GRPC_ARG_MAX_METADATA_SIZE, (int)metadata_bytes_max);
	marui_arguments_add(arguments, GRPC_ARG_ENABLE_CHANNELZ, 0);
}

grpc_channel_args
marui_arguments_all(struct marui_arguments *arguments)
{
	return (grpc_channel_args){ .num_args = arguments->n, .args = arguments->items };
}
