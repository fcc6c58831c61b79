#!/usr/bin/env bash
# The generator started by maru_proto_library.
. tests/plugin/expect.sh

mkdir -p "$TEST_TMPDIR/out/good/v1"
cp $here/_maru/*/good/v1/*.maru.[ch] "$TEST_TMPDIR/out/good/v1"
expect_generated "$TEST_TMPDIR/out"
expect_refused $here/refused.log
