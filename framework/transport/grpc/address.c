#include "maru/transport/grpc/internal/address.h"

#include <errno.h>
#include <netdb.h>
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
in_use(struct maru_arena *arena, const char *address)
{
	return maru_status_reason(arena, MARU_CODE_FAILED_PRECONDITION, "ADDRESS_IN_USE",
	                          "cannot listen on \"%s\": somebody does so already", address);
}

static maru_status
error_of(struct maru_arena *arena, const char *address, int error)
{
	enum maru_code code = MARU_CODE_UNAVAILABLE;

	if (error == EADDRINUSE)
		return in_use(arena, address);
	if (error == EACCES || error == EPERM)
		code = MARU_CODE_PERMISSION_DENIED;
	if (error == EMFILE || error == ENFILE || error == ENOMEM)
		code = MARU_CODE_RESOURCE_EXHAUSTED;
	if (error == 0)
		return maru_status_new(arena, code, "cannot listen on \"%s\"", address);
	return maru_status_new(arena, code, "cannot listen on \"%s\": %s", address, strerror(error));
}

/* The path of a unix address; NULL where the address is another one. */
static const char *
unix_path(const char *address)
{
	const size_t prefix_len = sizeof unix_prefix - 1;

	return strncmp(address, unix_prefix, prefix_len) == 0 ? address + prefix_len : NULL;
}

static int
bind_and_listen(int fd, const struct sockaddr *name, socklen_t size)
{
	int on = 1;

	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	return bind(fd, name, size) == 0 && listen(fd, 1) == 0 ? 0 : errno;
}

/* What listening at the name gives, or connecting to it: 0 or an error number. */
static int
try_name(const struct sockaddr *name, socklen_t size, bool connects)
{
	int fd = socket(name->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int result = errno;

	if (fd < 0)
		return result;
	if (connects)
		result = connect(fd, name, size) == 0 ? 0 : errno;
	else
		result = bind_and_listen(fd, name, size);
	close(fd);
	return result;
}

maru_status
marui_address_check(const char *address, struct maru_arena *arena)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	const char *path = unix_path(address);

	if (path == NULL)
		return MARU_OK;
	MARU_ENSURE(strlen(path) < sizeof name.sun_path, bad_address(arena, address, "the path is too long for a socket"));
	memcpy(name.sun_path, path, strlen(path) + 1);
	if (try_name((const struct sockaddr *)&name, sizeof name, true) == 0)
		return in_use(arena, address);
	return MARU_OK;
}

static maru_status
unix_error(const char *address, const char *path, struct maru_arena *arena)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };

	memcpy(name.sun_path, path, strlen(path) + 1);
	return error_of(arena, address, try_name((const struct sockaddr *)&name, sizeof name, false));
}

maru_status
marui_address_error(const char *address, struct maru_arena *arena)
{
	const struct addrinfo hints = { .ai_flags = AI_PASSIVE, .ai_socktype = SOCK_STREAM };
	const char *path = unix_path(address), *colon = strrchr(address, ':');
	struct addrinfo *found = NULL;
	int result = 0;
	char *host;

	if (path != NULL)
		return unix_error(address, path, arena);
	MARU_ENSURE(colon != NULL && colon[1] != '\0', bad_address(arena, address, "it has no port"));
	host = maru_arena_printf(arena, "%.*s", (int)(colon - address), address);
	if (host[0] == '[') {
		host[strlen(host) - 1] = '\0';
		host++;
	}
	result = getaddrinfo(host, colon + 1, &hints, &found);
	MARU_ENSURE(result == 0, bad_address(arena, address, gai_strerror(result)));
	for (const struct addrinfo *at = found; at != NULL && result == 0; at = at->ai_next)
		result = try_name(at->ai_addr, at->ai_addrlen, false);
	freeaddrinfo(found);
	return error_of(arena, address, result);
}
