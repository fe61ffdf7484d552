/* Writes a file with the calls below stdio: open, write, close. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void error_handling(const char *message);

int
main(void)
{
    int fd;
    char buf[] = "Let's go!\n";

    fd = open("data.txt", O_CREAT | O_WRONLY | O_TRUNC, 0644);
    if (fd == -1)
        error_handling("open() error!");
    printf("file descriptor: %d \n", fd);

    /* strlen, not sizeof: a text file holds no NUL */
    if (write(fd, buf, strlen(buf)) == -1)
        error_handling("write() error!");
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
