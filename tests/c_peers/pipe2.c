/* One pipe for both directions: whoever reads first gets the message, be it his own. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define BUF_SIZE 30
#define PAUSE 2000 /* milliseconds */

static void error_handling(const char *message);

int
main(int argc, char *argv[])
{
    int fds[2];
    char str1[] = "Who are you?";
    char str2[] = "Thank you for your message";
    char buf[BUF_SIZE];
    ssize_t str_len;
    pid_t pid;

    if (argc > 2) {
        printf("Usage : %s [milliseconds]\n", argv[0]);
        exit(1);
    }

    if (pipe(fds) == -1)
        error_handling("pipe() error");

    pid = fork();
    if (pid == -1)
        error_handling("fork() error");

    if (pid == 0) {
        if (write(fds[1], str1, sizeof(str1)) == -1)
            error_handling("write() error");
        /* without it the child would read back what it has just written */
        usleep((argc == 2 ? atoi(argv[1]) : PAUSE) * 1000u);
        str_len = read(fds[0], buf, BUF_SIZE - 1);
        if (str_len == -1)
            error_handling("read() error");
        buf[str_len] = 0;
        printf("Child proc output: %s \n", buf);
    } else {
        str_len = read(fds[0], buf, BUF_SIZE - 1);
        if (str_len == -1)
            error_handling("read() error");
        buf[str_len] = 0;
        printf("Parent proc output: %s \n", buf);
        if (write(fds[1], str2, sizeof(str2)) == -1)
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
