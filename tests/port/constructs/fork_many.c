#include <stdio.h>
#include <stdlib.h>
#include <signal.h>
#include <unistd.h>
#include <sys/types.h>
#include <sys/wait.h>

int main(void)
{
    pid_t pids[4];
    int i, status, sum = 0, value = 10;

    for (i = 0; i < 4; i++) {
        pids[i] = fork();
        if (pids[i] == 0) {
            value += i;
            if (i == 3)
                for (;;)
                    pause();
            exit(value);
        }
    }
    for (i = 0; i < 3; i++) {
        if (waitpid(pids[i], &status, 0) != pids[i])
            return 1;
        sum += WEXITSTATUS(status);
    }
    printf("%d %d\n", sum, value);
    printf("%d\n", (int)waitpid(pids[3], &status, WNOHANG));
    kill(pids[3], SIGTERM);
    wait(&status);
    printf("%d %d\n", WIFSIGNALED(status), WTERMSIG(status) == SIGTERM);
    printf("%d\n", wait(NULL) == -1);
    fflush(stdout);
    if ((pids[0] = fork()) == 0) {
        execlp("sh", "sh", "-c", "exit 5", (char *)NULL);
        _exit(127);
    }
    wait(&status);
    printf("%d\n", WEXITSTATUS(status));
    status = system("exit 3");
    printf("%d\n", WEXITSTATUS(status));
    return 0;
}
