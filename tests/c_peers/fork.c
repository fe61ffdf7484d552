/* After fork() there are two processes, and two of each variable. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void error_handling(const char *message);

static int gval = 10;

int
main(void)
{
    pid_t pid;
    int lval = 20;

    gval++;
    lval += 5;

    pid = fork();
    if (pid == -1)
        error_handling("fork() error");

    if (pid == 0) {
        gval += 2;
        lval += 2;
    } else {
        gval -= 2;
        lval -= 2;
    }

    if (pid == 0)
        printf("Child Proc: [%d, %d] \n", gval, lval);
    else
        printf("Parent Proc: [%d, %d] \n", gval, lval);
    return 0;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
