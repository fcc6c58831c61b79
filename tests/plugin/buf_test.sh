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

# Editions: buf knows them, so that it is the generator that has to say no.
mkdir -p "$module/later/v1"
cat >"$module/later/v1/later.proto" <<-END
	// What is to come.
	edition = "2023";
	package later.v1;
	message Order {}
END
if (cd "$module" && "$buf" generate --path later) 2>"$TEST_TMPDIR/log"; then
	echo "a file that uses editions was accepted"
	exit 1
fi
grep -q '^later/v1/later\.proto:2:1: error\[M0101\]: ' "$TEST_TMPDIR/log" || {
	echo "this is not the diagnostic that editions have to get:"
	cat "$TEST_TMPDIR/log"
	exit 1
}
