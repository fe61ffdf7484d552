"""The server's process: python -m fuzz.serve DESCRIPTOR."""

import socket
import sys

from .server import serve

serve(socket.socket(fileno=int(sys.argv[1])))
