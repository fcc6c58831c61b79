/* CMocka with the standard headers that it needs and does not include itself. */
#ifndef MARU_TESTING_CMOCKA_H
#define MARU_TESTING_CMOCKA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#endif
