#!/bin/sh
# Merges the .dat files that Bazel names with --coverage_dir into --output_file, with Debian's lcov.
set -eu
for arg in "$@"; do
	case $arg in
	--coverage_dir=*) dir=${arg#*=} ;;
	--output_file=*) out=${arg#*=} ;;
	esac
done
set --
for dat in "$dir"/*.dat; do
	[ ! -s "$dat" ] || set -- "$@" --add-tracefile "$dat"
done
if [ $# -eq 0 ]; then : >"$out"; exit 0; fi
exec lcov --quiet "$@" --output-file "$out"
