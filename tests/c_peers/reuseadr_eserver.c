/* An echo server that ends first leaves its address in TIME_WAIT: with SO_REUSEADDR the next one
 * gets it nevertheless. */
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
    int serv_sock, clnt_sock;
    int option = 1;
    struct sockaddr_in serv_adr, clnt_adr;
    socklen_t clnt_adr_sz;
    char message[BUF_SIZE];
    ssize_t str_len;

    if (argc != 2 && (argc != 3 || strcmp(argv[2], "reuse"))) {
        printf("Usage : %s <port> [reuse]\n", argv[0]);
        exit(1);
    }

    serv_sock = socket(PF_INET, SOCK_STREAM, 0);
    if (serv_sock == -1)
        error_handling("socket() error");

    if (argc == 3 && setsockopt(serv_sock, SOL_SOCKET, SO_REUSEADDR, &option, sizeof(option)) == -1)
        error_handling("setsockopt() error");

    memset(&serv_adr, 0, sizeof(serv_adr));
    serv_adr.sin_family = AF_INET;
    serv_adr.sin_addr.s_addr = htonl(INADDR_ANY);
    serv_adr.sin_port = htons(atoi(argv[1]));

    if (bind(serv_sock, (struct sockaddr *)&serv_adr, sizeof(serv_adr)) == -1)
        error_handling("bind() error");
    if (listen(serv_sock, 5) == -1)
        error_handling("listen() error");

    clnt_adr_sz = sizeof(clnt_adr);
    clnt_sock = accept(serv_sock, (struct sockaddr *)&clnt_adr, &clnt_adr_sz);
    if (clnt_sock == -1)
        error_handling("accept() error");

    while ((str_len = read(clnt_sock, message, sizeof(message))) > 0)
        if (write(clnt_sock, message, str_len) != str_len ||
            write(STDOUT_FILENO, message, str_len) != str_len)
            error_handling("write() error");
    if (str_len == -1)
        error_handling("read() error");
    close(clnt_sock);
    close(serv_sock);
    return 0;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
