"""Files and sockets draw their descriptors from one and the same series.

Run: python fd_seri_pythonic.py            (leaves an empty test.dat behind)
"""

from pysock import SOCK_DGRAM, Socket, Stream

with Socket() as tcp, Stream("test.dat", "w") as file, Socket(type=SOCK_DGRAM) as udp:
    for number, thing in enumerate((tcp, file, udp), 1):
        print(f"file descriptor {number}: {thing.fileno()}")
