/* A handler that runs ends sleep() early: this does not take 300 seconds. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAUSE 2 /* seconds */

static void timeout(int sig);
static void keycontrol(int sig);
static void say(const char *text);
static void error_handling(const char *message);

static volatile sig_atomic_t seconds = PAUSE;

int
main(int argc, char *argv[])
{
    int i;

    if (argc > 2) {
        printf("Usage : %s [seconds]\n", argv[0]);
        exit(1);
    }
    if (argc == 2)
        seconds = atoi(argv[1]);

    if (signal(SIGALRM, timeout) == SIG_ERR || signal(SIGINT, keycontrol) == SIG_ERR)
        error_handling("signal() error");
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

static void
keycontrol(int sig)
{
    if (sig == SIGINT)
        say("CTRL+C pressed\n");
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
