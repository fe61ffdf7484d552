#include <stdio.h>
#include <string.h>
#include <signal.h>
#include <unistd.h>
#include <errno.h>

static volatile sig_atomic_t usr1, usr2, alarms;

static void on_usr(int signo)
{
    if (signo == SIGUSR1)
        usr1++;
    else
        usr2++;
}

static void on_alarm(int signo)
{
    (void)signo;
    alarms = 1;
}

int main(void)
{
    struct sigaction act, old;
    sigset_t set, waiting;
    int i;

    memset(&act, 0, sizeof(act));
    act.sa_handler = on_usr;
    sigemptyset(&act.sa_mask);
    act.sa_flags = 0;
    sigaction(SIGUSR1, &act, NULL);
    sigaction(SIGUSR2, &act, &old);
    printf("%d\n", old.sa_handler == SIG_DFL);
    for (i = 0; i < 3; i++)
        kill(getpid(), SIGUSR1);
    raise(SIGUSR2);
    printf("%d %d\n", usr1, usr2);

    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    sigprocmask(SIG_BLOCK, &set, NULL);
    raise(SIGUSR2);
    sigpending(&waiting);
    printf("%d %d\n", usr2, sigismember(&waiting, SIGUSR2));
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    printf("%d\n", usr2);

    signal(SIGALRM, on_alarm);
    alarm(1);
    if (sleep(5) > 0)
        printf("woken %d\n", alarms);
    signal(SIGUSR1, SIG_IGN);
    raise(SIGUSR1);
    printf("%d\n", usr1);
    return 0;
}
