#!/usr/bin/python3
"""random_test.py [SEED [COUNT]]: random messages of protobuf's own test contracts; random_messages.py says what is done with them."""
import sys

import random_messages

FILES = ["google/protobuf/test_messages_proto2.proto", "google/protobuf/test_messages_proto3.proto"]
TYPES = ["protobuf_test_messages.proto2.TestAllTypesProto2", "protobuf_test_messages.proto3.TestAllTypesProto3"]


def main(seed=1, count=3000):
    classes = random_messages.load_classes(FILES, [random_messages.HERE, "/usr/include"])
    random_messages.compare(f"{random_messages.HERE}/testee", {name: classes[name] for name in TYPES}, seed, count)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
