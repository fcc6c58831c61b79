#!/usr/bin/python3
"""Each rule of tidy.py is seen to fail, on a small tree that breaks that rule alone."""
import os
import tempfile
import unittest

import tidy

GOOD = {
    "framework/wire/BUILD": 'framework_library(name = "wire", srcs = ["a.c"], hdrs = glob(["*.h"]))\nunit_test(name = "a_test")\n',
    "framework/wire/a.h": "/* What it is. */\n",
    "framework/wire/a.c": '#include "maru/base/arena.h"\n#include "other/v1/x.maru.h"\n#include <stdio.h>\n',
    "framework/wire/a_test.c": '#include "maru/testing/cmocka.h"\n#include "maru/rpc/call.h"\n',
}


class TidyTest(unittest.TestCase):
    def complaints(self, changes):
        with tempfile.TemporaryDirectory() as root:
            for path, text in {**GOOD, **changes}.items():
                os.makedirs(os.path.join(root, os.path.dirname(path)), exist_ok=True)
                with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                    file.write(text)
            return tidy.complaints(root)

    def refused(self, path, text, line, words):
        found = self.complaints({path: text})
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(f"{path}:{line}: "), found)
        self.assertIn(words, found[0])

    def test_a_good_tree_is_tidy(self):
        self.assertEqual(self.complaints({}), [])

    def test_a_lower_layer_does_not_include_a_higher_one(self):
        self.refused("framework/wire/a.c", '\n#include "maru/rpc/call.h"\n', 2, "framework/wire must not include rpc")

    def test_code_that_is_no_test_does_not_include_testing(self):
        self.refused("framework/wire/a.c", '#include "maru/testing/cmocka.h"\n', 1, "must not include testing")

    def test_framework_does_not_include_codegen_even_in_tests(self):
        self.refused("framework/wire/a_test.c", '#include "codegen/model/model.h"\n', 1, "must not include codegen")

    def test_only_one_folder_includes_c_core(self):
        self.refused("framework/wire/a.c", "#include <grpc/grpc.h>\n", 1, "only framework/transport/grpc")

    def test_a_new_folder_declares_its_layer(self):
        build = 'cc_library(name = "b", srcs = ["b.c"])\n'
        found = self.complaints({"framework/new/BUILD": build, "framework/new/b.c": ""})
        self.assertEqual(found, ["framework/new/b.c:1: no layer is declared for this folder; add it to LAYERS in tests/tidy/tidy.py"])

    def test_functions_are_at_most_70_lines(self):
        self.assertEqual(self.complaints({"framework/wire/a.c": "int\nf(void)\n{\n" + "\t;\n" * 68 + "}\n"}), [])
        self.refused("framework/wire/a.c", "int\nf(void)\n{\n" + "\t;\n" * 69 + "}\n", 3, "a function of 71 lines")

    def test_files_are_at_most_600_lines(self):
        self.assertEqual(self.complaints({"framework/wire/a.c": "\n" * 600}), [])
        self.refused("framework/wire/a.c", "\n" * 601, 1, "601 lines")

    def test_no_leftovers(self):
        self.refused("framework/wire/a.c", "\n/* TO" "DO: later */\n", 2, "leftover")
        self.refused("docs/guide.md", "FIX" "ME\n", 1, "leftover")

    def test_no_white_space_at_the_end_of_a_line(self):
        self.refused("framework/wire/a.c", "int a; \n", 1, "white space")
        self.refused("framework/wire/a.c", "int a;\r\n", 1, "white space")
        self.refused("framework/wire/a.c", "int a;", 1, "no newline")

    def test_no_dead_files(self):
        self.refused("framework/wire/dead.c", "", 1, "no target in framework/wire/BUILD names this file")
        self.refused("framework/wire/internal/dead.h", "/* Dead. */\n", 1, "no target in framework/wire/BUILD names this file")

    def test_headers_begin_with_a_comment(self):
        self.refused("framework/wire/a.h", "#pragma once\n", 1, "begins with a comment")


if __name__ == "__main__":
    unittest.main()
