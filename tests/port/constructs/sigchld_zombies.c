#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <unistd.h>
#include <sys/wait.h>

static int reaped;

void read_childproc(int sig)
{
    int status;
    pid_t id;
    while ((id = waitpid(-1, &status, WNOHANG)) > 0) {
        if (WIFEXITED(status))
            reaped += WEXITSTATUS(status);
    }
}

int main(int argc, char *argv[])
{
    struct sigaction act;
    pid_t pid;
    int i;

    act.sa_handler = read_childproc;
    sigemptyset(&act.sa_mask);
    act.sa_flags = 0;
    sigaction(SIGCHLD, &act, 0);

    for (i = 1; i <= 3; i++) {
        pid = fork();
        if (pid == 0)
            return i * 10;
    }
    i = 0;
    while (reaped < 60 && i < 250) {
        usleep(20000);
        i++;
    }
    printf("%d\n", reaped);
    return 0;
}
