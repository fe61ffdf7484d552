#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

int gval = 10;

int main(int argc, char *argv[])
{
    pid_t pid;
    int lval = 20, status;

    gval++, lval += 5;
    printf("before\n");
    pid = fork();
    if (pid == 0) {
        gval += 2, lval += 2;
        printf("child: [%d, %d]\n", gval, lval);
        exit(7);
    }
    waitpid(pid, &status, 0);
    if (WIFEXITED(status))
        printf("child ended with %d\n", WEXITSTATUS(status));
    gval -= 2, lval -= 2;
    printf("parent: [%d, %d]\n", gval, lval);
    return 0;
}
