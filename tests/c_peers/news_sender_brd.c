/* Sends a file's lines to all hosts of a network. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUF_SIZE 100

static void error_handling(const char *message);

int
main(int argc, char *argv[])
{
    int send_sock;
    struct sockaddr_in broad_adr;
    int so_brd = 1;
    int pause_us = 2000000;
    FILE *fp;
    char buf[BUF_SIZE];

    if (argc < 3 || argc > 4) {
        printf("Usage : %s <broadcast IP> <port> [milliseconds]\n", argv[0]);
        exit(1);
    }
    if (argc > 3)
        pause_us = atoi(argv[3]) * 1000;

    send_sock = socket(PF_INET, SOCK_DGRAM, 0);
    if (send_sock == -1)
        error_handling("socket() error");
    memset(&broad_adr, 0, sizeof(broad_adr));
    broad_adr.sin_family = AF_INET;
    broad_adr.sin_addr.s_addr = inet_addr(argv[1]);
    broad_adr.sin_port = htons(atoi(argv[2]));

    if (setsockopt(send_sock, SOL_SOCKET, SO_BROADCAST, &so_brd, sizeof(so_brd)) == -1)
        error_handling("setsockopt() error");

    fp = fopen("news.txt", "r");
    if (fp == NULL)
        error_handling("fopen() error");

    while (fgets(buf, BUF_SIZE, fp) != NULL) {
        if (sendto(send_sock, buf, strlen(buf), 0, (struct sockaddr *)&broad_adr,
                   sizeof(broad_adr)) == -1)
            error_handling("sendto() error");
        usleep(pause_us);
    }
    fclose(fp);
    close(send_sock);
    return 0;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
