"""Half-close with streams: half_close() writes out what is held back, and ends one half.

Run: python sep_serv2_pythonic.py 9190                     (then a sep_clnt)
"""

import sys

from pysock import Stream, create_server


def main(port):
    with create_server(f"*:{port}", backlog=5) as server:
        client, _ = server.accept()
        with client, Stream(client, "r") as reads, Stream(client, "w") as writes:
            writes.write("FROM SERVER: Hi~ client? \n")
            writes.write("I love all of the world \n")
            writes.write("You are awesome! \n")
            writes.half_close()
            print(reads.readline() or "No answer\n", end="")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"Usage : {sys.argv[0]} <port>")
    main(sys.argv[1])
