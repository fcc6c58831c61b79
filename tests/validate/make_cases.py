#!/usr/bin/env python3
"""Holds idl/buf/validate/validate.proto against the standard one, and makes cases.txt: random messages of rules.proto, and what the
reference implementation of buf.validate says of each.

    python3 -m venv --system-site-packages /tmp/v && /tmp/v/bin/pip install protovalidate==2.1.0
    /tmp/v/bin/python tests/validate/make_cases.py 3000 >tests/validate/cases.txt

One case a line: the message's name, its encoding in hexadecimal ("-": empty), and each violation as field|rule, with "#" before the
field where it is the key that breaks the rule. The same numbers give the same cases.
"""
import pathlib
import random
import subprocess
import sys
import tempfile

import protovalidate
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

HERE = pathlib.Path(__file__).resolve().parent
IDL = HERE.parent.parent / "idl"
NUMBERS = [0, 1, 2, 3, 6, 7, 8, 100, -1, -4, -5, -6, 2147483647, -2147483648]
FLOATS = [0.0, -0.0, 1.0, 1.5, 6.999999, 7.0, 7.5, -5.0, -5.5, 1e30, float("inf"), float("-inf"), float("nan")]
WORDS = ["", "h", "he", "hel", "hell", "hello", "Hello", "HELLO", "lo", "ää", "äää", "日本語", "日本語x", "a\nb", "axb", "hello\n", "ok", "a/x.Y", "b",
         "abcdefgh", "h l", "\t", "😀😀😀"]
BYTES = [b"", b"\x01", b"\x02", b"\x01\x02", b"\x00\x02", b"\x00", b"\xff\xfe\xfd", b"1234", b"0123456789abcdef", b"12345"]
FORMATS = """a@b a@b.c a.b@c a@ @b a@b. a@-b a@b- a..b@c a@b..c "x"@y a@b@c a+b@example.com ä@b a@ä.com a@127.0.0.1 a@[::1] .@b a@b_c
example.com example.com. example..com -a.com a-.com a.b-c 1.2.3.4 1.2.3 a.1 a.1b com . .. a. A.B xn--a a_b 256.1.1.1 01.2.3.4 1.2.3.04 1.2.3.4.5 1.2.3.
::1 :: 1:: ::1:2:3:4:5:6:7 1:2:3:4:5:6:7:: 1:2:3:4:5:6:7:8 1:2:3:4:5:6:7:8:9 1:2:3:4:5:6:7 ::1::2 fe80::1%eth0 fe80::1% ::%25 ::ffff:1.2.3.4 1:2:3:4:5:6:1.2.3.4
1:2:3:4:5:6:7:1.2.3.4 12345::1 g::1 :1:2:3:4:5:6:7 ::1.2.3 ::01.2.3.4 1:2:3:4:5:6:7:: 0:0:0:0:0:0:0:0 2001:DB8::1 [::1] ::1/128 ::1/64 2001:db8::/32 2001:db8::1/32
::/0 ::/129 ::/01 1.2.3.4/32 1.2.3.0/24 1.2.3.4/24 1.2.3.4/33 1.2.3.4/ 1.2.3.4/a 0.0.0.0/0 1.2.3.4/024 1.2.3.4/-1 1.2/16 fe80::1%a/64 ::ffff:1.2.3.4/96 /32
localhost:80 localhost:0 localhost:65535 localhost:65536 localhost:080 localhost: :80 [::1]:80 [::1] [::1]:x ::1:80 1.2.3.4:80 [1.2.3.4]:80 [fe80::1%e]:1 [::1]80 a:b:1
f47ac10b-58cc-4372-a567-0e02b2c3d479 F47AC10B-58CC-4372-A567-0E02B2C3D479 f47ac10b58cc4372a5670e02b2c3d479 f47ac10b-58cc-4372-a567-0e02b2c3d47 f47ac10b-58cc-4372-a567-0e02b2c3d47g
f47ac10b-58cc-4372-a5670e02b2c3d479- 01ARZ3NDEKTSV4RRFFQ69G5FAV 81ARZ3NDEKTSV4RRFFQ69G5FAV 01ARZ3NDEKTSV4RRFFQ69G5FAI 01arz3ndektsv4rrffq69g5fav 01ARZ3NDEKTSV4RRFFQ69G5FA
a.b.c .a.b a..b a._b.c1 1a.b a.1b a.b. .a .a. ._1 a-b _ .. http://example.com http://example.com/ http://example.com:80/a/b?c=d#e http://[::1]/ http://[::1%25eth0]/ http://[::1%eth0]/
http://[v1.x]/ http://[v.x]/ http://[x]/ mailto:a@b urn:a:b http:// http: http:a //a/b /a/b a/b a:b 1a:b ?q #f ?q#f#g a%20b a%2 a%zz http://a%ff http://a%c3%a4/ http://a/%ff http://a b http://a:b
http://a:/ http://u:p@h http://u@p@h file:///etc/x http://a/[b] http://a?[b] ./a:b a;b=c x://a\\b http://[::1]a http://[::1]:1 http://[::1%25]/ http://[::1%25%ff]/ http://^ http://a/^ s: s:/ s:// s:/// +a:b a+.-1:b
http://example.com:99999 http://a..b http://%41 Content-Type :path a:b X_1 ` a,b " é text/html :""".split() + ["", " ", "a b", "a\tb", "a\nb", "a\x01", "a\x7f", "é", "a\r",
         "a" * 63 + ".com", "a" * 64 + ".com", "a." * 126 + "a", "a." * 127 + "a", "http://a/b c", "a@" + "b" * 64, "a@b c"]


def pick(rng, field, depth):
    kind = field.cpp_type
    if field.message_type is not None:
        return None
    if field.type == field.TYPE_STRING:
        word = rng.choice(FORMATS if field.containing_type.name == "Formats" else WORDS)
        if field.containing_type.name == "Formats" and word and rng.random() < 0.2:
            at = rng.randrange(len(word))
            word = word[:at] + rng.choice("a.:/@%[]#?-0\t") + word[at + rng.randrange(2):]
        return word
    if field.type == field.TYPE_BYTES:
        return rng.choice(BYTES)
    if kind in (field.CPPTYPE_FLOAT, field.CPPTYPE_DOUBLE):
        return rng.choice(FLOATS)
    if kind == field.CPPTYPE_BOOL:
        return rng.random() < 0.5
    if field.enum_type is not None:
        return rng.choice([1, 3] if field.enum_type.name == "Hue" else [0, 1, 5, 7, -1])
    number = rng.choice(NUMBERS)
    return abs(number) % 2**31 if kind in (field.CPPTYPE_UINT32, field.CPPTYPE_UINT64) else number


def fill_special(rng, message):
    name = message.DESCRIPTOR.full_name
    if name == "google.protobuf.Duration":
        seconds, nanos = rng.choice([(0, 0), (3, 0), (2, 999999999), (-1, -500000000), (-1, -500000001), (0, 5), (1, 0), (1, 1), (100, 0)])
    elif name == "google.protobuf.Timestamp":
        seconds, nanos = rng.choice([(0, 0), (3, 0), (3, 1), (1, 500000000), (1, 500000001), (2, 0), (1, 0), (0, 999999999), (100, 0)])
    else:
        return False
    if seconds:
        message.seconds = seconds
    if nanos:
        message.nanos = nanos
    return True


def fill(rng, message, depth):
    if fill_special(rng, message):
        return
    chance = 0.5 if message.DESCRIPTOR.full_name in ("rules.v1.Leaf",) else rng.choice([0.15, 0.6])
    for field in message.DESCRIPTOR.fields:
        if field.label != field.LABEL_REQUIRED and rng.random() > chance or (depth > 1 and field.message_type is not None):
            continue
        if field.message_type is not None and field.message_type.GetOptions().map_entry:
            key, value = field.message_type.fields
            target = getattr(message, field.name)
            for _ in range(rng.randrange(4)):
                if value.message_type is not None:
                    fill(rng, target[pick(rng, key, depth)], depth + 1)
                else:
                    target[pick(rng, key, depth)] = pick(rng, value, depth)
        elif field.label == field.LABEL_REPEATED:
            target = getattr(message, field.name)
            for _ in range(rng.randrange(5)):
                if field.message_type is not None:
                    fill(rng, target.add(), depth + 1)
                else:
                    target.append(pick(rng, field, depth))
        elif field.message_type is not None:
            sub = getattr(message, field.name)
            sub.SetInParent()
            fill(rng, sub, depth + 1)
        else:
            setattr(message, field.name, pick(rng, field, depth))


def quoted(text):
    return '"' + "".join("\\" + c if c in '"\\' else c if c >= " " and c != "\x7f" else "\\u%04x" % ord(c) for c in text) + '"'


def path(field):
    text = ""
    for element in field.elements if field else []:
        text += ("." if text else "") + element.field_name
        subscript = element.subscript
        if subscript is None:
            continue
        kind, value = subscript.field, subscript.value
        text += "[%s]" % (quoted(value) if kind == "string_key" else str(value).lower())
    return text


def compare_contracts(ours):
    """idl/buf/validate/validate.proto has the names and numbers of the one that the package carries."""
    from protovalidate._gen.buf.validate import validate_pb
    theirs = descriptor_pb2.FileDescriptorProto.FromString(validate_pb.desc().proto.to_binary())
    texts = []
    for file in (ours, theirs):
        same = descriptor_pb2.FileDescriptorProto()
        same.CopyFrom(file)
        for name in ("options", "source_code_info", "syntax"):
            same.ClearField(name)
        for field in [field for message in same.message_type for field in message.field] + list(same.extension):
            field.ClearField("options")
            field.ClearField("json_name")
        same.message_type.sort(key=lambda message: message.name)
        same.enum_type.sort(key=lambda enum: enum.name)
        texts.append(str(same))
    assert texts[0] == texts[1], "idl/buf/validate/validate.proto differs from the standard one"


def main():
    count = int(sys.argv[1])
    with tempfile.NamedTemporaryFile() as out:
        subprocess.check_call(["/usr/bin/protoc", f"-I{HERE}", f"-I{IDL}", "-I/usr/include", "--include_imports", "-o" + out.name,
                               "rules.proto", "old.proto"])
        files = descriptor_pb2.FileDescriptorSet.FromString(pathlib.Path(out.name).read_bytes())
    compare_contracts(next(file for file in files.file if file.name == "buf/validate/validate.proto"))
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)
    types = [m for name in ("rules.proto", "old.proto") for m in pool.FindFileByName(name).message_types_by_name.values()]
    classes = {m.name: message_factory.MessageFactory(pool).GetPrototype(m) for m in types}
    weights = [12 if name == "Formats" else 6 if name in ("Texts", "Tree", "WellKnown") else 3 if name == "Old" else 2 if name in ("Bytes", "Enums", "Groups") else 1 for name in classes]
    rng = random.Random(1159)
    validator = protovalidate.Validator()
    made = 0
    while made < count:
        name = rng.choices(list(classes), weights)[0]
        message = classes[name]()
        fill(rng, message, 0)
        encoded = message.SerializeToString(deterministic=True)
        violations = validator.collect_violations(message)
        if len(violations) > 20 or len(encoded) > 400:
            continue
        made += 1
        found = sorted(("#" if v.proto.for_key else "") + path(v.proto.field) + "|" + v.proto.rule_id for v in violations)
        print("\t".join([name, encoded.hex() or "-"] + found))


main()
