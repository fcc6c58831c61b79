/* The version of maru: of the library, its soname, the generator and the installed package. It stands nowhere else. */
#ifndef MARU_BASE_VERSION_H
#define MARU_BASE_VERSION_H

#define MARU_VERSION "0.1"

#endif
