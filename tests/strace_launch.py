"""Runs a Python program with marks in its trace, so that the interpreter's own calls can be told.

    python strace_launch.py MARKER PROGRAM [ARGUMENT...]

MARKER is tests/c_peers/strace_marker.c as a library. Whatever the program imports is imported, and
the program compiled, before its beginning is marked.
"""

import atexit
import ctypes
import os
import sys
import threading  # noqa: F401  (what pthread_create() would load first)
from pathlib import Path

import pysock  # noqa: F401

marker, path = sys.argv[1:3]
sys.argv = sys.argv[2:]
code = compile(Path(path).read_text(encoding="utf-8"), path, "exec")
program = {"__name__": "__main__", "__file__": path, "__builtins__": __builtins__}

# Registered first, it runs last: whatever the program registers belongs to the program.
atexit.register(os.access, "/strace-marker/end", os.F_OK)
ctypes.pythonapi.Py_AtExit(ctypes.CDLL(marker).strace_marker_ended)
exec(code, program)
