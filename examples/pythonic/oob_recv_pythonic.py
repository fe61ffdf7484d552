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
            poller.register(client, Poller.READ | Poller.URGENT)
            while receive(client, poller):
                pass


def receive(client, poller):
    """What has come; whether more may come. A read stops before an urgent byte."""
    ((_, events),) = poller.select()
    if events & Poller.URGENT:
        print("Urgent message:", client.recv(1, MSG_OOB).decode(), "", flush=True)
        return True
    data = client.recv(BUF_SIZE - 1)
    if data:
        print(data.decode(), flush=True)
    return bool(data)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"Usage : {sys.argv[0]} <port>")
    main(sys.argv[1])
