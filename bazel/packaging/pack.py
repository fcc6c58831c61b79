#!/usr/bin/python3
"""Links libmaru from its objects, and packs it with what else is installed; see tarball.bzl. The same input gives the same bytes.

A symbol is exported by the shared library if an installed header declares it, and only then.
"""
import argparse
import io
import os
import re
import subprocess
import tarfile
import tempfile

VERSION_HEADER = "include/maru/base/version.h"


def run(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def defined_symbols(objects):
    lines = run("nm", "--defined-only", "--extern-only", "--format=posix", *objects).splitlines()
    return {line.split()[0] for line in lines if not line.endswith(":")}


def declared_words(compiler, root, headers):
    """Every word of the headers, behind the preprocessor: some of their names are pasted together there."""
    source = os.path.join(root, "all.c")
    with open(source, "w", encoding="utf-8") as file:
        file.writelines(f'#include "{os.path.relpath(header, "include")}"\n' for header in headers)
    return set(re.findall(r"\w+", run(compiler, "-std=gnu11", "-E", "-P", "-I", os.path.join(root, "include"), source)))


def link(compiler, flags, objects, exported, version, out):
    with tempfile.NamedTemporaryFile("w", suffix=".map") as script:
        names = "".join(f"\t\t{name};\n" for name in sorted(exported))
        script.write(f"MARU_{version} {{\n\tglobal:\n{names}\tlocal: *;\n}};\n")
        script.flush()
        run(compiler, "-shared", "-o", out, f"-Wl,-soname,{os.path.basename(out)}", f"-Wl,--version-script={script.name}",
            "-Wl,--no-undefined", "-Wl,--as-needed", "-Wl,-Bsymbolic-functions", *objects, *flags)


def archive(objects, out):
    """Members of the same name would be hard to tell apart: framework/rpc/client.c becomes framework_rpc_client.o."""
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for path in objects:
            where, name = path.split("/bin/", 1)[1].split("/_objs/")
            names.append(os.path.join(folder, f"{where}/{os.path.basename(name)}".replace("/", "_").replace(".pic.o", ".o")))
            os.symlink(os.path.abspath(path), names[-1])
        run("ar", "rcsD", out, *names)


def copy(source, target):
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(source, "rb") as file, open(target, "wb") as out:
        out.write(file.read())


def fill_in(path, version):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace("@VERSION@", version))


def pack(root, names, links, out):
    with tarfile.open(out, "w", format=tarfile.GNU_FORMAT) as tar:
        for name in sorted(names + list(links)):
            entry = tarfile.TarInfo(name)
            entry.mode = 0o755 if name.startswith("bin/") or ".so" in name else 0o644
            if name in links:
                entry.type, entry.linkname, entry.mode = tarfile.SYMTYPE, links[name], 0o777
                tar.addfile(entry)
                continue
            with open(os.path.join(root, name), "rb") as file:
                content = file.read()
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))


def main():
    parser = argparse.ArgumentParser(fromfile_prefix_chars="@")
    parser.add_argument("--compiler")
    parser.add_argument("--object", action="append", dest="objects")
    parser.add_argument("--link", action="append", dest="flags")
    parser.add_argument("--file", action="append", dest="files", help="INSTALLED=SOURCE")
    parser.add_argument("--out")
    args = parser.parse_args()
    files = dict(pair.split("=", 1) for pair in args.files)

    with tempfile.TemporaryDirectory() as root:
        for name, source in files.items():
            copy(source, os.path.join(root, name))
        with open(os.path.join(root, VERSION_HEADER), encoding="utf-8") as file:
            version = re.search(r'#define MARU_VERSION "(.+)"', file.read())[1]
        for name in files:
            if name.startswith("lib/"):
                fill_in(os.path.join(root, name), version)
        shared = f"lib/libmaru.so.{version}"
        words = declared_words(args.compiler, root, [name for name in files if name.startswith("include/")])
        link(args.compiler, args.flags, args.objects, defined_symbols(args.objects) & words, version, os.path.join(root, shared))
        archive(args.objects, os.path.join(root, "lib/libmaru.a"))
        pack(root, [*files, shared, "lib/libmaru.a"], {"lib/libmaru.so": os.path.basename(shared)}, args.out)


if __name__ == "__main__":
    main()
