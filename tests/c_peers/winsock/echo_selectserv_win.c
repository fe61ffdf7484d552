/* Echoes to many clients with select(), walking through the fd_set as Winsock lays it out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <winsock2.h>

#define BUF_SIZE 1024

static void error_handling(const char *message);

int
main(int argc, char *argv[])
{
    WSADATA wsa_data;
    SOCKET serv_sock, clnt_sock, sock;
    SOCKADDR_IN serv_adr, clnt_adr;
    TIMEVAL timeout;
    fd_set reads, all, ready;
    int adr_sz, str_len, fd_num;
    u_int i;
    char buf[BUF_SIZE];

    if (argc != 2) {
        printf("Usage : %s <port>\n", argv[0]);
        exit(1);
    }

    if (WSAStartup(MAKEWORD(2, 2), &wsa_data) != 0)
        error_handling("WSAStartup() error!");

    serv_sock = socket(PF_INET, SOCK_STREAM, 0);
    memset(&serv_adr, 0, sizeof(serv_adr));
    serv_adr.sin_family = AF_INET;
    serv_adr.sin_addr.s_addr = htonl(INADDR_ANY);
    serv_adr.sin_port = htons(atoi(argv[1]));

    if (bind(serv_sock, (SOCKADDR *)&serv_adr, sizeof(serv_adr)) == SOCKET_ERROR)
        error_handling("bind() error");
    if (listen(serv_sock, 5) == SOCKET_ERROR)
        error_handling("listen() error");

    FD_ZERO(&reads);
    FD_SET(serv_sock, &reads);

    while (1) {
        all = reads;
        ready = reads;
        timeout.tv_sec = 5;
        timeout.tv_usec = 5000;

        fd_num = select(0, &ready, NULL, NULL, &timeout);
        if (fd_num == SOCKET_ERROR)
            break;
        if (fd_num == 0)
            continue;

        for (i = 0; i < all.fd_count; i++) {
            sock = all.fd_array[i];
            if (!FD_ISSET(sock, &ready))
                continue;
            if (sock == serv_sock) { /* connection request */
                adr_sz = sizeof(clnt_adr);
                clnt_sock = accept(serv_sock, (SOCKADDR *)&clnt_adr, &adr_sz);
                FD_SET(clnt_sock, &reads);
                printf("connected client: %d \n", (int)clnt_sock);
            } else { /* data, or its end */
                str_len = recv(sock, buf, BUF_SIZE, 0);
                if (str_len > 0) {
                    send(sock, buf, str_len, 0);
                } else {
                    FD_CLR(sock, &reads);
                    closesocket(sock);
                    printf("closed client: %d \n", (int)sock);
                }
            }
            fflush(stdout);
        }
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
