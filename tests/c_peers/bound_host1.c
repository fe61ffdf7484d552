/* Three datagrams may be waiting, and still it takes three reads: UDP keeps message boundaries. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUF_SIZE 30
#define PAUSE 5 /* seconds, in which the datagrams arrive */

static void error_handling(const char *message);

int
main(int argc, char *argv[])
{
    int sock, seconds, i;
    struct sockaddr_in my_adr, your_adr;
    socklen_t adr_sz;
    char message[BUF_SIZE];
    ssize_t str_len;

    if (argc != 2 && argc != 3) {
        printf("Usage : %s <port> [seconds]\n", argv[0]);
        exit(1);
    }
    seconds = argc == 3 ? atoi(argv[2]) : PAUSE;

    sock = socket(PF_INET, SOCK_DGRAM, 0);
    if (sock == -1)
        error_handling("socket() error");

    memset(&my_adr, 0, sizeof(my_adr));
    my_adr.sin_family = AF_INET;
    my_adr.sin_addr.s_addr = htonl(INADDR_ANY);
    my_adr.sin_port = htons(atoi(argv[1]));

    if (bind(sock, (struct sockaddr *)&my_adr, sizeof(my_adr)) == -1)
        error_handling("bind() error");

    for (i = 0; i < 3; i++) {
        sleep(seconds);
        adr_sz = sizeof(your_adr);
        str_len = recvfrom(sock, message, BUF_SIZE - 1, 0, (struct sockaddr *)&your_adr, &adr_sz);
        if (str_len == -1)
            error_handling("recvfrom() error");
        message[str_len] = 0;
        printf("Message %d: %s \n", i + 1, message);
    }
    close(sock);
    return 0;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
