"""The wrong way to end one half: closing a stream of two ends neither, closing the socket both.

See sep_serv2 for the right way.

Run: python sep_serv_pythonic.py 9190                      (then a sep_clnt)
     python sep_serv_pythonic.py 9190 dup                  (then a sep_clnt: both wait for ever)
"""

import sys
from contextlib import suppress

from pysock import SHUT_RDWR, Stream, create_server


def main(port, *dup):
    with create_server(f"*:{port}", backlog=5) as server:
        client, _ = server.accept()
        with client, Stream(client, "r") as reads:
            with Stream(client, "w") as writes:
                writes.write("FROM SERVER: Hi~ client? \n")
                writes.write("I love all of the world \n")
                writes.write("You are awesome! \n")
            if not dup:
                client.shutdown(SHUT_RDWR)
            answer = ""
            with suppress(ConnectionError):
                answer = reads.readline()
            print(answer or "No answer\n", end="")


if __name__ == "__main__":
    if len(sys.argv) != 2 and sys.argv[2:] != ["dup"]:
        sys.exit(f"Usage : {sys.argv[0]} <port> [dup]")
    main(*sys.argv[1:])
