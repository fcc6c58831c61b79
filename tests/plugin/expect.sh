# For the tests of this folder: what the generator has to say of bad/ and to write for good/, whoever starts it.
set -euo pipefail
here=tests/plugin
plugin=$PWD/codegen/protoc-gen-maru

run_protoc() { # OUT FILE...
	mkdir -p "$1"
	protoc --plugin="$plugin" --maru_out="$1" -I$here -Iidl "${@:2}"
}

expect_refused() { # LOG: the mistake in bad.proto is told with file, line and column
	grep -q '^bad/v1/bad\.proto:18:5: error\[M0206\]: ' "$1" && return
	echo "this is not the diagnostic that bad.proto has to get:"
	cat "$1"
	exit 1
}

expect_generated() { # OUT: the same bytes as a plain protoc gets, with the comments of the .proto
	run_protoc "$TEST_TMPDIR/expected" good/v1/good.proto good/v1/imported.proto
	diff -r "$TEST_TMPDIR/expected/good" "$1/good"
	grep -q 'What a customer wants\.' "$1/good/v1/good.maru.h"
	grep -q 'as printed on the invoice' "$1/good/v1/good.maru.h"
	grep -q 'Takes an order\.' "$1/good/v1/good.maru.h"
}
