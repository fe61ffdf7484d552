/* Asks op_server for a sum, a difference or a product; see there for the protocol. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUF_SIZE 1024
#define LINE_SIZE 64
#define OPSZ 4
#define MAX_OPND 255

static void error_handling(const char *message);
static void read_line(char *line);

int
main(int argc, char *argv[])
{
    int sock;
    struct sockaddr_in serv_adr;
    unsigned char opmsg[BUF_SIZE];
    char line[LINE_SIZE];
    int opnd_cnt, operand, result, i;

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

    fputs("Operand count: ", stdout);
    read_line(line);
    opnd_cnt = atoi(line);
    /* the count has to fit its byte */
    if (opnd_cnt < 1 || opnd_cnt > MAX_OPND)
        error_handling("operand count error");
    opmsg[0] = opnd_cnt;

    for (i = 0; i < opnd_cnt; i++) {
        printf("Operand %d: ", i + 1);
        read_line(line);
        operand = atoi(line);
        /* copied, as an int may not stand at an odd address on every machine */
        memcpy(&opmsg[1 + i * OPSZ], &operand, OPSZ);
    }

    fputs("Operator: ", stdout);
    read_line(line);
    opmsg[1 + opnd_cnt * OPSZ] = line[0];
    if (write(sock, opmsg, opnd_cnt * OPSZ + 2) == -1)
        error_handling("write() error");

    if (recv(sock, &result, OPSZ, MSG_WAITALL) != OPSZ)
        error_handling("recv() error");
    printf("Operation result: %d \n", result);
    close(sock);
    return 0;
}

static void
read_line(char *line)
{
    if (fgets(line, LINE_SIZE, stdin) == NULL)
        error_handling("no more input");
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
