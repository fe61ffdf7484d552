"""A small web server: a thread for each request, files of the current directory as answers.

Run: python webserv_win_pythonic.py 9190, then look at http://127.0.0.1:9190/index.html
"""

import re
import sys
import threading
from contextlib import suppress

from pysock import create_server

BUF_SIZE = 2048
REQUEST = re.compile(rb"\s*GET\s+/([^\s:\\/\0]{1,255})(?!\S)")


def main(port):
    with create_server(f"*:{port}", backlog=5) as server:
        while True:
            client, address = server.accept()
            print(f"Connection Request : {address.host}", flush=True)
            threading.Thread(target=handle, args=(client,), daemon=True).start()


def handle(client):
    with client, suppress(ConnectionError):
        if request := client.recv(BUF_SIZE - 1):
            client.sendall(answer(request))
            client.half_close()


def answer(request):
    match = REQUEST.match(request)
    if not match or b".." in match[1]:
        return b"HTTP/1.0 400 Bad Request\r\n\r\n"
    try:
        with open(match[1], "rb") as file:
            content = file.read()
    except OSError:
        return b"HTTP/1.0 404 Not Found\r\n\r\n"
    kind = b"html" if match[1].endswith(b".html") else b"plain"
    head = b"HTTP/1.0 200 OK\r\nServer: simple web server\r\nContent-type: text/%b\r\n\r\n"
    return head % kind + content


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"Usage : {sys.argv[0]} <port>")
    main(sys.argv[1])
