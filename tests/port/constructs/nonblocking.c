#include <stdio.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <sys/select.h>

static int set_nonblocking(int fd)
{
    int flag = fcntl(fd, F_GETFL, 0);
    if (flag == -1)
        return -1;
    return fcntl(fd, F_SETFL, flag | O_NONBLOCK);
}

int main(void)
{
    int fds[2], n, total = 0;
    char block[4096];
    fd_set reads, temps;
    struct timeval timeout;

    pipe(fds);
    printf("%d %d\n", set_nonblocking(fds[0]), set_nonblocking(fds[1]));
    n = read(fds[0], block, sizeof(block));
    printf("%d %s\n", n, errno == EAGAIN ? "EAGAIN" : strerror(errno));
    memset(block, 'x', sizeof(block));
    while ((n = write(fds[1], block, sizeof(block))) > 0)
        total += n;
    printf("%d %d\n", n, total > 4096);
    while (total > 0) {
        if ((n = read(fds[0], block, sizeof block)) <= 0)
            break;
        total -= n;
    }
    printf("%d\n", total);

    FD_ZERO(&reads);
    FD_SET(fds[0], &reads);
    temps = reads;
    timeout.tv_sec = 0;
    timeout.tv_usec = 10000;
    n = select(fds[0] + 1, &temps, NULL, NULL, &timeout);
    printf("%d %d %d\n", n, FD_ISSET(fds[0], &temps) != 0, FD_ISSET(fds[0], &reads) != 0);
    write(fds[1], "!", 1);
    temps = reads;
    n = select(fds[0] + 1, &temps, 0, 0, NULL);
    printf("%d %d\n", n, FD_ISSET(fds[0], &temps) != 0);
    FD_CLR(fds[0], &reads);
    printf("%d\n", FD_ISSET(fds[0], &reads) != 0);
    return 0;
}
