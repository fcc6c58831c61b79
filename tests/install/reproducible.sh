#!/usr/bin/env bash
# What `./dev install` installs is byte-identical when it is built again, in another place and without a cache.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

DESTDIR=$work ./dev install /first
first=$(sha256sum <bazel-bin/bazel/packaging/maru.tar)

bazel --batch --output_base="$work/base" build --noshow_progress --show_result=0 --disk_cache= --symlink_prefix="$work/bazel-" \
	//bazel/packaging >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
mkdir "$work/second"
tar -xf "$work/bazel-bin/bazel/packaging/maru.tar" -C "$work/second"

diff -r "$work/first" "$work/second"
[ "$first" = "$(sha256sum <"$work/bazel-bin/bazel/packaging/maru.tar")" ] ||
	{ echo "the files are the same, and their modes or their order are not" >&2; exit 1; }
echo "two builds of what is installed are the same"
