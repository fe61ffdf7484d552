"""Echoes to many clients: where Winsock gives each socket an event, each has a function here.

Run: python echo_eventserv_win_pythonic.py 9190            (Ctrl-C ends it)
"""

import sys

from pysock import Poller, create_server

BUF_SIZE = 1024


def main(port):
    with create_server(f"*:{port}", backlog=5) as server, Poller() as poller:
        poller.register(server, data=welcome)
        while True:
            for key, _ in poller.select():
                key.data(poller, key.fileobj)


def welcome(poller, server):
    client, _ = server.accept()
    poller.register(client, data=echo)
    print("connected new client...", flush=True)


def echo(poller, client):
    try:
        data = client.recv(BUF_SIZE)
        client.sendall(data)
    except ConnectionError:
        data = b""
    if not data:
        poller.unregister(client)
        client.close()
        print("closed client...", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"Usage : {sys.argv[0]} <port>")
    main(sys.argv[1])
