#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/wait.h>

static void first(void) { printf("first registered\n"); }
static void second(void) { printf("second registered\n"); fflush(stdout); }

static void leave(int depth)
{
    if (depth == 0)
        exit(EXIT_FAILURE + 3);
    leave(depth - 1);
}

int main(void)
{
    pid_t pid;

    atexit(first);
    atexit(second);
    printf("buffered ");
    pid = fork();
    if (pid == 0) {
        printf("lost");
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    printf("text\n");
    leave(4);
    printf("never\n");
    return 0;
}
