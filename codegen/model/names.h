/*
 * How names of a .proto become names of C. Pure functions from strings to strings, on the given arena; each depends
 * on its arguments alone, so that what is added to a file renames nothing.
 *
 * CamelCase becomes snake_case at each capital that follows a lower-case letter or a digit, and at the last capital
 * of several that a lower-case letter follows: HTTPServer is http_server, GetV2Thing is get_v2_thing, MD5Sum is
 * md5_sum. A name without any lower-case letter is one word, or several with underscores already: X509V3 is x509v3,
 * MOOD_HAPPY is mood_happy. Underscores stay.
 */
#ifndef MARU_CODEGEN_MODEL_NAMES_H
#define MARU_CODEGEN_MODEL_NAMES_H

#include <stdbool.h>

#include "maru/base/arena.h"

/* snake_case, in lower case. */
const char *names_snake(struct maru_arena *arena, const char *name);

/* Upper case, letter by letter: what a macro or an enum constant is made of. */
const char *names_upper(struct maru_arena *arena, const char *name);

/* "prefix_name"; `name` itself after an empty prefix. */
const char *names_join(struct maru_arena *arena, const char *prefix, const char *name);

/* With an underscore at the end where the name is a keyword of C11 or C++, or a macro of the usual headers; else
 * `name`. */
const char *names_escape(struct maru_arena *arena, const char *name);

/* The C prefix of a package: dots become underscores, words become snake_case. */
const char *names_package_prefix(struct maru_arena *arena, const char *package);

/* The C prefix of a file without a package, from its output stem: the last part of the path in snake_case, with underscores
 * for what C has no place for. Without a prefix a message Stat would be the struct stat of <sys/stat.h>. */
const char *names_file_prefix(struct maru_arena *arena, const char *stem);

/* The bounded context that a package speaks of: its last component that is no version (v1, v1beta2, v1p1alpha); ""
 * for none. */
const char *names_package_context(struct maru_arena *arena, const char *package);

/* A service's word in C names: snake_case, without "_service" at the end, unless nothing else is left. */
const char *names_service(struct maru_arena *arena, const char *name);

/* "hello/v1/hello" of "hello/v1/hello.proto". */
const char *names_output_stem(struct maru_arena *arena, const char *path);

/* "HELLO_V1_HELLO_MARU_H" of "hello/v1/hello". */
const char *names_guard(struct maru_arena *arena, const char *stem);

/* [A-Za-z_][A-Za-z0-9_]* */
bool names_is_identifier(const char *name);

/* Identifiers with dots between them. */
bool names_is_package(const char *name);

/* [a-z][a-z0-9_]*, without an underscore at the end: what the name options take. */
bool names_is_lower_snake(const char *name);

/* In reserved.c: the list that names_escape() goes by. */
bool names_is_reserved(const char *name);

#endif
