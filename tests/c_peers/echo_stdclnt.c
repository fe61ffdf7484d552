/* Sends and receives lines through streams; fflush() is what sends. */
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
    char message[BUF_SIZE];
    struct sockaddr_in serv_adr;
    FILE *readfp, *writefp;

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

    /* a descriptor for each stream, as each fclose() closes one */
    readfp = fdopen(sock, "r");
    writefp = fdopen(dup(sock), "w");
    if (readfp == NULL || writefp == NULL)
        error_handling("fdopen() error");

    while (1) {
        fputs("Input message(Q to quit): ", stdout);
        if (fgets(message, BUF_SIZE, stdin) == NULL)
            break;
        if (!strcmp(message, "q\n") || !strcmp(message, "Q\n"))
            break;

        if (fputs(message, writefp) == EOF || fflush(writefp) == EOF)
            error_handling("fputs() error");
        if (fgets(message, BUF_SIZE, readfp) == NULL)
            error_handling("connection closed by server");
        printf("Message from server: %s", message);
    }
    fclose(writefp);
    fclose(readfp);
    return 0;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
