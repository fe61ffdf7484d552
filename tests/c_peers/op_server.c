/* A protocol of one's own: a count byte, that many 4-byte operands, an operator; a 4-byte answer.
 * Integers travel in host order: both ends are the same machine. */
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define OPSZ 4
#define MAX_OPND 255
#define CLNT_CNT 5

static void error_handling(const char *message);
static int read_full(int sock, void *buf, size_t size);
static int calculate(int opnum, const int opnds[], char op);

int
main(int argc, char *argv[])
{
    int serv_sock, clnt_sock;
    struct sockaddr_in serv_adr, clnt_adr;
    socklen_t clnt_adr_sz;
    unsigned char opnd_cnt;
    int opnds[MAX_OPND];
    char op;
    int result, i;

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

        /* a request that stays incomplete or holds no operand gets no answer */
        if (read_full(clnt_sock, &opnd_cnt, 1) && opnd_cnt > 0 &&
            read_full(clnt_sock, opnds, opnd_cnt * OPSZ) && read_full(clnt_sock, &op, 1)) {
            result = calculate(opnd_cnt, opnds, op);
            if (write(clnt_sock, &result, sizeof(result)) == -1)
                error_handling("write() error");
        }
        close(clnt_sock);
    }
    close(serv_sock);
    return 0;
}

static int
read_full(int sock, void *buf, size_t size)
{
    char *pos = buf;
    size_t recv_len = 0;
    ssize_t recv_cnt;

    while (recv_len < size) {
        recv_cnt = read(sock, pos + recv_len, size - recv_len);
        if (recv_cnt <= 0)
            return 0;
        recv_len += recv_cnt;
    }
    return 1;
}

static int
calculate(int opnum, const int opnds[], char op)
{
    /* unsigned, because there overflow is defined: the answer wraps */
    uint32_t result = opnds[0];
    int i;

    switch (op) {
    case '+':
        for (i = 1; i < opnum; i++)
            result += opnds[i];
        break;
    case '-':
        for (i = 1; i < opnum; i++)
            result -= opnds[i];
        break;
    case '*':
        for (i = 1; i < opnum; i++)
            result *= opnds[i];
        break;
    }
    return (int)result;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
