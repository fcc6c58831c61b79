#!/usr/bin/python3
"""Decoding and encoding of five messages by every codec: medians, ratios to maru, instructions. Prints Markdown tables.

    tests/bench/codec/run.py BENCH [ROUNDS]

Times: a round measures every codec on every message in turn; the figure is the median of the rounds, and a ratio the median of
the ratios within each round. Instructions: of one run under callgrind, where nothing else on the machine matters.
"""
import collections
import glob
import os
import re
import statistics
import subprocess
import sys
import tempfile

COUNTED = 20  # as in bench.c
OURS = "maru"

# rival: (decode, encode) at most, our time divided by its
WANTED = {
    "protobuf-c arena": (1 / 2, 1 / 1.5),
    "protobuf C++ arena": (1, 1),
    "upb": (1.5, 1.5),
}


def times(bench, rounds):
    """({message: bytes}, {(message, operation): {codec: [ns]}})"""
    lengths, measured = {}, collections.defaultdict(lambda: collections.defaultdict(list))
    for line in subprocess.run([bench, str(rounds)], check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines():
        what, message, *rest = line.split("\t")
        if what == "bytes":
            lengths[message] = int(rest[0])
        else:
            measured[message, rest[0]][rest[1]].append(float(rest[2]))
    return lengths, measured


def instructions(bench):
    """{(message, operation): {codec: instructions}}"""
    counted = collections.defaultdict(dict)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={folder}/out", bench, "0"], check=True,
                       stdout=subprocess.DEVNULL)
        for path in glob.glob(os.path.join(folder, "out.*")):
            with open(path, encoding="utf-8") as file:
                text = file.read()
            label = re.search(r"^desc: Trigger: Client Request: (.*)$", text, re.M)
            if label:
                message, operation, codec = label[1].split("\t")
                counted[message, operation][codec] = int(re.search(r"^(?:totals|summary): (\d+)", text, re.M)[1]) // COUNTED
    return counted


def table(operation, lengths, measured, counted):
    rows = [row for row in measured if row[1] == operation]
    codecs = list(measured[rows[0]])
    print(f"\n| {operation} | " + " | ".join(codecs) + " |\n|---|" + "---:|" * len(codecs))
    for row in rows:
        cells = []
        for codec in codecs:
            ratio = statistics.median(t / o for t, o in zip(measured[row][codec], measured[row][OURS]))
            cells.append(f"{statistics.median(measured[row][codec]):,.0f} ns"
                         + (f", x{ratio:.2f}" if codec != OURS else "") + f" ({counted[row][codec]:,} i)")
        print(f"| {row[0]}, {lengths[row[0]]:,} bytes | " + " | ".join(cells) + " |")


def missed(measured):
    for row, codecs in measured.items():
        for codec, bounds in WANTED.items():
            ratio = statistics.median(o / t for o, t in zip(codecs[OURS], codecs[codec]))
            bound = bounds[row[1] == "encode"]
            if ratio > bound:
                yield f"{row[1]} {row[0]}: {ratio:.2f} of the time of {codec}, wanted at most {bound:.2f}"


def main():
    bench = sys.argv[1]
    lengths, measured = times(bench, int(sys.argv[2]) if len(sys.argv) > 2 else 100)
    counted = instructions(bench)

    print("Median nanoseconds, the rival's time divided by maru's (more than 1: maru is faster), and instructions (i).")
    for operation in ("decode", "encode"):
        table(operation, lengths, measured, counted)
    print("\nMissed:" if any(missed(measured)) else "\nEvery bound holds.")
    for line in missed(measured):
        print(f"- {line}")


if __name__ == "__main__":
    main()
