#!/usr/bin/env bash
# The process around the plugin: arguments, a terminal, and what it reads.
set -euo pipefail
plugin=$PWD/codegen/protoc-gen-maru
cd "$TEST_TMPDIR"

fail() { echo "$*"; exit 1; }

"$plugin" --help >help
grep -q -- '--maru_out=OUT' help || fail "--help does not show how it is called"
"$plugin" --version | grep -q '^protoc-gen-maru [0-9]' || fail "--version gives no version"

status=0
"$plugin" --frobnicate 2>err || status=$?
[ $status = 2 ] || fail "an unknown argument exits with $status"
grep -q -- "'--frobnicate'" err || fail "an unknown argument is not named"

# script(1) gives it a terminal: it must not wait for a request.
timeout 60 script -qec "$plugin" /dev/null </dev/null >terminal
tr -d '\r' <terminal | grep -qxF -- "$(sed -n 1p help)" || fail "on a terminal it prints no help"

"$plugin" </dev/null >response
[ "$(od -An -tx1 <response)" = " 10 01" ] || fail "an empty request gets more than the supported features"

status=0
printf '\x0a\x20short' | "$plugin" >response 2>err || status=$?
[ $status = 1 ] || fail "a truncated request exits with $status"
[ ! -s response ] || fail "a truncated request gets a response"
grep -q '^protoc-gen-maru: error\[M0001\]: ' err || fail "a truncated request is not called so"

status=0
head -c $((256 * 1024 * 1024 + 1)) /dev/zero | "$plugin" 2>err || status=$?
[ $status = 1 ] || fail "a request of more than 256 MiB exits with $status"
grep -q '^protoc-gen-maru: error\[M0002\]: .* 256 MiB' err || fail "the limit is not named"

status=0
"$plugin" </dev/null >/dev/full 2>err || status=$?
[ $status = 1 ] || fail "a full disk exits with $status"
grep -q 'cannot write' err || fail "a full disk is not told"
