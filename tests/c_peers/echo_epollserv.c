/* As echo_selectserv, but the kernel remembers the descriptors. Level-triggered: epoll_wait()
 * returns as long as there is something to read. Edge-triggered: once when something comes. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUF_SIZE 4 /* so small that a message takes several reads */
#define EPOLL_SIZE 50

static int echo(int sock);
static int write_all(int sock, const char *buf, size_t len);
static void set_nonblocking(int fd);
static void error_handling(const char *message);

static int edge;

int
main(int argc, char *argv[])
{
    int serv_sock, clnt_sock;
    struct sockaddr_in serv_adr, clnt_adr;
    socklen_t adr_sz;
    struct epoll_event event, ep_events[EPOLL_SIZE];
    int epfd, event_cnt, i;

    if (argc != 2 && (argc != 3 || strcmp(argv[2], "edge"))) {
        printf("Usage : %s <port> [edge]\n", argv[0]);
        exit(1);
    }
    edge = argc == 3;

    serv_sock = socket(PF_INET, SOCK_STREAM, 0);
    if (serv_sock == -1)
        error_handling("socket() error");

    memset(&serv_adr, 0, sizeof(serv_adr));
    serv_adr.sin_family = AF_INET;
    serv_adr.sin_addr.s_addr = htonl(INADDR_ANY);
    serv_adr.sin_port = htons(atoi(argv[1]));

    if (bind(serv_sock, (struct sockaddr *)&serv_adr, sizeof(serv_adr)) == -1)
        error_handling("bind() error");
    if (listen(serv_sock, 5) == -1)
        error_handling("listen() error");

    epfd = epoll_create(EPOLL_SIZE);
    if (epfd == -1)
        error_handling("epoll_create() error");
    event.events = EPOLLIN;
    event.data.fd = serv_sock;
    if (epoll_ctl(epfd, EPOLL_CTL_ADD, serv_sock, &event) == -1)
        error_handling("epoll_ctl() error");

    while (1) {
        event_cnt = epoll_wait(epfd, ep_events, EPOLL_SIZE, -1);
        if (event_cnt == -1)
            error_handling("epoll_wait() error");
        puts("return epoll_wait");

        for (i = 0; i < event_cnt; i++) {
            if (ep_events[i].data.fd == serv_sock) {
                adr_sz = sizeof(clnt_adr);
                clnt_sock = accept(serv_sock, (struct sockaddr *)&clnt_adr, &adr_sz);
                if (clnt_sock == -1)
                    error_handling("accept() error");
                /* who is told only once has to read all there is, and may not block at its end */
                if (edge)
                    set_nonblocking(clnt_sock);
                event.events = edge ? EPOLLIN | EPOLLET : EPOLLIN;
                event.data.fd = clnt_sock;
                if (epoll_ctl(epfd, EPOLL_CTL_ADD, clnt_sock, &event) == -1)
                    error_handling("epoll_ctl() error");
                printf("connected client: %d \n", clnt_sock);
            } else if (!echo(ep_events[i].data.fd)) {
                epoll_ctl(epfd, EPOLL_CTL_DEL, ep_events[i].data.fd, NULL);
                close(ep_events[i].data.fd);
                printf("closed client: %d \n", ep_events[i].data.fd);
            }
        }
    }
}

/* 0 when the client has ended. */
static int
echo(int sock)
{
    char buf[BUF_SIZE];
    ssize_t str_len;

    do {
        str_len = read(sock, buf, BUF_SIZE);
        if (str_len == -1 && errno == EAGAIN)
            return 1;
        if (str_len <= 0 || !write_all(sock, buf, str_len))
            return 0;
    } while (edge);
    return 1;
}

/* A client that does not read may leave no room for all; then wait for it. */
static int
write_all(int sock, const char *buf, size_t len)
{
    struct pollfd room = {.fd = sock, .events = POLLOUT};
    size_t pos = 0;
    ssize_t written;

    while (pos < len) {
        written = write(sock, buf + pos, len - pos);
        if (written == -1 && errno != EAGAIN)
            return 0;
        if (written == -1)
            poll(&room, 1, -1);
        else
            pos += written;
    }
    return 1;
}

static void
set_nonblocking(int fd)
{
    int flag = fcntl(fd, F_GETFL, 0);

    if (flag == -1 || fcntl(fd, F_SETFL, flag | O_NONBLOCK) == -1)
        error_handling("fcntl() error");
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
