#!/usr/bin/env bash
# Builds and starts the Hello server, calls it from C and from Python, and stops it again.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."

bold= dim= plain=
if [ -t 1 ]; then bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'; fi
step() { printf '\n%s%s%s\n' "$bold" "$1" "$plain"; }
note() { printf '%s  %s%s\n' "$dim" "$1" "$plain"; }

work=$(mktemp -d)
server=
finish() {
	[ -z "$server" ] || kill "$server" 2>/dev/null || true
	rm -rf "$work"
}
trap finish EXIT

build() {
	bazel build --noshow_progress --show_result=0 //examples/hello:server //examples/hello:client >"$work/build.log" 2>&1 ||
		{ cat "$work/build.log" >&2; exit 1; }
}

# The Python side is made by protoc and gRPC's own plugin, as any Python project does it.
generate_python() {
	protoc -I idl -I /usr/include --python_out="$work" --grpc_out="$work" \
		--plugin=protoc-gen-grpc="$(command -v grpc_python_plugin)" hello/v1/hello.proto maru/options.proto
}

start_server() {
	bazel-bin/examples/hello/server 127.0.0.1:0 >"$work/server.log" &
	server=$!
	until grep -q listening "$work/server.log"; do
		kill -0 "$server" 2>/dev/null || { echo "the server did not start" >&2; exit 1; }
		sleep 0.05
	done
	target=127.0.0.1:$(sed -n 's/listening on port //p' "$work/server.log")
}

stop_server() {
	kill -TERM "$server"
	wait "$server"
	server=
}

step "1. idl/hello/v1/hello.proto becomes C"
note "protoc-gen-maru writes hello.maru.h and hello.maru.c; examples/hello/handlers.c fills in four functions"
build
wc -l idl/hello/v1/hello.proto examples/hello/handlers.c | sed -e '$d' -e 's/^/  /'

step "2. A server in C"
start_server
note "examples/hello/server.c, process $server, listens on $target"

step "3. A client in C calls it"
bazel-bin/examples/hello/client "$target"

step "4. A client in Python calls it, with the stock gRPC library"
generate_python
PYTHONPATH=$work /usr/bin/python3 examples/hello/client.py "$target"

step "5. The server is told to stop, finishes its calls, and exits"
stop_server
note "exit status 0"
printf '\nThat was maru. The same service, step by step: docs/guide/first-service.md\n'
