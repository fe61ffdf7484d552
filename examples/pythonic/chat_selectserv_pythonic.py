"""Whatever one says, all hear: a chat in a single process.

Run: python chat_selectserv_pythonic.py 9190               (Ctrl-C ends it)
"""

import sys
from contextlib import suppress

from pysock import Poller, create_server

BUF_SIZE = 100


def main(port):
    clients = set()
    with create_server(f"*:{port}", backlog=5) as server, Poller("select") as poller:
        poller.register(server)
        while True:
            for key, _ in poller.select():
                if key.fileobj is server:
                    client, address = server.accept()
                    poller.register(client)
                    clients.add(client)
                    print(f"Connected client IP: {address.host} ", flush=True)
                elif data := receive(key.fileobj):
                    for client in clients:
                        with suppress(ConnectionError):  # noticed when it is read from
                            client.sendall(data)
                else:
                    poller.unregister(key.fileobj)
                    clients.remove(key.fileobj)
                    key.fileobj.close()
                    print("Disconnected client", flush=True)


def receive(client):
    """What the client says; nothing when it has gone, one way or another."""
    with suppress(ConnectionError):
        return client.recv(BUF_SIZE)
    return b""


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"Usage : {sys.argv[0]} <port>")
    main(sys.argv[1])
