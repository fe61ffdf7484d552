/* Split I/O: one process reads from the socket, another one writes to it. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define BUF_SIZE 30

static void read_routine(int sock, char *buf);
static void write_routine(int sock, char *buf);
static void error_handling(const char *message);

int
main(int argc, char *argv[])
{
    int sock;
    pid_t pid;
    char buf[BUF_SIZE];
    struct sockaddr_in serv_adr;

    if (argc != 3) {
        printf("Usage : %s <IP> <port>\n", argv[0]);
        exit(1);
    }

    sock = socket(PF_INET, SOCK_STREAM, 0);
    if (sock == -1)
        error_handling("socket() error");

    memset(&serv_adr, 0, sizeof(serv_adr));
    serv_adr.sin_family = AF_INET;
    serv_adr.sin_addr.s_addr = inet_addr(argv[1]);
    serv_adr.sin_port = htons(atoi(argv[2]));

    if (connect(sock, (struct sockaddr *)&serv_adr, sizeof(serv_adr)) == -1)
        error_handling("connect() error!");

    pid = fork();
    if (pid == -1)
        error_handling("fork() error");
    if (pid == 0) {
        write_routine(sock, buf);
    } else {
        read_routine(sock, buf);
        wait(NULL);
    }
    close(sock);
    return 0;
}

static void
read_routine(int sock, char *buf)
{
    ssize_t str_len;

    while ((str_len = read(sock, buf, BUF_SIZE - 1)) > 0) {
        buf[str_len] = 0;
        printf("Message from server: %s", buf);
    }
    if (str_len == -1)
        error_handling("read() error");
}

static void
write_routine(int sock, char *buf)
{
    while (fgets(buf, BUF_SIZE, stdin) != NULL) {
        if (!strcmp(buf, "q\n") || !strcmp(buf, "Q\n"))
            break;
        if (write(sock, buf, strlen(buf)) == -1)
            error_handling("write() error");
    }
    /* close() ends nothing as long as the parent has the socket, too */
    if (shutdown(sock, SHUT_WR) == -1)
        error_handling("shutdown() error");
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
