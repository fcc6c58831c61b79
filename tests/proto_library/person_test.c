/* One contract through maru_proto_library, with an import of each kind that proto_library knows. */
#include "maru/testing/cmocka.h"
#include "people/v1/person.maru.h"
#include "tests/proto_library/plain.maru.h"

static void
a_message_with_parts_from_other_files_survives_the_wire(void **state)
{
	struct maru_arena arena;
	struct people_v1_person *person;
	maru_bytes wire;

	(void)state;
	maru_arena_init(&arena, NULL, 64 * 1024);
	wire = people_v1_person_encode(
		PEOPLE_V1_PERSON(.name = PEOPLE_V1_NAME(.first = "Ada", .made = PEOPLE_V1_MADE(.number = 1)),
	                         .made = PEOPLE_V1_MADE(.number = 2), .address = PLAIN_ADDRESS(.city = "London"),
	                         .born = GOOGLE_PROTOBUF_TIMESTAMP(.seconds = -4865356800)),
		&arena);
	assert_int_equal(maru_status_code(people_v1_person_decode(wire, &arena, &person)), 0);
	assert_string_equal(person->name->first, "Ada");
	assert_int_equal(person->name->made->number, 1);
	assert_int_equal(person->made->number, 2);
	assert_string_equal(person->address->city, "London");
	assert_int_equal(person->born->seconds, -4865356800);
	maru_arena_fini(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_with_parts_from_other_files_survives_the_wire),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
