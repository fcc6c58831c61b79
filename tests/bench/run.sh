#!/bin/sh
# Builds the servers of the benchmark, optimised, and measures them: tests/bench/run.sh [ROUNDS] [CALLS]
set -eu
cd "$(dirname "$0")/../.."
targets="//tests/bench:server_maru //tests/bench:server_core //tests/bench:check"
if command -v grpc_cpp_plugin >/dev/null && [ -e /usr/include/grpcpp/grpcpp.h ]; then
	targets="$targets //tests/bench:server_cpp"
fi
# shellcheck disable=SC2086
bazel build --config=opt $targets
exec tests/bench/run.py bazel-bin/tests/bench "$@"
