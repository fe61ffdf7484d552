#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <signal.h>
#include <errno.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#include <sys/wait.h>
/* An echo server that forks, and clients that ask for more than their buffers hold. */
#define BUF_SIZE 64
void read_childproc(int sig)
{
    pid_t pid;
    int status;
    pid = waitpid(-1, &status, WNOHANG);
}
int readline(int fd, char *buf, int max)
{
    int n, i = 0;
    char c;
    while (i < max - 1) {
        n = read(fd, &c, 1);
        if (n <= 0)
            break;
        buf[i++] = c;
        if (c == '\n')
            break;
    }
    buf[i] = '\0';
    return i;
}
int recvall(int s, char *b, int len)
{
    int got = 0, r;
    while (got < len) {
        r = recv(s, b + got, BUF_SIZE, 0);
        if (r <= 0)
            return -1;
        got += r;
    }
    return got;
}
int main()
{
    int serv = socket(PF_INET, SOCK_STREAM, 0), c, i, str_len;
    struct sockaddr_in a, ca;
    socklen_t sz = sizeof(a);
    pid_t pid, srv;
    struct sigaction act;
    char buf[BUF_SIZE];
    memset(&a, 0, sizeof(a));
    a.sin_family = AF_INET;
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(serv, (struct sockaddr *)&a, sizeof(a));
    listen(serv, 5);
    getsockname(serv, (struct sockaddr *)&a, &sz);
    fflush(stdout);
    if ((srv = fork()) == 0) {
        act.sa_handler = read_childproc;
        sigemptyset(&act.sa_mask);
        act.sa_flags = 0;
        sigaction(SIGCHLD, &act, 0);
        i = 0;
        while (1) {
            sz = sizeof(ca);
            c = accept(serv, (struct sockaddr *)&ca, &sz);
            if (c == -1)
                continue;
            pid = fork();
            if (pid == -1) {
                close(c);
                continue;
            }
            if (pid == 0) {
                close(serv);
                while ((str_len = read(c, buf, BUF_SIZE)) != 0)
                    write(c, buf, str_len);
                close(c);
                return 0;
            } else
                close(c);
        }
    }
    close(serv);
    for (i = 0; i < 3; i++) {
        int s = socket(PF_INET, SOCK_STREAM, 0);
        char msg[20], in[BUF_SIZE];
        connect(s, (struct sockaddr *)&a, sizeof(a));
        sprintf(msg, "message %d\n", i);
        write(s, msg, strlen(msg));
        if (i == 1) {
            str_len = recvall(s, in, strlen(msg));
            in[str_len] = 0;
        } else
            str_len = readline(s, in, sizeof(in));
        printf("%d %s", str_len, in);
        close(s);
    }
    kill(srv, SIGTERM);
    waitpid(srv, &i, 0);
    printf("%d\n", WIFSIGNALED(i) ? WTERMSIG(i) : -1);
    return 0;
}
