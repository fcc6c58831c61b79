/*
 * Words that are no names in C or C++: keywords of C11, C23 and C++20, and the macros of the headers that a program
 * is likely to include (ISO C, POSIX, and what gcc predefines). A list may grow only where it must: each word added
 * renames somebody's member.
 *
 * Not here: the type-generic functions of <tgmath.h> (log, round, ...), which are common names of fields and rare
 * macros.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/model/names.h"

/* In the order of strcmp(). */
static const char *const reserved[] = {
	"BIG_ENDIAN", "BUFSIZ", "BYTE_ORDER", "CHAR_BIT", "CHAR_MAX", "CHAR_MIN", "CLOCKS_PER_SEC", "E2BIG", "EACCES",
	"EADDRINUSE", "EADDRNOTAVAIL", "EADV", "EAFNOSUPPORT", "EAGAIN", "EALREADY", "EBADE", "EBADF", "EBADFD",
	"EBADMSG", "EBADR", "EBADRQC", "EBADSLT", "EBFONT", "EBUSY", "ECANCELED", "ECHILD", "ECHRNG", "ECOMM",
	"ECONNABORTED", "ECONNREFUSED", "ECONNRESET", "EDEADLK", "EDEADLOCK", "EDESTADDRREQ", "EDOM", "EDOTDOT",
	"EDQUOT", "EEXIST", "EFAULT", "EFBIG", "EHOSTDOWN", "EHOSTUNREACH", "EIDRM", "EILSEQ", "EINPROGRESS", "EINTR",
	"EINVAL", "EIO", "EISCONN", "EISDIR", "EISNAM", "EKEYEXPIRED", "EKEYREJECTED", "EKEYREVOKED", "EL2HLT",
	"EL2NSYNC", "EL3HLT", "EL3RST", "ELIBACC", "ELIBBAD", "ELIBEXEC", "ELIBMAX", "ELIBSCN", "ELNRNG", "ELOOP",
	"EMEDIUMTYPE", "EMFILE", "EMLINK", "EMSGSIZE", "EMULTIHOP", "ENAMETOOLONG", "ENAVAIL", "ENETDOWN",
	"ENETRESET", "ENETUNREACH", "ENFILE", "ENOANO", "ENOBUFS", "ENOCSI", "ENODATA", "ENODEV", "ENOENT", "ENOEXEC",
	"ENOKEY", "ENOLCK", "ENOLINK", "ENOMEDIUM", "ENOMEM", "ENOMSG", "ENONET", "ENOPKG", "ENOPROTOOPT", "ENOSPC",
	"ENOSR", "ENOSTR", "ENOSYS", "ENOTBLK", "ENOTCONN", "ENOTDIR", "ENOTEMPTY", "ENOTNAM", "ENOTRECOVERABLE",
	"ENOTSOCK", "ENOTSUP", "ENOTTY", "ENOTUNIQ", "ENXIO", "EOF", "EOPNOTSUPP", "EOVERFLOW", "EOWNERDEAD", "EPERM",
	"EPFNOSUPPORT", "EPIPE", "EPROTO", "EPROTONOSUPPORT", "EPROTOTYPE", "ERANGE", "EREMCHG", "EREMOTE",
	"EREMOTEIO", "ERESTART", "ERFKILL", "EROFS", "ESHUTDOWN", "ESOCKTNOSUPPORT", "ESPIPE", "ESRCH", "ESRMNT",
	"ESTALE", "ESTRPIPE", "ETIME", "ETIMEDOUT", "ETOOMANYREFS", "ETXTBSY", "EUCLEAN", "EUNATCH", "EUSERS",
	"EWOULDBLOCK", "EXDEV", "EXFULL", "EXIT_FAILURE", "EXIT_SUCCESS", "FD_CLR", "FD_ISSET", "FD_SET",
	"FD_SETSIZE", "FD_ZERO", "FILENAME_MAX", "FOPEN_MAX", "FP_INFINITE", "FP_NAN", "FP_NORMAL", "FP_SUBNORMAL",
	"FP_ZERO", "F_OK", "HUGE_VAL", "HUGE_VALF", "HUGE_VALL", "I", "INFINITY", "INT16_C", "INT16_MAX", "INT16_MIN",
	"INT32_C", "INT32_MAX", "INT32_MIN", "INT64_C", "INT64_MAX", "INT64_MIN", "INT8_C", "INT8_MAX", "INT8_MIN",
	"INTMAX_C", "INTMAX_MAX", "INTMAX_MIN", "INTPTR_MAX", "INTPTR_MIN", "INT_FAST16_MAX", "INT_FAST16_MIN",
	"INT_FAST32_MAX", "INT_FAST32_MIN", "INT_FAST64_MAX", "INT_FAST64_MIN", "INT_FAST8_MAX", "INT_FAST8_MIN",
	"INT_LEAST16_MAX", "INT_LEAST16_MIN", "INT_LEAST32_MAX", "INT_LEAST32_MIN", "INT_LEAST64_MAX",
	"INT_LEAST64_MIN", "INT_LEAST8_MAX", "INT_LEAST8_MIN", "INT_MAX", "INT_MIN", "IOV_MAX", "LC_ALL",
	"LC_COLLATE", "LC_CTYPE", "LC_MESSAGES", "LC_MONETARY", "LC_NUMERIC", "LC_TIME", "LITTLE_ENDIAN", "LLONG_MAX",
	"LLONG_MIN", "LONG_MAX", "LONG_MIN", "L_tmpnam", "MATH_ERREXCEPT", "MATH_ERRNO", "MB_CUR_MAX", "MB_LEN_MAX",
	"NAME_MAX", "NAN", "NULL", "PATH_MAX", "PIPE_BUF", "PTRDIFF_MAX", "PTRDIFF_MIN", "RAND_MAX", "R_OK",
	"SCHAR_MAX", "SCHAR_MIN", "SEEK_CUR", "SEEK_END", "SEEK_SET", "SHRT_MAX", "SHRT_MIN", "SIGABRT", "SIGALRM",
	"SIGBUS", "SIGCHLD", "SIGCLD", "SIGCONT", "SIGFPE", "SIGHUP", "SIGILL", "SIGINT", "SIGIO", "SIGIOT",
	"SIGKILL", "SIGPIPE", "SIGPOLL", "SIGPROF", "SIGPWR", "SIGQUIT", "SIGRTMAX", "SIGRTMIN", "SIGSEGV",
	"SIGSTKFLT", "SIGSTKSZ", "SIGSTOP", "SIGSYS", "SIGTERM", "SIGTRAP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG",
	"SIGUSR1", "SIGUSR2", "SIGVTALRM", "SIGWINCH", "SIGXCPU", "SIGXFSZ", "SIG_ATOMIC_MAX", "SIG_ATOMIC_MIN",
	"SIG_DFL", "SIG_ERR", "SIG_IGN", "SIZE_MAX", "SSIZE_MAX", "STDERR_FILENO", "STDIN_FILENO", "STDOUT_FILENO",
	"TIME_UTC", "TMP_MAX", "UCHAR_MAX", "UINT16_C", "UINT16_MAX", "UINT32_C", "UINT32_MAX", "UINT64_C",
	"UINT64_MAX", "UINT8_C", "UINT8_MAX", "UINTMAX_C", "UINTMAX_MAX", "UINTPTR_MAX", "UINT_FAST16_MAX",
	"UINT_FAST32_MAX", "UINT_FAST64_MAX", "UINT_FAST8_MAX", "UINT_LEAST16_MAX", "UINT_LEAST32_MAX",
	"UINT_LEAST64_MAX", "UINT_LEAST8_MAX", "UINT_MAX", "ULLONG_MAX", "ULONG_MAX", "USHRT_MAX", "WCHAR_MAX",
	"WCHAR_MIN", "WEOF", "WINT_MAX", "WINT_MIN", "W_OK", "X_OK", "_Alignas", "_Alignof", "_Atomic", "_Bool",
	"_Complex", "_Generic", "_Imaginary", "_Noreturn", "_Static_assert", "_Thread_local", "alignas", "alignof",
	"alloca", "and", "and_eq", "asm", "assert", "auto", "bitand", "bitor", "bool", "break", "case", "catch",
	"char", "char16_t", "char32_t", "char8_t", "class", "co_await", "co_return", "co_yield", "compl", "complex",
	"concept", "const", "const_cast", "consteval", "constexpr", "constinit", "continue", "d_fileno", "decltype",
	"default", "delete", "do", "double", "dynamic_cast", "else", "enum", "errno", "explicit", "export", "extern",
	"false", "float", "for", "fpclassify", "friend", "goto", "h_addr", "h_errno", "i386", "if", "imaginary",
	"inline", "int", "isfinite", "isgreater", "isgreaterequal", "isinf", "isless", "islessequal", "islessgreater",
	"isnan", "isnormal", "isunordered", "linux", "long", "major", "makedev", "math_errhandling", "minor",
	"mutable", "namespace", "new", "noexcept", "noreturn", "not", "not_eq", "nullptr", "offsetof", "operator",
	"or", "or_eq", "private", "protected", "pthread_cleanup_pop", "pthread_cleanup_push", "public", "register",
	"reinterpret_cast", "requires", "restrict", "return", "s6_addr", "s6_addr16", "s6_addr32", "sa_handler",
	"sa_sigaction", "sched_priority", "setjmp", "short", "si_addr", "si_addr_lsb", "si_arch", "si_band",
	"si_call_addr", "si_fd", "si_int", "si_lower", "si_overrun", "si_pid", "si_pkey", "si_ptr", "si_status",
	"si_stime", "si_syscall", "si_timerid", "si_uid", "si_upper", "si_utime", "si_value",
	"sigev_notify_attributes", "sigev_notify_function", "sigmask", "signbit", "signed", "sigsetjmp", "sizeof",
	"st_atime", "st_ctime", "st_mtime", "static", "static_assert", "static_cast", "stderr", "stdin", "stdout",
	"strdupa", "strndupa", "struct", "switch", "template", "this", "thread_local", "throw", "timeradd",
	"timerclear", "timercmp", "timerisset", "timersub", "true", "try", "typedef", "typeid", "typename", "typeof",
	"typeof_unqual", "union", "unix", "unsigned", "using", "va_arg", "va_copy", "va_end", "va_start", "virtual",
	"void", "volatile", "wchar_t", "while", "xor", "xor_eq",
};

static int
compare(const void *name, const void *word)
{
	return strcmp((const char *)name, *(const char *const *)word);
}

bool
names_is_reserved(const char *name)
{
	return bsearch(name, reserved, sizeof reserved / sizeof reserved[0], sizeof reserved[0], compare) != NULL;
}
