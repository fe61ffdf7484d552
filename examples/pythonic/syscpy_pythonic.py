"""Copies a file three bytes at a time without a buffer: a system call for every write.

Run: python syscpy_pythonic.py                             (copies news.txt to cpy.txt)
"""

import time

from pysock import Stream

BUF_SIZE = 3

with Stream("cpy.txt", "wb", 0) as target, Stream("news.txt", "rb", 0) as source:
    start = time.monotonic()
    while data := source.read(BUF_SIZE):
        target.write(data)
    print(f"Copied in {time.monotonic() - start:.6f} sec ")
