/* One write of the server, many reads of the client: TCP keeps no message boundaries. */
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
    struct sockaddr_in serv_addr;
    char message[BUF_SIZE];
    int call_cnt = 0;
    ssize_t read_len = 0;

    if (argc != 3) {
        printf("Usage : %s <IP> <port>\n", argv[0]);
        exit(1);
    }

    sock = socket(PF_INET, SOCK_STREAM, 0);
    if (sock == -1)
        error_handling("socket() error");

    memset(&serv_addr, 0, sizeof(serv_addr));
    serv_addr.sin_family = AF_INET;
    serv_addr.sin_addr.s_addr = inet_addr(argv[1]);
    serv_addr.sin_port = htons(atoi(argv[2]));

    if (connect(sock, (struct sockaddr *)&serv_addr, sizeof(serv_addr)) == -1)
        error_handling("connect() error!");

    /* counts the calls that brought a byte, not the one that meets the end */
    while (call_cnt < BUF_SIZE - 1) {
        read_len = read(sock, &message[call_cnt], 1);
        if (read_len <= 0)
            break;
        call_cnt++;
    }
    if (read_len == -1)
        error_handling("read() error!");
    message[call_cnt] = 0;

    printf("Message from server: %s \n", message);
    printf("Function read call count: %d \n", call_cnt);
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
