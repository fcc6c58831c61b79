#include <stdio.h>
#include <unistd.h>

#include "maru/testing/cmocka.h"
#include "maru/transport/grpc/testing/over_grpc.h"

int
main(void)
{
	char folder[] = "/tmp/maru_grpc_XXXXXX", socket_address[64];
	struct over_grpc transports[] = {
		{ .transport = { .name = "grpc over TCP" } },
		{
			.transport = { .name = "grpc over TCP, several event loops" },
			.listen = { .pollers = 3 },
			.connect = { .pollers = 2 },
		},
		{
			.transport = { .name = "grpc over a unix socket" },
			.listen = { .address = socket_address },
			.connect = { .target = socket_address },
		},
	};
	int failures = 0;

	assert_non_null(mkdtemp(folder));
	snprintf(socket_address, sizeof socket_address, "unix:%s/socket", folder);
	for (size_t i = 0; i < sizeof transports / sizeof transports[0]; i++) {
		over_grpc_init(&transports[i]);
		failures += suite_run(&transports[i].transport);
	}
	assert_int_equal(rmdir(folder), 0);
	return failures;
}
