"""Reads back what low_open wrote.

Run: python low_read_pythonic.py           (after low_open, in the same directory)
"""

from pysock import Stream

BUF_SIZE = 100

with Stream("data.txt") as file:
    print(f"file descriptor: {file.fileno()} ")
    print("file data:", file.read(BUF_SIZE - 1), end="")
