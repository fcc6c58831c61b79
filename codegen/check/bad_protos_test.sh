#!/usr/bin/env bash
# Each testdata/bad-*.proto through protoc and the built generator. What has to be found stands in the file itself:
#   // expect LINE:COLUMN CODE     or, where there is no line,     // expect FILE CODE
#   // with FILE                   is asked for together with it
set -euo pipefail
plugin=$PWD/codegen/protoc-gen-maru
codes=$PWD/codegen/check/codes.h
options=$PWD/idl
cd codegen/check/testdata
[ -x /usr/bin/protoc ] || { echo "/usr/bin/protoc is missing: ./dev setup"; exit 1; }

failed=0
for file in bad-*.proto; do
	with=$(sed -n 's|^// with ||p' "$file")
	# shellcheck disable=SC2086
	if /usr/bin/protoc --plugin=protoc-gen-maru="$plugin" --maru_out="$TEST_TMPDIR" -I. -I"$options" -I/usr/include \
		"$file" $with 2>"$TEST_TMPDIR/log"; then
		echo "$file: accepted"
		failed=1
	fi
	sed -n "s|^// expect ||p" "$file" >"$TEST_TMPDIR/expected"
	sed -n "s|^$file:||; s|^\([^ ]*\): error\[\(M[0-9]*\)\]: .*; .*; .*|\1 \2|p" "$TEST_TMPDIR/log" >"$TEST_TMPDIR/found"
	if ! diff -u "$TEST_TMPDIR/expected" "$TEST_TMPDIR/found"; then
		echo "$file: the diagnostics above (- expected, + found) differ:"
		cat "$TEST_TMPDIR/log"
		failed=1
	fi
done

# Every code from M0102 on: those before it are for what protoc never sends, see plugin_test.c.
for code in $(sed -n 's|^\tX(\([A-Z_]*\), \([0-9]*\),.*|\2|p' "$codes"); do
	code=$(printf 'M%04d' "$code")
	[[ $code < M0102 ]] || grep -q "^// expect .* $code\$" bad-*.proto || { echo "$code: no file expects it"; failed=1; }
done
exit $failed
