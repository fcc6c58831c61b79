#!/usr/bin/env bash
# What the generator writes for the contracts of this folder is what golden/ holds, whether it is asked for all files at once, for
# one after the other, or twice.
#
# After a change of the generator:   bazel run //codegen/testdata:golden_test -- --update
# Then read the difference: it is what every user gets.
set -euo pipefail
here=codegen/testdata
[ -x /usr/bin/protoc ] || { echo "protoc is missing: apt-get install protobuf-compiler, or run ./dev setup"; exit 1; }

cd "$here"
protos=$(find . -name '*.proto' | sed 's|^\./||' | sort)
cd - >/dev/null

generate() { # OUT FILE...
	/usr/bin/protoc --plugin="$PWD/codegen/protoc-gen-maru" --maru_out="$1" -I$here -Iidl -I/usr/include "${@:2}"
}

if [ "${1-}" = --update ]; then
	golden=$BUILD_WORKSPACE_DIRECTORY/$here/golden
	rm -rf "$golden"
	mkdir "$golden"
	generate "$golden" $protos
	exit
fi

out=$TEST_TMPDIR/out
mkdir "$out-all" "$out-again" "$out-each"
generate "$out-all" $protos
generate "$out-again" $protos
for proto in $protos; do
	generate "$out-each" "$proto"
done
for run in all again each; do
	diff -ru $here/golden "$out-$run" || {
		echo "asked for $run: see above; if that is meant, bazel run //codegen/testdata:golden_test -- --update"
		exit 1
	}
done
