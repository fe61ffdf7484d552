#include "twin.h"

#include <sys/epoll.h>

#define ROOM 65536
#define MAX_EVENTS 64
#define BACKLOG 1024

static char buffer[ROOM];

/* Accept so many connections, and echo until all of them have ended. */
struct answer
turn(long count, int argc, char *argv[])
{
    static struct sockaddr_in adr;
    static int waiting = 0;
    struct answer answer = {.rows = 0};
    struct epoll_event events[MAX_EVENTS];
    long connections = strtol(argv[0], NULL, 10);
    int epfd = epoll_create1(0);

    (void)argc;
    (void)count; /* the load generator's */
    if (waiting == 0)
        waiting = listener(BACKLOG, &adr);
    printf("%d\n", ntohs(adr.sin_port));
    fflush(stdout);
    for (long i = 0; i < connections; i++) {
        int fd = accept(waiting, NULL, NULL);
        struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};

        if (fd == -1 || epoll_ctl(epfd, EPOLL_CTL_ADD, fd, &event) == -1)
            die("accept");
    }
    while (connections > 0) {
        int ready = epoll_wait(epfd, events, MAX_EVENTS, -1);

        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.fd;
            ssize_t got = read(fd, buffer, ROOM);

            if (got <= 0) {
                close(fd);
                connections--;
                continue;
            }
            answer.received += got;
            write_all(fd, buffer, (size_t)got);
            answer.sent += got;
        }
    }
    close(epfd);
    return answer;
}
