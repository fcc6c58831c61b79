#!/usr/bin/python3
"""Connections that end, stall, or are not HTTP/2: handlers learn of it, memory stays bounded, nobody else notices."""
import socket
import struct
import unittest

import raw
from raw import (CANCEL, CONTINUATION, DATA, GOAWAY, HEADERS, INITIAL_WINDOW_SIZE, MAX_FRAME_SIZE, PING, PREFACE, PRIORITY,
                 PUSH_PROMISE, RST_STREAM, SETTINGS, WINDOW_UPDATE, frame, settings)
from target import MIB, Attack, node, path

BODY = node(text="hello")
LARGEST = 2 ** 31 - 1
NOT_HTTP2 = {
    "HTTP/1.1": b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n",
    "a TLS ClientHello": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500),
    "every byte": bytes(range(256)) * 64,
    "half a preface": PREFACE[:10],
    "a preface and nothing else": PREFACE,
    "a preface, and no SETTINGS": PREFACE + frame(DATA, 0, 1, b"x"),
    "nothing": b"",
}
ENDS_THE_CONNECTION = {
    "a frame of 16 MiB": b"\xff\xff\xff" + bytes((DATA, 0, 0, 0, 0, 1)),
    "RST_STREAM of 3 bytes": frame(RST_STREAM, 0, 1, b"xyz"),
    "WINDOW_UPDATE of nothing": frame(WINDOW_UPDATE, 0, 0, bytes(4)),
    "WINDOW_UPDATE of 1 byte": frame(WINDOW_UPDATE, 0, 0, b"\x7f"),
    "SETTINGS of 1 byte": frame(SETTINGS, 0, 0, b"\x7f"),
    "SETTINGS on a stream": frame(SETTINGS, 0, 1),
    "a window of 4 GiB": settings((INITIAL_WINDOW_SIZE, 2 ** 32 - 1)),
    "frames of at most 1 byte": settings((MAX_FRAME_SIZE, 1)),
    "PING of 1 byte": frame(PING, 0, 0, b"x"),
    "CONTINUATION of nothing": frame(CONTINUATION, raw.END_HEADERS, 1),
    "an index that no table has": frame(HEADERS, raw.END_HEADERS, 1, b"\xff\xff\xff\xff\xff\xff"),
    "a frame within a header block": frame(HEADERS, 0, 1) + frame(PING, 0, 0, bytes(8)),
}
DOES_NO_HARM = {
    "a frame of an unknown kind": frame(99, 0xff, 7, b"x"),
    "an unknown setting": settings((99, 1)),
    "data for a stream that never was": frame(DATA, 0, 99, b"x"),
    "RST_STREAM for a stream that never was": frame(RST_STREAM, 0, 99, struct.pack(">I", CANCEL)),
    "a stream that depends on itself": frame(PRIORITY, 0, 1, struct.pack(">IB", 1, 0)),
    "PUSH_PROMISE from a client": frame(PUSH_PROMISE, raw.END_HEADERS, 1, struct.pack(">I", 2)),
}


class Connections(Attack):
    def begin(self, connection, method, body=BODY):
        """A call whose handler has begun."""
        begun = self.server.seen().begun
        stream = connection.open(path(method))
        connection.send_data(stream, body, end=True)
        self.server.wait_seen(lambda seen: seen.begun > begun)
        return stream

    def wait_over(self):
        self.server.wait_seen(lambda seen: seen.over == seen.begun)

    def test_a_stream_that_is_reset_ends_its_handler(self):
        connection = self.connect()
        for method in ("Hang", "Flood"):
            with self.subTest(method):
                stream = self.begin(connection, method)
                connection.cancel(stream)
                self.wait_over()
                self.assert_serves(connection)

    def test_a_stream_that_is_reset_within_a_message(self):
        connection, half = self.connect(), raw.message(bytes(100000))[:50000]
        for method in ("Echo", "EchoInline", "Sum", "Chat"):
            with self.subTest(method):
                stream = connection.open(path(method))
                connection.send_data(stream, half)
                connection.cancel(stream)
                self.assert_serves(connection)

    def test_a_client_that_goes_away_ends_its_handlers(self):
        ways = {"FIN": lambda it: it.socket.close(), "RST": lambda it: it.reset(),
                "half-closed": lambda it: it.socket.shutdown(socket.SHUT_WR)}
        for what, go in ways.items():
            for method in ("Hang", "Flood"):
                with self.subTest(what, method=method):
                    connection = self.connect()
                    self.begin(connection, method)
                    go(connection)
                    self.wait_over()

    def test_a_client_that_occupies_every_worker_and_goes_away(self):
        connection = self.connect()
        for _ in range(100):
            connection.send_data(connection.open(path("Hang")), BODY, end=True)
        self.server.wait_seen(lambda seen: seen.begun > seen.over)
        connection.reset()
        self.wait_over()
        self.assert_serves(self.connect())

    def test_a_client_without_a_window_takes_no_memory(self):
        connection = self.connect(PREFACE + settings((INITIAL_WINDOW_SIZE, 0)))
        self.server.forget_peak()
        before = self.server.memory_mib("VmRSS")
        stream = self.begin(connection, "Flood", node(payload=bytes(MIB)))
        for _ in range(50):
            self.assert_serves(self.connect())
        self.assertLess(self.server.memory_mib("VmHWM"), before + 32)
        self.assertEqual(stream.body, b"")
        connection.cancel(stream)
        self.wait_over()

    def test_a_server_sends_as_much_as_the_window_allows(self):
        connection = self.connect(PREFACE + settings((INITIAL_WINDOW_SIZE, 0)))
        connection.gives_windows_back = False
        stream = self.begin(connection, "Flood")
        for total in (1, 12, 40):
            connection.send(frame(WINDOW_UPDATE, 0, stream.number, struct.pack(">I", total - len(stream.body))))
            connection.wait_until(lambda: len(stream.body) >= total)
            self.assertTrue(connection.ping())
            self.assertEqual(len(stream.body), total)
        self.assertEqual(stream.messages()[0], BODY[5:])
        connection.cancel(stream)
        self.wait_over()

    def test_a_client_that_never_reads_takes_no_memory(self):
        window = struct.pack(">I", LARGEST - raw.WINDOW_BYTES)
        connection = self.connect(PREFACE + settings((INITIAL_WINDOW_SIZE, LARGEST)) + frame(WINDOW_UPDATE, 0, 0, window))
        self.server.forget_peak()
        before = self.server.memory_mib("VmRSS")
        self.begin(connection, "Flood", node(payload=bytes(MIB)))
        for _ in range(50):
            self.assert_serves(self.connect())
        self.assertLess(self.server.memory_mib("VmHWM"), before + 32)
        connection.reset()
        self.wait_over()

    def test_a_client_that_says_goodbye_gets_its_answer(self):
        connection = self.connect()
        stream = connection.open(path("Echo"))
        connection.send(frame(GOAWAY, 0, 0, bytes(8)))
        connection.send_data(stream, BODY, end=True)
        self.assertEqual(connection.wait(stream).code(), 0, stream)

    def test_what_is_not_http2_is_hung_up_on(self):
        for what, data in NOT_HTTP2.items():
            with self.subTest(what):
                connection = self.connect(data)
                connection.socket.shutdown(socket.SHUT_WR)
                connection.wait_closed()
                self.assertEqual(connection.streams, {})

    def test_broken_frames_end_their_connection(self):
        for what, data in ENDS_THE_CONNECTION.items():
            with self.subTest(what):
                connection = self.connect()
                connection.send(data)
                self.assertFalse(connection.ping())
                self.assert_serves(self.connect())

    def test_frames_that_may_be_ignored_are(self):
        connection = self.connect()
        for what, data in DOES_NO_HARM.items():
            with self.subTest(what):
                connection.send(data)
                self.assert_serves(connection)

    def test_more_than_the_window_ends_the_stream(self):
        connection = self.connect()
        stream = connection.open(path("Sum"))
        connection.send(frame(DATA, 0, stream.number, bytes(raw.FRAME_BYTES)) * 600)
        connection.wait_until(lambda: stream.ended)
        self.assertTrue(stream.ended or connection.closed, stream)

    def test_floods_of_small_frames_take_little_memory(self):
        block = self.connect().encoder.encode(raw.request_headers(path("Chat")), huffman=False)
        floods = {
            "SETTINGS": settings() * 20000,
            "PING": frame(PING, payload=bytes(8)) * 1000,
            "PRIORITY": frame(PRIORITY, 0, 1, bytes(5)) * 20000,
            "DATA": frame(HEADERS, raw.END_HEADERS, 1, block) + frame(DATA, 0, 1) * 20000,
        }
        for what, data in floods.items():
            with self.subTest(what):
                self.server.forget_peak()
                before = self.server.memory_mib("VmRSS")
                connection = self.connect()
                connection.send(data)
                connection.ping()
                self.assertLess(self.server.memory_mib("VmHWM"), before + 16)
                self.assert_serves(self.connect())


if __name__ == "__main__":
    unittest.main()
