#!/usr/bin/env bash
# Every public header compiles as C++17, alone and after all others. The list is what lies in framework/, so that none is
# forgotten; internal/ is not public, fake/, suite/, testdata/ and a transport's testing/ are for tests.
set -euo pipefail
top=$(dirname "$(readlink -f "$0")")/../..
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ln -s "$(realpath "$top/framework")" "$work/maru"

cd "$work"
find -L maru -name '*.h' -not -path '*/internal/*' -not -path '*/suite/*' -not -path '*/fake/*' -not -path '*/testdata/*' \
	-not -path '*/transport/*/testing/*' | LC_ALL=C sort | sed 's/.*/#include "&"/' >all.cc
[ "$(wc -l <all.cc)" -ge 5 ] || { echo "no headers found under framework/"; exit 1; }
split --lines=1 --additional-suffix=.cc all.cc alone_

compile=(g++ -std=c++17 -Wall -Wextra -Werror -fsyntax-only -D_GNU_SOURCE -I.)
printf '%s\n' all.cc alone_*.cc | xargs -n 1 -P 2 "${compile[@]}"
echo "$(wc -l <all.cc) headers"
