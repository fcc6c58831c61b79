#!/usr/bin/python3
"""Compressed messages that are broken or bombs: the limit counts uncompressed bytes, and memory stays near it."""
import unittest
import zlib

import raw
from target import MESSAGE_BYTES_MAX, MIB, Attack, Node, node_head, path

COMPRESSED = 1
GZIP = [("grpc-encoding", "gzip")]
DEFLATE = [("grpc-encoding", "deflate")]
GZIP_BITS, ZLIB_BITS = 31, 15


def squeeze(data, bits=GZIP_BITS):
    compressor = zlib.compressobj(1, zlib.DEFLATED, bits)
    return compressor.compress(data) + compressor.flush()


def bomb(size):
    """What inflates to a node of `size` bytes."""
    compressor = zlib.compressobj(1, zlib.DEFLATED, GZIP_BITS)
    head = node_head(size)
    pieces = [compressor.compress(head)]
    for at in range(len(head), size, MIB):
        pieces.append(compressor.compress(bytes(min(MIB, size - at))))
    return b"".join(pieces) + compressor.flush()


HELLO = Node(text="hello " * 20).SerializeToString()
SQUEEZED = squeeze(HELLO)
BROKEN = {
    "garbage": (b"this was never compressed", "incorrect header check"),
    "nothing": (b"", "it is cut short"),
    "a gzip that is cut short": (SQUEEZED[:-9], "it is cut short"),
    "a gzip without its checksum": (SQUEEZED[:-8], "it is cut short"),
    "a gzip whose checksum is wrong": (SQUEEZED[:-8] + bytes(8), "incorrect data check"),
    "a gzip with something behind it": (SQUEEZED + b"more", "there is more behind its end"),
    "deflate where gzip was announced": (squeeze(HELLO, ZLIB_BITS), "incorrect header check"),
}
LIMIT = r"the message inflates to more than the limit of 4194304 bytes"


class Compression(Attack):
    def call(self, connection, data, method="Echo", more=GZIP):
        return connection.call(path(method), raw.message(data, COMPRESSED), more=more)

    def test_a_good_compressed_message_is_served(self):
        connection = self.connect()
        for more, bits in ((GZIP, GZIP_BITS), (DEFLATE, ZLIB_BITS)):
            for method in ("Echo", "EchoInline", "Chat"):
                with self.subTest(more[0][1], method=method):
                    stream = self.call(connection, squeeze(HELLO, bits), method, more)
                    self.assertEqual((stream.code(), stream.messages()), (0, [HELLO]))

    def test_a_reply_is_compressed_only_for_those_who_can_read_it(self):
        connection, ask, body = self.connect(), ("use-gzip", "1"), raw.message(HELLO)
        stream = connection.call(path("Echo"), body, more=[ask, ("grpc-accept-encoding", "identity,gzip")])
        self.assertEqual((stream.code(), stream.field("grpc-encoding"), stream.body[0]), (0, "gzip", COMPRESSED))
        self.assertEqual(zlib.decompress(stream.messages()[0], GZIP_BITS), HELLO)
        self.assertEqual(connection.call(path("Echo"), body, more=[ask]).body, body)

    def test_what_cannot_be_inflated_is_broken(self):
        for method in ("Echo", "EchoInline", "Sum", "Chat"):
            connection = self.connect()
            for what, (data, why) in BROKEN.items():
                with self.subTest(what, method=method):
                    self.assert_refused(self.call(connection, data, method), "INTERNAL", "BROKEN_COMPRESSION", why)
                    self.assert_serves(connection)

    def test_what_inflates_to_no_message_is_refused_as_no_message(self):
        connection = self.connect()
        stream = self.call(connection, squeeze(b"\x0a\xff"))
        self.assert_refused(stream, "INVALID_ARGUMENT", "MALFORMED_MESSAGE", r"Node\.text at byte 1")
        self.assert_serves(connection)

    def test_a_bomb_of_300_mib_takes_little_memory(self):
        data = bomb(300 * MIB)
        for method in ("Echo", "EchoInline", "Sum", "Chat"):
            with self.subTest(method=method):
                connection = self.connect()
                self.server.forget_peak()
                before = self.server.memory_mib("VmRSS")
                self.assert_refused(self.call(connection, data, method), "RESOURCE_EXHAUSTED", "MESSAGE_TOO_LARGE", LIMIT)
                self.assertLess(self.server.memory_mib("VmHWM"), before + 32)
                self.assert_serves(connection)

    def test_the_limit_counts_uncompressed_bytes(self):
        connection = self.connect()
        within, over = bomb(MESSAGE_BYTES_MAX), bomb(MESSAGE_BYTES_MAX + 1)
        stream = self.call(connection, within)
        self.assertEqual((stream.code(), len(stream.messages()[0])), (0, MESSAGE_BYTES_MAX))
        self.assert_refused(self.call(connection, over), "RESOURCE_EXHAUSTED", "MESSAGE_TOO_LARGE", LIMIT)
        self.assert_serves(connection)

    def test_many_bombs_at_once_take_no_more_than_a_worker_each(self):
        data, connection = bomb(300 * MIB), self.connect()
        self.server.forget_peak()
        before = self.server.memory_mib("VmRSS")
        streams = [connection.open(path("Echo"), more=GZIP) for _ in range(16)]
        for stream in streams:
            connection.send_data(stream, raw.message(data, COMPRESSED), end=True)
        for stream in streams:
            self.assert_refused(connection.wait(stream), "RESOURCE_EXHAUSTED", "MESSAGE_TOO_LARGE", LIMIT)
        self.assertLess(self.server.memory_mib("VmHWM"), before + 16 * 16)
        self.assert_serves(connection)


if __name__ == "__main__":
    unittest.main()
