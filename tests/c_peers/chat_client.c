/* Listens to the chat and to the keyboard at the same time. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUF_SIZE 100
#define NAME_SIZE 20

static int send_msg(int sock, const char *name);
static int recv_msg(int sock);
static void error_handling(const char *message);

int
main(int argc, char *argv[])
{
    int sock;
    struct sockaddr_in serv_adr;
    char name[NAME_SIZE];
    fd_set reads;
    int talking = 1;

    if (argc != 4) {
        printf("Usage : %s <IP> <port> <name>\n", argv[0]);
        exit(1);
    }
    snprintf(name, NAME_SIZE, "[%s]", argv[3]);
    /* select() sees no line that stdio has read ahead */
    if (setvbuf(stdin, NULL, _IONBF, 0) != 0)
        error_handling("setvbuf() error");

    sock = socket(PF_INET, SOCK_STREAM, 0);
    if (sock == -1)
        error_handling("socket() error");

    memset(&serv_adr, 0, sizeof(serv_adr));
    serv_adr.sin_family = AF_INET;
    serv_adr.sin_addr.s_addr = inet_addr(argv[1]);
    serv_adr.sin_port = htons(atoi(argv[2]));

    if (connect(sock, (struct sockaddr *)&serv_adr, sizeof(serv_adr)) == -1)
        error_handling("connect() error!");

    while (1) {
        FD_ZERO(&reads);
        FD_SET(sock, &reads);
        if (talking)
            FD_SET(STDIN_FILENO, &reads);
        if (select(sock + 1, &reads, 0, 0, 0) == -1)
            error_handling("select() error");

        if (talking && FD_ISSET(STDIN_FILENO, &reads) && !send_msg(sock, name)) {
            /* says goodbye, and still hears what is under way */
            talking = 0;
            if (shutdown(sock, SHUT_WR) == -1)
                error_handling("shutdown() error");
        }
        if (FD_ISSET(sock, &reads) && !recv_msg(sock))
            break;
    }
    close(sock);
    return 0;
}

/* A line from the keyboard; 0 when there is none. */
static int
send_msg(int sock, const char *name)
{
    char msg[BUF_SIZE], name_msg[NAME_SIZE + BUF_SIZE];

    if (fgets(msg, BUF_SIZE, stdin) == NULL)
        return 0;
    if (!strcmp(msg, "q\n") || !strcmp(msg, "Q\n"))
        return 0;
    snprintf(name_msg, sizeof(name_msg), "%s %s", name, msg);
    if (write(sock, name_msg, strlen(name_msg)) == -1)
        error_handling("write() error");
    return 1;
}

/* Something from the server; 0 at its end. */
static int
recv_msg(int sock)
{
    char msg[BUF_SIZE];
    ssize_t str_len = read(sock, msg, BUF_SIZE - 1);

    if (str_len == -1)
        error_handling("read() error");
    msg[str_len] = 0;
    fputs(msg, stdout);
    return str_len > 0;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
