/* Sends a file, says so by closing its half of the connection, and still hears the answer. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUF_SIZE 30
#define FILE_NAME "file_server.c"

static void error_handling(const char *message);

int
main(int argc, char *argv[])
{
    int serv_sd, clnt_sd;
    FILE *fp;
    char buf[BUF_SIZE];
    size_t read_cnt, total = 0;
    ssize_t str_len;
    struct sockaddr_in serv_adr, clnt_adr;
    socklen_t clnt_adr_sz;

    if (argc != 2 && argc != 3) {
        printf("Usage : %s <port> [file]\n", argv[0]);
        exit(1);
    }

    fp = fopen(argc == 3 ? argv[2] : FILE_NAME, "rb");
    if (fp == NULL)
        error_handling("fopen() error");

    serv_sd = socket(PF_INET, SOCK_STREAM, 0);
    if (serv_sd == -1)
        error_handling("socket() error");

    memset(&serv_adr, 0, sizeof(serv_adr));
    serv_adr.sin_family = AF_INET;
    serv_adr.sin_addr.s_addr = htonl(INADDR_ANY);
    serv_adr.sin_port = htons(atoi(argv[1]));

    if (bind(serv_sd, (struct sockaddr *)&serv_adr, sizeof(serv_adr)) == -1)
        error_handling("bind() error");
    if (listen(serv_sd, 5) == -1)
        error_handling("listen() error");

    clnt_adr_sz = sizeof(clnt_adr);
    clnt_sd = accept(serv_sd, (struct sockaddr *)&clnt_adr, &clnt_adr_sz);
    if (clnt_sd == -1)
        error_handling("accept() error");

    while ((read_cnt = fread(buf, 1, BUF_SIZE, fp)) > 0)
        if (write(clnt_sd, buf, read_cnt) != (ssize_t)read_cnt)
            error_handling("write() error");
    if (ferror(fp))
        error_handling("fread() error");

    /* to the client this is the end of the file; close() would shut the other half as well */
    if (shutdown(clnt_sd, SHUT_WR) == -1)
        error_handling("shutdown() error");

    while ((str_len = read(clnt_sd, &buf[total], BUF_SIZE - 1 - total)) > 0)
        total += str_len;
    if (str_len == -1)
        error_handling("read() error");
    buf[total] = 0;
    printf("Message from client: %s \n", buf);

    fclose(fp);
    close(clnt_sd);
    close(serv_sd);
    return 0;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
