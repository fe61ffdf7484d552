#include <stdio.h>
#include <sys/select.h>
#include <sys/time.h>
#include <unistd.h>

int main(void)
{
    fd_set reads, temps;
    struct timeval timeout;
    int fds[2], result, len, i;
    char buf[30];

    pipe(fds);
    FD_ZERO(&reads);
    FD_SET(fds[0], &reads);
    for (i = 0; i < 3; i++) {
        temps = reads;
        timeout.tv_sec = 0;
        timeout.tv_usec = 20000;
        result = select(fds[0] + 1, &temps, 0, 0, &timeout);
        if (result == -1)
            break;
        else if (result == 0) {
            puts("Time-out!");
            write(fds[1], "ping", 4);
        } else if (FD_ISSET(fds[0], &temps)) {
            len = read(fds[0], buf, sizeof(buf));
            buf[len] = 0;
            printf("message: %s\n", buf);
        }
    }
    printf("%d\n", FD_ISSET(fds[0], &temps) != 0);
    return 0;
}
