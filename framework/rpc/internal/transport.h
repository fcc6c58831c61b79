/*
 * The seam between rpc and transports. rpc/ decides, a transport carries; neither sees the other's objects.
 *
 * Both ends of a wire look alike here. A transport has an object per call (`wire`) and a table of operations on it;
 * rpc asks for operations, the transport answers through the marui_call_* events, each exactly once, from any thread
 * and perhaps before the operation has returned. rpc calls operations without holding a lock, and a transport must
 * hold none while it reports an event.
 *
 * Bytes do not travel with events. An event only says that something is there; the thread that waits fetches it with
 * `message` or `status`, so that inflating, copying and the arena stay on that thread.
 *
 * Server:  marui_server_accept -> { receive -> marui_call_received, send -> marui_call_sent }*
 *          -> finish -> marui_call_closed; marui_call_cancelled at any time in between, at most once
 * Client:  open -> marui_call_opened -> { receive -> marui_call_received, send -> marui_call_sent, close_send }*
 *          -> marui_call_ended -> status, message -> release; cancel at any time before release
 *
 * One send and one receive may be under way at a time, together. A server's send or receive that is under way when
 * `finish` is asked for does not happen: rpc waits for its event first.
 */
#ifndef MARU_RPC_INTERNAL_TRANSPORT_H
#define MARU_RPC_INTERNAL_TRANSPORT_H

#include "maru/rpc/client.h"
#include "maru/rpc/server.h"
#include "maru/rpc/service.h"

MARU_BEGIN_DECLS

/* What has come with the end of a client's call; all on the arena that `status` was given. */
struct marui_ending {
	maru_status status; /* code, message, details as they came; MARU_OK */
	const struct maru_metadata *metadata; /* headers, then trailers */
	size_t n_metadata;
};

struct marui_wire_ops {
	/* The message that arrived last: with accept, with marui_call_received(has_message), or, for a unary or
	 * client-streaming call of a client, with marui_call_ended (MARU_OK status). Uncompressed here, within the
	 * message limit. The bytes are valid until the next `receive`, `finish` or `release`. May use `arena`.
	 * RESOURCE_EXHAUSTED MESSAGE_TOO_LARGE; UNIMPLEMENTED for a compression that is not known; INTERNAL for one
	 * that is broken, and for a message that is not there. */
	maru_status (*message)(void *wire, struct maru_arena *arena, maru_bytes *ret_message);

	/* Asks for one more message; answered by marui_call_received(). */
	void (*receive)(void *wire);

	/* Sends a message, after the headers where they are not sent yet. Borrows the bytes until marui_call_sent()
	 * answers. */
	void (*send)(void *wire, maru_bytes message);

	/* Server: headers if need be, the reply if there is one, status and trailers. Borrows all until
	 * marui_call_closed(). */
	void (*finish)(void *wire, const maru_bytes *reply, maru_status status);

	/* Server, optional, at most once, before `finish`, any thread: from now on somebody wants to know of a cancellation.
	 * A transport that has to pay for knowing may leave it until then. */
	void (*watch)(void *wire);

	/* Client: no more messages from this end. At most once, no send after it. No answer. */
	void (*close_send)(void *wire);

	/* Client: gives up; marui_call_ended() follows soon, unless it has come. Server: resets the call. Any thread. */
	void (*cancel)(void *wire); /* a second time does nothing; reports no event of this call before it returns */

	/* Client, after marui_call_ended(): how it ended. As often as asked, also by two threads at once. */
	void (*status)(void *wire, struct maru_arena *arena, struct marui_ending *ret_ending);

	/* Client, after marui_call_ended(): frees the wire. */
	void (*release)(void *wire);
};

/* What a transport's channel can do. */
struct marui_channel_ops {
	/* Starts a call: path, deadline and metadata are marui_call_outgoing()'s. Reports marui_call_opened() first
	 * of all. With `request`: sends it, closes the sending side, and, unless the server streams, receives the
	 * reply, so that marui_call_ended() is the only further event. Borrows the request until marui_call_ended().
	 * Cannot fail: what goes wrong is told by `status`. */
	void (*open)(void *channel, struct maru_call *call, const maru_bytes *request);

	/* Closes the channel and frees it; every call has been released. */
	void (*close)(void *channel);
};

/* Server side */

struct marui_arrival {
	const char *path;                      /* copied by rpc */
	const struct maru_metadata *metadata;  /* borrowed until marui_call_closed() */
	size_t n_metadata;
	size_t metadata_bytes_max; /* a call with more is refused; 0: no limit */
	int64_t deadline_us; /* on the server's clock; INT64_MAX: none */
	const char *peer;    /* borrowed until marui_call_closed() */
	void *wire;
	const struct marui_wire_ops *ops;
};

/* The method at a path with what stands behind it, or NULL. A transport may look it up once and for all. */
const struct maru_method *marui_server_method(const struct maru_server *server, const char *path);

/* Every method, for transports that register them; `index` from 0, NULL past the end. */
const struct maru_method *marui_server_method_at(const struct maru_server *server, size_t index);

/*
 * Takes a call and runs it. For a unary or server-streaming method the request has arrived already and `message`
 * gives it. May run the whole handler before it returns (inline methods), so `finish` may be asked for meanwhile. The
 * call is valid until marui_call_closed().
 */
void marui_server_accept(struct maru_server *server, struct maru_call *call, const struct marui_arrival *arrival);

/* A call object for the next arrival, so that the transport can tie it to its wire before any event; recycled ones
 * first. */
MARU_RETURNS_NONNULL struct maru_call *marui_server_call_new(struct maru_server *server);

/* Gives back one that was never accepted. */
void marui_server_call_drop(struct maru_call *call);

/* The limits that transports enforce. */
size_t marui_server_message_bytes_max(const struct maru_server *server);
const struct maru_clock *marui_server_clock(const struct maru_server *server);

/* What goes out with the server's headers and trailers, read by `send` and `finish`. */
struct marui_outgoing {
	const struct maru_metadata *metadata;
	size_t n_metadata;
	bool gzip;
};

void marui_call_headers(struct maru_call *call, struct marui_outgoing *ret_headers);
void marui_call_trailers(struct maru_call *call, struct marui_outgoing *ret_trailers);

/* Client side */

/* Makes the client of a channel; the transport's constructor ends with it. Takes the channel. `message_bytes_max` is
 * for the transport's own use; `arena_bytes_max` bounds the arena of an asynchronous call, 0:
 * MARU_CALL_ARENA_BYTES_MAX. */
MARU_RETURNS_NONNULL struct maru_client *marui_client_new(const struct marui_channel_ops *ops, const struct marui_wire_ops *wire_ops,
                                                          void *channel, size_t arena_bytes_max);

/* What a client's call sends first; path is maru_call_path(), the deadline maru_call_deadline_us() of
 * maru_call_clock(). Valid until marui_call_ended(). */
void marui_call_outgoing(struct maru_call *call, struct marui_outgoing *ret_outgoing);
const struct maru_clock *marui_call_clock(const struct maru_call *call);

/* The deadline of what begins now and may take that long; INT64_MAX where no number is large enough. */
int64_t marui_deadline_us(const struct maru_clock *clock, int64_t timeout_us);

/* Events, for both sides */

/* Client: `wire` is the transport's object for this call. The first event, before `open` returns. */
void marui_call_opened(struct maru_call *call, void *wire);

/* `receive` is done: a message is there, or there will be no more (the other end closed its side, or the call ended). */
void marui_call_received(struct maru_call *call, bool has_message);

/* `send` is done; false: the call has ended and the message is lost. */
void marui_call_sent(struct maru_call *call, bool ok);

/* Server: the caller cancelled, has gone, or its deadline has passed. Comes before the marui_call_received(false) and
 * marui_call_sent(false) that are due to it: what ends first looks like the good end of a stream. */
void marui_call_cancelled(struct maru_call *call);

/* Server: `finish` is done and nothing of the transport refers to the call any more; rpc recycles it. */
void marui_call_closed(struct maru_call *call);

/* Client: the call is over, its status and last message can be fetched. Every send and receive under way has been
 * answered before. */
void marui_call_ended(struct maru_call *call);

MARU_END_DECLS

#endif
