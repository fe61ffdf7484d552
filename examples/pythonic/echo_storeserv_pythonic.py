"""As echo_mpserv; and all that is said goes through one pipe to a child that stores it.

Run: python echo_storeserv_pythonic.py 9190                (writes echomsg.txt; Ctrl-C ends it)
"""

import os
import sys
from contextlib import suppress

from pysock import SIGCHLD, Child, Pipe, SignalHandler, blocked_signals, create_server

BUF_SIZE = 100
MESSAGES = 10
FILE_NAME = "echomsg.txt"

children = []


@SignalHandler.on(SIGCHLD)
def read_childproc(number):
    for child in tuple(children):
        if child.poll():
            children.remove(child)
            # not by print(), which the signal may have interrupted: it cannot be entered twice
            os.write(1, f"removed proc id: {child.pid} \n".encode())


def start(function, *args):
    children.append(Child(function, *args))
    with blocked_signals(SIGCHLD):
        read_childproc.handler(SIGCHLD)  # it may have ended before it was in the list


def main(port):
    with create_server(f"*:{port}", backlog=5) as server, Pipe() as pipe, read_childproc:
        start(store, server, pipe)
        pipe.reader.close()
        while True:
            client, _ = server.accept()
            with client:
                print("new client connected...", flush=True)
                start(serve, server, client, pipe.writer)


def serve(server, client, writer):
    server.close()
    with suppress(ConnectionError):
        while data := client.recv(BUF_SIZE):
            with suppress(BrokenPipeError):  # the store is full
                writer.write(data)
            client.sendall(data)
    client.close()
    print("client disconnected...")


def store(server, pipe):
    """Ten messages, or as many as come until the last writer has ended."""
    server.close()
    pipe.writer.close()
    with open(FILE_NAME, "wb") as file:
        for _, message in zip(range(MESSAGES), pipe.reader, strict=False):
            file.write(message)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"Usage : {sys.argv[0]} <port>")
    main(sys.argv[1])
