/* Echoes to many clients at once, with a process for each. */
#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define BUF_SIZE 30
#define LINE_SIZE 40

static void read_childproc(int sig);
static void report(const char *text, int number);
static void error_handling(const char *message);

int
main(int argc, char *argv[])
{
    int serv_sock, clnt_sock;
    struct sockaddr_in serv_adr, clnt_adr;
    socklen_t adr_sz;
    pid_t pid;
    struct sigaction act;
    char buf[BUF_SIZE];
    ssize_t str_len;

    if (argc != 2) {
        printf("Usage : %s <port>\n", argv[0]);
        exit(1);
    }

    act.sa_handler = read_childproc;
    sigemptyset(&act.sa_mask);
    act.sa_flags = 0;
    if (sigaction(SIGCHLD, &act, 0) == -1)
        error_handling("sigaction() error");

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

    while (1) {
        adr_sz = sizeof(clnt_adr);
        clnt_sock = accept(serv_sock, (struct sockaddr *)&clnt_adr, &adr_sz);
        /* a child that ends interrupts accept() */
        if (clnt_sock == -1 && errno == EINTR)
            continue;
        if (clnt_sock == -1)
            error_handling("accept() error");
        puts("new client connected...");

        pid = fork();
        if (pid == -1) {
            close(clnt_sock);
            continue;
        }
        if (pid == 0) {
            close(serv_sock);
            while ((str_len = read(clnt_sock, buf, BUF_SIZE)) > 0)
                if (write(clnt_sock, buf, str_len) != str_len)
                    break;
            close(clnt_sock);
            puts("client disconnected...");
            return 0;
        }
        /* the child has its own descriptor: the connection stays */
        close(clnt_sock);
    }
}

static void
read_childproc(int sig)
{
    int status, saved = errno;
    pid_t id;

    (void)sig;
    while ((id = waitpid(-1, &status, WNOHANG)) > 0)
        report("removed proc id: ", id);
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
