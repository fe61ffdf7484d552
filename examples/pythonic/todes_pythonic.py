"""And back from the stream to its descriptor: fileno().

Run: python todes_pythonic.py                              (writes data.dat)
"""

import os

from pysock import Stream

fd = os.open("data.dat", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
print(f"First file descriptor: {fd} ")
with Stream(fd, "w") as stream:
    stream.write("TCP/IP SOCKET PROGRAMMING \n")
    print(f"Second file descriptor: {stream.fileno()} ")
