"""A pipe from child to parent.

Run: python pipe1_pythonic.py
"""

from pysock import Child, Pipe

with Pipe() as pipe, Child(pipe.writer.write, b"Who are you?\0"):
    print(pipe.reader.read().rstrip(b"\0").decode())
