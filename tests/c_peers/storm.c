/* A loop of one blocking call under a storm of signals: the C twin of tests/storm.py. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define TICK 500 /* microseconds */
#define DATA "1234567"
#define EVERY 10        /* signals between two writes or connections */
#define PATIENCE 200000 /* rounds of usleep(1) before a signal counts as lost */

static volatile sig_atomic_t handled, ticks;
static volatile int *shared; /* the child reads here how many signals the parent has handled */
static int interrupted;
static int pair[2];
static struct sockaddr_in address;

static void
on_usr1(int sig)
{
    (void)sig;
    *shared = ++handled;
}

static void
on_alarm(int sig)
{
    (void)sig;
    ticks++;
}

static void
install(int sig, void (*handler)(int), int restart)
{
    struct sigaction act;
    memset(&act, 0, sizeof(act));
    act.sa_handler = handler;
    sigemptyset(&act.sa_mask);
    act.sa_flags = restart ? SA_RESTART : 0;
    if (sigaction(sig, &act, 0) == -1) {
        perror("sigaction");
        exit(1);
    }
}

static void
start_ticking(void)
{
    struct itimerval every = {{0, TICK}, {0, TICK}};
    setitimer(ITIMER_REAL, &every, 0);
}

static void
write_once(void)
{
    if (write(pair[1], DATA, strlen(DATA)) == -1) {
        perror("write");
    }
}

static void
connect_once(void)
{
    int sock = socket(AF_INET, SOCK_STREAM, 0);
    connect(sock, (struct sockaddr *)&address, sizeof(address));
    close(sock);
}

static void
nothing(void)
{
}

/* The child: one signal after the other, each only when the last one was handled. */
static void
send_signals(pid_t parent, int count, void (*between)(void))
{
    for (int sent = 0; sent < count; sent++) {
        kill(parent, SIGUSR1);
        int rounds = 0;
        while (*shared <= sent) {
            usleep(1);
            if (++rounds == PATIENCE) {
                printf("signal %d was lost\n", sent);
                exit(1);
            }
        }
        if (sent % EVERY == 0) {
            between();
        }
    }
    _exit(0);
}

/* Count an interruption; anything else that fails ends the program. */
static int
again(ssize_t result)
{
    if (result != -1) {
        return 0;
    }
    if (errno != EINTR) {
        perror("storm");
        exit(1);
    }
    interrupted++;
    return 1;
}

static int
receive(const char *call, int fd)
{
    char buf[4];
    int total = 0;
    fd_set reads;
    for (;;) {
        if (strcmp(call, "select") == 0) {
            FD_ZERO(&reads);
            FD_SET(fd, &reads);
            if (again(select(fd + 1, &reads, 0, 0, 0))) {
                continue;
            }
        }
        ssize_t got =
            strcmp(call, "recv") == 0 ? recv(fd, buf, sizeof(buf), 0) : read(fd, buf, sizeof(buf));
        if (again(got)) {
            continue;
        }
        if (got == 0) {
            return total;
        }
        total += got;
    }
}

static pid_t
stream_storm(const char *call, int count, int *total)
{
    socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0) {
        close(pair[0]);
        send_signals(parent, count, write_once);
    }
    close(pair[1]);
    start_ticking();
    *total = receive(call, pair[0]);
    return pid;
}

static pid_t
accept_storm(int count, int *accepted)
{
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    bind(listener, (struct sockaddr *)&address, sizeof(address));
    listen(listener, 5);
    getsockname(listener, (struct sockaddr *)&address, &size);
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0) {
        send_signals(parent, count, connect_once);
    }
    start_ticking();
    while (*accepted < (count + EVERY - 1) / EVERY) {
        int sock = accept(listener, 0, 0);
        if (again(sock)) {
            continue;
        }
        close(sock);
        (*accepted)++;
    }
    return pid;
}

static pid_t
waitpid_storm(int count)
{
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0) {
        send_signals(parent, count, nothing);
    }
    start_ticking();
    return pid;
}

int
main(int argc, char *argv[])
{
    if (argc != 4) {
        return 2;
    }
    int restart = atoi(argv[2]), count = atoi(argv[3]), received = 0, status;
    pid_t pid;
    shared = mmap(0, sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    install(SIGUSR1, on_usr1, restart);
    install(SIGALRM, on_alarm, restart);
    if (strcmp(argv[1], "accept") == 0) {
        pid = accept_storm(count, &received);
    } else if (strcmp(argv[1], "waitpid") == 0) {
        pid = waitpid_storm(count);
    } else {
        pid = stream_storm(argv[1], count, &received);
    }
    while (again(waitpid(pid, &status, 0))) {
    }
    struct itimerval off = {{0, 0}, {0, 0}};
    setitimer(ITIMER_REAL, &off, 0);
    printf("handled %d received %d status %d ", (int)handled, received, WEXITSTATUS(status));
    printf("interrupted %s ticked %s\n", interrupted ? "yes" : "no", ticks ? "yes" : "no");
    return 0;
}
