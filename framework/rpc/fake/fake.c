#include "maru/rpc/fake/fake.h"

static maru_status
invoke(const void *table, void *self, struct maru_call *call, const ProtobufCMessage *request, ProtobufCMessage *reply)
{
	const struct fake_service *service = (const struct fake_service *)table;

	return service->handler(self, call, (const struct google_rpc_status *)request, (struct google_rpc_status *)reply);
}

#define METHOD(kind_, path_) \
	{ \
		.path = "/fake.Fake/" path_, .kind = (kind_), .is_inline = true, .request = &google_rpc_status_type, \
		.reply = &google_rpc_status_type, .invoke = invoke \
	}

static const struct maru_method methods[] = {
	METHOD(MARU_UNARY, "Unary"),
	METHOD(MARU_SERVER_STREAM, "ServerStream"),
	METHOD(MARU_CLIENT_STREAM, "ClientStream"),
	METHOD(MARU_BIDI_STREAM, "BidiStream"),
};

const struct maru_service fake_service_descriptor = {
	.name = "fake.Fake",
	.n_methods = sizeof methods / sizeof methods[0],
	.methods = methods,
};

const struct maru_method *
fake_method(enum maru_method_kind kind)
{
	return &methods[kind];
}

void
fake_init(struct fake *fake)
{
	*fake = (struct fake){ .deadline_us = INT64_MAX, .order = "" };
	google_rpc_status_init(&fake->message);
	maru_arena_init(&fake->arena, NULL, SIZE_MAX);
	pthread_mutex_init(&fake->mutex, NULL);
	pthread_cond_init(&fake->changed, NULL);
}

void
fake_fini(struct fake *fake)
{
	pthread_cond_destroy(&fake->changed);
	pthread_mutex_destroy(&fake->mutex);
	maru_arena_fini(&fake->arena);
}

void
fake_note(struct fake *fake, const char *what)
{
	fake->order = maru_arena_printf(&fake->arena, "%s%s", fake->order, what);
}

static maru_status
message(void *object, struct maru_arena *arena, maru_bytes *ret_message)
{
	struct fake *fake = (struct fake *)object;

	*ret_message = fake->raw.len != 0 ? fake->raw : google_rpc_status_encode(&fake->message, arena);
	return MARU_OK;
}

static void
receive(void *object)
{
	struct fake *fake = (struct fake *)object;

	marui_call_received(fake->call, fake->n_received++ < fake->n_messages);
}

static void
keep_sent(struct fake *fake, maru_bytes bytes)
{
	fake->sent = maru_bytes_of(maru_arena_bytesdup(&fake->arena, bytes), bytes.len);
}

static void
keep_outgoing(struct fake *fake, const struct marui_outgoing *outgoing)
{
	struct maru_metadata *copies = (struct maru_metadata *)maru_arena_alloc(&fake->arena, outgoing->n_metadata * sizeof *copies);

	for (size_t i = 0; i < outgoing->n_metadata; i++) {
		maru_bytes value = outgoing->metadata[i].value;

		copies[i].key = maru_arena_strdup(&fake->arena, outgoing->metadata[i].key);
		copies[i].value = maru_bytes_of(maru_arena_bytesdup(&fake->arena, value), value.len);
	}
	fake->outgoing = (struct marui_outgoing){ copies, outgoing->n_metadata, outgoing->gzip };
}

static void
send_message(void *object, maru_bytes bytes)
{
	struct fake *fake = (struct fake *)object;
	struct marui_outgoing outgoing;

	keep_sent(fake, bytes);
	if (!fake->is_client) {
		marui_call_headers(fake->call, &outgoing);
		keep_outgoing(fake, &outgoing);
	}
	marui_call_sent(fake->call, fake->n_sent++ < fake->n_sends_taken);
}

static void
finish(void *object, const maru_bytes *reply, maru_status status)
{
	struct fake *fake = (struct fake *)object;
	struct marui_outgoing outgoing;

	marui_call_headers(fake->call, &outgoing);
	keep_outgoing(fake, &outgoing);
	fake->has_reply = reply != NULL;
	if (reply != NULL)
		keep_sent(fake, *reply);
	fake->status = maru_status_dup(status, &fake->arena);
	marui_call_closed(fake->call);
	pthread_mutex_lock(&fake->mutex);
	fake->finished = true;
	pthread_cond_broadcast(&fake->changed);
	pthread_mutex_unlock(&fake->mutex);
}

static void
close_send(void *object)
{
	((struct fake *)object)->n_close_sent++;
}

static void
cancel(void *object)
{
	((struct fake *)object)->n_cancelled++;
}

static void
status(void *object, struct maru_arena *arena, struct marui_ending *ret_ending)
{
	struct fake *fake = (struct fake *)object;

	*ret_ending = (struct marui_ending){ maru_status_dup(fake->outcome, arena), fake->metadata, fake->n_metadata };
}

static void
release(void *object)
{
	((struct fake *)object)->n_released++;
}

static const struct marui_wire_ops wire_ops = {
	.message = message,
	.receive = receive,
	.send = send_message,
	.finish = finish,
	.close_send = close_send,
	.cancel = cancel,
	.status = status,
	.release = release,
};

void
fake_serve(struct fake *fake, struct maru_server *server, const char *path)
{
	const struct marui_arrival arrival = {
		.path = path,
		.metadata = fake->metadata,
		.n_metadata = fake->n_metadata,
		.deadline_us = fake->deadline_us,
		.peer = "fake",
		.wire = fake,
		.ops = &wire_ops,
	};

	fake->finished = false;
	fake->call = marui_server_call_new(server);
	marui_server_accept(server, fake->call, &arrival);
}

void
fake_await_finish(struct fake *fake)
{
	pthread_mutex_lock(&fake->mutex);
	while (!fake->finished)
		pthread_cond_wait(&fake->changed, &fake->mutex);
	pthread_mutex_unlock(&fake->mutex);
}

static void
open_call(void *object, struct maru_call *call, const maru_bytes *request)
{
	struct fake *fake = (struct fake *)object;
	struct marui_outgoing outgoing;
	bool ends = fake->ends_in_open;

	fake->n_opened++;
	fake->call = call;
	marui_call_outgoing(call, &outgoing);
	keep_outgoing(fake, &outgoing);
	if (request != NULL)
		keep_sent(fake, *request);
	marui_call_opened(call, fake);
	if (ends)
		marui_call_ended(call);
}

static void
close_channel(void *object)
{
	(void)object;
}

static const struct marui_channel_ops channel_ops = {
	.open = open_call,
	.close = close_channel,
};

struct maru_client *
fake_client_new(struct fake *fake)
{
	fake->is_client = true;
	return marui_client_new(&channel_ops, &wire_ops, fake, 0);
}
