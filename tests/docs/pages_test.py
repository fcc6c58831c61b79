#!/usr/bin/python3
"""The tests of the documentation find what is broken in it."""
import os
import tempfile
import unittest

import lint
import pages
import run

FENCE = "```"


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

    def test_a_link_to_nowhere_is_found(self):
        self.assertEqual(self.complaints(text="\n[there](docs/none.md#part)\n"), ["README.md:3: there is no docs/none.md#part"])


if __name__ == "__main__":
    unittest.main()
