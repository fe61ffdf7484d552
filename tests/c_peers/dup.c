/* Copies of a descriptor: what they stand for stays open until the last one is closed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void say(int fd, const char *text);
static void error_handling(const char *message);

int
main(void)
{
    int cfd1, cfd2;
    char str1[] = "Hi~ \n";
    char str2[] = "It's nice day~ \n";

    cfd1 = dup(1);
    cfd2 = dup2(cfd1, 7);
    if (cfd1 == -1 || cfd2 == -1)
        error_handling("dup() error!");

    printf("fd1=%d, fd2=%d \n", cfd1, cfd2);
    /* or it would be written at the end, when its descriptor is closed */
    fflush(stdout);
    say(cfd1, str1);
    say(cfd2, str2);

    close(cfd1);
    close(cfd2);
    say(1, str1);
    close(1);
    /* that was the last one */
    if (write(1, str2, strlen(str2)) == -1)
        perror("write() error");
    return 0;
}

static void
say(int fd, const char *text)
{
    if (write(fd, text, strlen(text)) == -1)
        error_handling("write() error!");
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
