#include "maru/transport/memory/internal/pipe.h"

#include "maru/testing/cmocka.h"

static struct memory_pipe pipe_under_test, *const p = &pipe_under_test;

static int
set_up(void **state)
{
	(void)state;
	*p = (struct memory_pipe){ 0 };
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	marui_memory_pipe_fini(p);
	return 0;
}

static unsigned
send_text(const char *text)
{
	return marui_memory_pipe_send(p, maru_bytes_of_string(text));
}

static void
assert_holds(const char *text)
{
	assert_true(maru_bytes_equal(maru_bytes_of(p->data, p->len), maru_bytes_of_string(text)));
}

static void
a_message_waits_for_its_receiver(void **state)
{
	(void)state;
	assert_int_equal(send_text("a"), MEMORY_SENT);
	assert_int_equal(marui_memory_pipe_receive(p), MEMORY_RECEIVED);
	assert_holds("a");
}

static void
a_receiver_waits_for_its_message(void **state)
{
	(void)state;
	assert_int_equal(marui_memory_pipe_receive(p), MEMORY_NOTHING);
	assert_int_equal(send_text("a"), MEMORY_SENT | MEMORY_RECEIVED);
	assert_holds("a");
}

static void
one_message_fits_and_the_next_send_waits(void **state)
{
	(void)state;
	assert_int_equal(send_text("a"), MEMORY_SENT);
	assert_int_equal(send_text("b"), MEMORY_NOTHING);
	assert_int_equal(marui_memory_pipe_receive(p), MEMORY_RECEIVED);
	assert_holds("a"); /* until the next receive */
	assert_int_equal(marui_memory_pipe_receive(p), MEMORY_SENT | MEMORY_RECEIVED);
	assert_holds("b");
}

static void
a_message_being_read_makes_the_next_send_wait(void **state)
{
	(void)state;
	assert_int_equal(send_text("a"), MEMORY_SENT);
	assert_int_equal(marui_memory_pipe_receive(p), MEMORY_RECEIVED);
	assert_int_equal(send_text("bb"), MEMORY_NOTHING);
	assert_holds("a");
	assert_int_equal(marui_memory_pipe_receive(p), MEMORY_SENT | MEMORY_RECEIVED);
	assert_holds("bb");
}

static void
an_empty_message_is_a_message(void **state)
{
	(void)state;
	assert_int_equal(marui_memory_pipe_send(p, maru_bytes_of(NULL, 0)), MEMORY_SENT);
	assert_int_equal(marui_memory_pipe_receive(p), MEMORY_RECEIVED);
	assert_int_equal(p->len, 0);
}

static void
what_was_sent_before_the_end_is_received(void **state)
{
	(void)state;
	assert_int_equal(send_text("a"), MEMORY_SENT);
	assert_int_equal(marui_memory_pipe_close(p), MEMORY_NOTHING);
	assert_int_equal(marui_memory_pipe_receive(p), MEMORY_RECEIVED);
	assert_int_equal(marui_memory_pipe_receive(p), MEMORY_NO_MORE);
	assert_int_equal(marui_memory_pipe_receive(p), MEMORY_NO_MORE);
}

static void
the_end_answers_a_receiver_that_waits(void **state)
{
	(void)state;
	assert_int_equal(marui_memory_pipe_receive(p), MEMORY_NOTHING);
	assert_int_equal(marui_memory_pipe_close(p), MEMORY_NO_MORE);
	assert_int_equal(marui_memory_pipe_close(p), MEMORY_NOTHING);
}

static void
nothing_is_sent_after_the_end(void **state)
{
	(void)state;
	assert_int_equal(marui_memory_pipe_close(p), MEMORY_NOTHING);
	assert_int_equal(send_text("a"), MEMORY_NOT_SENT);
	assert_int_equal(marui_memory_pipe_receive(p), MEMORY_NO_MORE);
}

static void
a_break_answers_both_ends(void **state)
{
	(void)state;
	assert_int_equal(send_text("a"), MEMORY_SENT);
	assert_int_equal(send_text("b"), MEMORY_NOTHING);
	assert_int_equal(marui_memory_pipe_break(p), MEMORY_NOT_SENT);
	assert_int_equal(send_text("c"), MEMORY_NOT_SENT);
	assert_int_equal(marui_memory_pipe_break(p), MEMORY_NOTHING);
	tear_down(NULL);
	set_up(NULL);
	assert_int_equal(marui_memory_pipe_receive(p), MEMORY_NOTHING);
	assert_int_equal(marui_memory_pipe_break(p), MEMORY_NO_MORE);
	assert_int_equal(marui_memory_pipe_receive(p), MEMORY_NO_MORE);
}

static void
a_break_leaves_the_message_to_its_reader(void **state)
{
	(void)state;
	assert_int_equal(send_text("a"), MEMORY_SENT);
	assert_int_equal(marui_memory_pipe_receive(p), MEMORY_RECEIVED);
	assert_int_equal(marui_memory_pipe_break(p), MEMORY_NOTHING);
	assert_holds("a");
}

static void
a_reset_pipe_is_as_new_but_keeps_its_room(void **state)
{
	uint8_t *room;

	(void)state;
	assert_int_equal(send_text("hello"), MEMORY_SENT);
	assert_int_equal(marui_memory_pipe_break(p), MEMORY_NOTHING);
	room = p->data;
	marui_memory_pipe_reset(p);
	assert_int_equal(marui_memory_pipe_receive(p), MEMORY_NOTHING);
	assert_int_equal(send_text("again"), MEMORY_SENT | MEMORY_RECEIVED);
	assert_ptr_equal(p->data, room);
}

static void
a_reset_pipe_gives_large_room_back(void **state)
{
	static const uint8_t large[MEMORY_PIPE_KEPT_BYTES + 1];

	(void)state;
	assert_int_equal(marui_memory_pipe_send(p, maru_bytes_of(large, sizeof large - 1)), MEMORY_SENT);
	marui_memory_pipe_reset(p);
	assert_int_equal(p->capacity, sizeof large - 1);
	assert_int_equal(marui_memory_pipe_send(p, maru_bytes_of(large, sizeof large)), MEMORY_SENT);
	marui_memory_pipe_reset(p);
	assert_int_equal(p->capacity, 0);
	assert_null(p->data);
}

#define pipe_test(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		pipe_test(a_message_waits_for_its_receiver),
		pipe_test(a_receiver_waits_for_its_message),
		pipe_test(one_message_fits_and_the_next_send_waits),
		pipe_test(a_message_being_read_makes_the_next_send_wait),
		pipe_test(an_empty_message_is_a_message),
		pipe_test(what_was_sent_before_the_end_is_received),
		pipe_test(the_end_answers_a_receiver_that_waits),
		pipe_test(nothing_is_sent_after_the_end),
		pipe_test(a_break_answers_both_ends),
		pipe_test(a_break_leaves_the_message_to_its_reader),
		pipe_test(a_reset_pipe_is_as_new_but_keeps_its_room),
		pipe_test(a_reset_pipe_gives_large_room_back),
	};

	return cmocka_run_group_tests_name("pipe", tests, NULL, NULL);
}
