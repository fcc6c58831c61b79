#include "maru/testing/death.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "maru/base/assert.h"

enum { STDERR_BYTES_MAX = 4096 };

MARU_NORETURN static void
run_child(maru_death_fn *body, void *self, int stderr_fd)
{
	const struct rlimit no_core = { 0, 0 };

	setrlimit(RLIMIT_CORE, &no_core);
	signal(SIGABRT, SIG_DFL); /* CMocka and the sanitizers may have their own */
	dup2(stderr_fd, STDERR_FILENO);
	body(self);
	_exit(0);
}

/* All that arrives until the other end closes, up to the limit; NUL-terminated. */
static size_t
read_all(int fd, char text[STDERR_BYTES_MAX])
{
	size_t len = 0;
	ssize_t n;

	while (len < STDERR_BYTES_MAX - 1 && (n = read(fd, text + len, STDERR_BYTES_MAX - 1 - len)) > 0)
		len += (size_t)n;
	text[len] = '\0';
	return len;
}

static void
assert_last_words(const char *text, size_t len, const char *message)
{
	size_t message_len = strlen(message);
	bool as_expected = len > message_len && text[len - 1] == '\n' &&
	                   memcmp(text + len - 1 - message_len, message, message_len) == 0;

	if (!as_expected)
		fprintf(stderr, "expected the last words \"%s\", got: %s\n", message, text);
	MARU_ASSERT(as_expected);
}

void
maru_assert_dies(maru_death_fn *body, void *self, const char *message)
{
	char text[STDERR_BYTES_MAX];
	int ends[2], status;
	size_t len;
	pid_t child;

	MARU_ASSERT(pipe(ends) == 0);
	child = fork();
	MARU_ASSERT_CMP(child, >=, 0);
	if (child == 0)
		run_child(body, self, ends[1]);
	close(ends[1]);
	len = read_all(ends[0], text);
	close(ends[0]);
	MARU_ASSERT(waitpid(child, &status, 0) == child);
	MARU_ASSERT(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	assert_last_words(text, len, message);
}
