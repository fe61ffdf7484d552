"""UDP keeps message boundaries: three datagrams take three calls, however long they waited.

Run: python bound_host1_pythonic.py 9190           (then a bound_host2)
     python bound_host1_pythonic.py 9190 1         with a pause of 1 second
"""

import sys
import time

from pysock import SOCK_DGRAM, Socket

BUF_SIZE = 30
PAUSE = 5  # seconds, in which the datagrams arrive


def main(port, seconds=PAUSE):
    with Socket(type=SOCK_DGRAM) as sock:
        sock.bind(("", int(port)))
        for number in range(1, 4):
            time.sleep(int(seconds))
            message = sock.recv(BUF_SIZE - 1)
            print(f"Message {number}:", message.rstrip(b"\0").decode(), "")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(f"Usage : {sys.argv[0]} <port> [seconds]")
    main(*sys.argv[1:])
