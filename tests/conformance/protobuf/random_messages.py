"""For tests: random messages go from Python's protobuf through maru and back.

Three kinds of input, by turns:
  - a message: maru writes it byte for byte as Python does
  - two messages, one behind the other: to both it is one, merged
  - a message with some bytes changed, cut or doubled: both refuse it, or both take it for the same

Python is protobuf's C++ here. It reads what maru refuses on purpose: a NUL in a string, in proto2 what is not UTF-8,
and tags of more than 32 bits, the rest of which it drops.
"""
import random
import struct
import subprocess
import sys
import warnings

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.descriptor import FieldDescriptor as Field
from google.protobuf.message import DecodeError

HERE = "tests/conformance/protobuf"
CONFORMANCE = "conformance/conformance.proto"
DEPTH_MAX = 4
FIELDS_MAX = 12  # at the top; fewer below, or a descriptor becomes a forest


def load_classes(files, folders):
    """name: class, of the messages at the top of these files."""
    command = ["/usr/bin/protoc", *("-I" + folder for folder in folders), "--include_imports", "-o/dev/stdout", *files]
    described = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    pool = descriptor_pool.DescriptorPool()
    for file in descriptor_pb2.FileDescriptorSet.FromString(described).file:
        pool.Add(file)
    factory = message_factory.MessageFactory(pool)
    messages = [message for file in files for message in pool.FindFileByName(file).message_types_by_name.values()]
    return {message.full_name: factory.GetPrototype(message) for message in messages}


class Testee:
    def __init__(self, program):
        classes = load_classes([CONFORMANCE], [HERE])
        self.request = classes["conformance.ConformanceRequest"]
        self.response = classes["conformance.ConformanceResponse"]
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def convert(self, name, data):
        """What maru makes of the bytes: (encoding, None) or (None, why it refused them)."""
        request = self.request(protobuf_payload=data, message_type=name, requested_output_format=1).SerializeToString()
        self.process.stdin.write(struct.pack("<I", len(request)) + request)
        self.process.stdin.flush()
        size, = struct.unpack("<I", self.process.stdout.read(4))
        response = self.response.FromString(self.process.stdout.read(size))
        result = response.WhichOneof("result")
        if result not in ("protobuf_payload", "parse_error"):
            raise AssertionError(f"the testee answers {response}")
        return (response.protobuf_payload, None) if result == "protobuf_payload" else (None, response.parse_error)

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        return self.process.returncode


class Maker:
    """Random values; edges come more often than what lies between them."""

    def __init__(self, rng):
        self.rng = rng
        self.makers = {
            Field.TYPE_BOOL: lambda: rng.random() < 0.5,
            Field.TYPE_BYTES: lambda: rng.randbytes(self.length()),
            Field.TYPE_STRING: lambda: "".join(self.character() for _ in range(self.length())),
            Field.TYPE_DOUBLE: self.double,
            Field.TYPE_FLOAT: lambda: struct.unpack("<f", rng.choice([rng.randbytes(4), b"\0\0\0\x80", bytes(4)]))[0],
        }
        for bits, is_signed, types in [
                (32, True, [Field.TYPE_INT32, Field.TYPE_SINT32, Field.TYPE_SFIXED32]),
                (64, True, [Field.TYPE_INT64, Field.TYPE_SINT64, Field.TYPE_SFIXED64]),
                (32, False, [Field.TYPE_UINT32, Field.TYPE_FIXED32]),
                (64, False, [Field.TYPE_UINT64, Field.TYPE_FIXED64])]:
            for kind in types:
                self.makers[kind] = lambda bits=bits, is_signed=is_signed: self.integer(bits, is_signed)

    def length(self):
        return self.rng.choice([0, 0, 1, 2, 5, self.rng.randrange(300)])

    def character(self):
        ranges = [(1, 0x80), (1, 0x80), (0x80, 0x800), (0x800, 0xd800), (0xe000, 0x10000), (0x10000, 0x110000)]
        first, end = self.rng.choice(ranges)
        return chr(self.rng.randrange(first, end))

    def integer(self, bits, is_signed):
        low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if is_signed else (0, (1 << bits) - 1)
        near_power = (1 << self.rng.randrange(bits)) + self.rng.randint(-1, 1)
        value = self.rng.choice([0, low, high, near_power, -near_power, self.rng.randint(low, high)])
        return min(max(value, low), high)

    def double(self):
        return struct.unpack("<d", self.rng.choice([self.rng.randbytes(8), bytes(7) + b"\x80", bytes(8)]))[0]

    def value(self, field):
        if field.type == Field.TYPE_ENUM:
            return self.rng.choice(field.enum_type.values).number
        return self.makers[field.type]()

    def fill_map(self, entries, entry, depth):
        key, value = entry.fields_by_name["key"], entry.fields_by_name["value"]
        for _ in range(self.rng.randint(0, 3)):
            if value.message_type:
                self.fill(entries[self.value(key)], depth + 1)
            else:
                entries[self.value(key)] = self.value(value)

    def fill_list(self, items, field, depth):
        is_tree = field.message_type is not None and depth > 0
        for _ in range(self.rng.choice([0, 1, 2, 3] if is_tree else [0, 1, 2, 3, 4, 5, 40])):
            if field.message_type is None:
                items.append(self.value(field))
            elif depth < DEPTH_MAX:
                self.fill(items.add(), depth + 1)

    def fill(self, message, depth=0):
        fields = list(message.DESCRIPTOR.fields)
        chosen = self.rng.sample(fields, min(len(fields), self.rng.randint(0, FIELDS_MAX // (depth + 1))))
        required = [field for field in fields if field.label == Field.LABEL_REQUIRED and field not in chosen]
        for field in chosen + required:
            if field.message_type and field.message_type.GetOptions().map_entry:
                self.fill_map(getattr(message, field.name), field.message_type, depth)
            elif field.label == Field.LABEL_REPEATED:
                self.fill_list(getattr(message, field.name), field, depth)
            elif field.message_type is None:
                setattr(message, field.name, self.value(field))
            elif depth < DEPTH_MAX:
                getattr(message, field.name).SetInParent()
                self.fill(getattr(message, field.name), depth + 1)
        return message

    def damaged(self, data):
        """Changed here and there. So wire types and lengths come to be wrong, tags unknown, groups open."""
        data = bytearray(data)
        for _ in range(self.rng.randint(1, 2)):
            start = self.rng.randint(0, len(data))
            end = start + self.rng.choice([1, 2, 4, 40, len(data)])
            change = self.rng.randrange(12)
            if change == 0:
                data[start:end] = b""
            elif change == 1:
                data[start:start] = data[start:end]
            elif change == 2:
                data[start:start] = self.rng.randbytes(self.rng.randint(1, 4))
            elif start < len(data):
                data[start] = self.rng.choice([data[start] ^ 1 << self.rng.randrange(8), self.rng.randrange(256)])
        return bytes(data)


def parse(cls, data):
    """The message, or None. Python only warns of a stray end of a group, after which it reads no further,
    and takes a message without what it requires."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            message = cls.FromString(data)
        except DecodeError:
            return None
    return None if warned or not message.IsInitialized() else message


def is_refused_on_purpose(cls, why):
    is_proto2 = cls.DESCRIPTOR.file.syntax == "proto2"
    return "a NUL in a string" in why or "a tag that no field can have" in why or (is_proto2 and "not UTF-8" in why)


def disagreement(cls, data, written, why, expected):
    """What is wrong with maru's answer to `data`; None: nothing. `expected` is the encoding, where only one will do."""
    theirs = parse(cls, data)
    if written is None:
        return f"maru refuses it: {why}" if theirs is not None and not is_refused_on_purpose(cls, why) else None
    if theirs is None:
        return "Python refuses it"
    if expected is not None:
        return f"maru writes {written.hex()}" if written != expected else None
    again = parse(cls, written)
    if again is None:
        return f"Python refuses what maru wrote: {written.hex()}"
    # Once more: of a number that a closed enum does not have it keeps 64 bits if it was packed, 32 if it was not.
    theirs = parse(cls, theirs.SerializeToString())
    same = again.SerializeToString(deterministic=True) == theirs.SerializeToString(deterministic=True)
    return None if same else f"maru wrote another message: {written.hex()}"


def compare(program, classes, seed, count):
    """`count` messages of `classes` through `program`; leaves with what they disagree on."""
    print(f"seed {seed}, {count} messages of {len(classes)} types", flush=True)
    rng = random.Random(seed)
    maker, names = Maker(rng), sorted(classes)
    testee = Testee(program)
    refused = 0
    for number in range(count):
        name = rng.choice(names)
        encode = lambda: maker.fill(classes[name]()).SerializeToString(deterministic=True)
        kind = number % 3
        data = [encode, lambda: encode() + encode(), lambda: maker.damaged(encode())][kind]()
        written, why = testee.convert(name, data)
        refused += written is None
        problem = disagreement(classes[name], data, written, why, data if kind == 0 else None)
        if problem:
            sys.exit(f"seed {seed}, message {number}, {name}: {problem}\nof {data.hex()}")
    if testee.close() != 0:
        sys.exit("the testee failed")
    print(f"both agree on all of them; {refused} were refused")
