#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/wait.h>

void error_handling(char *message);

int main(void)
{
    int serv_sock, clnt_sock, n, total = 0;
    struct sockaddr_in serv_addr, clnt_addr;
    socklen_t size = sizeof(serv_addr);
    char buffer[16];
    pid_t pid;

    serv_sock = socket(PF_INET, SOCK_STREAM, 0);
    if (serv_sock == -1)
        error_handling("socket() error");
    memset(&serv_addr, 0, sizeof(serv_addr));
    serv_addr.sin_family = AF_INET;
    serv_addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    serv_addr.sin_port = htons(0);
    if (bind(serv_sock, (struct sockaddr *)&serv_addr, sizeof(serv_addr)) == -1)
        error_handling("bind() error");
    if (listen(serv_sock, 5) == -1)
        error_handling("listen() error");
    getsockname(serv_sock, (struct sockaddr *)&serv_addr, &size);
    pid = fork();
    if (pid == 0) {
        int sock = socket(PF_INET, SOCK_STREAM, 0);
        if (connect(sock, (struct sockaddr *)&serv_addr, sizeof(serv_addr)) == -1)
            error_handling("connect() error");
        write(sock, "a message in pieces", 19);
        shutdown(sock, SHUT_WR);
        n = read(sock, buffer, sizeof(buffer));
        close(sock);
        _exit(n);
    }
    size = sizeof(clnt_addr);
    clnt_sock = accept(serv_sock, (struct sockaddr *)&clnt_addr, &size);
    if (clnt_sock == -1)
        error_handling("accept() error");
    printf("%s %d\n", inet_ntoa(clnt_addr.sin_addr), ntohs(clnt_addr.sin_port) > 0);
    while ((n = recv(clnt_sock, buffer, 5, MSG_WAITALL)) > 0) {
        printf("%.*s|", n, buffer);
        total += n;
    }
    printf("%d\n", total);
    send(clnt_sock, "bye", 3, 0);
    close(clnt_sock);
    close(serv_sock);
    wait(&n);
    return WEXITSTATUS(n);
}

void error_handling(char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
