#!/usr/bin/python3
"""What protoc-gen-maru costs and what its code weighs, beside protoc-gen-c and grpc_cpp_plugin. Prints Markdown tables.

    tests/bench/generator/run.py PROTOC_GEN_MARU FRAMEWORK [ROUNDS]

Time: every plugin reads the same CodeGeneratorRequest, the one protoc makes of a contract of 1,000 messages and 100 services,
so that protoc's own time does not count. CPU time, medians of interleaved rounds. protoc-gen-c writes messages only and
grpc_cpp_plugin services only; protoc-gen-maru writes both.

Weight: `size` of the object of 1,000 messages without services, gcc -O2, each divided by 1,000.
"""
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

from contract import contract

MESSAGES, SERVICES = 1000, 100
OURS, IN_C, IN_CPP = "protoc-gen-maru", "protoc-gen-c", "grpc_cpp_plugin"

# What the symbols of a generated source belong to, by the beginning of their names; the rest are the public functions.
PARTS = {
    "read": ("read_",),
    "size": ("size_of_",),
    "write": ("write_",),
    "init": ("init_",),
    "field tables": ("fields_", "by_name_", "ranges_"),
}


def request(folder):
    """What protoc sends to a plugin."""
    kept = os.path.join(folder, "request")
    keeper = os.path.join(folder, "keep.sh")
    with open(keeper, "w", encoding="utf-8") as file:
        file.write(f"#!/bin/sh\ncat > {kept}\n")
    os.chmod(keeper, 0o755)
    with open(os.path.join(folder, "all.proto"), "w", encoding="utf-8") as file:
        file.write(contract(MESSAGES, SERVICES))
    subprocess.run(["protoc", f"--plugin=protoc-gen-keep={keeper}", f"--keep_out={folder}", f"-I{folder}", "all.proto"],
                   check=True)
    return kept


def run(command, path):
    """CPU seconds of one run."""
    with open(path, "rb") as file:
        process = subprocess.Popen(command, stdin=file, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    if status != 0:
        sys.exit(f"{command[0]} failed")
    return usage.ru_utime + usage.ru_stime


def instructions(command, path):
    with open(path, "rb") as file:
        output = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"] + command, stdin=file,
                                check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True).stderr
    return int(re.search(r"Collected : (\d+)", output)[1])


def speed(plugins, folder, rounds):
    path = request(folder)
    spent = {name: [] for name in plugins}
    for _ in range(rounds):
        for name, command in plugins.items():
            spent[name].append(run([command], path))
    print("| plugin | CPU ms | its time / maru's | million instructions |\n|---|---:|---:|---:|")
    for name, command in plugins.items():
        ratio = statistics.median(t / o for t, o in zip(spent[name], spent[OURS]))
        print(f"| {name} | {statistics.median(spent[name]) * 1e3:.1f} | {ratio:.2f}"
              f" | {instructions([command], path) / 1e6:.0f} |")


def compiled(plugin, out, source, folder, includes):
    subprocess.run(["protoc", f"--plugin={plugin}", f"--{out}_out={folder}", f"-I{folder}", "messages.proto"], check=True)
    built = os.path.join(folder, source + ".o")
    subprocess.run(["gcc", "-std=c11", "-O2", "-w", "-D_GNU_SOURCE", "-c", "-o", built, f"-I{folder}"] + includes
                   + [os.path.join(folder, source)], check=True)
    return built


def size(built):
    """(code and constants, data) in bytes, as `size` counts them."""
    output = subprocess.run(["size", built], check=True, stdout=subprocess.PIPE, text=True).stdout
    text, data, bss = output.splitlines()[1].split()[:3]
    return int(text), int(data) + int(bss)


def parts(built):
    """{part: bytes} by symbol; what has no symbol of its own (string constants, unwind tables) is not in it."""
    found = dict.fromkeys(PARTS, 0) | {"descriptors and types": 0, "public functions": 0}
    for line in subprocess.run(["nm", "-S", built], check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines():
        fields = line.split()
        if len(fields) != 4:
            continue
        name, length = fields[3], int(fields[1], 16)
        part = next((part for part, starts in PARTS.items() if name.startswith(starts)), None)
        if part is None:
            part = "descriptors and types" if fields[2] in "DdRrBb" else "public functions"
        found[part] += length
    return found


def weight(maru, folder, includes):
    with open(os.path.join(folder, "messages.proto"), "w", encoding="utf-8") as file:
        file.write(contract(MESSAGES, 0))
    ours = compiled(f"protoc-gen-maru={maru}", "maru", "messages.maru.c", folder, includes)
    theirs = compiled(f"protoc-gen-c={shutil.which(IN_C)}", "c", "messages.pb-c.c", folder, [])
    print("\n| bytes a message | code and constants | data | both |\n|---|---:|---:|---:|")
    totals = {}
    for name, built in ((OURS, ours), (IN_C, theirs)):
        text, data = size(built)
        totals[name] = text + data
        print(f"| {name} | {text / MESSAGES:.0f} | {data / MESSAGES:.0f} | {totals[name] / MESSAGES:.0f} |")
    print(f"\n{OURS} / {IN_C}: {totals[OURS] / totals[IN_C]:.2f} (wanted: at most 2.00)")
    print("\n| of maru's, bytes a message | |\n|---|---:|")
    for part, length in parts(ours).items():
        print(f"| {part} | {length / MESSAGES:.0f} |")


def main():
    maru = os.path.abspath(sys.argv[1])
    plugins = {OURS: maru, IN_C: shutil.which(IN_C), IN_CPP: shutil.which(IN_CPP)}

    with tempfile.TemporaryDirectory() as folder:
        os.symlink(os.path.abspath(sys.argv[2]), os.path.join(folder, "maru"))
        speed(plugins, folder, int(sys.argv[3]) if len(sys.argv) > 3 else 11)
        weight(maru, folder, [f"-I{folder}"])


if __name__ == "__main__":
    main()
