/*
 * Parents and children: a call knows what was called from it, so that cancellation goes down and nothing outlives its
 * parent.
 *
 * A child that is being cancelled from above is pinned meanwhile, and waits for that before it leaves its parent's
 * list.
 */
#include "maru/base/assert.h"
#include "maru/rpc/internal/call.h"

/* What a scope adds goes on to the scopes in it and to their calls. */
static void
inherit_options(struct maru_call *child, const struct maru_call *scope)
{
	child->headers = scope->headers;
	child->headers.capacity = child->headers.n; /* the items stay the scope's: to add is to copy them first */
	child->bad_metadata = scope->bad_metadata;
	child->gzip = scope->gzip;
}

void
marui_call_watch(struct maru_call *call)
{
	if (call->end != MARUI_SERVER || call->ops->watch == NULL)
		return;
	if (!atomic_exchange_explicit(&call->watched, true, memory_order_acq_rel))
		call->ops->watch(call->wire);
}

void
marui_family_join(struct maru_call *child, struct maru_call *parent)
{
	marui_call_watch(parent);
	child->parent = parent;
	child->clock = parent->clock;
	child->deadline_us = parent->deadline_us;
	if (parent->end == MARUI_SCOPE)
		inherit_options(child, parent);
	pthread_mutex_lock(&parent->mutex);
	maru_list_push_back(&parent->children, &child->sibling);
	/* Under the mutex: either we see the parent's mark, or whoever sets it sees us in the list. */
	if (atomic_load_explicit(&parent->cancelled, memory_order_acquire))
		atomic_store_explicit(&child->cancelled, true, memory_order_release);
	pthread_mutex_unlock(&parent->mutex);
}

void
marui_family_leave(struct maru_call *child)
{
	struct maru_call *parent = child->parent;

	pthread_mutex_lock(&parent->mutex);
	while (child->pins != 0)
		pthread_cond_wait(&parent->changed, &parent->mutex);
	maru_list_remove(&child->sibling);
	pthread_cond_broadcast(&parent->changed);
	pthread_mutex_unlock(&parent->mutex);
}

static struct maru_call *
next_uncancelled_child(struct maru_call *parent)
{
	MARU_LIST_FOREACH(node, &parent->children) {
		struct maru_call *child = MARU_CONTAINER_OF(node, struct maru_call, sibling);

		if (!atomic_load_explicit(&child->cancelled, memory_order_acquire))
			return child;
	}
	return NULL;
}

static void
cancel_children(struct maru_call *parent)
{
	struct maru_call *child;

	pthread_mutex_lock(&parent->mutex);
	while ((child = next_uncancelled_child(parent)) != NULL) {
		child->pins++;
		pthread_mutex_unlock(&parent->mutex);
		maru_call_cancel(child);
		pthread_mutex_lock(&parent->mutex);
		child->pins--;
		pthread_cond_broadcast(&parent->changed);
	}
	pthread_mutex_unlock(&parent->mutex);
}

/* Marks the call; true for the one who did. */
static bool
mark_cancelled(struct maru_call *call)
{
	return !atomic_exchange_explicit(&call->cancelled, true, memory_order_acq_rel);
}

void
maru_call_cancel(struct maru_call *call)
{
	bool opened;

	if (!mark_cancelled(call))
		return;
	pthread_mutex_lock(&call->mutex);
	opened = call->opened;
	pthread_mutex_unlock(&call->mutex);
	if (opened)
		call->ops->cancel(call->wire);
	cancel_children(call);
}

void
marui_call_cancelled(struct maru_call *call)
{
	if (mark_cancelled(call))
		cancel_children(call);
}

static struct maru_call *
first_child(struct maru_call *parent)
{
	if (maru_list_is_empty(&parent->children))
		return NULL;
	return MARU_CONTAINER_OF(parent->children.next, struct maru_call, sibling);
}

/* Ends a child that its owner left behind. Asynchronous calls end by themselves and are only waited for. */
static void
end_child(struct maru_call *child)
{
	maru_status ignored;

	if (child->end == MARUI_SCOPE) {
		marui_family_end(child);
		marui_call_run_defers(child);
		marui_family_leave(child);
		marui_call_fini(child);
		return;
	}
	ignored = marui_client_finish(child, NULL);
	(void)ignored;
}

void
marui_family_end(struct maru_call *parent)
{
	struct maru_call *child;

	cancel_children(parent);
	pthread_mutex_lock(&parent->mutex);
	while ((child = first_child(parent)) != NULL) {
		if (child->asynchronous) {
			pthread_cond_wait(&parent->changed, &parent->mutex);
			continue;
		}
		pthread_mutex_unlock(&parent->mutex);
		end_child(child);
		pthread_mutex_lock(&parent->mutex);
	}
	pthread_mutex_unlock(&parent->mutex);
}
