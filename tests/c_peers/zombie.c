/* A child that has ended and that nobody waits for is a zombie, until its parent ends as well. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PAUSE 30 /* seconds, in which ps shows the zombie */

static void error_handling(const char *message);

int
main(int argc, char *argv[])
{
    pid_t pid;

    if (argc > 2) {
        printf("Usage : %s [seconds]\n", argv[0]);
        exit(1);
    }

    pid = fork();
    if (pid == -1)
        error_handling("fork() error");

    if (pid == 0) {
        puts("Hi, I am a child process");
    } else {
        printf("Child Process ID: %d \n", pid);
        sleep(argc == 2 ? atoi(argv[1]) : PAUSE);
    }

    if (pid == 0)
        puts("End child process");
    else
        puts("End parent process");
    return 0;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
