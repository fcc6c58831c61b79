"""The same calls from Python, with the stock gRPC library. Nothing of maru is on this side of the wire.

The modules hello_pb2 and hello_pb2_grpc are made by protoc and gRPC's own plugin; see demo.sh.
"""

import sys

import grpc

from hello.v1 import hello_pb2 as pb
from hello.v1.hello_pb2_grpc import HelloStub


def main(target):
    with grpc.insecure_channel(target) as channel:
        hello = HelloStub(channel)

        reply = hello.Greet(pb.GreetRequest(name="Guido", mood=pb.MOOD_SLEEPY), timeout=10)
        print(f'  unary          Greet("Guido")           -> "{reply.text}"')

        numbers = [reply.number for reply in hello.Count(pb.CountRequest(to=5), timeout=10)]
        print("  server stream  Count(5)                 ->", *numbers)

        reply = hello.Sum((pb.SumRequest(number=n) for n in range(1, 101)), timeout=10)
        print(f"  client stream  Sum(1, 2, ... 100)       -> {reply.total} from {reply.count} numbers")

        lines = ["the floor", "joins", "the rooms"]
        replies = hello.Chat((pb.ChatMessage(text=line) for line in lines), timeout=10)
        chat = [f'"{line}" -> "{reply.text}"' for line, reply in zip(lines, replies)]
        print(f'  both ways      Chat({", ".join(chat)})')

        try:
            hello.Greet(pb.GreetRequest(), timeout=10)
        except grpc.RpcError as error:
            print(f'  refused        Greet("")                -> {error.code().name}: {error.details()}')


if __name__ == "__main__":
    main(sys.argv[1])
