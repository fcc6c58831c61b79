/*
 * Assertions under test: a body that has to end its process.
 */
#ifndef MARU_TESTING_DEATH_H
#define MARU_TESTING_DEATH_H

#include "maru/base/attributes.h"

MARU_BEGIN_DECLS

typedef void maru_death_fn(void *self);

/*
 * Runs `body` in a child process. Asserts that abort() ended it and that what it wrote to stderr ends with `message`
 * and a newline. The caller has one thread.
 */
void maru_assert_dies(maru_death_fn *body, void *self, const char *message);

MARU_END_DECLS

#endif
