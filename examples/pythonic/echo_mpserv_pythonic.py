"""Echoes to many clients at once, with a process for each.

Run: python echo_mpserv_pythonic.py 9190                   (Ctrl-C ends it)
"""

import os
import sys
from contextlib import suppress

from pysock import SIGCHLD, Child, SignalHandler, blocked_signals, create_server

BUF_SIZE = 30

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
    with create_server(f"*:{port}", backlog=5) as server, read_childproc:
        while True:
            client, _ = server.accept()
            with client:
                print("new client connected...", flush=True)
                start(serve, server, client)


def serve(server, client):
    server.close()
    with suppress(ConnectionError):
        while data := client.recv(BUF_SIZE):
            client.sendall(data)
    client.close()
    print("client disconnected...")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"Usage : {sys.argv[0]} <port>")
    main(sys.argv[1])
