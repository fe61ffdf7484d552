/* Reads back what low_open wrote. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define BUF_SIZE 100

static void error_handling(const char *message);

int
main(void)
{
    int fd;
    ssize_t read_len;
    char buf[BUF_SIZE];

    fd = open("data.txt", O_RDONLY);
    if (fd == -1)
        error_handling("open() error!");
    printf("file descriptor: %d \n", fd);

    /* one byte stays free: read() ends nothing with a NUL */
    read_len = read(fd, buf, sizeof(buf) - 1);
    if (read_len == -1)
        error_handling("read() error!");
    buf[read_len] = 0;
    printf("file data: %s", buf);
    close(fd);
    return 0;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
