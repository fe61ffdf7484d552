"""Echoes to many clients with select(): the poller keeps the sets, and says who is ready.

Run: python echo_selectserv_win_pythonic.py 9190           (Ctrl-C ends it)
"""

import sys

from pysock import Poller, create_server

BUF_SIZE = 1024


def main(port):
    with create_server(f"*:{port}", backlog=5) as server, Poller("select") as poller:
        poller.register(server)
        while True:
            for key, _ in poller.select():
                if key.fileobj is server:
                    client, _ = server.accept()
                    poller.register(client)
                    print(f"connected client: {client.fileno()} ", flush=True)
                elif not echo(key.fileobj):
                    poller.unregister(key.fileobj)
                    key.fileobj.close()
                    print(f"closed client: {key.fd} ", flush=True)


def echo(client):
    """Whether the client is still there."""
    try:
        data = client.recv(BUF_SIZE)
        client.sendall(data)
    except ConnectionError:
        return False
    return bool(data)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"Usage : {sys.argv[0]} <port>")
    main(sys.argv[1])
