#include <poll.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    int fds[2];
    struct pollfd p[2];

    pipe(fds);
    p[0].fd = fds[0];
    p[0].events = POLLIN;
    p[1].fd = fds[1];
    p[1].events = POLLOUT;
    printf("%d", poll(p, 2, 0));
    printf(" %d %d\n", p[0].revents, p[1].revents == POLLOUT);
    write(fds[1], "x", 1);
    close(fds[1]);
    p[1].fd = -1;
    printf("%d\n", poll(p, 2, 1000));
    printf("%d\n", p[0].revents & POLLIN ? 1 : 0);
    return 0;
}
