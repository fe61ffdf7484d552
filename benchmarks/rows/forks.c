#include "twin.h"

#include <sys/wait.h>

#define STATUS 7

struct answer
turn(long count, int argc, char *argv[])
{
    struct answer answer = {.rows = 1, .sent = STATUS * count};
    long long start = now();

    (void)argc;
    (void)argv;
    for (long i = 0; i < count; i++) {
        int status;
        pid_t pid = fork();

        if (pid == 0)
            _exit(STATUS);
        if (waitpid(pid, &status, 0) == -1)
            die("waitpid");
        answer.received += WEXITSTATUS(status);
    }
    answer.times[0] = now() - start;
    return answer;
}
