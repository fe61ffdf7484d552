"""Copies of a descriptor: what they stand for stays open until the last one is closed.

Run: python dup_pythonic.py
"""

import os
import sys

cfd1 = os.dup(1)
cfd2 = os.dup2(cfd1, 7)
print(f"fd1={cfd1}, fd2={cfd2} ", flush=True)
os.write(cfd1, b"Hi~ \n")
os.write(cfd2, b"It's nice day~ \n")
os.close(cfd1)
os.close(cfd2)

os.write(1, b"Hi~ \n")
os.close(1)
try:
    os.write(1, b"It's nice day~ \n")  # that was the last one
except OSError as error:
    print("write() error:", error.strerror, file=sys.stderr)
