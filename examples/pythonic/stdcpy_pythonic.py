"""As syscpy, but through C's buffers, which save nearly all of the system calls.

Run: python stdcpy_pythonic.py                             (copies news.txt to cpy.txt)
"""

import time

from pysock import Stream

BUF_SIZE = 3

with Stream("cpy.txt", "wb") as target, Stream("news.txt", "rb") as source:
    start = time.monotonic()
    while data := source.readline(BUF_SIZE - 1):
        target.write(data)
    target.flush()
    print(f"Copied in {time.monotonic() - start:.6f} sec ")
