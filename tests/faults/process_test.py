#!/usr/bin/python3
"""The server as a process under attack: it drains when it is told to stop, bounds its memory, and says why it cannot start."""
import resource
import subprocess
import unittest

import raw
from target import BUILT, MIB, Server, node, path

HELLO_SERVER = BUILT.replace("tests/faults", "examples/hello/server")
BODY = node(text="hello")


class Process(unittest.TestCase):
    def start(self, **kwargs):
        server = Server(**kwargs)
        self.addCleanup(server.process.stdout.close)
        self.addCleanup(server.process.kill)
        return server

    def connect(self, server, *args):
        connection = raw.Connection(server.port, *args)
        self.addCleanup(connection.socket.close)
        return connection

    def attack(self, server):
        """What is still there when the server is told to stop; returns the calls."""
        connection, calls = self.connect(server), []
        for method in ("Hang", "Flood"):
            calls.append(connection.open(path(method)))
            connection.send_data(calls[-1], BODY, end=True)
        for method in ("Echo", "Sum"):
            calls.append(connection.open(path(method)))
            connection.send_data(calls[-1], BODY[:7])
        self.connect(server, b"")
        self.connect(server, raw.PREFACE[:10])
        self.connect(server, b"GET / HTTP/1.1\r\n")
        self.connect(server).open_block(b"\xff\xff\xff\xff\xff\xff")
        server.wait_seen(lambda seen: seen.begun == 2)
        return connection, calls

    def test_calls_in_flight_are_finished_and_new_ones_are_not_begun(self):
        server = self.start()
        connection = self.connect(server)
        stream = connection.open(path("Chat"))
        connection.send_data(stream, BODY)
        connection.wait_messages(stream, 1)
        server.process.terminate()
        connection.wait_until(lambda: connection.goaway is not None)
        with self.assertRaises(OSError):
            self.connect(server)
        connection.send_data(stream, BODY, end=True)
        self.assertEqual((connection.wait(stream).code(), len(stream.messages())), (0, 2))
        connection.wait_closed()
        self.assertEqual(server.wait(), 0)

    def test_what_does_not_end_within_the_grace_is_cancelled(self):
        server = self.start(grace_ms=200)
        connection, calls = self.attack(server)
        server.process.terminate()
        connection.wait_closed()
        for stream in calls:
            self.assertTrue(stream.code() != 0, stream)
        self.assertEqual(server.wait(), 0)

    def test_memory_for_what_comes_in_is_bounded(self):
        """C core keeps a message until all of it has come. Beyond the quota it resets streams, perhaps those of others."""
        server = self.start(incoming_bytes=32 * MIB)
        before = server.memory_mib("VmRSS")
        connections = [self.connect(server) for _ in range(3)]
        streams = [connection.open(path("Echo")) for connection in connections]
        for connection, stream in zip(connections, streams):
            connection.send_data(stream, raw.message(b"", length=(1 << 32) - 1))
        for _ in range(100):
            for connection, stream in zip(connections, streams):
                connection.send_data(stream, bytes(MIB))
        # 300 were sent; sanitizers need more than the quota.
        self.assertLess(server.memory_mib("VmHWM"), before + 160)
        for connection in connections:
            connection.reset()
        self.assertEqual(self.connect(server).call(path("Echo"), BODY).code(), 0)
        self.assertEqual(server.stop(), 0)

    def test_without_descriptors_those_who_are_connected_are_served(self):
        """New ones are not, and C core does not accept again when there are descriptors again: limits-of-c-core.md."""
        server = self.start()
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (32, 32))
        good = self.connect(server)
        self.assertEqual(good.call(path("Echo"), BODY).code(), 0)
        strangers = [self.connect(server) for _ in range(64)]
        self.assertEqual(good.call(path("Echo"), BODY).code(), 0)
        for stranger in strangers:
            stranger.reset()
        self.assertEqual(good.call(path("Echo"), BODY).code(), 0)
        good.socket.close()
        self.assertEqual(server.stop(), 0)

    def refusal(self, address):
        """What the hello server says when it cannot listen there."""
        done = subprocess.run([HELLO_SERVER, address], capture_output=True, text=True, timeout=raw.PATIENCE_S, check=False)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        return done.stderr

    def test_an_address_in_use_is_named(self):
        server = self.start()
        address = f"127.0.0.1:{server.port}"
        self.assertEqual(self.refusal(address),
                         f'server: FAILED_PRECONDITION: cannot listen on "{address}": somebody does so already\n')
        self.assertEqual(self.connect(server).call(path("Echo"), BODY).code(), 0)
        self.assertEqual(server.stop(), 0)

    def test_an_address_that_is_none_is_named(self):
        for address in ("nonsense", "127.0.0.1:", ":::", "127.0.0.1:99999", "127.0.0.1:http:x", ""):
            with self.subTest(address):
                self.assertRegex(self.refusal(address), f'^server: INVALID_ARGUMENT: cannot listen on "{address}": .*\n$')


if __name__ == "__main__":
    unittest.main()
