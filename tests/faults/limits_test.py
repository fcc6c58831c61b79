#!/usr/bin/python3
"""What C core 1.51 does that a good server would not, and that cannot be mended from above: docs/reference/limits-of-c-core.md.

Each test holds on to what happens today, and that the process and everybody else live through it. When one fails because the
server has become better, take the line out of that page and turn the test round.
"""
import struct
import unittest

import raw
from target import CODES, MIB, Attack, Node, node, path

HELLO = Node(text="hello", number=7).SerializeToString()


class Limits(Attack):
    def assert_passes(self, stream, messages):
        """The call has passed, though it should not have."""
        self.assertEqual((stream.code(), stream.messages()), (0, messages), stream)

    def test_a_message_is_taken_in_whole_before_its_size_is_looked_at(self):
        size, connection = 64 * MIB, self.connect()
        self.server.forget_peak()
        before = self.server.memory_mib("VmRSS")
        stream = connection.call(path("Echo"), raw.message(bytes(size)))
        self.assert_status(stream, "RESOURCE_EXHAUSTED", "67108864")
        self.assertLess(self.server.memory_mib("VmHWM"), before + 2 * size / MIB)
        self.assert_serves(connection)

    def test_a_client_stream_that_ends_within_a_message_ends_well(self):
        connection, whole = self.connect(), node(number=7)
        for cut in (1, 4, 5, len(whole) - 1):
            with self.subTest(bytes=cut):
                self.assert_passes(connection.call(path("Sum"), whole + whole[:cut]), [HELLO[-2:]])
                self.assert_passes(connection.call(path("Chat"), whole + whole[:cut]), [HELLO[-2:]])
        self.assert_serves(connection)

    def test_a_second_message_in_a_unary_call_is_not_looked_at(self):
        connection = self.connect()
        for method in ("Echo", "EchoInline"):
            with self.subTest(method=method):
                self.assert_passes(connection.call(path(method), raw.message(HELLO) + node(text="two")), [HELLO])
                self.assert_serves(connection)

    def test_a_message_with_a_flag_that_does_not_exist_is_an_empty_one_or_none(self):
        """None where the message came later than its flag."""
        connection = self.connect()
        for method in ("Echo", "EchoInline", "Chat"):
            for flag in (2, 0x80, 0xff):
                with self.subTest(method=method, flag=flag):
                    stream = connection.call(path(method), struct.pack(">BI", flag, len(HELLO)) + HELLO)
                    self.assertIn((CODES[stream.code()], stream.messages()), (("OK", [b""]), ("OK", []), ("INTERNAL", [])))
                    self.assert_serves(connection)

    def test_a_compressed_flag_without_a_known_encoding_says_nothing(self):
        connection = self.connect()
        for more in ([], [("grpc-encoding", "identity")], [("grpc-encoding", "snappy")], [("grpc-encoding", "")]):
            with self.subTest(more=more):
                stream = connection.call(path("Echo"), raw.message(HELLO, flag=1), more=more)
                self.assert_passes(stream, [HELLO])
                self.assert_serves(connection)

    def test_a_content_type_is_not_looked_at(self):
        connection = self.connect()
        for content_type in ("application/json", "text/html", "application/grpc-web", "", None):
            with self.subTest(content_type):
                stream = connection.call(path("Echo"), raw.message(HELLO), content_type=content_type)
                self.assert_passes(stream, [HELLO])
                self.assert_serves(connection)

    def test_a_malformed_timeout_is_none(self):
        connection = self.connect()
        for timeout in ("", "1", "1x", "-1S", "+1S", "1.5S", "1SS", "S", "1 S", "123456789S"):
            with self.subTest(timeout):
                stream = connection.call(path("Echo"), raw.message(HELLO), more=[("grpc-timeout", timeout)])
                self.assert_passes(stream, [HELLO])
                self.assert_serves(connection)

    def assert_ends_the_connection(self, connection, more, code):
        """The answer may be lost with it, or have a second one behind it."""
        first = connection.call(path("Echo"), raw.message(HELLO), more=more).code()
        connection.wait_closed()
        self.assertIn(first, (None, CODES.index(code)))

    def test_bad_base64_ends_the_connection(self):
        for value in ("!!!!", "Y"):
            with self.subTest(value):
                connection = self.connect()
                self.assert_ends_the_connection(connection, [("x-bin", value)], "UNAVAILABLE")

    def test_far_too_much_metadata_ends_the_connection(self):
        connection = self.connect()
        self.assertTrue(connection.ping())
        self.assert_ends_the_connection(connection, [("x", "a" * 100000)], "RESOURCE_EXHAUSTED")

    def flood(self, data, mib_max):
        """Others are served meanwhile and afterwards; no more memory than that."""
        self.server.forget_peak()
        before = self.server.memory_mib("VmRSS")
        connection = self.connect()
        connection.send(data)
        self.assert_serves(self.connect())
        connection.ping()
        self.assertLess(self.server.memory_mib("VmHWM"), before + mib_max)
        connection.reset()

    def test_streams_that_are_reset_at_once_take_memory(self):
        """12 KiB each: 50,000 of them would take 600 MiB. Nothing limits that."""
        block = self.connect().encoder.encode(raw.request_headers(path("Echo")), huffman=False)
        reset = struct.pack(">I", raw.CANCEL)
        self.flood(b"".join(raw.frame(raw.HEADERS, raw.END_HEADERS, number, block) + raw.frame(raw.RST_STREAM, 0, number, reset)
                            for number in range(1, 1001, 2)), 64)

    def test_a_header_block_in_many_frames_takes_time(self):
        """0.6 s of CPU for each MiB. Nothing limits the number of frames."""
        self.flood(raw.frame(raw.HEADERS, 0, 1) + raw.frame(raw.CONTINUATION, 0, 1) * 20000, 16)


if __name__ == "__main__":
    unittest.main()
