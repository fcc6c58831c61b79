"""A gRPC client that can send anything, byte for byte: HTTP/2 frames (RFC 9113) by hand, header blocks by python3-hpack.

It keeps the rules where nobody asks it to break them: it acknowledges SETTINGS and PING, stays within the windows that the
server gives, and gives back the windows that the server uses. It has no threads: a connection reads when somebody waits.
"""
import socket
import struct
from urllib.parse import unquote

import hpack

PATIENCE_S = 60  # what has not happened by then never will; no test takes that long unless it fails

DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
END_STREAM, ACK, END_HEADERS = 0x1, 0x1, 0x4
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
INITIAL_WINDOW_SIZE, MAX_FRAME_SIZE = 4, 5
WINDOW_BYTES, FRAME_BYTES = 65535, 16384  # what holds before any SETTINGS
CANCEL = 8


def frame(kind, flags=0, stream=0, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes((kind, flags)) + struct.pack(">I", stream) + payload


def settings(*pairs):
    return frame(SETTINGS, payload=b"".join(struct.pack(">HI", *pair) for pair in pairs))


def message(data, flag=0, length=None):
    """A gRPC message: compressed flag, length (a wrong one where `length` says so), data."""
    return struct.pack(">BI", flag, len(data) if length is None else length) + data


def request_headers(path, method="POST", content_type="application/grpc", te="trailers", more=()):
    """What a gRPC request begins with (PROTOCOL-HTTP2.md, "Requests"); None leaves an entry out."""
    entries = [(":method", method), (":scheme", "http"), (":path", path), (":authority", "localhost"), ("te", te),
               ("content-type", content_type)]
    return [entry for entry in entries if entry[1] is not None] + list(more)


class Stream:
    """What has come back on one stream."""

    def __init__(self, number, window):
        self.number, self.window = number, window
        self.headers, self.trailers, self.body = None, None, b""
        self.reset = None  # the code of RST_STREAM
        self.ended = False

    def __repr__(self):
        return f"<{self.headers} {len(self.body)} bytes {self.trailers} reset={self.reset} ended={self.ended}>"

    def field(self, name):
        for block in (self.trailers, self.headers):
            for key, value in block or ():
                if key == name:
                    return value
        return None

    def http_status(self):
        return int(self.field(":status"))

    def code(self):
        """The number in grpc-status; None: there is none."""
        text = self.field("grpc-status")
        return None if text is None else int(text)

    def text(self):
        return unquote(self.field("grpc-message") or "")

    def messages(self):
        """Those that are complete, in their order."""
        found, at = [], 0
        while at + 5 <= len(self.body):
            end = at + 5 + struct.unpack_from(">I", self.body, at + 1)[0]
            if end > len(self.body):
                break
            found.append(self.body[at + 5:end])
            at = end
        return found


class Connection:
    """One TCP connection. `closed`: None, "end" (of the stream of bytes) or "reset"; `goaway`: the code of the last one."""

    def __init__(self, port, first=PREFACE + settings()):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.encoder, self.decoder = hpack.Encoder(), hpack.Decoder()
        self.streams, self.next_number = {}, 1
        self.window, self.initial_window = WINDOW_BYTES, WINDOW_BYTES
        self.gives_windows_back = True
        self.received, self.block, self.block_ends = b"", b"", False
        self.closed = self.goaway = None
        self.goaway_text, self.pings = b"", 0
        self.send(first)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def reset(self):
        """Ends the connection with a TCP reset instead of a FIN."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def send(self, data):
        try:
            self.socket.sendall(data)
        except (ConnectionResetError, BrokenPipeError):
            self.closed = "reset"

    # Requests

    def open(self, path, headers=None, end=False, **kwargs):
        """Begins a request; `headers` or what request_headers() takes."""
        return self.open_block(self.encoder.encode(headers or request_headers(path, **kwargs), huffman=False), end)

    def open_block(self, block, end=False):
        """Begins a request with an encoded header block, in HEADERS and as many CONTINUATION frames as it takes."""
        stream = self.streams[self.next_number] = Stream(self.next_number, self.initial_window)
        self.next_number += 2
        pieces = [block[at:at + FRAME_BYTES] for at in range(0, len(block), FRAME_BYTES)] or [b""]
        for index, piece in enumerate(pieces):
            flags = (END_HEADERS if index == len(pieces) - 1 else 0) | (END_STREAM if end and index == 0 else 0)
            self.send(frame(CONTINUATION if index else HEADERS, flags, stream.number, piece))
        return stream

    def send_data(self, stream, data, end=False):
        """DATA, as far as the server takes it; stops where the server has ended the stream."""
        at = 0
        while at < len(data) and not stream.ended and self.closed is None:
            n = min(len(data) - at, FRAME_BYTES, self.window, stream.window)
            if n <= 0:
                self.step()
                continue
            last = end and at + n == len(data)
            self.send(frame(DATA, END_STREAM if last else 0, stream.number, data[at:at + n]))
            self.window -= n
            stream.window -= n
            at += n
        if end and not data:
            self.send(frame(DATA, END_STREAM, stream.number))

    def call(self, path, body, **kwargs):
        """A whole request with the bytes `body`, and the whole answer."""
        stream = self.open(path, **kwargs)
        self.send_data(stream, body, end=True)
        return self.wait(stream)

    def cancel(self, stream):
        self.send(frame(RST_STREAM, 0, stream.number, struct.pack(">I", CANCEL)))

    # Answers

    def wait(self, stream):
        """Until the stream has ended, or the connection."""
        self.wait_until(lambda: stream.ended)
        return stream

    def wait_messages(self, stream, n):
        self.wait_until(lambda: stream.ended or len(stream.messages()) >= n)
        return stream.messages()

    def wait_closed(self):
        self.wait_until(lambda: False)

    def wait_until(self, condition):
        while not condition() and self.closed is None:
            self.step()

    def ping(self):
        """Waits until the server has taken everything that was sent before."""
        expected = self.pings + 1
        self.send(frame(PING, payload=b"are you?"))
        self.wait_until(lambda: self.pings >= expected)
        return self.pings >= expected

    def step(self):
        """Takes one frame."""
        head = self.read(9)
        if head is None:
            return
        payload = self.read(int.from_bytes(head[:3], "big"))
        if payload is not None:
            self.take(head[3], head[4], int.from_bytes(head[5:], "big"), payload)

    def read(self, n):
        while len(self.received) < n:
            try:
                data = self.socket.recv(1 << 18)
            except ConnectionResetError:
                self.closed = "reset"
                return None
            if not data:
                self.closed = "end"
                return None
            self.received += data
        data, self.received = self.received[:n], self.received[n:]
        return data

    def take(self, kind, flags, number, payload):
        stream = self.streams.get(number) or Stream(number, 0)  # one that a test has begun without open()
        if kind == SETTINGS and not flags & ACK:
            self.take_settings(payload)
        elif kind == PING and flags & ACK:
            self.pings += 1
        elif kind == PING:
            self.send(frame(PING, ACK, 0, payload))
        elif kind == GOAWAY:
            self.goaway, self.goaway_text = int.from_bytes(payload[4:8], "big"), payload[8:]
        elif kind == WINDOW_UPDATE and number == 0:
            self.window += int.from_bytes(payload, "big")
        elif kind == WINDOW_UPDATE:
            stream.window += int.from_bytes(payload, "big")
        elif kind == RST_STREAM:
            stream.reset, stream.ended = int.from_bytes(payload, "big"), True
        elif kind == DATA:
            self.take_data(stream, flags, payload)
        elif kind in (HEADERS, CONTINUATION):
            self.take_headers(stream, kind, flags, payload)

    def take_settings(self, payload):
        for key, value in struct.iter_unpack(">HI", payload):
            if key == INITIAL_WINDOW_SIZE:
                for stream in self.streams.values():
                    stream.window += value - self.initial_window
                self.initial_window = value
        self.send(frame(SETTINGS, ACK))

    def take_data(self, stream, flags, payload):
        stream.body += payload
        stream.ended |= bool(flags & END_STREAM)
        if payload and self.gives_windows_back:
            back = struct.pack(">I", len(payload))
            self.send(frame(WINDOW_UPDATE, 0, 0, back) + frame(WINDOW_UPDATE, 0, stream.number, back))

    def take_headers(self, stream, kind, flags, payload):
        if kind == HEADERS:
            self.block_ends = bool(flags & END_STREAM)
        self.block += payload
        if not flags & END_HEADERS:
            return
        entries, self.block = self.decoder.decode(self.block), b""
        if stream.headers is None:
            stream.headers = entries
        else:
            stream.trailers = entries
        stream.ended |= self.block_ends
