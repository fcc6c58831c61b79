#!/usr/bin/python3
"""round_trip_test.py [SEED [COUNT]]: random messages of contracts that people have; random_messages.py says what is done with them."""
import glob
import sys

sys.path.insert(0, "tests/conformance/protobuf")
import random_messages

TOOLS = "../tools"
GOOGLE, OPENTELEMETRY = f"{TOOLS}/google-gax/build/protos", f"{TOOLS}/opentelemetry/build/protos"
FILES = [
    "google/protobuf/descriptor.proto",
    "grpc/channelz/v1/channelz.proto",
    "grpc/health/v1/health.proto",
    *(f"opentelemetry/proto/{name}/v1/{name}.proto" for name in ["common", "logs", "resource", "trace"]),
]


def main(seed=1, count=3000):
    google = sorted(path[len(GOOGLE) + 1:] for path in glob.glob(f"{GOOGLE}/google/api/*.proto"))
    if not google:
        sys.exit("googleapis' contracts are missing: run ./dev setup")
    folders = [OPENTELEMETRY, "/usr/share/grpc-proto", "/usr/include", GOOGLE]
    classes = random_messages.load_classes(FILES + google, folders)
    random_messages.compare("tests/conformance/contracts/testee", classes, seed, count)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
