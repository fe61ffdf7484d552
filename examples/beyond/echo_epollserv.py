"""As echo_selectserv, but the kernel remembers the descriptors.

Level-triggered: epoll_wait() returns as long as there is something to read. Edge-triggered: once
when something comes.

Run: python echo_epollserv.py 9190                (Ctrl-C ends it)
     python echo_epollserv.py 9190 edge
"""

import sys

from pysock import *

BUF_SIZE = 4  # so small that a message takes several reads
EPOLL_SIZE = 50

edge = False


def main(argc, argv):
    global edge
    serv_adr = struct.sockaddr_in()
    clnt_adr = struct.sockaddr_in()
    event = struct.epoll_event()
    ep_events = struct.epoll_event[EPOLL_SIZE]()

    if argc != 2 and (argc != 3 or strcmp(argv[2], "edge")):
        printf("Usage : %s <port> [edge]\n", argv[0])
        exit(1)
    edge = argc == 3

    serv_sock = socket(PF_INET, SOCK_STREAM, 0)
    if serv_sock == -1:
        error_handling("socket() error")

    memset(serv_adr, 0, sizeof(serv_adr))
    serv_adr.sin_family = AF_INET
    serv_adr.sin_addr.s_addr = htonl(INADDR_ANY)
    serv_adr.sin_port = htons(atoi(argv[1]))

    if bind(serv_sock, serv_adr, sizeof(serv_adr)) == -1:
        error_handling("bind() error")
    if listen(serv_sock, 5) == -1:
        error_handling("listen() error")

    epfd = epoll_create(EPOLL_SIZE)
    if epfd == -1:
        error_handling("epoll_create() error")
    event.events = EPOLLIN
    event.data.fd = serv_sock
    if epoll_ctl(epfd, EPOLL_CTL_ADD, serv_sock, event) == -1:
        error_handling("epoll_ctl() error")

    while True:
        event_cnt = epoll_wait(epfd, ep_events, EPOLL_SIZE, -1)
        if event_cnt == -1:
            error_handling("epoll_wait() error")
        puts("return epoll_wait")

        for i in range(event_cnt):
            if ep_events[i].data.fd == serv_sock:
                adr_sz = socklen_t(sizeof(clnt_adr))
                clnt_sock = accept(serv_sock, clnt_adr, adr_sz)
                if clnt_sock == -1:
                    error_handling("accept() error")
                # who is told only once has to read all there is, and may not block at its end
                if edge:
                    set_nonblocking(clnt_sock)
                event.events = EPOLLIN | EPOLLET if edge else EPOLLIN
                event.data.fd = clnt_sock
                if epoll_ctl(epfd, EPOLL_CTL_ADD, clnt_sock, event) == -1:
                    error_handling("epoll_ctl() error")
                printf("connected client: %d \n", clnt_sock)
            elif not echo(ep_events[i].data.fd):
                epoll_ctl(epfd, EPOLL_CTL_DEL, ep_events[i].data.fd, NULL)
                close(ep_events[i].data.fd)
                printf("closed client: %d \n", ep_events[i].data.fd)


# 0 when the client has ended.
def echo(sock):
    buf = char[BUF_SIZE]()

    while True:
        str_len = read(sock, buf, BUF_SIZE)
        if str_len == -1 and errno == EAGAIN:
            return 1
        if str_len <= 0 or not write_all(sock, buf, str_len):
            return 0
        if not edge:
            break
    return 1


# A client that does not read may leave no room for all; then wait for it.
def write_all(sock, buf, len):
    room = struct.pollfd(fd=sock, events=POLLOUT)
    pos = 0

    while pos < len:
        written = write(sock, buf + pos, len - pos)
        if written == -1 and errno != EAGAIN:
            return 0
        if written == -1:
            poll(room, 1, -1)
        else:
            pos += written
    return 1


def set_nonblocking(fd):
    flag = fcntl(fd, F_GETFL, 0)

    if flag == -1 or fcntl(fd, F_SETFL, flag | O_NONBLOCK) == -1:
        error_handling("fcntl() error")


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
