/* Whatever one says, all hear: a chat in a single process. */
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUF_SIZE 100

static void send_msg(const char *msg, size_t len);
static void error_handling(const char *message);

static fd_set clnt_socks;
static int fd_max;

int
main(int argc, char *argv[])
{
    int serv_sock, clnt_sock;
    struct sockaddr_in serv_adr, clnt_adr;
    socklen_t clnt_adr_sz;
    fd_set reads;
    char msg[BUF_SIZE];
    ssize_t str_len;
    int i;

    if (argc != 2) {
        printf("Usage : %s <port>\n", argv[0]);
        exit(1);
    }

    /* someone may leave while being spoken to */
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR)
        error_handling("signal() error");

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

    FD_ZERO(&clnt_socks);
    fd_max = serv_sock;

    while (1) {
        reads = clnt_socks;
        FD_SET(serv_sock, &reads);
        if (select(fd_max + 1, &reads, 0, 0, 0) == -1)
            error_handling("select() error");

        for (i = 0; i < fd_max + 1; i++) {
            if (!FD_ISSET(i, &reads))
                continue;
            if (i == serv_sock) {
                clnt_adr_sz = sizeof(clnt_adr);
                clnt_sock = accept(serv_sock, (struct sockaddr *)&clnt_adr, &clnt_adr_sz);
                if (clnt_sock == -1)
                    error_handling("accept() error");
                /* an fd_set has no room for it */
                if (clnt_sock >= FD_SETSIZE) {
                    close(clnt_sock);
                    continue;
                }
                FD_SET(clnt_sock, &clnt_socks);
                if (fd_max < clnt_sock)
                    fd_max = clnt_sock;
                printf("Connected client IP: %s \n", inet_ntoa(clnt_adr.sin_addr));
            } else {
                str_len = read(i, msg, BUF_SIZE);
                if (str_len > 0) {
                    send_msg(msg, str_len);
                } else {
                    FD_CLR(i, &clnt_socks);
                    close(i);
                    puts("Disconnected client");
                }
            }
        }
    }
}

/* To everyone, the speaker too; one that has gone is noticed when it is read from. */
static void
send_msg(const char *msg, size_t len)
{
    int i;

    for (i = 0; i < fd_max + 1; i++)
        if (FD_ISSET(i, &clnt_socks) && write(i, msg, len) == -1)
            perror("write");
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
