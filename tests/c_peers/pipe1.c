/* A pipe made before fork() joins the two processes after it. */
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
    int fds[2];
    char str[] = "Who are you?";
    char buf[BUF_SIZE];
    ssize_t str_len;
    pid_t pid;

    if (pipe(fds) == -1)
        error_handling("pipe() error");

    pid = fork();
    if (pid == -1)
        error_handling("fork() error");

    if (pid == 0) {
        if (write(fds[1], str, sizeof(str)) == -1)
            error_handling("write() error");
    } else {
        str_len = read(fds[0], buf, BUF_SIZE - 1);
        if (str_len == -1)
            error_handling("read() error");
        buf[str_len] = 0;
        puts(buf);
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
