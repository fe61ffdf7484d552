/* As uecho_server, but takes all datagrams that are there by one call, and answers by another. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define BUF_SIZE 30
#define BATCH 16

static void error_handling(const char *message);

int
main(int argc, char *argv[])
{
    int serv_sock, count, i;
    struct sockaddr_in serv_adr, clnt_adrs[BATCH];
    char messages[BATCH][BUF_SIZE];
    struct iovec vecs[BATCH];
    struct mmsghdr msgs[BATCH];

    if (argc != 2) {
        printf("Usage : %s <port>\n", argv[0]);
        exit(1);
    }

    serv_sock = socket(PF_INET, SOCK_DGRAM, 0);
    if (serv_sock == -1)
        error_handling("UDP socket creation error");

    memset(&serv_adr, 0, sizeof(serv_adr));
    serv_adr.sin_family = AF_INET;
    serv_adr.sin_addr.s_addr = htonl(INADDR_ANY);
    serv_adr.sin_port = htons(atoi(argv[1]));

    if (bind(serv_sock, (struct sockaddr *)&serv_adr, sizeof(serv_adr)) == -1)
        error_handling("bind() error");

    memset(msgs, 0, sizeof(msgs));
    for (i = 0; i < BATCH; i++) {
        vecs[i].iov_base = messages[i];
        msgs[i].msg_hdr.msg_name = &clnt_adrs[i];
        msgs[i].msg_hdr.msg_iov = &vecs[i];
        msgs[i].msg_hdr.msg_iovlen = 1;
    }

    while (1) {
        for (i = 0; i < BATCH; i++) {
            vecs[i].iov_len = BUF_SIZE;
            msgs[i].msg_hdr.msg_namelen = sizeof(clnt_adrs[i]);
        }
        count = recvmmsg(serv_sock, msgs, BATCH, MSG_WAITFORONE, NULL);
        if (count == -1)
            error_handling("recvmmsg() error");
        for (i = 0; i < count; i++)
            vecs[i].iov_len = msgs[i].msg_len;
        if (sendmmsg(serv_sock, msgs, count, 0) == -1)
            error_handling("sendmmsg() error");
    }
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
