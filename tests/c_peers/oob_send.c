/* Sends two urgent bytes among others: of "890" only the last one is urgent. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void send_some(int sock, const char *text, int flags);
static void error_handling(const char *message);

static int pause_ms; /* between two messages, or a second urgent byte may displace the first */

int
main(int argc, char *argv[])
{
    int sock;
    struct sockaddr_in serv_adr;

    if (argc != 3 && argc != 4) {
        printf("Usage : %s <IP> <port> [milliseconds]\n", argv[0]);
        exit(1);
    }
    if (argc == 4)
        pause_ms = atoi(argv[3]);

    sock = socket(PF_INET, SOCK_STREAM, 0);
    if (sock == -1)
        error_handling("socket() error");

    memset(&serv_adr, 0, sizeof(serv_adr));
    serv_adr.sin_family = AF_INET;
    serv_adr.sin_addr.s_addr = inet_addr(argv[1]);
    serv_adr.sin_port = htons(atoi(argv[2]));

    if (connect(sock, (struct sockaddr *)&serv_adr, sizeof(serv_adr)) == -1)
        error_handling("connect() error!");

    send_some(sock, "123", 0);
    send_some(sock, "4", MSG_OOB);
    send_some(sock, "567", 0);
    send_some(sock, "890", MSG_OOB);
    close(sock);
    return 0;
}

static void
send_some(int sock, const char *text, int flags)
{
    if (send(sock, text, strlen(text), flags) == -1)
        error_handling("send() error");
    usleep(pause_ms * 1000u);
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
