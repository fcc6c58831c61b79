#!/usr/bin/python3
"""Headers that no client sends: paths, HTTP methods, timeouts and metadata."""
import unittest

import raw
from target import Attack, node, path

BODY = node(text="hello")
UNKNOWN_PATHS = (
    "", "/", "//", "*", "no-slash", "/maru.faults.Target", "/maru.faults.Target/", "/maru.faults.Target/NoSuchMethod",
    "/maru.faults.Target/echo", "/maru.faults.Target/Echo/", "/maru.faults.Target/Echo?x=1", "/no.such.Service/Echo",
    "http://elsewhere/maru.faults.Target/Echo", "/caf\xe9", "/a b\x01\x7f", "/%00%ff",
)
BAD_METADATA = {
    "an upper-case key": ("X-Upper", "v", r'key "" goes on with byte 0x58 at 0'),
    "an upper-case letter in a key": ("x-Upper", "v", r'key "x-" goes on with byte 0x55 at 2'),
    "an empty key": ("", "v", r"is empty"),
    "a space in a key": ("a b", "v", r'key "a" goes on with byte 0x20'),
    "a pseudo-header that does not exist": (":weird", "v", r'key "" goes on with byte 0x3a'),
    "a NUL in a key": ("x\0y", "v", r'key "x" goes on with byte'),
    "a line break in a value": ("x", "a\r\nb", r'key "x" has a value with byte 0x0d at 1'),
    "a NUL in a value": ("x", "a\0b", r'key "x" has a value with byte 0x00 at 1'),
    "Latin-1 in a value": (b"x", b"caf\xe9", r'key "x" has a value with byte 0xe9 at 3'),
}
TOO_MUCH = {
    "a value of 9,000 bytes": [("x", "a" * 9000)],
    "a value of 60,000 bytes": [("x", "a" * 60000)],
    "1,000 small headers": [(f"x-{index}", "v") for index in range(1000)],
}


class Headers(Attack):
    def test_a_path_that_leads_nowhere(self):
        connection = self.connect()
        for unknown in UNKNOWN_PATHS:
            with self.subTest(unknown):
                stream = connection.call(unknown, BODY)
                self.assert_refused(stream, "UNIMPLEMENTED", "UNIMPLEMENTED_METHOD", "this server has no such method")
                self.assertTrue(stream.text().startswith(unknown + ": "), stream)
                self.assert_serves(connection)

    def test_a_long_path_is_not_sent_back(self):
        connection = self.connect()
        for size in (300, 4000, 60000):
            with self.subTest(size):
                stream = connection.call("/" + "a" * size, BODY)
                self.assert_refused(stream, "UNIMPLEMENTED", "UNIMPLEMENTED_METHOD", "^/a{255}: this server has no such method$")
                self.assert_serves(connection)

    def test_a_path_with_a_nul_is_not_that_before_it(self):
        connection = self.connect()
        for method in ("Echo", "Sum", "Chat"):
            with self.subTest(method):
                stream = connection.call(path(method) + "\0x", BODY)
                self.assert_refused(stream, "UNIMPLEMENTED", "UNIMPLEMENTED_METHOD", r"\?x: this server has no such method")
                self.assert_serves(connection)

    def test_a_request_without_a_path(self):
        connection = self.connect()
        self.assert_status(connection.call(None, BODY), "UNKNOWN", "Missing :path header")
        self.assert_serves(connection)

    def test_another_http_method(self):
        connection = self.connect()
        for method in ("GET", "PUT", "DELETE", "HEAD", "OPTIONS", "CONNECT", "post", "", None):
            with self.subTest(method):
                stream = connection.call(path("Echo"), BODY, method=method)
                self.assert_status(stream, "UNKNOWN", "(Bad|Missing :)method header" if method is None else "Bad method header")
                self.assert_serves(connection)

    def test_a_request_without_te_trailers(self):
        connection = self.connect()
        for te in ("gzip", "trailers, deflate", "", None):
            with self.subTest(te):
                self.assert_status(connection.call(path("Echo"), BODY, te=te), "UNKNOWN", "(Bad|Missing) :te header")
                self.assert_serves(connection)

    def test_a_timeout_that_has_passed(self):
        connection = self.connect()
        for timeout in ("0n", "0S", "1n"):
            with self.subTest(timeout):
                stream = connection.call(path("Hang"), BODY, more=[("grpc-timeout", timeout)])
                self.assert_status(stream, "DEADLINE_EXCEEDED", "(?i)deadline")
                self.assert_serves(connection)

    def test_the_longest_timeout_there_is(self):
        connection = self.connect()
        stream = connection.call(path("Echo"), BODY, more=[("grpc-timeout", "99999999H")])
        self.assertEqual(stream.code(), 0, stream)

    def test_metadata_that_is_none(self):
        connection = self.connect()
        for what, (key, value, pattern) in BAD_METADATA.items():
            for method in ("Echo", "EchoInline", "Chat"):
                with self.subTest(what, method=method):
                    stream = connection.call(path(method), BODY, more=[(key, value)])
                    self.assert_refused(stream, "INVALID_ARGUMENT", "BAD_METADATA", pattern)
                    self.assert_serves(connection)

    def test_metadata_that_is_unusual_but_good(self):
        connection = self.connect()
        unusual = [("x", ""), ("x", "twice"), ("x", " spaces "), ("x-bin", "YQ=="), ("y-bin", "YQ"), ("z-bin", ""),
                   ("grpc-unknown", "1"), ("_-.", "!~"), ("big", "a" * 7000)]
        stream = connection.call(path("Echo"), BODY, more=unusual)
        self.assertEqual(stream.code(), 0, stream)

    def test_too_much_metadata(self):
        connection = self.connect()
        self.assertTrue(connection.ping())  # with it the server's own limits are acknowledged, and hold
        for what, more in TOO_MUCH.items():
            with self.subTest(what):
                stream = connection.call(path("Echo"), BODY, more=more)
                self.assert_refused(stream, "RESOURCE_EXHAUSTED", "METADATA_TOO_LARGE", "bytes of metadata, the limit is 8192")
                self.assert_serves(connection)

    def test_far_too_much_metadata_before_any_limit_holds(self):
        connection = self.connect()
        stream = connection.call(path("Echo"), BODY, more=[("x", "a" * 1000000)])
        self.assert_refused(stream, "RESOURCE_EXHAUSTED", "METADATA_TOO_LARGE", "1000033 bytes of metadata")
        self.assert_serves(connection)


if __name__ == "__main__":
    unittest.main()
