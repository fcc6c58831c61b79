"""A contract of many messages and services, as .proto text: fields of every kind that services use, in turn."""

FIELDS = [
    "string name = {n};",
    "int64 created_at_us = {n};",
    "State state = {n};",
    "repeated string tags = {n};",
    "bool active = {n};",
    "{other} part = {n};",
    "double weight = {n};",
    "repeated {other} parts = {n};",
    "bytes signature = {n};",
    "uint32 count = {n};",
    "repeated int32 numbers = {n};",
    "oneof way {{ string text = {n}; int64 number = {m}; }}",
    "fixed64 trace = {n};",
]
FIELDS_PER_MESSAGE = 8
METHODS_PER_SERVICE = 5


def message(i):
    """Messages refer to earlier ones, and each begins at another kind of field."""
    lines, number = [], 1
    for j in range(FIELDS_PER_MESSAGE):
        field = FIELDS[(i + j) % len(FIELDS)].format(n=number, m=number + 1, other=f"Message{i * 7 % (i + 1)}")
        lines.append(f"  // Field {number} of message {i}.\n  {field}\n")
        number += 2 if field.startswith("oneof") else 1
    return f"// Message {i} says what happened.\nmessage Message{i} {{\n{''.join(lines)}}}\n"


def service(i, messages):
    methods = "".join(
        f"  rpc Method{j}(Message{(i * 13 + j) % messages}) returns ({'stream ' * (j == 4)}Message{(i * 17 + j) % messages});\n"
        for j in range(METHODS_PER_SERVICE))
    return f"// Service {i} does something.\nservice Service{i} {{\n{methods}}}\n"


def contract(messages, services):
    parts = ['syntax = "proto3";\npackage bench.generator;\n', "enum State {\n  STATE_UNKNOWN = 0;\n  STATE_DONE = 1;\n}\n"]
    parts += [message(i) for i in range(messages)]
    parts += [service(i, messages) for i in range(services)]
    return "\n".join(parts)
