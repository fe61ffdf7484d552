/* A pipe for each direction: nothing depends on who is faster. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define BUF_SIZE 30

static void error_handling(const char *message);

int
main(void)
{
    int fds1[2], fds2[2];
    char str1[] = "Who are you?";
    char str2[] = "Thank you for your message";
    char buf[BUF_SIZE];
    ssize_t str_len;
    pid_t pid;

    if (pipe(fds1) == -1 || pipe(fds2) == -1)
        error_handling("pipe() error");

    pid = fork();
    if (pid == -1)
        error_handling("fork() error");

    if (pid == 0) {
        if (write(fds1[1], str1, sizeof(str1)) == -1)
            error_handling("write() error");
        str_len = read(fds2[0], buf, BUF_SIZE - 1);
        if (str_len == -1)
            error_handling("read() error");
        buf[str_len] = 0;
        printf("Child proc output: %s \n", buf);
    } else {
        str_len = read(fds1[0], buf, BUF_SIZE - 1);
        if (str_len == -1)
            error_handling("read() error");
        buf[str_len] = 0;
        printf("Parent proc output: %s \n", buf);
        if (write(fds2[1], str2, sizeof(str2)) == -1)
            error_handling("write() error");
        wait(NULL);
    }
    return 0;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
