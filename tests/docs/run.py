#!/usr/bin/python3
"""Runs the commands of a page of documentation, and compares what they print with what the page says.

    run.py PAGE [PATH=FILE]...     PATH: where the page expects something that has been built already; FILE: where it is,
                                   a tar of it where it is a folder
    run.py --bazel PAGE            in a checkout: runs `./dev` and `bazel` too, and builds what the page spells out

The scratch folder looks like the checkout: the page may add files to it.
"""
import os
import random
import shlex
import socket
import subprocess
import sys
import tempfile

import pages

PAGE_PORT = "50051"  # on a page; a test takes a free one
PORTS = range(20000, 32768)  # none of these goes to an outgoing connection
SECONDS_MAX = 240

PREPARE = """
set -euo pipefail
trap 'kill $(jobs -p) 2>/dev/null || true; wait || true' EXIT
export PATH=/usr/local/bin:/usr/bin:/bin HOME=$PWD
listening() { # waits for the server that was started last
	for _ in $(seq 600); do
		! (exec 3<>/dev/tcp/127.0.0.1/$1) 2>/dev/null || return 0
		kill -0 $! 2>/dev/null || break
		sleep 0.1
	done
	echo "the server does not listen"
	return 1
}
"""
# Packages that the page adds are found in the scratch folder.
WITH_BAZEL = """
export HOME={home}
bazel() {{ (cd {root} && command bazel "$@" --package_path=%workspace%:{scratch}); }}
"""


def free_port():
    for port in random.sample(PORTS, 100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return str(port)
    sys.exit("no free port")


def link_tree(root, scratch):
    """Folders to which a page may add files are real down to the second level; everything else is a link."""
    for name in os.listdir(root):
        source, target = os.path.join(root, name), os.path.join(scratch, name)
        if name in ("idl", "examples"):
            os.makedirs(target)
            for inner in os.listdir(source):
                os.symlink(os.path.join(source, inner), os.path.join(target, inner))
        else:
            os.symlink(source, target)


def put(scratch, path, source):
    target = os.path.join(scratch, path)
    if not os.path.exists(source):
        sys.exit(f"{path} is missing: run ./dev setup")
    if source.endswith(".tar"):
        os.makedirs(target)
        subprocess.run(["tar", "-xf", source, "-C", target], check=True)
        return
    os.makedirs(os.path.dirname(target), exist_ok=True)
    os.symlink(os.path.abspath(source), target)


def script(page_blocks, with_bazel, port, out):
    """One bash script; the output of the block at index N goes to OUT/N."""
    lines, written = [], set()
    for index, block in enumerate(page_blocks):
        if block.file:
            name, mode = shlex.quote(block.file), ">>" if block.file in written else ">"
            gap = "echo >>" + name if block.file in written else "mkdir -p " + shlex.quote(os.path.dirname(block.file) or ".")
            lines += [gap, f"printf %s {shlex.quote(block.text)} {mode}{name}"]
            written.add(block.file)
        elif block.is_shell and (with_bazel or not block.needs_bazel):
            commands = block.text
            if block.fails:
                commands = f"set +e\n( set -e\n{commands})\nstatus=$?\nset -e\n[ $status != 0 ]\n"
            lines += [f"echo {index} >{out}/at", f"exec >{out}/{index} 2>&1", commands]
            if commands.rstrip().endswith("&"):
                lines.append(f"listening {port}")
    return "\n".join(lines) + f"\nexec >{out}/end 2>&1\n"


def complaints(page_blocks, out, exit_code):
    def output(index):
        path = os.path.join(out, str(index))
        if not os.path.exists(path):
            return None
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()

    for index, text in pages.expected(page_blocks).items():
        printed = output(index)
        if printed is not None and exit_code == 0 and not pages.agrees(printed, text):
            yield f"{page_blocks[index]}: the page says\n{text}\nand this is printed\n{printed}"
    if exit_code != 0:
        at = output("at")
        where = page_blocks[int(at)] if at else "before the first block"
        yield f"{where}: failed with {exit_code}; this is printed\n{output(at.strip()) if at else ''}"


def run(page, root, built, with_bazel):
    port = free_port()
    with open(page, encoding="utf-8") as file:
        page_blocks = pages.blocks(page, file.read().replace(PAGE_PORT, port))
    with tempfile.TemporaryDirectory() as work:
        scratch, out = os.path.join(work, "maru"), os.path.join(work, "out")
        os.makedirs(scratch)
        os.makedirs(out)
        link_tree(root, scratch)
        for path, source in built.items():
            put(scratch, path, source)
        prepare = PREPARE
        if with_bazel:
            prepare += WITH_BAZEL.format(root=shlex.quote(root), scratch=shlex.quote(scratch), home=shlex.quote(os.environ["HOME"]))
        bash = ["bash", "-c", prepare + script(page_blocks, with_bazel, port, out)]
        done = subprocess.run(bash, cwd=scratch, stdin=subprocess.DEVNULL, timeout=None if with_bazel else SECONDS_MAX, check=False)
        return list(complaints(page_blocks, out, done.returncode))


def main(arguments):
    with_bazel = arguments[:1] == ["--bazel"]
    page, *built = arguments[with_bazel:]
    found = run(page, os.getcwd(), dict(pair.split("=") for pair in built), with_bazel)
    print("\n".join(found) or f"{page}: every command does what the page says")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
