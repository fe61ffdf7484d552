#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t count;

static void handler(int sig)
{
    if (sig == SIGUSR1)
        count++;
}

void timeout(int sig)
{
    if (sig == SIGALRM)
        puts("Time out!");
}

int main(void)
{
    struct sigaction act;

    memset(&act, 0, sizeof(act));
    act.sa_handler = handler;
    sigemptyset(&act.sa_mask);
    act.sa_flags = 0;
    sigaction(SIGUSR1, &act, NULL);
    signal(SIGALRM, timeout);
    kill(getpid(), SIGUSR1);
    raise(SIGUSR1);
    alarm(1);
    pause();
    printf("%d\n", count);
    signal(SIGINT, SIG_IGN);
    raise(SIGINT);
    return 0;
}
