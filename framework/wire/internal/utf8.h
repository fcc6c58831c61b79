/* UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing past U+10FFFF. */
#ifndef MARU_WIRE_INTERNAL_UTF8_H
#define MARU_WIRE_INTERNAL_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* How many bytes from `data` on are whole UTF-8 characters other than NUL: `len` where all are what a C string may hold, else
 * where the first character begins that is not. */
size_t marui_utf8_span(const uint8_t *data, size_t len);

#endif
