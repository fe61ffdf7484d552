/* Echoes to five clients, one after another: Winsock's echo_server. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <winsock2.h>

#define BUF_SIZE 1024
#define CLNT_CNT 5

static void error_handling(const char *message);

int
main(int argc, char *argv[])
{
    WSADATA wsa_data;
    SOCKET serv_sock, clnt_sock;
    SOCKADDR_IN serv_adr, clnt_adr;
    int clnt_adr_sz, str_len, i;
    char message[BUF_SIZE];

    if (argc != 2) {
        printf("Usage : %s <port>\n", argv[0]);
        exit(1);
    }

    if (WSAStartup(MAKEWORD(2, 2), &wsa_data) != 0)
        error_handling("WSAStartup() error!");

    serv_sock = socket(PF_INET, SOCK_STREAM, 0);
    if (serv_sock == INVALID_SOCKET)
        error_handling("socket() error");

    memset(&serv_adr, 0, sizeof(serv_adr));
    serv_adr.sin_family = AF_INET;
    serv_adr.sin_addr.s_addr = htonl(INADDR_ANY);
    serv_adr.sin_port = htons(atoi(argv[1]));

    if (bind(serv_sock, (SOCKADDR *)&serv_adr, sizeof(serv_adr)) == SOCKET_ERROR)
        error_handling("bind() error");
    if (listen(serv_sock, 5) == SOCKET_ERROR)
        error_handling("listen() error");

    for (i = 0; i < CLNT_CNT; i++) {
        clnt_adr_sz = sizeof(clnt_adr);
        clnt_sock = accept(serv_sock, (SOCKADDR *)&clnt_adr, &clnt_adr_sz);
        if (clnt_sock == INVALID_SOCKET)
            error_handling("accept() error");
        printf("Connected client %d \n", i + 1);

        /* a client that breaks off (SOCKET_ERROR) ends its own turn only */
        while ((str_len = recv(clnt_sock, message, BUF_SIZE, 0)) > 0)
            if (send(clnt_sock, message, str_len, 0) != str_len)
                break;
        closesocket(clnt_sock);
    }
    closesocket(serv_sock);
    WSACleanup();
    return 0;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
