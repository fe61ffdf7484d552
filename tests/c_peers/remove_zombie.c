/* SIGCHLD tells that a child has ended: its handler buries it, and the parent need not wait. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define LINE_SIZE 40

static void read_childproc(int sig);
static void report(const char *text, int number);
static void error_handling(const char *message);

int
main(void)
{
    pid_t pid;
    struct sigaction act;
    int i;

    act.sa_handler = read_childproc;
    sigemptyset(&act.sa_mask);
    act.sa_flags = 0;
    if (sigaction(SIGCHLD, &act, 0) == -1)
        error_handling("sigaction() error");

    pid = fork();
    if (pid == -1)
        error_handling("fork() error");
    if (pid == 0) {
        puts("Hi! I'm child process");
        sleep(10);
        return 12;
    }

    printf("Child proc id: %d \n", pid);
    pid = fork();
    if (pid == -1)
        error_handling("fork() error");
    if (pid == 0) {
        puts("Hi! I'm child process");
        sleep(10);
        exit(24);
    }

    printf("Child proc id: %d \n", pid);
    for (i = 0; i < 5; i++) {
        puts("wait...");
        sleep(5);
    }
    return 0;
}

/* Two children that end together may send one signal. */
static void
read_childproc(int sig)
{
    int status, saved = errno;
    pid_t id;

    (void)sig;
    while ((id = waitpid(-1, &status, WNOHANG)) > 0) {
        if (WIFEXITED(status)) {
            report("Removed proc id: ", id);
            report("Child send: ", WEXITSTATUS(status));
        }
    }
    errno = saved;
}

/* A handler may interrupt printf(), and must not call it then: signal-safety(7). */
static void
report(const char *text, int number)
{
    char line[LINE_SIZE], digits[LINE_SIZE];
    size_t length = strlen(text), count = 0;

    memcpy(line, text, length);
    do
        digits[count++] = '0' + number % 10;
    while (number /= 10);
    while (count > 0)
        line[length++] = digits[--count];
    line[length++] = ' ';
    line[length++] = '\n';
    if (write(STDOUT_FILENO, line, length) == -1)
        _exit(1);
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
