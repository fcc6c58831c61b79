#include "maru/transport/suite/probe.h"

#include "maru/testing/cmocka.h"

void
probe_init(struct probe *probe)
{
	*probe = (struct probe){ 0 };
	pthread_mutex_init(&probe->mutex, NULL);
	pthread_cond_init(&probe->changed, NULL);
}

void
probe_fini(struct probe *probe)
{
	if (probe->later_started)
		pthread_join(probe->later, NULL);
	pthread_cond_destroy(&probe->changed);
	pthread_mutex_destroy(&probe->mutex);
}

static void
count_up(struct probe *probe, unsigned *counter)
{
	pthread_mutex_lock(&probe->mutex);
	++*counter;
	pthread_cond_broadcast(&probe->changed);
	pthread_mutex_unlock(&probe->mutex);
}

void
probe_await(struct probe *probe, const unsigned *counter, unsigned least)
{
	pthread_mutex_lock(&probe->mutex);
	while (*counter < least)
		pthread_cond_wait(&probe->changed, &probe->mutex);
	pthread_mutex_unlock(&probe->mutex);
}

/* Fields of `to` as in `from`; everything stays the request's. */
static void
copy_note(const struct probe_note *from, struct probe_note *to)
{
	to->text = from->text;
	to->number = from->number;
	to->payload = from->payload;
}

/* "use-gzip" compresses the replies. */
static maru_status
echo_metadata(struct maru_call *call)
{
	const struct maru_metadata *metadata;
	size_t n;

	if (maru_call_metadata(call, "use-gzip") != NULL)
		maru_call_use_gzip(call);
	metadata = maru_call_metadata_all(call, &n);
	for (size_t i = 0; i < n; i++) {
		if (strncmp(metadata[i].key, "echo-", 5) != 0)
			continue;
		MARU_TRY(maru_call_add_header(call, metadata[i].key, metadata[i].value));
		MARU_TRY(maru_call_add_trailer(call, maru_arena_printf(maru_call_arena(call), "trailer-%s", metadata[i].key),
		                               metadata[i].value));
	}
	return MARU_OK;
}

static maru_status
echo(void *self, struct maru_call *call, const struct probe_note *request, struct probe_note *reply)
{
	(void)self;
	copy_note(request, reply);
	return echo_metadata(call);
}

struct later {
	struct maru_call *call;
	const struct probe_note *request;
	struct probe_note *reply;
};

static void *
answer_later(void *argument)
{
	struct later *later = argument;

	copy_note(later->request, later->reply);
	maru_call_complete(later->call, MARU_OK);
	return NULL;
}

static maru_status
echo_later(void *self, struct maru_call *call, const struct probe_note *request, struct probe_note *reply)
{
	struct later *later = maru_arena_alloc(maru_call_arena(call), sizeof *later);
	maru_status ignored = maru_call_fail(call, MARU_CODE_INTERNAL, "ignored: the call is detached");
	struct probe *probe = self;

	*later = (struct later){ call, request, reply };
	maru_call_detach(call);
	if (probe->later_started)
		pthread_join(probe->later, NULL);
	probe->later_started = true;
	assert_int_equal(pthread_create(&probe->later, NULL, answer_later, later), 0);
	return ignored; /* the arena is the other thread's by now */
}

static maru_status
refuse(void *self, struct maru_call *call, const struct probe_note *request, struct probe_note *reply)
{
	(void)self, (void)reply;
	MARU_TRY(echo_metadata(call));
	if (request->payload.len != 0)
		return maru_status_reason(maru_call_arena(call), (enum maru_code)request->number, "REFUSED", "%s", request->text);
	return maru_call_fail(call, (enum maru_code)request->number, "%s", request->text);
}

static void
count_deferred(void *object)
{
	struct probe *probe = object;

	count_up(probe, &probe->n_deferred);
}

static maru_status
hang(void *self, struct maru_call *call, const struct probe_note *request, struct probe_note *reply)
{
	struct probe *probe = self;

	(void)request, (void)reply;
	maru_defer(call, count_deferred, probe);
	count_up(probe, &probe->n_hanging);
	while (!maru_call_is_cancelled(call))
		sched_yield();
	count_up(probe, &probe->n_cancelled);
	return MARU_OK;
}

static maru_status
hoard(void *self, struct maru_call *call, const struct probe_note *request, struct probe_note *reply)
{
	(void)self, (void)request, (void)reply;
	for (int piece = 0; piece < 64; piece++)
		maru_arena_alloc(maru_call_arena(call), 1024 * 1024);
	return MARU_OK;
}

static maru_status
relay(void *self, struct maru_call *call, const struct probe_note *request, struct probe_note *reply)
{
	struct probe *probe = self;
	const struct probe_note *inner;

	maru_defer(call, count_deferred, probe);
	if (request->number < 0)
		MARU_TRY(probe_hang(probe->self_client, call, request, &inner));
	else
		MARU_TRY(probe_echo(probe->self_client, call, request, &inner));
	copy_note(inner, reply);
	return MARU_OK;
}

static maru_status
count(void *self, struct maru_call *call, const struct probe_note *request, struct probe_count_stream *stream)
{
	(void)self;
	MARU_TRY(echo_metadata(call));
	for (int32_t number = 1; number <= request->number; number++)
		MARU_TRY(probe_count_stream_send(stream, PROBE_NOTE(.number = number, .text = request->text)));
	return MARU_OK;
}

static maru_status
flood(void *self, struct maru_call *call, const struct probe_note *request, struct probe_flood_stream *stream)
{
	struct probe *probe = self;
	maru_status status;

	maru_defer(call, count_deferred, probe);
	count_up(probe, &probe->n_hanging);
	while ((status = probe_flood_stream_send(stream, request)) == MARU_OK)
		count_up(probe, &probe->n_flooded);
	count_up(probe, &probe->n_cancelled);
	return status;
}

static maru_status
sum(void *self, struct maru_call *call, struct probe_sum_stream *stream, struct probe_note *reply)
{
	const struct probe_note *note;
	struct probe *probe = self;

	maru_defer(call, count_deferred, probe);
	count_up(probe, &probe->n_summing);
	for (;;) {
		MARU_TRY(probe_sum_stream_recv(stream, &note));
		if (note == NULL)
			break;
		reply->number += note->number;
	}
	count_up(probe, &probe->n_summed);
	return MARU_OK;
}

static maru_status
quit(void *self, struct maru_call *call, struct probe_quit_stream *stream, struct probe_note *reply)
{
	const struct probe_note *note;

	(void)self, (void)reply;
	maru_call_cancel(call);
	do
		MARU_TRY(probe_quit_stream_recv(stream, &note));
	while (note != NULL);
	return maru_call_fail(call, MARU_CODE_INTERNAL, "the end of a cancelled stream was a good one");
}

static maru_status
chat(void *self, struct maru_call *call, struct probe_chat_stream *stream)
{
	const struct probe_note *note;

	(void)self;
	for (;;) {
		MARU_TRY(probe_chat_stream_recv(stream, &note));
		if (note == NULL)
			return MARU_OK;
		MARU_ENSURE(note->number >= 0, maru_call_fail(call, MARU_CODE_OUT_OF_RANGE, "%d is negative", note->number));
		MARU_TRY(probe_chat_stream_send(stream, note));
	}
}

const struct probe_service probe_service = {
	.echo = echo,
	.echo_inline = echo,
	.echo_later = echo_later,
	.fail = refuse,
	.hang = hang,
	.hang_shortly = hang,
	.hoard = hoard,
	.relay = relay,
	.count = count,
	.flood = flood,
	.sum = sum,
	.chat = chat,
	.quit = quit,
};
