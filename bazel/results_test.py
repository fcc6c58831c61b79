#!/usr/bin/python3
"""results.py counts what ran, and nothing that did not. The events are cut down from real ones."""
import contextlib
import io
import json
import os
import tempfile
import unittest

import results


class ResultsTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.events = []

    def target(self, label, built=True):
        self.events.append({"id": {"targetCompleted": {"label": label}}, "completed": {"success": built} if built else {}})

    def ran(self, label, status, log):
        path = os.path.join(self.folder.name, str(len(self.events)))
        with open(path, "w") as file:
            file.write(log)
        self.target(label)
        outcome = {"overallStatus": status, "passed" if status == "PASSED" else "failed": [{"uri": "file://" + path}]}
        self.events.append({"id": {"testSummary": {"label": label}}, "testSummary": outcome})

    def counted(self, exit_code):
        path = os.path.join(self.folder.name, "events")
        with open(path, "w") as file:
            file.write("\n".join(map(json.dumps, self.events)))
        with contextlib.redirect_stdout(io.StringIO()) as out:
            bad = results.main(path, exit_code)
        return out.getvalue().splitlines()[-1], bad

    def test_cmocka_counts_by_case_and_anything_else_as_one(self):
        self.target("//:library")
        self.ran("//:cmocka", "PASSED", "[==========] 3 test(s) run.\n[  PASSED  ] 3 test(s).\n")
        self.ran("//:shell", "PASSED", "fine\n")
        self.assertEqual(self.counted("0"), ("4 passed, 0 failed", False))

    def test_a_failing_case_leaves_the_others_passed(self):
        log = "[  PASSED  ] 2 test(s).\n[  FAILED  ] 1 test(s), listed below:\n[  FAILED  ] bad\n\n 1 FAILED TEST(S)\n"
        self.ran("//:cmocka", "FAILED", log)
        self.assertEqual(self.counted("3"), ("2 passed, 1 failed", True))

    def test_a_skipped_case_is_no_pass(self):
        self.ran("//:cmocka", "PASSED", "[  PASSED  ] 2 test(s).\n[  SKIPPED ] 1 test(s), listed below:\n")
        self.assertEqual(self.counted("0"), ("2 passed, 1 failed", True))

    def test_a_crash_before_the_summary_is_one_failure(self):
        self.ran("//:cmocka", "FAILED", "[       OK ] first\n")
        self.assertEqual(self.counted("3"), ("0 passed, 1 failed", True))

    def test_a_summary_of_passes_does_not_hide_a_failed_target(self):
        self.ran("//:leaks", "FAILED", "[  PASSED  ] 2 test(s).\nLeakSanitizer: detected memory leaks\n")
        self.assertEqual(self.counted("3"), ("2 passed, 1 failed", True))

    def test_what_does_not_build_is_a_failure(self):
        self.ran("//:shell", "PASSED", "")
        self.target("//:library", built=False)
        self.assertEqual(self.counted("1"), ("1 passed, 1 failed", True))

    def test_bazel_that_fails_without_a_word_is_a_failure(self):
        self.assertEqual(self.counted("37"), ("0 passed, 1 failed", True))

    def test_nothing_run_is_no_success(self):
        self.assertEqual(self.counted("0"), ("0 passed, 0 failed", True))


if __name__ == "__main__":
    unittest.main()
