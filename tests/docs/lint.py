#!/usr/bin/python3
"""What can be said of the documentation without running it: each block is of a known kind and checked by some test, pieces of
files stand in these files, commands that only `.ci/run` runs exist, links lead somewhere. Prints file:line: what; exits 1 if any.

    lint.py [FOLDER]        default: the checkout that this script lies in
"""
import os
import re
import sys

import pages

TESTS = "tests/docs/BUILD"
COMPILED = (".c", ".h", ".proto")
REASONS = "docs/reference/refusals.md"
REASON = re.compile(r'(?:maru_status_reason\([^;]*?|MARU_ERROR\([^;]*?|\[MARUI_FAULT_\w+\] = \{ )"([A-Z]+(?:_[A-Z0-9]+)*)"', re.DOTALL)
INLINE_CODE = re.compile(r"`([^`\n]+)`")
TOLD_NAME = re.compile(r"\b(marui?_[a-z0-9_]+(?=\(\))|MARU_[A-Z0-9_]+[A-Z0-9])")
TOLD_PATH = re.compile(r"(?:bazel|codegen|docs|examples|framework|idl|tests)/[\w./-]*")
LINK = re.compile(r"\]\(([^)\s]+)\)")


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read()


def page_names(root):
    yield "README.md"
    for folder, _, names in os.walk(os.path.join(root, "docs")):
        for name in sorted(names):
            if name.endswith(".md"):
                yield os.path.relpath(os.path.join(folder, name), root)


def label_of(page):
    return "//docs:" + page[len("docs/"):] if page.startswith("docs/") else "//:" + page


def kinds(_, page_blocks):
    for block in page_blocks:
        if not block.is_known():
            yield block, f"'{' '.join(block.words)}' is no kind of block; tests/docs/pages.py lists them"


def quotes(root, page_blocks):
    for block in page_blocks:
        if block.quoted and not os.path.exists(os.path.join(root, block.quoted)):
            yield block, f"there is no {block.quoted}"
        elif block.quoted and not pages.is_piece(block.text, read(root, block.quoted)):
            yield block, f"this does not stand in {block.quoted}"


def is_target(root, spelled_out, label):
    if label.endswith("/..."):
        return os.path.isdir(os.path.join(root, label[2:-4]))
    package, _, name = label[2:].partition(":")
    build = os.path.join(package, "BUILD")
    text = spelled_out.get(build, "")
    if os.path.exists(os.path.join(root, build)):
        text += read(root, build)
    return f'name = "{name or os.path.basename(package)}"' in text


def commands(root, page_blocks):
    known = re.search(r"^case \$1 in\n(.*?)\) ", read(root, "dev"), re.MULTILINE)[1].split(" | ")
    spelled_out = pages.files(page_blocks)
    for block in page_blocks:
        for line in block.text.splitlines() if block.needs_bazel else []:
            words = line.split()
            if words[0] == "./dev" and words[1] not in known:
                yield block, f"there is no ./dev {words[1]}"
            elif words[0] == "bazel":
                for label in filter(lambda word: word.startswith("//"), words):
                    if not is_target(root, spelled_out, label):
                        yield block, f"there is no target {label}"
            elif words[0] not in ("./dev", "bazel"):
                yield block, f"'{line}' is neither ./dev nor bazel"


def tested(root, page_blocks):
    tests = read(root, TESTS)
    for block in page_blocks:
        runs = block.file or (block.is_shell and not block.needs_bazel)
        if runs and f'"{label_of(block.page)}"' not in tests:
            yield block, f"no test in {TESTS} has this page"
        elif block.file and block.file.endswith(COMPILED) and "diagnostics" not in block.page and f'"{block.file}"' not in tests:
            yield block, f"no page_files() in {TESTS} names {block.file}, so that nothing compiles it"


RULES = (kinds, quotes, commands, tested)


def sources(root):
    """The text of everything that pages may name functions and constants of."""
    texts = []
    for top in ("framework", "codegen"):
        for folder, _, names in os.walk(os.path.join(root, top)):
            texts += [read(folder, name) for name in names if name.endswith((".c", ".h"))]
    return "\n".join(texts)


def told(root, page, text, known, spelled_out):
    """Functions, constants and files that the text around the blocks names."""
    prose = re.sub(r"^```.*?^```$", lambda block: "\n" * block[0].count("\n"), text, flags=re.MULTILINE | re.DOTALL)
    for number, line in enumerate(prose.splitlines(), 1):
        for code in INLINE_CODE.findall(line):
            for name in TOLD_NAME.findall(code):
                if not re.search(rf"\b{name}\b", known):
                    yield f"{page}:{number}: there is no {name}"
            path = re.fullmatch(TOLD_PATH, code)
            if path and not os.path.exists(os.path.join(root, code)) and not any(name.startswith(code) for name in spelled_out):
                yield f"{page}:{number}: there is no {code}"


def anchors(markdown):
    """What the headings of a page are called in links, as GitHub and GitLab have it."""
    headings = re.findall(r"^#+ (.*)$", markdown, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(root, page, text):
    for number, line in enumerate(text.splitlines(), 1):
        for target in LINK.findall(line):
            name, _, anchor = target.partition("#")
            path = os.path.normpath(os.path.join(os.path.dirname(page), name)) if name else page
            if re.match(r"https?:", target):
                continue
            if not os.path.exists(os.path.join(root, path)):
                yield f"{page}:{number}: there is no {target}"
            elif anchor and anchor not in anchors(read(root, path)):
                yield f"{page}:{number}: {path} has no heading #{anchor}"


def framework_reasons(root):
    """The reasons with which the framework refuses, as its sources give them."""
    found = set()
    for folder, _, names in os.walk(os.path.join(root, "framework")):
        for name in names:
            if name.endswith(".c") and not name.endswith("_test.c") and "/suite" not in folder and "/testing" not in folder:
                found.update(REASON.findall(read(folder, name)))
    return found


def reasons(root):
    told = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", read(root, REASONS), re.MULTILINE))
    given = framework_reasons(root)
    for reason in sorted(given - told):
        yield f"{REASONS}:1: the table does not have {reason}, which framework/ gives"
    for reason in sorted(told - given):
        yield f"{REASONS}:1: the table has {reason}, which nothing in framework/ gives"


def complaints(root):
    found, known = [], sources(root)
    for page in page_names(root):
        text = read(root, page)
        page_blocks = pages.blocks(page, text)
        found += [f"{where}: {what}" for rule in RULES for where, what in rule(root, page_blocks)]
        found += links(root, page, text)
        found += told(root, page, text, known, pages.files(page_blocks))
        found += reasons(root) if page == REASONS else []
    return found


if __name__ == "__main__":
    here = os.path.dirname(os.path.realpath(__file__))
    found = complaints(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(here)))
    print("\n".join(found) or "every block, command and link of the documentation is in order")
    sys.exit(bool(found))
