"""A round trip over loopback with an installed wheel: `python -I smoke.py`. Needs nothing else."""

import sys
import threading

import pysock
from pysock import *


def serve(listener):
    """Echo what one client says, until it has ended."""
    connection = accept(listener, NULL, NULL)
    assert connection != -1
    message = char[64]()
    while (count := recv(connection, message, sizeof(message), 0)) > 0:
        assert count == send(connection, message, count, 0)
    assert 0 == count
    assert 0 == closesocket(connection)


def address(port):
    at = SOCKADDR_IN(sin_family=AF_INET, sin_port=htons(port))
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK)
    return at


def main():
    assert 0 == WSAStartup(MAKEWORD(2, 2), WSADATA())
    listener = socket(AF_INET, SOCK_STREAM, 0)
    assert 0 == bind(listener, address(0), sizeof(SOCKADDR_IN)) == listen(listener, 1)
    own = SOCKADDR_IN()
    assert 0 == getsockname(listener, own, socklen_t(sizeof(own)))
    server = threading.Thread(target=serve, args=[listener])
    server.start()
    client = socket(AF_INET, SOCK_STREAM, 0)
    assert 0 == connect(client, address(ntohs(own.sin_port)), sizeof(own))
    text = "over the loopback"
    assert strlen(text) == send(client, text, strlen(text), 0)
    answer = char[64]()
    assert strlen(text) == recv(client, answer, strlen(text), MSG_WAITALL)
    assert text == str(answer)
    assert -1 == connect(client, address(ntohs(own.sin_port)), sizeof(own))
    assert WSAGetLastError() == WSAEISCONN
    assert 0 == closesocket(client) == closesocket(listener)
    server.join()
    assert 0 == WSACleanup()
    try:
        recv(0, answer, 65, 0)
    except pysock.OutOfBounds:
        pass
    else:
        raise AssertionError("recv() beyond its buffer")
    print(f"pysock works: {sys.implementation.name} {sys.version.split()[0]}, {sys.platform}")


if __name__ == "__main__":
    main()
