/*
 * Events of the transport, and waiting for them.
 */
#include "maru/rpc/internal/call.h"

void
marui_call_opened(struct maru_call *call, void *wire)
{
	bool cancelled;

	pthread_mutex_lock(&call->mutex);
	call->wire = wire;
	call->opened = true;
	cancelled = atomic_load_explicit(&call->cancelled, memory_order_acquire);
	pthread_mutex_unlock(&call->mutex);
	if (cancelled)
		call->ops->cancel(wire);
}

static void
event_came(struct maru_call *call, bool *event, bool *detail, bool value)
{
	pthread_mutex_lock(&call->mutex);
	*event = true;
	*detail = value;
	pthread_cond_broadcast(&call->changed);
	pthread_mutex_unlock(&call->mutex);
}

void
marui_call_received(struct maru_call *call, bool has_message)
{
	event_came(call, &call->received, &call->has_message, has_message);
}

void
marui_call_sent(struct maru_call *call, bool ok)
{
	event_came(call, &call->sent, &call->sent_ok, ok);
}

void
marui_call_ended(struct maru_call *call)
{
	if (call->asynchronous) {
		marui_client_async_ended(call);
		return;
	}
	event_came(call, &call->ended, &call->ended, true);
}

void
marui_wait_ended(struct maru_call *call)
{
	pthread_mutex_lock(&call->mutex);
	while (!call->ended)
		pthread_cond_wait(&call->changed, &call->mutex);
	pthread_mutex_unlock(&call->mutex);
}

static bool
wait_and_take(struct maru_call *call, bool *event, const bool *detail)
{
	bool value;

	pthread_mutex_lock(&call->mutex);
	while (!*event)
		pthread_cond_wait(&call->changed, &call->mutex);
	*event = false;
	value = *detail;
	pthread_mutex_unlock(&call->mutex);
	return value;
}

bool
marui_wait_received(struct maru_call *call)
{
	return wait_and_take(call, &call->received, &call->has_message);
}

bool
marui_wait_sent(struct maru_call *call)
{
	return wait_and_take(call, &call->sent, &call->sent_ok);
}
