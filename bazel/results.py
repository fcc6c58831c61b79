#!/usr/bin/python3
"""results.py EVENTS EXIT_CODE: prints `N passed, N failed` for a run of Bazel, from its build event file; exits 1 unless all passed.

A CMocka test counts by its cases, any other test as one. What did not build or did not run counts as one failure.
"""
import json
import re
import sys
from urllib.parse import unquote, urlparse

CASES = re.compile(r"^\[  (PASSED|FAILED|SKIPPED)\s*\] (\d+) test\(s\)", re.MULTILINE)


def cases(logs):
    """How many CMocka cases passed and did not, as the summaries in the logs say; (0, 0) where there are none."""
    passed = bad = 0
    for log in logs:
        with open(unquote(urlparse(log["uri"]).path), errors="replace") as file:
            for verdict, count in CASES.findall(file.read()):
                if verdict == "PASSED":
                    passed += int(count)
                else:
                    bad += int(count)
    return passed, bad


def main(events_path, exit_code):
    targets = {}
    with open(events_path) as file:
        for line in file:
            event = json.loads(line)
            kind, = event["id"]
            label = event["id"][kind].get("label")
            if kind == "targetCompleted":
                targets.setdefault(label, (0, 0) if event.get("completed", {}).get("success") else (0, 1))
            elif kind == "testSummary":
                summary = event.get("testSummary", {})
                passed, bad = cases(summary.get("passed", []) + summary.get("failed", []))
                if summary.get("overallStatus") == "PASSED":
                    targets[label] = (passed, bad) if passed + bad else (1, 0)
                else:
                    targets[label] = (passed, max(bad, 1))
    for label, (passed, failed) in sorted(targets.items()):
        if failed:
            print(f"failed: {label}")
    passed, failed = (sum(column) for column in zip((0, 0), *targets.values()))
    failed = max(failed, int(exit_code != "0"))
    print(f"{passed} passed, {failed} failed")
    return failed > 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
