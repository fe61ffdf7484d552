#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/epoll.h>

#define EPOLL_SIZE 10

int main(void)
{
    struct epoll_event *ep_events;
    struct epoll_event event;
    int pipes[3][2], epfd, event_cnt, i, turn, n;
    char buf[16];

    epfd = epoll_create(EPOLL_SIZE);
    ep_events = malloc(sizeof(struct epoll_event) * EPOLL_SIZE);
    for (i = 0; i < 3; i++) {
        pipe(pipes[i]);
        event.events = EPOLLIN;
        event.data.fd = pipes[i][0];
        epoll_ctl(epfd, EPOLL_CTL_ADD, pipes[i][0], &event);
    }
    printf("%d\n", epoll_wait(epfd, ep_events, EPOLL_SIZE, 10));
    write(pipes[1][1], "one", 3);
    write(pipes[2][1], "two", 3);
    close(pipes[0][1]);
    for (turn = 0; turn < 2; turn++) {
        event_cnt = epoll_wait(epfd, ep_events, EPOLL_SIZE, 1000);
        printf("turn %d: %d\n", turn, event_cnt);
        for (i = 0; i < event_cnt; i++) {
            int fd = ep_events[i].data.fd;
            if (ep_events[i].events & EPOLLIN) {
                n = read(fd, buf, sizeof(buf));
                printf("  %d bytes from pipe %d\n", n, fd == pipes[1][0] ? 1 : 2);
            }
            if (ep_events[i].events & EPOLLHUP) {
                printf("  hang up\n");
                epoll_ctl(epfd, EPOLL_CTL_DEL, fd, NULL);
                close(fd);
            }
        }
    }
    free(ep_events);
    close(epfd);
    return 0;
}
