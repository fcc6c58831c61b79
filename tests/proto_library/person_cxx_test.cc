// Generated code and the framework, compiled into and called from C++.
#include "google/protobuf/descriptor.maru.h"
#include "google/protobuf/struct.maru.h"
#include "google/protobuf/wrappers.maru.h"
#include "people/v1/person.maru.h"

#include <cstdio>
#include <cstring>

int
main()
{
	struct maru_arena arena;
	struct people_v1_name name, *decoded;
	bool ok;

	maru_arena_init(&arena, nullptr, 64 * 1024);
	people_v1_name_init(&name);
	name.first = "Grace";
	maru_status status = people_v1_name_decode(people_v1_name_encode(&name, &arena), &arena, &decoded);
	ok = status == MARU_OK && std::strcmp(decoded->first, "Grace") == 0;
	std::puts(ok ? "decoded" : maru_status_message(status));
	maru_arena_fini(&arena);
	return ok ? 0 : 1;
}
