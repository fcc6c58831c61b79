"""The server under attack, a process of its own, and what every test asks of it before and after an attack."""
import base64
import os
import re
import signal
import subprocess
import threading
import time
import unittest

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

import raw

BUILT = "tests/faults" if "TEST_SRCDIR" in os.environ else "bazel-bin/tests/faults"
MIB = 1 << 20
MESSAGE_BYTES_MAX = 4 * MIB  # MARU_CALL_MESSAGE_BYTES_MAX
CODES = ("OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
         "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
         "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED")


def message_class(name, pool=descriptor_pool.DescriptorPool()):
    """A message of contracts.bin, for the stock Python protobuf."""
    with open(os.path.join(BUILT, "contracts.bin"), "rb") as file:
        for contract in descriptor_pb2.FileDescriptorSet.FromString(file.read()).file:
            pool.Add(contract)
    return message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName(name))


Node, Seen = message_class("maru.faults.Node"), message_class("maru.faults.Seen")
Status, ErrorInfo = message_class("google.rpc.Status"), message_class("google.rpc.ErrorInfo")


def path(method):
    return "/maru.faults.Target/" + method


def node(**fields):
    """A node as a gRPC message."""
    return raw.message(Node(**fields).SerializeToString())


def varint(value):
    encoded = b""
    while value > 0x7f:
        encoded += bytes((value & 0x7f | 0x80,))
        value >>= 7
    return encoded + bytes((value,))


def node_head(size):
    """How an encoded node begins that has `size` bytes, all the others its payload."""
    for length_bytes in range(1, 6):
        length = varint(max(size - 1 - length_bytes, 0))
        if len(length) == length_bytes:
            return b"\x1a" + length
    raise ValueError(size)


def node_of(size):
    """An encoded node of `size` bytes."""
    head = node_head(size)
    return head + bytes(size - len(head))


class Server:
    def __init__(self, grace_ms=60000, incoming_bytes=0):
        command = [os.path.join(BUILT, "server"), str(grace_ms), str(incoming_bytes)]
        # AddressSanitizer keeps what is freed, which would count as memory of the server.
        sanitizer = os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | {"ASAN_OPTIONS": sanitizer})
        self.port = int(self.process.stdout.readline())

    def stop(self):
        """Its exit status after SIGTERM."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def wait(self):
        self.process.stdout.close()
        return self.process.wait(raw.PATIENCE_S)

    def forget_peak(self):
        with open(f"/proc/{self.process.pid}/clear_refs", "w", encoding="ascii") as file:
            file.write("5")  # proc(5): the peak is now what is resident

    def memory_mib(self, name):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            return int(re.search(name + r":\s+(\d+)", file.read())[1]) / 1024

    def seen(self):
        with raw.Connection(self.port) as connection:
            return Seen.FromString(connection.call(path("Look"), node()).messages()[0])

    def wait_seen(self, condition):
        """Until `condition` holds for what the server has seen."""
        until = time.monotonic() + raw.PATIENCE_S
        while not condition(self.seen()):
            if time.monotonic() > until:
                raise AssertionError(f"the server has seen no more than {self.seen()}")


class Bystander(threading.Thread):
    """A client with a stream of its own, on which a note goes forth and back all the while."""

    PAUSE_S = 0.01  # the machine is for the attack

    def __init__(self, port):
        super().__init__()
        self.connection = raw.Connection(port)
        self.stream = self.connection.open(path("Chat"))
        self.changed, self.exchanged, self.over, self.failure = threading.Condition(), 0, threading.Event(), None
        self.start()

    def run(self):
        try:
            while not self.over.wait(self.PAUSE_S):
                self.exchange()
            self.connection.send_data(self.stream, b"", end=True)
            self.connection.wait(self.stream)
        except (OSError, AssertionError) as failure:
            self.failure = failure
        with self.changed:
            self.changed.notify_all()

    def exchange(self):
        sent = Node(text="bystander", number=self.exchanged)
        self.connection.send_data(self.stream, raw.message(sent.SerializeToString()))
        answers = self.connection.wait_messages(self.stream, 1)
        if answers != [sent.SerializeToString()]:
            raise AssertionError(f"the bystander got {self.stream}")
        with self.changed:
            self.exchanged, self.stream.body = self.exchanged + 1, b""
            self.changed.notify_all()

    def is_served(self):
        """Waits for an exchange that begins after now."""
        with self.changed:
            goal = self.exchanged + 2
            return self.changed.wait_for(lambda: self.failure or self.exchanged >= goal, raw.PATIENCE_S) and not self.failure

    def leave(self):
        self.over.set()
        self.join()
        self.connection.socket.close()


class Attack(unittest.TestCase):
    """A test per attack. After each one the process lives, a new connection is served, and the bystander never noticed."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.bystander = Bystander(cls.server.port)

    @classmethod
    def tearDownClass(cls):
        cls.bystander.leave()
        left, status = cls.bystander.stream.code(), cls.server.stop()
        if (left, status) != (0, 0):
            raise AssertionError(f"the bystander's stream ended with {left}, the server with exit status {status}")

    def setUp(self):
        self.assertTrue(self.bystander.is_served(), self.bystander.failure)

    def tearDown(self):
        self.assertIsNone(self.server.process.poll(), "the server has ended")
        self.assertTrue(self.bystander.is_served(), self.bystander.failure)
        self.assert_serves(self.connect())

    def connect(self, *args):
        connection = raw.Connection(self.server.port, *args)
        self.addCleanup(connection.socket.close)
        return connection

    def assert_serves(self, connection):
        """A good call on this connection succeeds."""
        body = node(text="still here")
        stream = connection.call(path("Echo"), body)
        self.assertEqual((stream.code(), raw.message(b"".join(stream.messages()))), (0, body), stream)

    def assert_status(self, stream, code, pattern):
        """The answer's status, its message, and that it came as gRPC says."""
        self.assertIsNotNone(stream.code(), f"no grpc-status: {stream}")
        self.assertEqual((CODES[stream.code()], stream.http_status()), (code, 200), stream)
        self.assertRegex(stream.text(), pattern)

    def assert_refused(self, stream, code, reason, pattern):
        """The framework has refused it, for this reason."""
        self.assert_status(stream, code, pattern)
        encoded = stream.field("grpc-status-details-bin")
        self.assertIsNotNone(encoded, stream)
        status, info = Status.FromString(base64.b64decode(encoded + "==")), ErrorInfo()
        self.assertEqual((status.code, status.message), (stream.code(), stream.text()))
        self.assertTrue(status.details[0].Unpack(info))
        self.assertEqual((info.reason, info.domain), (reason, "maru"))
