"""Whatever one says, all hear: a chat with a thread for each client.

Run: python chat_server_pythonic.py 9190         (Ctrl-C ends it)
"""

import sys
import threading
from contextlib import suppress

from pysock import create_server

BUF_SIZE = 100
MAX_CLNT = 256

clients = set()
mutex = threading.Lock()


def main(port):
    with create_server(f"*:{port}", backlog=5) as server:
        while True:
            client, address = server.accept()
            if len(clients) == MAX_CLNT:
                client.close()
                continue
            with mutex:
                clients.add(client)
            print(f"Connected client IP: {address.host} ", flush=True)
            threading.Thread(target=handle, args=(client,), daemon=True).start()


def handle(client):
    with suppress(ConnectionError):
        while data := client.recv(BUF_SIZE):
            tell_all(data)
    with mutex:
        clients.remove(client)
        client.close()
    print("Disconnected client", flush=True)


def tell_all(data):
    with mutex:
        for client in clients:
            with suppress(ConnectionError):  # noticed when it is read from
                client.sendall(data)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"Usage : {sys.argv[0]} <port>")
    main(sys.argv[1])
