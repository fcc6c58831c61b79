#!/usr/bin/env bash
# types.sh FILE...: the testee_types of testee.h, all that the generated headers among the files declare.
set -euo pipefail
headers=$(printf '%s\n' "$@" | grep '\.maru\.h$' | LC_ALL=C sort) || headers=
echo '#include "tests/conformance/protobuf/testee.h"'
for header in $headers; do
	echo "#include \"${header#*/_maru/*/}\""
done
echo 'const struct maru_message_type *const testee_types[] = {'
[ -z "$headers" ] || sed -n 's/^extern const struct maru_message_type \(.*\);/\t\&\1,/p' $headers
printf '\tNULL,\n};\n'
