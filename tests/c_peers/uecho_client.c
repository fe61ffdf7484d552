/* Echo over datagrams: no connection, so every message names its receiver. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUF_SIZE 30

static void error_handling(const char *message);

int
main(int argc, char *argv[])
{
    int sock;
    struct sockaddr_in serv_adr, from_adr;
    socklen_t adr_sz;
    char message[BUF_SIZE];
    ssize_t str_len;

    if (argc != 3) {
        printf("Usage : %s <IP> <port>\n", argv[0]);
        exit(1);
    }

    sock = socket(PF_INET, SOCK_DGRAM, 0);
    if (sock == -1)
        error_handling("socket() error");

    memset(&serv_adr, 0, sizeof(serv_adr));
    serv_adr.sin_family = AF_INET;
    serv_adr.sin_addr.s_addr = inet_addr(argv[1]);
    serv_adr.sin_port = htons(atoi(argv[2]));

    while (1) {
        fputs("Insert message(q to quit): ", stdout);
        if (fgets(message, sizeof(message), stdin) == NULL)
            break;
        if (!strcmp(message, "q\n") || !strcmp(message, "Q\n"))
            break;

        if (sendto(sock, message, strlen(message), 0, (struct sockaddr *)&serv_adr,
                   sizeof(serv_adr)) == -1)
            error_handling("sendto() error");
        adr_sz = sizeof(from_adr);
        str_len = recvfrom(sock, message, BUF_SIZE - 1, 0, (struct sockaddr *)&from_adr, &adr_sz);
        if (str_len == -1)
            error_handling("recvfrom() error");
        message[str_len] = 0;
        printf("Message from server: %s", message);
    }
    close(sock);
    return 0;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
