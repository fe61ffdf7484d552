/* With WNOHANG waitpid() does not block: a parent can do something else meanwhile. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILD_PAUSE 15000 /* milliseconds */
#define PAUSE 3000

static void error_handling(const char *message);

int
main(int argc, char *argv[])
{
    int status, pause_ms;
    pid_t pid, ended;

    if (argc != 1 && argc != 3) {
        printf("Usage : %s [milliseconds of the child] [of the parent]\n", argv[0]);
        exit(1);
    }

    pid = fork();
    if (pid == -1)
        error_handling("fork() error");

    if (pid == 0) {
        usleep((argc == 3 ? atoi(argv[1]) : CHILD_PAUSE) * 1000u);
        return 24;
    }

    pause_ms = argc == 3 ? atoi(argv[2]) : PAUSE;
    while ((ended = waitpid(-1, &status, WNOHANG)) == 0) {
        usleep(pause_ms * 1000u);
        printf("sleep %gsec. \n", pause_ms / 1000.0);
    }
    if (ended == -1)
        error_handling("waitpid() error");
    if (WIFEXITED(status))
        printf("Child send %d \n", WEXITSTATUS(status));
    return 0;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
