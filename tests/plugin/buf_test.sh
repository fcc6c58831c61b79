#!/usr/bin/env bash
# The generator as a local plugin of buf, given one folder at a time and all at once.
. tests/plugin/expect.sh
buf=$PWD/../tools/buf/bin/buf
[ -x "$buf" ] || { echo "buf is missing: run ./dev setup"; exit 1; }

export HOME=$TEST_TMPDIR
module=$TEST_TMPDIR/module
mkdir "$module"
cp -rL $here/good $here/bad idl/maru "$module"
echo 'version: v2' >"$module/buf.yaml"
for strategy in directory all; do
	cat >"$module/buf.gen.yaml" <<-END
		version: v2
		plugins:
		  - local: $plugin
		    out: out-$strategy
		    strategy: $strategy
	END
	(cd "$module" && "$buf" generate --path good)
	expect_generated "$module/out-$strategy"

	if (cd "$module" && "$buf" generate --path bad) 2>"$TEST_TMPDIR/log"; then
		echo "strategy $strategy: bad.proto was accepted"
		exit 1
	fi
	expect_refused "$TEST_TMPDIR/log"
done
