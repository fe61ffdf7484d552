/* And back from the stream to its descriptor: fileno(). */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

static void error_handling(const char *message);

int
main(void)
{
    FILE *fp;
    int fd;

    fd = open("data.dat", O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (fd == -1)
        error_handling("open() error!");
    printf("First file descriptor: %d \n", fd);

    fp = fdopen(fd, "w");
    if (fp == NULL)
        error_handling("fdopen() error!");
    fputs("TCP/IP SOCKET PROGRAMMING \n", fp);
    printf("Second file descriptor: %d \n", fileno(fp));
    if (fclose(fp) == EOF)
        error_handling("fclose() error!");
    return 0;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
