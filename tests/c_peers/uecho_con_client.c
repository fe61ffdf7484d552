/* As uecho_client, but connected: the receiver is named once, and nobody else is listened to. */
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
    struct sockaddr_in serv_adr;
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

    /* sends nothing: it only tells the kernel whom the socket speaks with */
    if (connect(sock, (struct sockaddr *)&serv_adr, sizeof(serv_adr)) == -1)
        error_handling("connect() error!");

    while (1) {
        fputs("Insert message(q to quit): ", stdout);
        if (fgets(message, sizeof(message), stdin) == NULL)
            break;
        if (!strcmp(message, "q\n") || !strcmp(message, "Q\n"))
            break;

        if (write(sock, message, strlen(message)) == -1)
            error_handling("write() error");
        str_len = read(sock, message, sizeof(message) - 1);
        if (str_len == -1)
            error_handling("read() error");
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
