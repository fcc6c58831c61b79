#include "maru/transport/grpc/internal/address.h"

#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static const char unix_prefix[] = "unix:";

static maru_status
bad_address(struct maru_arena *arena, const char *address, const char *why)
{
	return maru_status_reason(arena, MARU_CODE_INVALID_ARGUMENT, "BAD_ADDRESS", "cannot listen on \"%s\": %s", address,
	                          why);
}

static maru_status
status_of(struct maru_arena *arena, const char *address, int error)
{
	enum maru_code code = MARU_CODE_UNAVAILABLE;

	if (error == 0)
		return MARU_OK;
	if (error == EADDRINUSE)
		return maru_status_reason(arena, MARU_CODE_FAILED_PRECONDITION, "ADDRESS_IN_USE",
		                          "cannot listen on \"%s\": somebody does so already", address);
	if (error == EACCES || error == EPERM)
		code = MARU_CODE_PERMISSION_DENIED;
	if (error == EMFILE || error == ENFILE || error == ENOMEM)
		code = MARU_CODE_RESOURCE_EXHAUSTED;
	return maru_status_new(arena, code, "cannot listen on \"%s\": %s", address, strerror(error));
}

static int
bind_and_listen(int fd, const struct sockaddr *name, socklen_t size)
{
	int on = 1;

	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	return bind(fd, name, size) == 0 && listen(fd, 1) == 0 ? 0 : errno;
}

static int
try_to_listen(const struct sockaddr *name, socklen_t size)
{
	int fd = socket(name->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int result = errno;

	if (fd < 0)
		return result;
	result = bind_and_listen(fd, name, size);
	close(fd);
	return result;
}

static bool
somebody_answers(const struct sockaddr_un *name)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool answers = fd >= 0 && connect(fd, (const struct sockaddr *)name, sizeof *name) == 0;

	if (fd >= 0)
		close(fd);
	return answers;
}

/* A socket file that nobody listens on any more is in nobody's way: C core replaces it. */
static int
try_unix(const struct sockaddr_un *name)
{
	int result = try_to_listen((const struct sockaddr *)name, sizeof *name);

	if (result == 0)
		unlink(name->sun_path);
	return result == EADDRINUSE && !somebody_answers(name) ? 0 : result;
}

static maru_status
check_unix(const char *address, const char *path, struct maru_arena *arena)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };

	MARU_ENSURE(strlen(path) < sizeof name.sun_path, bad_address(arena, address, "the path is too long for a socket"));
	memcpy(name.sun_path, path, strlen(path) + 1);
	return status_of(arena, address, try_unix(&name));
}

/* A name may stand for several addresses; one that can be listened on is enough, one that is taken is an error. */
static int
try_all(const struct addrinfo *found)
{
	int result = EADDRNOTAVAIL, error;

	for (const struct addrinfo *at = found; at != NULL; at = at->ai_next) {
		error = try_to_listen(at->ai_addr, at->ai_addrlen);
		if (error == EADDRINUSE)
			return error;
		if (result != 0)
			result = error;
	}
	return result;
}

/* The host before the last colon, on the arena, without the brackets of IPv6; NULL where it is not well formed. */
static const char *
host_of(const char *address, const char *colon, struct maru_arena *arena)
{
	size_t len = (size_t)(colon - address);

	if (address[0] != '[')
		return len != 0 ? maru_arena_bytesdup(arena, maru_bytes_of(address, len)) : NULL;
	return len > 2 && colon[-1] == ']' ? maru_arena_bytesdup(arena, maru_bytes_of(address + 1, len - 2)) : NULL;
}

static maru_status
check_tcp(const char *address, struct maru_arena *arena)
{
	const struct addrinfo hints = { .ai_flags = AI_PASSIVE, .ai_socktype = SOCK_STREAM };
	const char *colon = strrchr(address, ':'), *host;
	struct addrinfo *found;
	int result;

	MARU_ENSURE(colon != NULL && colon[1] != '\0', bad_address(arena, address, "it has no port"));
	/* The resolver and C core would take the lower 16 bits. */
	MARU_ENSURE(strtoul(colon + 1, NULL, 10) <= UINT16_MAX, bad_address(arena, address, "a port is at most 65535"));
	host = host_of(address, colon, arena);
	MARU_ENSURE(host != NULL, bad_address(arena, address, "it has no host; to listen everywhere write [::] or 0.0.0.0"));
	result = getaddrinfo(host, colon + 1, &hints, &found);
	MARU_ENSURE(result == 0, bad_address(arena, address, gai_strerror(result)));
	result = try_all(found);
	freeaddrinfo(found);
	return status_of(arena, address, result);
}

maru_status
marui_address_check(const char *address, struct maru_arena *arena)
{
	const size_t prefix_len = sizeof unix_prefix - 1;

	if (strncmp(address, unix_prefix, prefix_len) == 0)
		return check_unix(address, address + prefix_len, arena);
	return check_tcp(address, arena);
}
