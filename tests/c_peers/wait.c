/* wait() buries the children, and brings what they returned. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAUSE 30 /* seconds, in which ps shows no zombie */

static void error_handling(const char *message);

int
main(int argc, char *argv[])
{
    int status;
    pid_t pid;

    if (argc > 2) {
        printf("Usage : %s [seconds]\n", argv[0]);
        exit(1);
    }

    pid = fork();
    if (pid == -1)
        error_handling("fork() error");
    if (pid == 0)
        return 3;

    printf("Child PID: %d \n", pid);
    /* what stdio still holds is copied: into a file or pipe the second child prints it as well */
    pid = fork();
    if (pid == -1)
        error_handling("fork() error");
    if (pid == 0)
        exit(7);

    printf("Child PID: %d \n", pid);
    if (wait(&status) == -1)
        error_handling("wait() error");
    if (WIFEXITED(status))
        printf("Child send one: %d \n", WEXITSTATUS(status));

    if (wait(&status) == -1)
        error_handling("wait() error");
    if (WIFEXITED(status))
        printf("Child send two: %d \n", WEXITSTATUS(status));
    sleep(argc == 2 ? atoi(argv[1]) : PAUSE);
    return 0;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
