/* Generated headers in C++, twice: what this tests is that it compiles, and that their functions link from there. */
#include "everything/v1/everything.maru.h"
#include "hello/v1/hello.maru.h"
#include "keywords/v1/keywords.maru.h"
#include "legacy/v1/legacy.maru.h"
#include "library/v1/reader.maru.h"

#include "hello/v1/hello.maru.h"

#include <cstring>

int
main()
{
	struct hello_greet_request request;

	hello_greet_request_init(&request);
	hello_greet_request_set_nick(&request, "");
	return hello_greet_request_size(&request) == 2 && std::strcmp(hello_mood_name(1), "MOOD_HAPPY") == 0 ? 0 : 1;
}
