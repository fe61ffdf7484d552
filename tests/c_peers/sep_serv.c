/* Two streams on one socket, and the wrong way to end one half: fclose(). On the only descriptor it
 * closes both halves; while a duplicate lives it ends none. See sep_serv2 for the right way. */
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
    int serv_sock, clnt_sock;
    FILE *readfp, *writefp;
    struct sockaddr_in serv_adr, clnt_adr;
    socklen_t clnt_adr_sz;
    char buf[BUF_SIZE];

    if (argc != 2 && (argc != 3 || strcmp(argv[2], "dup"))) {
        printf("Usage : %s <port> [dup]\n", argv[0]);
        exit(1);
    }

    serv_sock = socket(PF_INET, SOCK_STREAM, 0);
    if (serv_sock == -1)
        error_handling("socket() error");

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

    readfp = fdopen(clnt_sock, "r");
    writefp = fdopen(argc == 3 ? dup(clnt_sock) : clnt_sock, "w");
    if (readfp == NULL || writefp == NULL)
        error_handling("fdopen() error");

    fputs("FROM SERVER: Hi~ client? \n", writefp);
    fputs("I love all of the world \n", writefp);
    fputs("You are awesome! \n", writefp);
    if (fflush(writefp) == EOF)
        error_handling("fflush() error");

    fclose(writefp);
    /* without a duplicate there is nothing left to read from */
    if (fgets(buf, sizeof(buf), readfp) == NULL)
        puts("No answer");
    else
        fputs(buf, stdout);
    fclose(readfp);
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
