#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/timerfd.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <signal.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <libgen.h>
#include <sys/utsname.h>
#include <limits.h>
int main(void)
{
    int t = timerfd_create(CLOCK_MONOTONIC, 0), e = eventfd(0, 0), s, i, n;
    struct itimerspec its = {{0, 0}, {0, 1000000}};
    unsigned long long x = 5;
    sigset_t m;
    struct signalfd_siginfo si;
    char b[4096] __attribute__((aligned(8))), path[] = "/usr/lib/x.c";
    struct inotify_event *ev;
    struct utsname un;
    int w = inotify_init(), fd;
    char rp[PATH_MAX];
    timerfd_settime(t, 0, &its, NULL);
    read(t, &x, sizeof(x));
    printf("%llu\n", x);
    x = 7;
    write(e, &x, 8);
    x = 0;
    read(e, &x, sizeof x);
    printf("%llu\n", x);
    sigemptyset(&m);
    sigaddset(&m, SIGUSR1);
    sigprocmask(SIG_BLOCK, &m, NULL);
    s = signalfd(-1, &m, 0);
    raise(SIGUSR1);
    read(s, &si, sizeof(si));
    printf("%u\n", si.ssi_signo == SIGUSR1);
    inotify_add_watch(w, ".", IN_CREATE | IN_DELETE);
    fd = creat("made.txt", 0644);
    close(fd);
    unlink("made.txt");
    n = read(w, b, sizeof b);
    for (i = 0; i < n; i += sizeof(struct inotify_event) + ev->len) {
        ev = (struct inotify_event *)&b[i];
        printf("%s %s\n", ev->mask & IN_CREATE ? "created" : "deleted", ev->name);
    }
    uname(&un);
    printf("%d\n", strlen(un.sysname) > 0);
    printf("%s\n", basename(path));
    symlink("target", "link");
    n = readlink("link", rp, sizeof(rp) - 1);
    rp[n] = 0;
    puts(rp);
    unlink("link");
    printf("%d\n", (int)sysconf(_SC_PAGESIZE));
    truncate("none", 3);
    umask(077);
    return isatty(0);
}
