"""As much HTTP/2 and gRPC as it takes to send a server what no client library would."""
import socket
import struct

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = 0, 1, 3, 4, 6, 7, 8, 9
END_STREAM, ACK, END_HEADERS = 1, 1, 4
INITIAL_WINDOW_SIZE, HEADER_TABLE_SIZE, TRUE_BINARY = 4, 1, 0xFE03
LARGEST_WINDOW = 2**31 - 1
TIMEOUT_S = 60

# RFC 7541, appendix A
STATIC_TABLE = [(name.encode(), value.encode()) for name, _, value in (line.partition("=") for line in """
:authority :method=GET :method=POST :path=/ :path=/index.html :scheme=http :scheme=https :status=200 :status=204 :status=206
:status=304 :status=400 :status=404 :status=500 accept-charset accept-encoding=gzip,_deflate accept-language accept-ranges accept
access-control-allow-origin age allow authorization cache-control content-disposition content-encoding content-language
content-length content-location content-range content-type cookie date etag expect expires from host if-match
if-modified-since if-none-match if-range if-unmodified-since last-modified link location max-forwards proxy-authenticate
proxy-authorization range referer refresh retry-after server set-cookie strict-transport-security transfer-encoding
user-agent vary via www-authenticate
""".split())]


def message(payload, compressed=0, length=None):
    """A length-prefixed message, perhaps with a length that is a lie."""
    return struct.pack(">BI", compressed, len(payload) if length is None else length) + payload


def encode_integer(value, prefix_bits, first=0):
    limit = (1 << prefix_bits) - 1
    if value < limit:
        return bytes([first | value])
    out = bytearray([first | limit])
    value -= limit
    while value >= 128:
        out.append(value % 128 + 128)
        value //= 128
    out.append(value)
    return bytes(out)


def encode_headers(headers):
    """Literals without indexing, without Huffman."""
    out = b""
    for name, value in headers:
        name, value = (part if isinstance(part, bytes) else part.encode() for part in (name, value))
        out += b"\0" + encode_integer(len(name), 7) + name + encode_integer(len(value), 7) + value
    return out


class Block:
    """Decodes the header blocks of a peer that was given a dynamic table of size 0."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def integer(self, prefix_bits):
        limit = (1 << prefix_bits) - 1
        value = self.data[self.at] & limit
        self.at += 1
        shift = 0
        while value >= limit:
            byte = self.data[self.at]
            self.at += 1
            value += (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        return value

    def string(self):
        huffman = self.data[self.at] & 128
        length = self.integer(7)
        raw = self.data[self.at:self.at + length]
        self.at += length
        return b"<Huffman>" if huffman else raw

    def literal(self, prefix_bits):
        index = self.integer(prefix_bits)
        name = STATIC_TABLE[index - 1][0] if index else self.string()
        return name, self.string()

    def headers(self):
        found = []
        while self.at < len(self.data):
            first = self.data[self.at]
            if first & 0x80:
                found.append(STATIC_TABLE[self.integer(7) - 1])
            elif first & 0x40:
                found.append(self.literal(6))
            elif first & 0x20:
                self.integer(5)
            else:
                found.append(self.literal(4))
        return [(name.decode(), value) for name, value in found]


class Gone(Exception):
    """The server has closed the connection."""


class Answer:
    """What came back on one stream."""

    def __init__(self):
        self.headers, self.body, self.reset, self.ended = {}, b"", None, False

    @property
    def status(self):
        value = self.headers.get("grpc-status")
        return int(value) if value is not None else None

    def has_reason(self, reason):
        return reason.encode() in self.headers.get("grpc-status-details-bin", b"")

    def messages(self):
        """[(compressed flag, bytes)]"""
        found, at = [], 0
        while at < len(self.body):
            compressed, length = struct.unpack_from(">BI", self.body, at)
            found.append((compressed, self.body[at + 5:at + 5 + length]))
            at += 5 + length
        return found

    def __repr__(self):
        return f"headers {self.headers}, {len(self.body)} bytes, reset {self.reset}, ended {self.ended}"


class Connection:
    def __init__(self, port, window=LARGEST_WINDOW):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.next_stream, self.answers, self.unread = 1, {}, b""
        self.window, self.stream_windows = 65535, {}
        settings = struct.pack(">HIHIHI", INITIAL_WINDOW_SIZE, window, HEADER_TABLE_SIZE, 0, TRUE_BINARY, 1)
        self.socket.sendall(PREFACE + self.frame(SETTINGS, 0, 0, settings))
        if window == LARGEST_WINDOW:
            self.grant(0, LARGEST_WINDOW - 65535)
        self.initial_window = 65535

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    @staticmethod
    def frame(kind, flags, stream, payload):
        return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload

    def send(self, kind, flags, stream, payload):
        try:
            self.socket.sendall(self.frame(kind, flags, stream, payload))
        except ConnectionError as error:
            raise Gone from error

    def grant(self, stream, bytes_more):
        self.send(WINDOW_UPDATE, 0, stream, struct.pack(">I", bytes_more))

    def open(self, path, headers=(), end=False, method="POST", content_type="application/grpc"):
        """Sends the headers of a call and returns its stream."""
        stream = self.next_stream
        self.next_stream += 2
        self.answers[stream], self.stream_windows[stream] = Answer(), self.initial_window
        block = encode_headers([(":method", method), (":scheme", "http"), (":path", path), (":authority", "test"),
                                ("te", "trailers"), ("content-type", content_type), *headers])
        for at in range(0, len(block), 16384):
            last = at + 16384 >= len(block)
            self.send(HEADERS if at == 0 else CONTINUATION,
                      (END_HEADERS if last else 0) | (END_STREAM if end and at == 0 else 0), stream, block[at:at + 16384])
        return stream

    def write(self, stream, body, end=True):
        """Sends a body within the windows; stops where the server has ended the stream."""
        answer = self.answers[stream]
        while True:
            room = min(16384, self.window, self.stream_windows[stream])
            part, rest = body[:room], body[room:]
            if part or not body:
                self.send(DATA, END_STREAM if end and not rest else 0, stream, part)
                self.window -= len(part)
                self.stream_windows[stream] -= len(part)
            body = rest
            if not body:
                return
            if room == 0:
                self.read_frame()
                if answer.ended or answer.reset is not None:
                    return

    def read_exactly(self, size):
        while len(self.unread) < size:
            try:
                more = self.socket.recv(1 << 16)
            except ConnectionError as error:
                raise Gone from error
            if not more:
                raise Gone
            self.unread += more
        data, self.unread = self.unread[:size], self.unread[size:]
        return data

    def read_frame(self):
        """Reads one frame, takes its effect, and returns its kind, flags and stream."""
        head = self.read_exactly(9)
        length, kind, flags, stream = int.from_bytes(head[:3], "big"), head[3], head[4], int.from_bytes(head[5:], "big")
        payload = self.read_exactly(length)
        answer = self.answers.get(stream, Answer())
        if kind == SETTINGS and not flags & ACK:
            for at in range(0, length, 6):
                setting, value = struct.unpack_from(">HI", payload, at)
                if setting == INITIAL_WINDOW_SIZE:
                    for other in self.stream_windows:
                        self.stream_windows[other] += value - self.initial_window
                    self.initial_window = value
            self.send(SETTINGS, ACK, 0, b"")
        elif kind == PING and not flags & ACK:
            self.send(PING, ACK, 0, payload)
        elif kind == WINDOW_UPDATE:
            (more,) = struct.unpack(">I", payload)
            if stream == 0:
                self.window += more
            elif stream in self.stream_windows:
                self.stream_windows[stream] += more
        elif kind == HEADERS:
            answer.headers.update(Block(payload).headers())
        elif kind == DATA:
            answer.body += payload
        elif kind == RST_STREAM:
            (answer.reset,) = struct.unpack(">I", payload)
        if kind in (DATA, HEADERS) and flags & END_STREAM:
            answer.ended = True
        return kind, flags, stream

    def finish(self, stream):
        """Reads until the stream has ended or was reset."""
        answer = self.answers[stream]
        while not answer.ended and answer.reset is None:
            self.read_frame()
        return answer

    def ping(self):
        """Reads until the server has seen everything that was sent so far."""
        self.send(PING, 0, 0, b"12345678")
        while True:
            kind, flags, _ = self.read_frame()
            if kind == PING and flags & ACK:
                return

    def call(self, path, body, headers=()):
        stream = self.open(path, headers, end=body is None)
        if body is not None:
            self.write(stream, body)
        return self.finish(stream)
