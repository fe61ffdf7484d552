"""Echoes to many clients with WSAEventSelect(): each socket has an event object of its own.

Run: python echo_eventserv_win.py 9190
"""

import sys

from pysock import *

BUF_SIZE = 1024

socks = SOCKET[WSA_MAXIMUM_WAIT_EVENTS]()
events = WSAEVENT[WSA_MAXIMUM_WAIT_EVENTS]()
count = int_(0)


def main(argc, argv):
    wsa_data = WSADATA()
    happened = WSANETWORKEVENTS()
    serv_adr = SOCKADDR_IN()
    clnt_adr = SOCKADDR_IN()
    msg = char[BUF_SIZE]()

    if argc != 2:
        printf("Usage : %s <port>\n", argv[0])
        exit(1)

    if WSAStartup(MAKEWORD(2, 2), wsa_data) != 0:
        error_handling("WSAStartup() error!")

    serv_sock = socket(PF_INET, SOCK_STREAM, 0)
    memset(serv_adr, 0, sizeof(serv_adr))
    serv_adr.sin_family = AF_INET
    serv_adr.sin_addr.s_addr = htonl(INADDR_ANY)
    serv_adr.sin_port = htons(atoi(argv[1]))

    if bind(serv_sock, serv_adr, sizeof(serv_adr)) == SOCKET_ERROR:
        error_handling("bind() error")
    if listen(serv_sock, 5) == SOCKET_ERROR:
        error_handling("listen() error")
    add(serv_sock, FD_ACCEPT)

    while True:
        first = WSAWaitForMultipleEvents(count, events, FALSE, WSA_INFINITE, FALSE)
        if first == WSA_WAIT_FAILED:
            error_handling("WSAWaitForMultipleEvents() error")

        # the first that is signalled; of those after it each is asked
        i = first - WSA_WAIT_EVENT_0 - 1
        while (i := i + 1) < count:
            if WSAWaitForMultipleEvents(1, events + i, TRUE, 0, FALSE) != WSA_WAIT_EVENT_0:
                continue
            WSAEnumNetworkEvents(socks[i], events[i], happened)

            if happened.lNetworkEvents & FD_ACCEPT:
                if happened.iErrorCode[FD_ACCEPT_BIT] != 0:
                    error_handling("Accept Error")
                adr_sz = int_(sizeof(clnt_adr))
                clnt_sock = accept(socks[i], clnt_adr, adr_sz)
                if count < WSA_MAXIMUM_WAIT_EVENTS:
                    add(clnt_sock, FD_READ | FD_CLOSE)
                    puts("connected new client...")
                else:
                    closesocket(clnt_sock)
            if happened.lNetworkEvents & FD_READ:
                str_len = recv(socks[i], msg, BUF_SIZE, 0)
                if str_len > 0:
                    send(socks[i], msg, str_len, 0)
            if happened.lNetworkEvents & FD_CLOSE:
                take_out(i)
                i -= 1
                puts("closed client...")
            fflush(stdout)


def add(sock, network_events):
    event = WSACreateEvent()

    if WSAEventSelect(sock, event, network_events) == SOCKET_ERROR:
        error_handling("WSAEventSelect() error")
    socks[count] = sock
    events[count] = event
    count.value += 1


def take_out(index):
    closesocket(socks[index])
    WSACloseEvent(events[index])
    count.value -= 1
    while index < count:
        socks[index] = socks[index + 1]
        events[index] = events[index + 1]
        index += 1


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
