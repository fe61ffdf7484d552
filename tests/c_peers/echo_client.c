/* Sends lines and prints the echo. Trusts that one read brings what one write sent:
 * wrong for TCP, and the reason for echo_client2. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUF_SIZE 1024

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

    sock = socket(PF_INET, SOCK_STREAM, 0);
    if (sock == -1)
        error_handling("socket() error");

    memset(&serv_adr, 0, sizeof(serv_adr));
    serv_adr.sin_family = AF_INET;
    serv_adr.sin_addr.s_addr = inet_addr(argv[1]);
    serv_adr.sin_port = htons(atoi(argv[2]));

    if (connect(sock, (struct sockaddr *)&serv_adr, sizeof(serv_adr)) == -1)
        error_handling("connect() error!");
    else
        puts("Connected...........");

    while (1) {
        fputs("Input message(Q to quit): ", stdout);
        if (fgets(message, BUF_SIZE, stdin) == NULL)
            break;
        if (!strcmp(message, "q\n") || !strcmp(message, "Q\n"))
            break;

        if (write(sock, message, strlen(message)) == -1)
            error_handling("write() error");
        str_len = read(sock, message, BUF_SIZE - 1);
        if (str_len == -1)
            error_handling("read() error");
        if (str_len == 0)
            error_handling("connection closed by server");
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
