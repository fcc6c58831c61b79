#!/usr/bin/env bash
# The generator started by a plain protoc.
. tests/plugin/expect.sh

run_protoc "$TEST_TMPDIR/out" good/v1/good.proto good/v1/imported.proto
expect_generated "$TEST_TMPDIR/out"

if run_protoc "$TEST_TMPDIR/out" bad/v1/bad.proto 2>"$TEST_TMPDIR/log"; then
	echo "bad.proto was accepted"
	exit 1
fi
expect_refused "$TEST_TMPDIR/log"
