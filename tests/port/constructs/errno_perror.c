#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
    int fd = open("no/such/file", O_RDONLY);

    if (fd < 0)
        printf("%d %s\n", errno == ENOENT, strerror(errno));
    errno = 0;
    if (close(-1) == -1 && errno == EBADF)
        printf("bad: %m\n");
    errno = EAGAIN;
    if (errno == EAGAIN || errno == EWOULDBLOCK)
        puts("again");
    perror("perror");
    return errno != 0;
}
