#!/usr/bin/python3
"""The tests of the documentation find what is broken in it."""
import os
import subprocess
import tempfile
import unittest

import diagnostics
import lint
import pages
import run

FENCE = "```"
THING = diagnostics.THING


def page_of(*blocks):
    return "# Title\n" + "".join(f"\n{FENCE}{info}\n{text}{FENCE}\n" for info, text in blocks)


class Running(unittest.TestCase):
    def run_page(self, *blocks, built=None):
        with tempfile.TemporaryDirectory() as root:
            page = os.path.join(root, "page.md")
            with open(page, "w", encoding="utf-8") as file:
                file.write(page_of(*blocks))
            return run.run(page, root, built or {}, False)

    def test_a_page_whose_commands_print_what_it_says_passes(self):
        self.assertEqual(self.run_page(("sh", "echo one\necho two 17\n"), ("text", "one\ntwo ...\n")), [])

    def test_other_output_is_found_and_shown(self):
        complaint, = self.run_page(("sh", "echo one\n"), ("text", "two\n"))
        self.assertRegex(complaint, r"page.md:3: the page says\ntwo\n(.|\n)*one")

    def test_a_command_that_fails_is_found_and_what_follows_is_not_run(self):
        complaint, = self.run_page(("sh", "echo before\nfalse\necho after\n"), ("sh", "echo later\n"))
        self.assertRegex(complaint, r"page.md:3: failed with 1; this is printed\nbefore\n$")

    def test_a_failure_in_the_middle_of_a_pipe_is_found(self):
        self.assertEqual(len(self.run_page(("sh", "false | cat\n"))), 1)

    def test_a_command_that_has_to_fail_and_does_not_is_found(self):
        self.assertEqual(self.run_page(("sh fails", "false\n")), [])
        self.assertEqual(len(self.run_page(("sh fails", "true\n"))), 1)

    def test_files_are_there_in_the_order_of_the_page_and_go_on(self):
        page = [("c a/b.c", "one\n"), ("sh", "cat a/b.c\n"), ("text", "one\n"), ("c a/b.c", "two\n"), ("sh", "cat a/b.c\n"),
                ("text", "one\n\ntwo\n")]
        self.assertEqual(self.run_page(*page), [])

    def test_a_tar_that_was_built_stands_for_its_folder(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, content in (("inner", "one\n"), ("readme", "two\n")):
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write(content)
            archive = os.path.join(folder, "built.tar")
            subprocess.run(["tar", "-cf", archive, "-C", folder, "inner", "readme"], check=True)
            page = [("sh", "cat ~/a/b/inner\n"), ("text", "one\n")]
            self.assertEqual(self.run_page(*page, built={"a/b": archive}), [])

    def test_what_needs_bazel_is_not_run(self):
        self.assertEqual(self.run_page(("sh dev", "exit 1\n")), [])

    def test_a_server_that_does_not_start_is_found(self):
        complaint, = self.run_page(("sh", "false 50051 &\n"))
        self.assertIn("does not listen", complaint)

    def test_a_server_is_waited_for_on_a_port_of_its_own(self):
        server = "import socket; s = socket.create_server((\"127.0.0.1\", 50051)); s.accept(); print(\"called\")\n"
        self.assertEqual(self.run_page(("python server.py", server), ("sh", "/usr/bin/python3 server.py &\n"), ("sh", "wait $!\n")), [])


class Reading(unittest.TestCase):
    def test_a_block_that_does_not_end_is_found(self):
        with self.assertRaisesRegex(ValueError, "page:2: "):
            pages.blocks("page", f"text\n{FENCE}sh\nls\n")

    def test_dots_stand_for_anything_on_a_line_and_alone_for_any_lines(self):
        self.assertTrue(pages.agrees("a\nport 17 x\nz\n", "a\nport ... x\n...\nz\n"))
        self.assertTrue(pages.agrees("a\nb\nc\nz", "a\n...\nz\n"))
        self.assertFalse(pages.agrees("port 1\n7\n", "port ...\n"))
        self.assertFalse(pages.agrees("ab\nz\n", "a\n...\nz\n"))

    def test_a_piece_of_a_file_stands_there_whole_lines_in_order(self):
        source = "int\nmain(void)\n{\n\treturn 0;\n}\n"
        self.assertTrue(pages.is_piece("main(void)\n...\n\treturn 0;\n", source))
        self.assertFalse(pages.is_piece("\treturn 0;\n...\nmain(void)\n", source))
        self.assertFalse(pages.is_piece("return 0;\n", source))
        self.assertFalse(pages.is_piece("\treturn 1;\n", source))


class Linting(unittest.TestCase):
    def complaints(self, *blocks, text=""):
        with tempfile.TemporaryDirectory() as root:
            os.makedirs(os.path.join(root, "docs"))
            os.makedirs(os.path.join(root, "tests/docs"))
            contents = {
                "README.md": page_of(*blocks) + text,
                "dev": "case $1 in\nbuild | test) ;;\nesac\n",
                "a.c": "int a;\n",
                "BUILD": 'cc_library(\n    name = "a",\n)\n',
                "tests/docs/BUILD": 'page_test(page = "//:README.md")\npage_files(files = ["known.c"])\n',
            }
            for path, content in contents.items():
                with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                    file.write(content)
            return lint.complaints(root)

    def test_a_page_in_order_has_no_complaints(self):
        page = [("sh dev", "./dev build\nbazel build //:a\n"), ("c from a.c", "int a;\n"), ("c known.c", "int b;\n")]
        self.assertEqual(self.complaints(*page, text="[here](dev)\n"), [])

    def test_each_fault_is_found(self):
        for block, what in [
            (("c", "int a;\n"), "is no kind of block"),
            (("", "x\n"), "is no kind of block"),
            (("c from a.c", "int b;\n"), "does not stand in a.c"),
            (("c from b.c", "int b;\n"), "there is no b.c"),
            (("c unknown.c", "int b;\n"), "nothing compiles it"),
            (("sh dev", "./dev fly\n"), "there is no ./dev fly"),
            (("sh dev", "bazel build //:b\n"), "there is no target //:b"),
            (("sh dev", "rm -rf x\n"), "neither ./dev nor bazel"),
        ]:
            complaint, = self.complaints(block)
            self.assertRegex(complaint, "^README.md:3: .*" + what)

    def test_a_reason_that_the_page_or_the_framework_lacks_is_found(self):
        with tempfile.TemporaryDirectory() as root:
            for path, content in {
                "framework/rpc/a.c": 'return maru_status_reason(arena, CODE, "TOO_LATE",\n"x");\nMARU_ERROR(CODE, "TOO_LOUD2", "x");\n',
                lint.REASONS: "| reason | code |\n|---|---|\n| `TOO_LATE` | X |\n| `TOO_EARLY` | X |\n",
            }.items():
                os.makedirs(os.path.join(root, os.path.dirname(path)))
                with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                    file.write(content)
            late, early = lint.reasons(root)
        self.assertRegex(late, "does not have TOO_LOUD2")
        self.assertRegex(early, "has TOO_EARLY")

    def test_a_function_constant_or_file_that_does_not_exist_is_found(self):
        text = "\n`maru_fly()`, `x` and `MARU_WINGS`\n`framework/fly.c` `tests/docs/BUILD`\n"
        self.assertEqual(self.complaints(text=text), [
            "README.md:3: there is no maru_fly", "README.md:3: there is no MARU_WINGS", "README.md:4: there is no framework/fly.c",
        ])

    def test_a_link_to_nowhere_is_found(self):
        text = "\n[there](docs/none.md#part) [up](#title)\n## What's new?\n[new](#whats-new) [old](README.md#old)\n"
        self.assertEqual(self.complaints(text=text), [
            "README.md:3: there is no docs/none.md#part", "README.md:5: README.md has no heading #old",
        ])


class Diagnostics(unittest.TestCase):
    CODES = 'X(LATE, 1, "it is late")\nX(LOUD, 2, "it is loud")\n'

    def complaints(self, page):
        return list(diagnostics.complaints(page, self.CODES, "/bin/false", "/dev/null"))

    def test_a_code_without_a_section_one_that_is_no_code_and_another_meaning_are_found(self):
        page = "## M0001\n\n*it is early*\n\nNo example: x\n\n## M0003\n\n*it is new*\n\nNo example: x\n"
        self.assertEqual(self.complaints(page), [
            "M0001 means 'it is late', and the page says 'it is early'",
            "M0002 is missing: 'it is loud'",
            "M0003 means 'nothing', and the page says 'it is new'",
        ])

    def test_a_section_without_an_example_and_an_example_that_gives_another_error_are_found(self):
        page = "## M0001\n\n*it is late*\n\n## M0002\n\n*it is loud*\n" + page_of(("proto a.proto", THING), ("text", "x\n"))
        missing, other = self.complaints(page)
        self.assertEqual(missing, "M0001: there is no example, and no reason why")
        self.assertRegex(other, "^M0002: the page shows\nx\n(.|\n)*and the generator says\n")


if __name__ == "__main__":
    unittest.main()
