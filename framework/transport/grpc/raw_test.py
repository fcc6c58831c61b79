#!/usr/bin/python3
"""What a server answers to input that no client library would send: raw_test.py SERVER FOLDER_OF_HTTP2_PY

Whatever comes, the server goes on serving others, and ends cleanly.
"""
import gzip
import re
import signal
import socket
import subprocess
import sys
import unittest
import zlib

SERVER, LIBRARY = sys.argv[1], sys.argv[2]
sys.path.insert(0, LIBRARY)
sys.dont_write_bytecode = True
from http2 import (Connection, Gone, DATA, HEADERS, RST_STREAM, END_HEADERS, END_STREAM, encode_headers,  # noqa: E402
                   encode_integer, message)

ECHO = "/maru.probe.Probe/Echo"
COUNT, FLOOD, SUM, CHAT = (f"/maru.probe.Probe/{name}" for name in ("Count", "Flood", "Sum", "Chat"))
NOTE = b"\x0a\x02hi"
LIMIT = 4 * 1024 * 1024
WORKERS = 16
OK, INVALID_ARGUMENT, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNIMPLEMENTED, INTERNAL = 0, 3, 4, 8, 12, 13


def note_of_bytes(size):
    """An encoded Note that has this size."""
    for length_bytes in range(1, 6):
        payload = size - 1 - length_bytes
        length = encode_integer(payload & 127 | (128 if payload > 127 else 0), 8)
        rest = payload >> 7
        while rest:
            length += bytes([rest & 127 | (128 if rest > 127 else 0)])
            rest >>= 7
        if len(length) == length_bytes:
            return b"\x1a" + length + b"x" * payload
    raise AssertionError(size)


class RawTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = subprocess.Popen([SERVER], stdout=subprocess.PIPE)
        cls.port = int(cls.server.stdout.readline())

    @classmethod
    def tearDownClass(cls):
        cls.server.send_signal(signal.SIGTERM)
        cls.server.stdout.close()
        if cls.server.wait() != 0:
            raise AssertionError("the server did not end cleanly")

    def setUp(self):
        self.connection = Connection(self.port)

    def tearDown(self):
        self.connection.close()
        with Connection(self.port) as other:
            self.assert_serves(other)

    def assert_serves(self, connection):
        answer = connection.call(ECHO, message(NOTE))
        self.assertEqual(answer.status, OK, answer)
        self.assertEqual(answer.messages(), [(0, NOTE)])

    def assert_answer(self, answer, status, reason=None):
        """And the connection goes on."""
        self.assertEqual(answer.status, status, answer)
        if reason is not None:
            self.assertTrue(answer.has_reason(reason), answer)
        self.assert_serves(self.connection)

    def raw_bytes(self, data):
        with socket.create_connection(("127.0.0.1", self.port)) as stranger:
            stranger.sendall(data)
            stranger.shutdown(socket.SHUT_WR)
            try:
                while stranger.recv(1 << 16):
                    pass
            except ConnectionError:
                pass

    def test_a_request_without_a_message_is_refused(self):
        self.assert_answer(self.connection.call(ECHO, None), INTERNAL, "NO_MESSAGE")
        self.assert_answer(self.connection.call(ECHO, b""), INTERNAL, "NO_MESSAGE")
        self.assert_answer(self.connection.call(COUNT, None), INTERNAL, "NO_MESSAGE")

    def test_a_truncated_prefix_is_no_message(self):
        for size in range(1, 5):
            self.assert_answer(self.connection.call(ECHO, message(NOTE)[:size]), INTERNAL, "NO_MESSAGE")

    def test_a_truncated_message_is_no_message(self):
        self.assert_answer(self.connection.call(ECHO, message(NOTE, length=100)), INTERNAL, "NO_MESSAGE")

    def test_a_truncated_message_ends_a_stream_of_requests(self):
        answer = self.connection.call(SUM, message(b"\x10\x05") + message(NOTE, length=100))
        self.assertIsNotNone(answer.status, answer)
        self.assert_serves(self.connection)

    def test_a_huge_length_reserves_nothing(self):
        before = self.peak_bytes()
        for _ in range(20):
            self.assert_answer(self.connection.call(ECHO, message(NOTE, length=0xFFFFFFFF)), INTERNAL, "NO_MESSAGE")
        self.assertLess(self.peak_bytes() - before, 64 << 20)

    def test_a_second_message_does_no_harm(self):
        answer = self.connection.call(ECHO, message(NOTE) * 2)
        self.assertTrue(answer.ended or answer.reset is not None)
        self.assert_serves(self.connection)

    def test_a_message_that_is_not_protobuf_is_refused(self):
        self.assert_answer(self.connection.call(ECHO, message(b"\xff\xff\xff")), INVALID_ARGUMENT, "MALFORMED_MESSAGE")

    def test_a_message_may_have_as_many_bytes_as_the_limit_and_no_more(self):
        answer = self.connection.call(ECHO, message(note_of_bytes(LIMIT)))
        self.assert_answer(answer, OK)
        self.assertEqual(len(answer.messages()[0][1]), LIMIT)
        self.assert_answer(self.connection.call(ECHO, message(note_of_bytes(LIMIT + 1))), RESOURCE_EXHAUSTED,
                           "MESSAGE_TOO_LARGE")
        self.assert_answer(self.connection.call(COUNT, message(note_of_bytes(LIMIT + 1))), RESOURCE_EXHAUSTED,
                           "MESSAGE_TOO_LARGE")
        self.assert_answer(self.connection.call(SUM, message(note_of_bytes(LIMIT + 1))), RESOURCE_EXHAUSTED,
                           "MESSAGE_TOO_LARGE")

    def test_a_message_far_over_the_limit_is_refused(self):
        for path in (ECHO, COUNT, SUM):
            self.assert_answer(self.connection.call(path, message(bytes(3 * LIMIT))), RESOURCE_EXHAUSTED)

    def test_gzip_and_deflate_are_read(self):
        for name, compress in (("gzip", gzip.compress), ("deflate", zlib.compress)):
            answer = self.connection.call(ECHO, message(compress(NOTE), 1), [("grpc-encoding", name)])
            self.assert_answer(answer, OK)
            self.assertEqual(answer.messages(), [(0, NOTE)])

    def test_the_limit_counts_uncompressed_bytes(self):
        encoding = [("grpc-encoding", "gzip")]
        at_limit, over = (message(gzip.compress(note_of_bytes(LIMIT + more)), 1) for more in (0, 1))
        self.assert_answer(self.connection.call(ECHO, at_limit, encoding), OK)
        self.assert_answer(self.connection.call(ECHO, over, encoding), RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE")

    def test_a_compression_bomb_takes_little_memory(self):
        bomb = message(gzip.compress(bytes(300 << 20)), 1)
        before = self.peak_bytes()
        for path in (ECHO, COUNT, SUM):
            self.assert_answer(self.connection.call(path, bomb, [("grpc-encoding", "gzip")]), RESOURCE_EXHAUSTED,
                               "MESSAGE_TOO_LARGE")
        self.assertLess(self.peak_bytes() - before, 64 << 20)

    def test_broken_compression_is_refused(self):
        for data in (b"nonsense", gzip.compress(NOTE)[:-4], gzip.compress(NOTE) + b"more", b""):
            self.assert_answer(self.connection.call(ECHO, message(data, 1), [("grpc-encoding", "gzip")]), INTERNAL,
                               "BROKEN_COMPRESSION")

    def test_replies_are_compressed_only_for_those_who_can_read_it(self):
        text = b"\x0a\x64" + b"a" * 100
        answer = self.connection.call(ECHO, message(text), [("use-gzip", "1"), ("grpc-accept-encoding", "identity,gzip")])
        self.assertEqual(answer.headers["grpc-encoding"], b"gzip")
        (compressed, data), = answer.messages()
        self.assertEqual((compressed, gzip.decompress(data)), (1, text))
        answer = self.connection.call(ECHO, message(text), [("use-gzip", "1")])
        self.assertEqual(answer.messages(), [(0, text)])

    def test_an_unknown_method_or_service_is_unimplemented(self):
        for path in ("/maru.probe.Probe/NoSuchMethod", "/no.such.Service/Method", "/", "", "no-slash", "/" + "x" * 7000):
            self.assert_answer(self.connection.call(path, message(NOTE)), UNIMPLEMENTED, "UNIMPLEMENTED_METHOD")

    def test_a_bad_timeout_does_no_harm(self):
        for timeout in ("abc", "", "1", "-1S", "99999999999H", "1S ", "\xff"):
            answer = self.connection.call(ECHO, message(NOTE), [("grpc-timeout", timeout.encode("latin-1"))])
            self.assertIsNotNone(answer.status, answer)
            self.assert_serves(self.connection)

    def test_a_timeout_of_nothing_has_passed(self):
        self.assert_answer(self.connection.call(ECHO, message(NOTE), [("grpc-timeout", "0n")]), DEADLINE_EXCEEDED)

    def test_a_value_with_a_control_character_is_no_metadata(self):
        for value in (b"a\x01b", b"a\0b", b"a\nb", b"a\xffb"):
            self.assert_answer(self.connection.call(ECHO, message(NOTE), [("echo-a", value)]), INVALID_ARGUMENT,
                               "BAD_METADATA")

    def test_bad_base64_harms_nobody_else(self):
        try:
            self.connection.call(ECHO, message(NOTE), [("echo-a-bin", "!!!")])
        except Gone:
            pass

    def test_too_much_metadata_harms_nobody_else(self):
        """C core answers and then drops the connection."""
        self.connection.ping()
        answer = self.connection.call(ECHO, message(NOTE), [("echo-a", "x" * 9 * 1024)])
        self.assertEqual(answer.status, RESOURCE_EXHAUSTED, answer)
        with Connection(self.port) as stranger:
            stranger.ping()
            with self.assertRaises(Gone):
                stranger.call(ECHO, message(NOTE), [("echo-a", "x" * 100 * 1024)])
                stranger.ping()

    def test_another_method_or_content_type_is_refused(self):
        answer = self.connection.finish(self.connection.open(ECHO, end=True, method="GET"))
        self.assertNotEqual(answer.status, OK, answer)
        answer = self.connection.finish(self.connection.open(ECHO, end=True, content_type="text/html"))
        self.assertNotEqual(answer.status, OK, answer)
        self.assert_serves(self.connection)

    def test_what_is_not_http2_is_turned_away(self):
        self.raw_bytes(b"")
        self.raw_bytes(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        self.raw_bytes(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500))
        self.raw_bytes(bytes(range(256)) * 64)

    def test_broken_frames_harm_nobody_else(self):
        frames = (
            Connection.frame(DATA, 0, 0, b"data of no stream"),
            Connection.frame(HEADERS, END_HEADERS, 1, b"\xff\xff\xff\xff\xff\xff"),
            Connection.frame(HEADERS, END_HEADERS, 2, encode_headers([(":method", "POST")])),
            b"\xff\xff\xff" + bytes([DATA, 0, 0, 0, 0, 1]),
            Connection.frame(RST_STREAM, 0, 1, b"xyz"),
            Connection.frame(99, 0xFF, 7, b"unknown kind"),
        )
        for frame in frames:
            with Connection(self.port) as stranger:
                stranger.socket.sendall(frame)
                stranger.socket.shutdown(socket.SHUT_WR)
                with self.assertRaises(Gone):
                    while True:
                        stranger.read_frame()

    def test_a_client_that_goes_away_frees_its_handler(self):
        for _ in range(2 * WORKERS):
            with Connection(self.port) as stranger:
                stream = stranger.open(FLOOD)
                stranger.write(stream, message(NOTE))
                while not stranger.answers[stream].body:
                    stranger.read_frame()

    def test_a_stream_that_is_reset_frees_its_handler(self):
        for _ in range(2 * WORKERS):
            stream = self.connection.open(CHAT)
            self.connection.write(stream, message(NOTE), end=False)
            while not self.connection.answers[stream].body:
                self.connection.read_frame()
            self.connection.send(RST_STREAM, 0, stream, b"\0\0\0\x08")
        self.assert_serves(self.connection)

    def test_a_closed_window_stops_the_sender(self):
        with Connection(self.port, window=0) as slow:
            stream = slow.open(COUNT)
            slow.write(stream, message(NOTE + b"\x10\x03"))
            answer = slow.answers[stream]
            while ":status" not in answer.headers:
                slow.read_frame()
            slow.ping()
            self.assertEqual(answer.body, b"")
            for _ in range(3):
                before = len(answer.body)
                slow.grant(stream, 11)
                while len(answer.body) == before:
                    slow.read_frame()
                self.assertEqual(len(answer.body), before + 11)
            self.assertEqual([data[-1] for _, data in slow.finish(stream).messages()], [1, 2, 3])

    def peak_bytes(self):
        """The most memory that the server has had resident."""
        with open(f"/proc/{self.server.pid}/status", encoding="ascii") as file:
            return int(re.search(r"VmHWM:\s+(\d+)", file.read())[1]) * 1024


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
