#!/usr/bin/python3
"""What review should not have to look for: layers, sizes, leftovers and dead files. Prints file:line: what; exits 1 if any.

    tests/tidy/tidy.py [FOLDER]        default: the checkout that this script lies in
"""
import os
import re
import sys

FUNCTION_LINES_MAX = 70
FILE_LINES_MAX = 600

C_CODE = (".c", ".h", ".cc")
TEXT = C_CODE + (".py", ".sh", ".bzl", ".proto", ".md", ".yaml", ".BUILD")
TEXT_NAMES = ("BUILD", "WORKSPACE", ".bazelrc", "dev", "run")

# Folder: the folders of framework/ that it may include, besides itself. Tests may use all of framework/.
LAYERS = {
    "framework/base": set(),
    "framework/wire": {"base"},
    "framework/validate": {"base", "wire"},
    "framework/rpc": {"base", "wire"},
    "framework/transport/grpc/testing": {"base", "wire", "rpc", "testing"},
    "framework/transport/grpc": {"base", "wire", "rpc"},
    "framework/transport/memory": {"base", "wire", "rpc"},
    "framework/transport/suite": {"base", "wire", "rpc", "testing"},
    "framework/middleware": {"base", "wire", "rpc"},
    "framework/testing": {"base", "wire", "rpc", "transport", "middleware"},
    "codegen": {"base", "wire", "validate"},
}
FRAMEWORK = {layer.split("/")[1] for layer in LAYERS if layer.startswith("framework/")}
IS_TEST = re.compile(r"_(test|fuzz|bench)\.c$")

# Written so that this file does not find itself.
LEFTOVER = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK|W" r"IP)\b")


def read_tree(root):
    """{path: text} of every text file; build output, fetched tools, seeds and golden files are not read."""
    tree = {}
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = [
            name for name in subfolders
            if not name.startswith("bazel-") and not name.endswith("_corpus")
            and name not in (".git", ".tools", "golden", "__pycache__")
        ]
        for name in names:
            if name.endswith(TEXT) or name in TEXT_NAMES:
                path = os.path.join(folder, name)
                with open(path, encoding="utf-8", newline="") as file:
                    tree[os.path.relpath(path, root)] = file.read()
    return tree


def c_files(tree):
    return ((path, text) for path, text in tree.items() if path.endswith(C_CODE))


def layer_of(path):
    return next((layer for layer in LAYERS if path.startswith(layer + "/")), None)


def included_layer(header):
    """What LAYERS calls the folder that a header belongs to, or None for the system's, a folder's own, and what
    protoc-gen-c makes for the generator."""
    if header.endswith(".pb-c.h"):
        return None
    if header.startswith("maru/"):
        return header.split("/")[1]
    if header.endswith(".maru.h"):
        return "wire"
    return header.split("/")[0] if header.startswith(("codegen/", "services/", "examples/", "tests/")) else None


def layers(tree):
    for path, text in c_files(tree):
        top, layer = path.split("/")[0], layer_of(path)
        if top not in ("framework", "codegen"):
            continue
        if layer is None:
            yield path, 1, "no layer is declared for this folder; add it to LAYERS in tests/tidy/tidy.py"
            continue
        allowed = LAYERS[layer] | {layer.split("/")[1] if top == "framework" else top}
        if IS_TEST.search(path):
            allowed |= FRAMEWORK
        for number, line in enumerate(text.splitlines(), 1):
            match = re.match(r'\s*#\s*include\s*[<"]([^>"]+)', line)
            target = included_layer(match[1]) if match else None
            if match and match[1].startswith("grpc/") and layer != "framework/transport/grpc":
                yield path, number, "only framework/transport/grpc includes <grpc/...>"
            if target and target not in allowed:
                yield path, number, f"{layer} must not include {target}"


def function_lines(tree):
    for path, text in c_files(tree):
        start = None
        for number, line in enumerate(text.splitlines(), 1):
            if line == "{":
                start = number
            elif line.startswith("}") and start is not None:
                if number - start + 1 > FUNCTION_LINES_MAX:
                    yield path, start, f"a function of {number - start + 1} lines; the limit is {FUNCTION_LINES_MAX}"
                start = None


def file_lines(tree):
    for path, text in tree.items():
        count = text.count("\n")
        if count > FILE_LINES_MAX:
            yield path, 1, f"{count} lines; the limit is {FILE_LINES_MAX}"


def leftovers(tree):
    for path, text in tree.items():
        for number, line in enumerate(text.splitlines(), 1):
            if LEFTOVER.search(line):
                yield path, number, f"leftover {LEFTOVER.search(line)[0]}: do it, or open an issue"


def white_space(tree):
    for path, text in tree.items():
        for number, line in enumerate(text.split("\n"), 1):
            if line != line.rstrip():
                yield path, number, "white space at the end of the line"
        if text and not text.endswith("\n"):
            yield path, text.count("\n") + 1, "no newline at the end of the file"


def matches(name, glob):
    """As Bazel does: a * stays within a folder."""
    return re.fullmatch(re.escape(glob).replace(r"\*\*/", "(.*/)?").replace(r"\*", "[^/]*"), name)


def dead_files(tree):
    for path, _ in c_files(tree):
        folder = os.path.dirname(path)
        while folder and os.path.join(folder, "BUILD") not in tree:
            folder = os.path.dirname(folder)
        build = tree.get(os.path.join(folder, "BUILD"), "")
        name = os.path.relpath(path, folder or ".")
        globs = re.findall(r'"([^"]*)"', " ".join(re.findall(r"glob\(\s*\[(.*?)\]", build, re.DOTALL)))
        # unit_test() and fuzz_target() take the source that is called like them.
        named = f'"{name}"' in build or (IS_TEST.search(name) and f'"{name[:-2]}"' in build)
        if not named and not any(matches(name, glob) for glob in globs):
            yield path, 1, f"no target in {os.path.join(folder, 'BUILD')} names this file"


def header_comments(tree):
    for path, text in c_files(tree):
        if path.endswith(".h") and not text.startswith("/*"):
            yield path, 1, "a header begins with a comment that says what it is for"


RULES = (layers, function_lines, file_lines, leftovers, white_space, dead_files, header_comments)


def complaints(root):
    tree = read_tree(root)
    return [f"{path}:{line}: {what}" for rule in RULES for path, line, what in rule(tree)]


if __name__ == "__main__":
    here = os.path.dirname(os.path.realpath(__file__))
    found = complaints(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(here)))
    print("\n".join(found) or "tidy")
    sys.exit(bool(found))
