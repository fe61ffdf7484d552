"""TIME_WAIT, and having the address nevertheless. (`create_server` always asks for that.)

Run: python reuseadr_eserver_pythonic.py 9190      (end it with Ctrl-C while a client is connected,
     python reuseadr_eserver_pythonic.py 9190 reuse    and start it again: with and without reuse)
"""

import sys

from pysock import Socket

BUF_SIZE = 30


def main(port, *reuse):
    with Socket() as server:
        server.options.reuseaddr = bool(reuse)
        server.bind(("", int(port)))
        server.listen(5)
        client, _ = server.accept()
        with client:
            while data := client.recv(BUF_SIZE):
                client.sendall(data)
                print(data.decode(), end="", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2 and sys.argv[2:] != ["reuse"]:
        sys.exit(f"Usage : {sys.argv[0]} <port> [reuse]")
    main(*sys.argv[1:])
