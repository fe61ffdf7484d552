"""A stream on top of a descriptor, which is then the stream's to close.

Run: python desto_pythonic.py                              (writes data.dat)
"""

import os

from pysock import Stream

fd = os.open("data.dat", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
with Stream(fd, "w") as stream:
    stream.write("Network C programming \n")
