/*
 * Text from a .proto, made safe to stand in C: comments and string literals.
 */
#ifndef MARU_CODEGEN_EMIT_TEXT_H
#define MARU_CODEGEN_EMIT_TEXT_H

#include "codegen/emit/printer.h"

enum {
	TEXT_LITERAL_BYTES_MAX = 4095, /* -Woverlength-strings refuses more */
};

/*
 * The inside of a comment: no comment ends, starts or continues in it, no trigraph, no control or text-direction character, and
 * only well-formed UTF-8. Trailing space is cut.
 */
const char *text_for_comment(const char *text, struct maru_arena *arena);

/* A comment on lines of its own, long lines wrapped; nothing for "". */
void text_comment(struct printer *printer, const char *comment);

/* `declaration;`, behind it `note` (may be "") and the comment where that fits on the line, else the comment above. */
void text_member(struct printer *printer, const char *declaration, const char *note, const char *comment);

/* The inside of a string literal. */
const char *text_for_literal(maru_bytes bytes, struct maru_arena *arena);

/* What `escaped` stands for, the bytes of a default as a descriptor spells them: \n \r \t \" \' \\ and octal. */
maru_bytes text_unescape(const char *escaped, struct maru_arena *arena);

/* `static const <type> <name>[] = "...";`, as a list of numbers where it is too long for a literal. char or uint8_t. */
void text_array(struct printer *printer, const char *type, const char *name, maru_bytes bytes);

#endif
