#include "maru/base/list.h"

#include "maru/testing/cmocka.h"
#include "maru/testing/death.h"

struct item {
	int number;
	struct maru_list node;
};

static struct item *
item_of(struct maru_list *node)
{
	return MARU_CONTAINER_OF(node, struct item, node);
}

/* Items numbered 0, 1, 2, ... in no list. */
static void
items_init(struct item *items, int n)
{
	for (int i = 0; i < n; i++) {
		items[i].number = i;
		maru_list_init(&items[i].node);
	}
}

/* The numbers in order as one decimal number, read forwards; the way back must be its mirror. */
static int
digits(struct maru_list *head)
{
	int forwards = 0, backwards = 0, place = 1;

	MARU_LIST_FOREACH(node, head)
		forwards = forwards * 10 + item_of(node)->number;
	for (struct maru_list *node = head->prev; node != head; node = node->prev, place *= 10)
		backwards += item_of(node)->number * place;
	assert_int_equal(forwards, backwards);
	return forwards;
}

static void
nodes_come_out_in_the_order_they_were_pushed(void **state)
{
	struct item items[4];
	struct maru_list head;

	(void)state;
	items_init(items, 4);
	maru_list_init(&head);
	assert_true(maru_list_is_empty(&head));
	assert_null(maru_list_pop_front(&head));
	maru_list_push_back(&head, &items[2].node);
	maru_list_push_back(&head, &items[3].node);
	maru_list_push_front(&head, &items[1].node);
	assert_int_equal(digits(&head), 123);
	assert_ptr_equal(maru_list_pop_front(&head), &items[1].node);
	assert_int_equal(digits(&head), 23);
	assert_false(maru_list_is_empty(&head));
}

static void
removing_twice_is_removing_once(void **state)
{
	struct item items[4];
	struct maru_list head;

	(void)state;
	items_init(items, 4);
	maru_list_init(&head);
	for (int i = 1; i < 4; i++)
		maru_list_push_back(&head, &items[i].node);
	maru_list_remove(&items[2].node);
	maru_list_remove(&items[2].node);
	assert_int_equal(digits(&head), 13);
	assert_true(maru_list_is_empty(&items[2].node));
	maru_list_push_back(&head, &items[2].node);
	assert_int_equal(digits(&head), 132);
}

static void
the_loop_survives_the_removal_of_its_node(void **state)
{
	struct item *items[5];
	struct maru_list head;

	(void)state;
	maru_list_init(&head);
	for (int i = 0; i < 5; i++) {
		items[i] = malloc(sizeof *items[i]);
		items[i]->number = i;
		maru_list_init(&items[i]->node);
		maru_list_push_back(&head, &items[i]->node);
	}
	MARU_LIST_FOREACH(node, &head) {
		if (item_of(node)->number % 2 == 0) {
			maru_list_remove(node);
			free(item_of(node));
		}
	}
	assert_int_equal(digits(&head), 13);
	MARU_LIST_FOREACH(node, &head) {
		maru_list_remove(node);
		free(item_of(node));
	}
	assert_true(maru_list_is_empty(&head));
}

static void
link_twice(void *self)
{
	struct maru_list head, node;

	(void)self;
	maru_list_init(&head);
	maru_list_init(&node);
	maru_list_push_back(&head, &node);
	maru_list_push_back(&head, &node);
}

static void
a_linked_node_cannot_be_linked_again(void **state)
{
	(void)state;
	maru_assert_dies(link_twice, NULL, "assertion failed: maru_list_is_empty(node)");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nodes_come_out_in_the_order_they_were_pushed),
		cmocka_unit_test(removing_twice_is_removing_once),
		cmocka_unit_test(the_loop_survives_the_removal_of_its_node),
		cmocka_unit_test(a_linked_node_cannot_be_linked_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
