/* The iterative echo server once more, with streams instead of read() and write(). */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUF_SIZE 1024
#define CLNT_CNT 5

static void error_handling(const char *message);

int
main(int argc, char *argv[])
{
    int serv_sock, clnt_sock;
    struct sockaddr_in serv_adr, clnt_adr;
    socklen_t clnt_adr_sz;
    char message[BUF_SIZE];
    int i;
    FILE *readfp, *writefp;

    if (argc != 2) {
        printf("Usage : %s <port>\n", argv[0]);
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

    for (i = 0; i < CLNT_CNT; i++) {
        clnt_adr_sz = sizeof(clnt_adr);
        clnt_sock = accept(serv_sock, (struct sockaddr *)&clnt_adr, &clnt_adr_sz);
        if (clnt_sock == -1)
            error_handling("accept() error");
        printf("Connected client %d \n", i + 1);

        /* a descriptor for each stream, as each fclose() closes one */
        readfp = fdopen(clnt_sock, "r");
        writefp = fdopen(dup(clnt_sock), "w");
        if (readfp == NULL || writefp == NULL)
            error_handling("fdopen() error");

        while (fgets(message, BUF_SIZE, readfp) != NULL)
            if (fputs(message, writefp) == EOF || fflush(writefp) == EOF)
                break;
        fclose(readfp);
        fclose(writefp);
    }
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
