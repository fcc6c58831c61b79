#!/usr/bin/python3
"""Holds docs/reference/diagnostics.md and rule-diagnostics.md against the generator: a section for every code of codegen/check/codes.h, in order, with the
meaning that the code has there, and with an example that gives the error that the page shows.

    diagnostics.py PAGE PAGE CODES PLUGIN OPTIONS_PROTO VALIDATE_PROTO

An example is one or more .proto files, or a few lines of Python that spoil a `request` which protoc would have sent for a file
thing.proto with one message. Without an example a section says why, beginning with "No example:".
"""
import os
import re
import subprocess
import sys
import tempfile

from google.protobuf import descriptor_pb2
from google.protobuf.compiler import plugin_pb2

import pages

THING = 'syntax = "proto3";\n\npackage thing;\n\nmessage Thing {\n  string name = 1;\n}\n'
CODE = re.compile(r'X\(\w+, (\d+), "(.*)"\)')
SECTION = re.compile(r"^## (M\d{4})\n\n\*(.*)\*$", re.MULTILINE)


def protoc(folder, arguments):
    return subprocess.run(["/usr/bin/protoc", "-I.", "-I/usr/include", *arguments], cwd=folder, capture_output=True, text=True, check=False)


def run_files(folder, plugin, files):
    """What the generator says of .proto files, without what protoc writes before it."""
    done = protoc(folder, [f"--plugin=protoc-gen-maru={plugin}", "--maru_out=.", *files])
    return done.stderr.removeprefix("--maru_out: ").lstrip("\n") if done.returncode else "protoc and the generator accept it"


def run_request(folder, plugin, lines):
    with open(os.path.join(folder, "thing.proto"), "w", encoding="utf-8") as file:
        file.write(THING)
    protoc(folder, ["--include_source_info", "--descriptor_set_out=thing.bin", "thing.proto"])
    with open(os.path.join(folder, "thing.bin"), "rb") as file:
        files = descriptor_pb2.FileDescriptorSet.FromString(file.read()).file
    request = plugin_pb2.CodeGeneratorRequest(file_to_generate=["thing.proto"], proto_file=files)
    names = {"request": request, "file": request.proto_file[0], "message": request.proto_file[0].message_type[0]}
    exec(lines, names)
    request = names["request"]
    done = subprocess.run([plugin], input=request if isinstance(request, bytes) else request.SerializeToString(),
                          capture_output=True, check=False)
    if done.returncode:
        return done.stderr.decode()
    return plugin_pb2.CodeGeneratorResponse.FromString(done.stdout).error.lstrip("\n") or "the generator accepts it"


def run_example(plugin, options, page_blocks):
    files = pages.files(page_blocks)
    with tempfile.TemporaryDirectory() as folder:
        for name, source in zip(("maru/options.proto", "buf/validate/validate.proto"), options):
            os.makedirs(os.path.join(folder, os.path.dirname(name)))
            os.symlink(source, os.path.join(folder, name))
        if "spoil.py" in files:
            return run_request(folder, plugin, files["spoil.py"])
        for name, content in files.items():
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(content)
        return run_files(folder, plugin, sorted(files))


def check_section(where, code, text, plugin, options):
    page_blocks = pages.blocks(where, text)
    shown = [block.text for block in page_blocks if block.words == ["text"]]
    if not pages.files(page_blocks):
        if "No example:" not in text:
            yield f"{where}: there is no example, and no reason why"
        return
    said = run_example(plugin, options, page_blocks)
    if f"error[{code}]" not in said or len(shown) != 1 or not pages.agrees(said, shown[0]):
        yield f"{where}: the page shows\n{''.join(shown)}\nand the generator says\n{said}"


def complaints(page, codes, plugin, options):
    known = {f"M{int(number):04d}": meaning for number, meaning in CODE.findall(codes)}
    heads = list(SECTION.finditer(page))
    described = {head[1]: head[2] for head in heads}
    if not known:
        yield "no codes were found in codegen/check/codes.h"
    for code in sorted(known.keys() | described.keys()):
        if code not in described:
            yield f"{code} is missing: '{known[code]}'"
        elif described[code] != known.get(code):
            yield f"{code} means '{known.get(code, 'nothing')}', and the page says '{described[code]}'"
    if list(described) != sorted(described):
        yield "the sections are not in the order of their numbers"
    ends = [head.start() for head in heads[1:]] + [len(page)]
    for head, end in zip(heads, ends):
        yield from check_section(head[1], head[1], page[head.start():end], plugin, options)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


if __name__ == "__main__":
    page_path, rules_path, codes_path, plugin_path, *option_paths = sys.argv[1:]
    found = list(complaints(read(page_path) + read(rules_path), read(codes_path), os.path.abspath(plugin_path),
                            [os.path.abspath(path) for path in option_paths]))
    print("\n".join(found) or "every diagnostic is described, and every example gives it")
    sys.exit(bool(found))
