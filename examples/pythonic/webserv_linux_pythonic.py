"""A little web server, with a thread for each request.

Run: python webserv_linux_pythonic.py 9190       (serves the current directory; Ctrl-C ends it)
"""

import sys
import threading
from contextlib import suppress

from pysock import create_server

BUF_SIZE = 1024
SMALL_BUF = 100
HEAD = "HTTP/1.0 {}\r\nServer: Linux Web Server\r\nContent-type: {}\r\n\r\n"
NOTHING = b"""<html><head><title>NETWORK</title></head>\
<body><p>Nothing here: look at the file's name and the method.</p></body></html>"""


def main(port):
    with create_server(f"*:{port}", backlog=20) as server:
        while True:
            client, address = server.accept()
            print(f"Connection request : {address}", flush=True)
            threading.Thread(target=handle, args=(client,), daemon=True).start()


def handle(client):
    with client, client.makefile("rwb") as stream, suppress(ConnectionError):
        request = stream.readline(SMALL_BUF - 1).decode("latin-1")
        # the rest has to be read, or closing would break the answer off
        while stream.readline(BUF_SIZE - 1).strip():
            pass
        if request:
            answer(stream, request)
            stream.flush()


def answer(stream, request):
    words = request.replace("/", " ").split(" ")
    words = [word for word in words if word]
    try:
        if "HTTP/" not in request or words[0] != "GET" or words[1].startswith("."):
            raise FileNotFoundError(request)
        with open(words[1], "rb") as file:  # one name of this directory, and no other
            content = file.read()
    except (OSError, IndexError):
        stream.write(HEAD.format("400 Bad Request", "text/html").encode() + NOTHING)
    else:
        kind = "text/html" if words[1].endswith((".html", ".htm")) else "text/plain"
        stream.write(HEAD.format("200 OK", kind).encode() + content)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"Usage : {sys.argv[0]} <port>")
    main(sys.argv[1])
