/* Copies a file three bytes at a time with system calls: one for every read and every write. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define BUF_SIZE 3

static void error_handling(const char *message);

int
main(void)
{
    int fd1, fd2;
    ssize_t len;
    char buf[BUF_SIZE];
    struct timespec start, end;

    fd1 = open("news.txt", O_RDONLY);
    fd2 = open("cpy.txt", O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (fd1 == -1 || fd2 == -1)
        error_handling("open() error!");

    clock_gettime(CLOCK_MONOTONIC, &start);
    while ((len = read(fd1, buf, sizeof(buf))) > 0)
        if (write(fd2, buf, len) != len)
            error_handling("write() error!");
    if (len == -1)
        error_handling("read() error!");
    clock_gettime(CLOCK_MONOTONIC, &end);

    close(fd1);
    close(fd2);
    printf("Copied in %.6f sec \n",
           (end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) / 1000000000.0);
    return 0;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
