"""Shows which network events WSAEventSelect() tells of, each once until the program has answered.

Server and client are both here.

Run: python events_win.py
"""

from pysock import *

SOON = 5000  # milliseconds until an event that must come
LATER = 200  # milliseconds in which none may come


def main():
    wsa_data = WSADATA()
    adr = SOCKADDR_IN()
    adr_sz = int_(sizeof(adr))
    buf = char[16]()

    WSAStartup(MAKEWORD(2, 2), wsa_data)
    event = WSACreateEvent()

    serv_sock = tcp_socket()
    memset(adr, 0, sizeof(adr))
    adr.sin_family = AF_INET
    adr.sin_addr.s_addr = htonl(INADDR_LOOPBACK)
    bind(serv_sock, adr, sizeof(adr))
    getsockname(serv_sock, adr, adr_sz)
    WSAEventSelect(serv_sock, event, FD_ACCEPT)
    listen(serv_sock, 5)
    expect("listening", serv_sock, event, LATER)

    clnt_sock = tcp_socket()
    connect(clnt_sock, adr, sizeof(adr))
    expect("a connection", serv_sock, event, SOON)
    expect("not accepted yet", serv_sock, event, LATER)
    sock = accept(serv_sock, NULL, NULL)
    expect("accepted", serv_sock, event, LATER)

    WSAEventSelect(sock, event, FD_READ | FD_WRITE | FD_CLOSE)
    expect("a new connection", sock, event, SOON)
    send(sock, "x", 1, 0)
    expect("there is still room", sock, event, LATER)
    send(clnt_sock, "abc", 3, 0)
    expect("data", sock, event, SOON)
    send(clnt_sock, "def", 3, 0)
    expect("more, but nothing is read", sock, event, LATER)
    recv(sock, buf, 2, 0)
    expect("some is read, some left", sock, event, SOON)
    recv(sock, buf, sizeof(buf), 0)
    expect("all is read", sock, event, LATER)
    if recv(sock, buf, sizeof(buf), 0) == SOCKET_ERROR and WSAGetLastError() == WSAEWOULDBLOCK:
        puts("recv() would block")
    shutdown(clnt_sock, SD_SEND)
    expect("the end", sock, event, SOON)
    printf("recv() returns %d\n", recv(sock, buf, sizeof(buf), 0))
    expect("the end comes once", sock, event, LATER)
    closesocket(sock)
    closesocket(clnt_sock)

    closesocket(serv_sock)
    lost = tcp_socket()
    WSAEventSelect(lost, event, FD_CONNECT | FD_WRITE | FD_CLOSE)
    expect("not connecting", lost, event, LATER)
    if connect(lost, adr, sizeof(adr)) == SOCKET_ERROR and WSAGetLastError() == WSAEWOULDBLOCK:
        puts("connect() is under way")
    expect("nobody listens", lost, event, SOON)
    closesocket(lost)

    WSACloseEvent(event)
    WSACleanup()
    return 0


def expect(what, sock, event, milliseconds):
    names = ["FD_READ", "FD_WRITE", "FD_OOB", "FD_ACCEPT", "FD_CONNECT", "FD_CLOSE"]
    happened = WSANETWORKEVENTS()

    printf("%s:", what)
    events = WSAEVENT[1]([event])
    if WSAWaitForMultipleEvents(1, events, FALSE, milliseconds, FALSE) == WSA_WAIT_TIMEOUT:
        puts(" nothing")
        return
    WSAEnumNetworkEvents(sock, event, happened)
    for bit in range(FD_READ_BIT, FD_CLOSE_BIT + 1):
        if happened.lNetworkEvents & (1 << bit):
            printf(" %s (%d)", names[bit], happened.iErrorCode[bit])
    puts("")


def tcp_socket():
    sock = socket(PF_INET, SOCK_STREAM, 0)

    if sock == INVALID_SOCKET:
        exit(1)
    return sock


if __name__ == "__main__":
    exit(main())
