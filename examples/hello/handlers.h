/* The Hello service, one handler of each kind. */
#ifndef EXAMPLES_HELLO_HANDLERS_H
#define EXAMPLES_HELLO_HANDLERS_H

#include "hello/v1/hello.maru.h"

extern const struct hello_service hello_handlers;

#endif
