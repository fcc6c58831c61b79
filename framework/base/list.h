/*
 * An intrusive doubly linked list: the node lives inside the element, so that linking allocates nothing and an element
 * is unlinked without a search. A list is a ring through its head; head and node have one type.
 *
 * Invariants
 *  - A node is initialised before anything else is done with it. A node that is in no list points to itself.
 *  - A node is in one list at most (asserted when it is linked); an element that is in two lists has two nodes.
 *  - Neither a head nor a linked node may be copied or moved.
 *
 * Not thread-safe: the list's owner locks. Nothing here can fail.
 */
#ifndef MARU_BASE_LIST_H
#define MARU_BASE_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "maru/base/assert.h"
#include "maru/base/attributes.h"

MARU_BEGIN_DECLS

struct maru_list {
	struct maru_list *prev, *next;
};

/* The element around a member: MARU_CONTAINER_OF(node, struct maru_call, in_queue). */
#define MARU_CONTAINER_OF(pointer, type, member) ((type *)((char *)(pointer) - offsetof(type, member)))

/* Each node from first to last. The body may remove `node` (and free its element), but no other node of the list. */
#define MARU_LIST_FOREACH(node, head) \
	for (struct maru_list *node = (head)->next, *node##_next = node->next; node != (head); \
	     node = node##_next, node##_next = node->next)

/* An empty list, or a node in no list. */
static inline void
maru_list_init(struct maru_list *list)
{
	list->prev = list->next = list;
}

/* Of a head: no element. Of a node: in no list. */
static inline bool
maru_list_is_empty(const struct maru_list *list)
{
	return list->next == list;
}

static inline void
marui_list_link(struct maru_list *before, struct maru_list *node)
{
	MARU_ASSERT(maru_list_is_empty(node));
	node->prev = before;
	node->next = before->next;
	before->next->prev = node;
	before->next = node;
}

static inline void
maru_list_push_back(struct maru_list *head, struct maru_list *node)
{
	marui_list_link(head->prev, node);
}

static inline void
maru_list_push_front(struct maru_list *head, struct maru_list *node)
{
	marui_list_link(head, node);
}

/* Out of whatever list it is in; a node in no list stays so. The node may be linked again. */
static inline void
maru_list_remove(struct maru_list *node)
{
	node->prev->next = node->next;
	node->next->prev = node->prev;
	maru_list_init(node);
}

/* Removes and returns the first node; NULL where the list is empty. */
static inline struct maru_list *
maru_list_pop_front(struct maru_list *head)
{
	struct maru_list *node = head->next;

	if (maru_list_is_empty(head))
		return NULL;
	maru_list_remove(node);
	return node;
}

MARU_END_DECLS

#endif
