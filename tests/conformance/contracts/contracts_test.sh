#!/usr/bin/env bash
# Contracts that people have: what is generated for them compiles with gcc and clang without a warning. Only the syntax
# is looked at, since 170 files would take minutes otherwise.
set -euo pipefail
here=$PWD
tools=$here/../tools
out=$TEST_TMPDIR/out
top=$(dirname "$(readlink -f "$0")")/../../..

contracts() { # ROOT: the files below it, by the path that an import has
	[ -d "$1" ] || { echo "$1 is missing: run ./dev setup" >&2; exit 1; }
	(cd "$1" && find -L . -name '*.proto' | sed 's|^\./||' | LC_ALL=C sort)
}

generate() { # PROTOC_ARGUMENT...
	/usr/bin/protoc --plugin="$here/codegen/protoc-gen-maru" --maru_out="$out" "$@" 2>"$TEST_TMPDIR/log" ||
		{ cat "$TEST_TMPDIR/log"; exit 1; }
}

mkdir "$out"
google=$tools/google-gax/build/protos
files=$(contracts "$google" | grep -v ^google/protobuf/) # protobuf's own are Debian's, which protoc can read
generate -I/usr/include -I"$google" $files

files=$(contracts /usr/share/grpc-proto | grep -v /meshca/) # imports what Envoy has
generate -I/usr/share/grpc-proto -I/usr/include -I"$google" $files

opentelemetry=$tools/opentelemetry/build/protos
files=$(contracts "$opentelemetry")
generate -I"$opentelemetry" $files

files=$(cd /usr/include && echo google/protobuf/*.proto google/protobuf/compiler/plugin.proto)
generate -I/usr/include $files

# What protobuf tests its own generators with: one by one, because they share names.
ruby=$google/google/protobuf/compiler/ruby
for file in $(contracts "$ruby"); do
	generate -I"$ruby" -I/usr/include "$file"
done
mkdir "$TEST_TMPDIR/without_groups"
tests/conformance/protobuf/without_groups.py "$google/google/protobuf/util/json_format.proto" \
	>"$TEST_TMPDIR/without_groups/json_format.proto"
generate -I"$TEST_TMPDIR/without_groups" -I/usr/include json_format.proto

mkdir "$TEST_TMPDIR/include"
ln -s "$(realpath "$top/framework")" "$TEST_TMPDIR/include/maru"
find "$out" -name '*.c' >"$TEST_TMPDIR/sources"
for compiler in gcc clang-14; do
	xargs -n 16 -P 2 "$compiler" -std=c11 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Wconversion -Werror -fsyntax-only \
		-I"$TEST_TMPDIR/include" -I"$out" <"$TEST_TMPDIR/sources"
done
echo "$(wc -l <"$TEST_TMPDIR/sources") files"
