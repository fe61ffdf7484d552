/* A stream on top of a descriptor: fdopen(). */
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

    fp = fdopen(fd, "w");
    if (fp == NULL)
        error_handling("fdopen() error!");
    fputs("Network C programming \n", fp);
    /* writes what is left, and closes the descriptor as well */
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
