"""As echo_selectserv, but the kernel remembers the descriptors.

Level-triggered: select() returns as long as there is something to read. Edge-triggered: once when
something comes.

Run: python echo_epollserv_pythonic.py 9190                (Ctrl-C ends it)
     python echo_epollserv_pythonic.py 9190 edge
"""

import sys

from pysock import Poller, create_server

BUF_SIZE = 4  # so small that a message takes several reads


def main(port, *edge):
    with create_server(f"*:{port}", backlog=5) as server, Poller("epoll") as poller:
        poller.register(server)
        while True:
            ready = poller.select()
            print("return epoll_wait", flush=True)
            for key, _ in ready:
                if key.fileobj is server:
                    client, _ = server.accept()
                    poller.register(client, edge=bool(edge))
                    print(f"connected client: {client.fileno()} ", flush=True)
                elif not echo(key.fileobj, bool(edge)):
                    poller.unregister(key.fileobj)
                    key.fileobj.close()
                    print(f"closed client: {key.fd} ", flush=True)


def echo(client, edge):
    """Whether the client is still there; who is told only once reads all there is."""
    try:
        while True:
            client.setblocking(not edge)
            data = client.recv(BUF_SIZE)
            client.setblocking(True)
            client.sendall(data)
            if not data or not edge:
                return bool(data)
    except BlockingIOError:
        return True
    except ConnectionError:
        return False


if __name__ == "__main__":
    if len(sys.argv) != 2 and sys.argv[2:] != ["edge"]:
        sys.exit(f"Usage : {sys.argv[0]} <port> [edge]")
    main(*sys.argv[1:])
