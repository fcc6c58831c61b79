#!/usr/bin/python3
"""without_groups.py FILE: prints a proto2 file without what maru refuses, for test_messages_proto2.proto.

Groups go, and with them each `extend` block that has nothing else; the MessageSet option goes, so that such a message
is one of unknown fields. All else stays as it is. Fails where something is left that it does not understand.
"""
import re
import sys

GROUP = re.compile(r"^ *(?:optional|required|repeated) +group +\w+ *= *\d+ *\{[^{}]*\}\n", re.MULTILINE)
EMPTY_EXTEND = re.compile(r"^ *extend +[\w.]+ *\{\s*\}\n", re.MULTILINE)
MESSAGE_SET = re.compile(r"^ *option +message_set_wire_format *= *true *;\n", re.MULTILINE)
LEFT = re.compile(r"^[^/\n]*\b(?:group +\w+ *=|message_set_wire_format).*", re.MULTILINE)


def without_groups(text):
    for part in GROUP, EMPTY_EXTEND, MESSAGE_SET:
        text = part.sub("", text)
    left = LEFT.search(text)
    if left:
        sys.exit(f"without_groups.py: left over: {left[0]}")
    return text


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        sys.stdout.write(without_groups(file.read()))
