/* Urgent data come with a signal, SIGURG, and beside the stream: MSG_OOB. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUF_SIZE 30

static void urg_handler(int sig);
static void error_handling(const char *message);

static volatile sig_atomic_t recv_sock;

int
main(int argc, char *argv[])
{
    int serv_sock;
    struct sockaddr_in serv_adr, clnt_adr;
    socklen_t clnt_adr_sz;
    struct sigaction act;
    char buf[BUF_SIZE];
    ssize_t str_len;

    if (argc != 2) {
        printf("Usage : %s <port>\n", argv[0]);
        exit(1);
    }

    act.sa_handler = urg_handler;
    sigemptyset(&act.sa_mask);
    act.sa_flags = 0;

    serv_sock = socket(PF_INET, SOCK_STREAM, 0);
    if (serv_sock == -1)
        error_handling("socket() error");

    memset(&serv_adr, 0, sizeof(serv_adr));
    serv_adr.sin_family = AF_INET;
    serv_adr.sin_addr.s_addr = htonl(INADDR_ANY);
    serv_adr.sin_port = htons(atoi(argv[1]));

    if (bind(serv_sock, (struct sockaddr *)&serv_adr, sizeof(serv_adr)) == -1)
        error_handling("bind() error");
    if (listen(serv_sock, 5) == -1)
        error_handling("listen() error");

    clnt_adr_sz = sizeof(clnt_adr);
    recv_sock = accept(serv_sock, (struct sockaddr *)&clnt_adr, &clnt_adr_sz);
    if (recv_sock == -1)
        error_handling("accept() error");

    if (sigaction(SIGURG, &act, 0) == -1)
        error_handling("sigaction() error");
    /* the kernel signals no process that nobody named */
    if (fcntl(recv_sock, F_SETOWN, getpid()) == -1)
        error_handling("fcntl() error");

    while ((str_len = recv(recv_sock, buf, sizeof(buf) - 1, 0)) != 0) {
        if (str_len == -1 && errno == EINTR)
            continue;
        if (str_len == -1)
            error_handling("recv() error");
        buf[str_len] = 0;
        puts(buf);
    }
    close(recv_sock);
    close(serv_sock);
    return 0;
}

/* It may interrupt puts(), and must not call it then: signal-safety(7). */
static void
urg_handler(int sig)
{
    const char *urgent = "Urgent message: ";
    char line[BUF_SIZE];
    ssize_t str_len;
    size_t length = strlen(urgent);
    int saved = errno;

    (void)sig;
    memcpy(line, urgent, length);
    str_len = recv(recv_sock, &line[length], 1, MSG_OOB);
    if (str_len == 1) {
        length++;
        line[length++] = ' ';
        line[length++] = '\n';
        if (write(STDOUT_FILENO, line, length) == -1)
            _exit(1);
    }
    errno = saved;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
