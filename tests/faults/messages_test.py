#!/usr/bin/python3
"""Messages that are no messages, or too much of one: the call gets a status that says where, the connection goes on."""
import unittest

import raw
from target import MESSAGE_BYTES_MAX, Attack, Node, node, node_of, path, varint

TEXT, CHILD, CHILDREN = 1, 4, 5
LENGTH = 2  # the wire type


def field(number, data):
    return varint(number << 3 | LENGTH) + varint(len(data)) + data


def nested(depth, field_number=CHILD):
    """A node with `depth` levels of nodes below it."""
    heads, size = [], 0
    for _ in range(depth):
        heads.append(varint(field_number << 3 | LENGTH) + varint(size))
        size += len(heads[-1])
    return b"".join(reversed(heads))


# what: (message, code, reason, what the status says)
UNDECODABLE = {
    "a truncated varint": (b"\x10\xff", "INVALID_ARGUMENT", "MALFORMED_MESSAGE", r"Node\.number at byte 1: it ends in"),
    "a varint of 11 bytes": (b"\x10" + b"\xff" * 10 + b"\x01", "INVALID_ARGUMENT", "MALFORMED_MESSAGE",
                             r"Node\.number at byte 1: a varint of more than 10 bytes"),
    "a truncated tag": (b"\x80", "INVALID_ARGUMENT", "MALFORMED_MESSAGE", r"Node at byte 0: it ends in"),
    "a tag of 6 bytes": (b"\x8a\x80\x80\x80\x80\x00", "INVALID_ARGUMENT", "MALFORMED_MESSAGE", r"Node at byte 0: a tag"),
    "the field number 0": (b"\x02\x01a", "INVALID_ARGUMENT", "MALFORMED_MESSAGE", r"Node at byte 0: a tag that no field"),
    "wire type 7": (b"\x0f", "INVALID_ARGUMENT", "MALFORMED_MESSAGE", r"Node\.1 at byte 0: a tag that no field"),
    "a length one past the end": (b"\x0a\x06hello", "INVALID_ARGUMENT", "MALFORMED_MESSAGE",
                                  r"Node\.text at byte 1: a length that goes past the end"),
    "a length of 2 GiB": (b"\x0a" + varint((1 << 31) - 1) + b"hello", "INVALID_ARGUMENT", "MALFORMED_MESSAGE",
                          r"Node\.text at byte 1: a length"),
    "a length of 2^64 - 1": (b"\x0a" + varint((1 << 64) - 1) + b"hello", "INVALID_ARGUMENT", "MALFORMED_MESSAGE",
                             r"Node\.text at byte 1: a length"),
    "a child's length past its parent's end": (field(CHILD, b"\x22\x05") + b"\x10\x01\x10\x01", "INVALID_ARGUMENT",
                                               "MALFORMED_MESSAGE", r"Node\.child\.child at byte 3: a length"),
    "a group without its end": (b"\x33\x10\x01", "INVALID_ARGUMENT", "MALFORMED_MESSAGE", r"a group without its end"),
    "an end without its group": (b"\x34", "INVALID_ARGUMENT", "MALFORMED_MESSAGE", r"a group without its end"),
    "text that is not UTF-8": (field(TEXT, b"caf\xe9"), "INVALID_ARGUMENT", "INVALID_UTF8",
                               r"Node\.text at byte 5: not UTF-8"),
    "a surrogate in UTF-8": (field(CHILDREN, field(TEXT, b"ok")) + field(CHILDREN, field(TEXT, b"\xed\xa0\x80")),
                             "INVALID_ARGUMENT", "INVALID_UTF8", r"Node\.children\[1\]\.text at byte 10: not UTF-8"),
    "an overlong '/'": (field(TEXT, b"\xc0\xaf"), "INVALID_ARGUMENT", "INVALID_UTF8", r"Node\.text at byte 2: not UTF-8"),
    "a NUL in a string": (field(TEXT, b"a\0b"), "INVALID_ARGUMENT", "NUL_IN_STRING", r"Node\.text at byte 3: a NUL"),
    "101 levels": (nested(101), "INVALID_ARGUMENT", "TOO_DEEP", r"Node\.child\.child.*: more than 100 levels"),
    "100,000 levels": (nested(100000), "INVALID_ARGUMENT", "TOO_DEEP", r"Node\.child\.child.*: more than 100 levels"),
    "100,000 groups": (b"\x33" * 100000, "INVALID_ARGUMENT", "TOO_DEEP", r"Node.*: more than 100 levels"),
    "4 MiB of empty children": (field(CHILDREN, b"") * (MESSAGE_BYTES_MAX // 2), "RESOURCE_EXHAUSTED",
                                "MESSAGE_TOO_LARGE_DECODED", r"Node: 4194304 bytes that take more memory decoded"),
    "4 MiB + 1": (node_of(MESSAGE_BYTES_MAX + 1), "RESOURCE_EXHAUSTED", "MESSAGE_TOO_LARGE",
                  r"the message has 4194305 bytes, the limit is 4194304"),
}
NO_MESSAGE = r"closed its side without the one message"


class Messages(Attack):
    def test_a_message_that_cannot_be_decoded_gets_the_field_and_the_reason(self):
        for method in ("Echo", "EchoInline", "Flood"):
            connection = self.connect()
            for what, (body, code, reason, pattern) in UNDECODABLE.items():
                with self.subTest(what, method=method):
                    self.assert_refused(connection.call(path(method), raw.message(body)), code, reason, pattern)
                    self.assert_serves(connection)

    def test_a_stream_ends_at_the_first_message_that_cannot_be_decoded(self):
        for method in ("Sum", "Chat"):
            connection = self.connect()
            for what, (body, code, reason, pattern) in UNDECODABLE.items():
                with self.subTest(what, method=method):
                    stream = connection.open(path(method))
                    connection.send_data(stream, node(number=1) + raw.message(body))
                    self.assert_refused(connection.wait(stream), code, reason, pattern)
                    self.assert_serves(connection)

    def test_what_is_just_within_the_limits_is_served(self):
        connection = self.connect()
        for what, body in {"100 levels": nested(100), "4 MiB": node_of(MESSAGE_BYTES_MAX)}.items():
            with self.subTest(what):
                stream = connection.call(path("Echo"), raw.message(body))
                self.assertEqual(stream.code(), 0, stream)
                self.assertEqual(Node.FromString(stream.messages()[0]), Node.FromString(body))

    def test_a_length_of_4_gib_allocates_nothing(self):
        connection = self.connect()
        self.server.forget_peak()
        before = self.server.memory_mib("VmRSS")
        stream = connection.open(path("Echo"))
        connection.send_data(stream, raw.message(b"a little", length=(1 << 32) - 1))
        self.assertTrue(connection.ping())
        self.assertFalse(stream.ended, "no answer can be right while the message may still come")
        self.assertLess(self.server.memory_mib("VmHWM"), before + 16)
        connection.send_data(stream, b"", end=True)
        self.assert_refused(connection.wait(stream), "INTERNAL", "NO_MESSAGE", NO_MESSAGE)
        self.assert_serves(connection)

    def test_a_unary_call_that_ends_within_its_message(self):
        whole, connection = node(text="hello"), self.connect()
        for method in ("Echo", "EchoInline", "Flood"):
            for cut in (1, 4, 5, len(whole) - 1):
                with self.subTest(method=method, bytes=cut):
                    self.assert_refused(connection.call(path(method), whole[:cut]), "INTERNAL", "NO_MESSAGE", NO_MESSAGE)
                    self.assert_serves(connection)

    def test_a_unary_call_without_a_message(self):
        connection = self.connect()
        for method in ("Echo", "EchoInline", "Flood"):
            with self.subTest(method=method):
                self.assert_refused(connection.call(path(method), b""), "INTERNAL", "NO_MESSAGE", NO_MESSAGE)
                stream = connection.open(path(method), end=True)
                self.assert_refused(connection.wait(stream), "INTERNAL", "NO_MESSAGE", NO_MESSAGE)
        self.assert_serves(connection)

    def test_a_client_stream_without_a_message_is_a_good_one(self):
        connection = self.connect()
        stream = connection.call(path("Sum"), b"")
        self.assertEqual((stream.code(), stream.messages()), (0, [b""]))


if __name__ == "__main__":
    unittest.main()
