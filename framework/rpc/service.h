/*
 * What generated services and stubs are made of: method tables, and the untyped functions under the typed ones.
 *
 * A service is a constant: its methods in the order of the .proto, each with its path, its kind, what the contract
 * says of it, and a thunk that calls the user's row with the right types. All behaviour is in the framework; the
 * functions named marui_ are for generated code only.
 */
#ifndef MARU_RPC_SERVICE_H
#define MARU_RPC_SERVICE_H

#include "maru/rpc/call.h"
#include "maru/rpc/client.h"
#include "maru/rpc/server.h"
#include "maru/wire/message.h"

MARU_BEGIN_DECLS

enum maru_method_kind {
	MARU_UNARY,
	MARU_SERVER_STREAM,
	MARU_CLIENT_STREAM,
	MARU_BIDI_STREAM,
};

/* google.protobuf.MethodOptions.IdempotencyLevel */
enum maru_idempotency {
	MARU_IDEMPOTENCY_UNKNOWN = 0,
	MARU_NO_SIDE_EFFECTS = 1,
	MARU_IDEMPOTENT = 2,
};

/* maru.Priority */
enum maru_priority {
	MARU_PRIORITY_UNSPECIFIED = 0,
	MARU_PRIORITY_CRITICAL = 1,
	MARU_PRIORITY_DEGRADED = 2,
	MARU_PRIORITY_BEST_EFFORT = 3,
	MARU_PRIORITY_BULK = 4,
};

/* Calls the user's row. `request` is NULL where the client streams, `reply` where the server does. */
typedef maru_status marui_invoke_fn(const void *table, void *self, struct maru_call *call, const ProtobufCMessage *request,
                                    ProtobufCMessage *reply);

struct maru_method {
	const char *path; /* "/hello.v1.Hello/Greet" */
	enum maru_method_kind kind;
	enum maru_idempotency idempotency;
	enum maru_priority priority;
	bool is_inline;       /* runs on the event loop */
	bool is_public;       /* no token needed */
	uint32_t deadline_ms; /* where the caller gives none; 0: no deadline of its own */
	size_t n_scopes;      /* all of them are needed */
	const char *const *scopes;
	size_t n_roles; /* one of them is enough */
	const char *const *roles;
	const struct maru_message_type *request, *reply;
	marui_invoke_fn *invoke;
};

struct maru_service {
	const char *name; /* "hello.v1.Hello" */
	size_t n_methods;
	const struct maru_method *methods;
};

/* What a row that is NULL answers. */
MARU_MUST_USE maru_status marui_unimplemented(struct maru_call *call);

/* One message on a stream, from the server's end or the client's; semantics in call.h under "Streams". */
MARU_MUST_USE maru_status marui_stream_send(struct maru_call *call, const ProtobufCMessage *message);
MARU_MUST_USE maru_status marui_stream_recv(struct maru_call *call, const ProtobufCMessage **ret_message);
MARU_MUST_USE maru_status marui_stream_close_send(struct maru_call *call);

/* A unary call, to its end. The reply is on the arena of `parent`. */
MARU_MUST_USE maru_status marui_client_call(struct maru_client *client, struct maru_call *parent,
                                            const struct maru_method *method, const ProtobufCMessage *request,
                                            const ProtobufCMessage **ret_reply);

/* A unary call that reports its end to `thunk(done, self, status, reply)`. */
typedef void marui_any_fn(void);
typedef void marui_done_fn(marui_any_fn *done, void *self, maru_status status, const ProtobufCMessage *reply);
void marui_client_call_async(struct maru_client *client, struct maru_call *parent, const struct maru_method *method,
                             const ProtobufCMessage *request, marui_done_fn *thunk, marui_any_fn *done, void *self);

/* Opens a stream. `request` is the one request of a server stream, else NULL. */
MARU_MUST_USE maru_status marui_client_open(struct maru_client *client, struct maru_call *parent,
                                            const struct maru_method *method, const ProtobufCMessage *request,
                                            struct maru_call **ret_call);

/* Ends a stream and frees the call. `ret_reply` receives the one reply of a client stream, else it is NULL. */
MARU_MUST_USE maru_status marui_client_finish(struct maru_call *call, const ProtobufCMessage **ret_reply);

MARU_END_DECLS

#endif
