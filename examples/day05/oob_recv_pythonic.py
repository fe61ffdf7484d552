"""Urgent data come beside the stream. A poller tells of them, so that no signal is needed.

Run: python oob_recv_pythonic.py 9190
"""

import sys

from pysock import MSG_OOB, Poller, create_server

BUF_SIZE = 30


def main(port):
    with create_server(f"*:{port}", backlog=5) as server, Poller() as poller:
        client, _ = server.accept()
        with client:
            poller.register(client, Poller.READ | Poller.URGENT, edge=True)
            while receive(client, poller.select()):
                pass


def receive(client, ready):
    """Everything there is; whether more may come."""
    client.setblocking(False)
    if any(events & Poller.URGENT for _, events in ready):
        print("Urgent message:", client.recv(1, MSG_OOB).decode(), "", flush=True)
    try:
        while data := client.recv(BUF_SIZE - 1):
            print(data.decode(), flush=True)
    except BlockingIOError:
        return True
    return False


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"Usage : {sys.argv[0]} <port>")
    main(sys.argv[1])
