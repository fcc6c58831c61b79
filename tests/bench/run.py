#!/usr/bin/python3
"""CPU time of echo servers per call, maru against servers written by hand. Prints a table of medians and ratios.

    tests/bench/run.py FOLDER [ROUNDS] [CALLS]      FOLDER holds server_maru, server_core, check and perhaps server_cpp

Each server runs alone, pinned to one core, under h2load on another core; rounds are interleaved. What counts is the
server's user and system time for each call, since the load tool saturates before the server does. Answers are checked
in a pass of their own, before anything is measured.
"""
import os
import re
import signal
import statistics
import struct
import subprocess
import sys
import tempfile

SERVER_CORE, LOAD_CORE = "0", "1"
CONNECTIONS, STREAMS = 4, 32
WARM_UP_CALLS = 4000
CHECKED_CALLS = 1000
PAYLOAD_BYTES = 100
TICKS = os.sysconf("SC_CLK_TCK")

# name: (binary, arguments, method)
SERVERS = {
    "by hand, inline": ("server_core", [], "Inline"),
    "maru, inline": ("server_maru", [], "Inline"),
    "by hand, pool of 4": ("server_core", ["pool"], "Pooled"),
    "maru, pool of 4": ("server_maru", [], "Pooled"),
    "gRPC C++ callback": ("server_cpp", [], "Inline"),
}

# (what, against what, at most)
RATIOS = [
    ("maru, inline", "by hand, inline", 1.10),
    ("maru, pool of 4", "by hand, pool of 4", 1.10),
    ("maru, inline", "gRPC C++ callback", 0.80),
]


class Server:
    def __init__(self, folder, name):
        binary, arguments, self.method = SERVERS[name]
        command = ["taskset", "-c", SERVER_CORE, os.path.join(folder, binary)] + arguments
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline())

    def cpu_seconds(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident_mb(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            return int(re.search(r"VmRSS:\s+(\d+)", file.read())[1]) / 1024

    def load(self, body, calls):
        """Requests per second."""
        url = f"http://127.0.0.1:{self.port}/bench.v1.Echo/{self.method}"
        output = subprocess.run(
            ["taskset", "-c", LOAD_CORE, "h2load", "-n", str(calls), "-c", str(CONNECTIONS), "-m", str(STREAMS), "-t", "1",
             "-d", body, "-H", "content-type: application/grpc", "-H", "te: trailers", url],
            check=True, stdout=subprocess.PIPE, text=True).stdout
        if f"{calls} succeeded" not in output:
            sys.exit(f"h2load: not every call succeeded\n{output}")
        return float(re.search(r"([\d.]+) req/s", output)[1])

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def check(folder, names):
    for name in names:
        server = Server(folder, name)
        subprocess.run([os.path.join(folder, "check"), str(server.port), server.method.lower(), str(CHECKED_CALLS)],
                       check=True, stdout=subprocess.DEVNULL)
        server.stop()


def measure(folder, name, body, calls):
    """(CPU microseconds per call, calls per second, MB resident before the first call)"""
    server = Server(folder, name)
    idle = server.resident_mb()
    server.load(body, WARM_UP_CALLS)
    before = server.cpu_seconds()
    rate = server.load(body, calls)
    spent = server.cpu_seconds() - before
    server.stop()
    return spent / calls * 1e6, rate, idle


def main():
    folder = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    calls = int(sys.argv[3]) if len(sys.argv) > 3 else 60000
    names = [name for name, (binary, _, _) in SERVERS.items() if os.path.exists(os.path.join(folder, binary))]
    results = {name: [] for name in names}

    check(folder, names)
    with tempfile.NamedTemporaryFile() as body:
        message = b"\x0a" + bytes([PAYLOAD_BYTES]) + b"x" * PAYLOAD_BYTES
        body.write(struct.pack(">BI", 0, len(message)) + message)
        body.flush()
        for _ in range(rounds):
            for name in names:
                results[name].append(measure(folder, name, body.name, calls))

    print(f"{'server':<22}{'CPU us/call':>12}{'least':>8}{'most':>8}{'calls/s':>10}{'idle MB':>9}")
    medians = {}
    for name in names:
        spent, rates, idle = zip(*results[name])
        medians[name] = statistics.median(spent)
        print(f"{name:<22}{medians[name]:>12.1f}{min(spent):>8.1f}{max(spent):>8.1f}"
              f"{statistics.median(rates):>10.0f}{statistics.median(idle):>9.1f}")
    print()
    for what, against, most in RATIOS:
        if what in medians and against in medians:
            ratio = statistics.median(a[0] / b[0] for a, b in zip(results[what], results[against]))
            print(f"{what} / {against}: {ratio:.2f} (wanted: at most {most:.2f})")


if __name__ == "__main__":
    main()
