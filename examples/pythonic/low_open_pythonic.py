"""Writes a file without a buffer: each write is a system call.

Run: python low_open_pythonic.py           (writes data.txt)
"""

from pysock import Stream

with Stream("data.txt", "w", 0) as file:
    print(f"file descriptor: {file.fileno()} ")
    file.write("Let's go!\n")
