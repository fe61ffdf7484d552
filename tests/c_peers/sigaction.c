/* sigaction() does what signal() does, on every system in the same way. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAUSE 2 /* seconds */

static void timeout(int sig);
static void say(const char *text);
static void error_handling(const char *message);

static volatile sig_atomic_t seconds = PAUSE;

int
main(int argc, char *argv[])
{
    int i;
    struct sigaction act;

    if (argc > 2) {
        printf("Usage : %s [seconds]\n", argv[0]);
        exit(1);
    }
    if (argc == 2)
        seconds = atoi(argv[1]);

    act.sa_handler = timeout;
    sigemptyset(&act.sa_mask);
    act.sa_flags = 0;
    if (sigaction(SIGALRM, &act, 0) == -1)
        error_handling("sigaction() error");

    alarm(seconds);

    for (i = 0; i < 3; i++) {
        puts("wait...");
        sleep(100);
    }
    return 0;
}

static void
timeout(int sig)
{
    if (sig == SIGALRM)
        say("Time out!\n");
    alarm(seconds);
}

/* A handler may interrupt puts(), and must not call it then: signal-safety(7). */
static void
say(const char *text)
{
    if (write(STDOUT_FILENO, text, strlen(text)) == -1)
        _exit(1);
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
