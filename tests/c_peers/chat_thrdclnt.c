/* One thread for the keyboard, one for what the others say. */
#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUF_SIZE 100
#define NAME_SIZE 20

static void *send_msg(void *arg);
static void *recv_msg(void *arg);
static void error_handling(const char *message);

static char name[NAME_SIZE];

int
main(int argc, char *argv[])
{
    int sock;
    struct sockaddr_in serv_adr;
    pthread_t snd_thread, rcv_thread;
    void *thread_return;

    if (argc != 4) {
        printf("Usage : %s <IP> <port> <name>\n", argv[0]);
        exit(1);
    }
    snprintf(name, NAME_SIZE, "[%s]", argv[3]);

    sock = socket(PF_INET, SOCK_STREAM, 0);
    if (sock == -1)
        error_handling("socket() error");

    memset(&serv_adr, 0, sizeof(serv_adr));
    serv_adr.sin_family = AF_INET;
    serv_adr.sin_addr.s_addr = inet_addr(argv[1]);
    serv_adr.sin_port = htons(atoi(argv[2]));

    if (connect(sock, (struct sockaddr *)&serv_adr, sizeof(serv_adr)) == -1)
        error_handling("connect() error!");

    if (pthread_create(&snd_thread, NULL, send_msg, (void *)&sock) != 0)
        error_handling("pthread_create() error");
    if (pthread_create(&rcv_thread, NULL, recv_msg, (void *)&sock) != 0)
        error_handling("pthread_create() error");
    /* the server ends the conversation, after our goodbye or without it */
    pthread_join(rcv_thread, &thread_return);
    if (thread_return == (void *)-1)
        error_handling("read() error");
    close(sock);
    return 0;
}

/* What is typed, until there is no more. */
static void *
send_msg(void *arg)
{
    int sock = *((int *)arg);
    char msg[BUF_SIZE], name_msg[NAME_SIZE + BUF_SIZE];

    while (fgets(msg, BUF_SIZE, stdin) != NULL) {
        if (!strcmp(msg, "q\n") || !strcmp(msg, "Q\n"))
            break;
        snprintf(name_msg, sizeof(name_msg), "%s %s", name, msg);
        if (write(sock, name_msg, strlen(name_msg)) == -1)
            error_handling("write() error");
    }
    if (shutdown(sock, SHUT_WR) == -1)
        error_handling("shutdown() error");
    return NULL;
}

/* What the server sends, until its end. */
static void *
recv_msg(void *arg)
{
    int sock = *((int *)arg);
    char msg[BUF_SIZE];
    ssize_t str_len;

    while ((str_len = read(sock, msg, BUF_SIZE - 1)) > 0) {
        msg[str_len] = 0;
        fputs(msg, stdout);
    }
    return str_len == -1 ? (void *)-1 : NULL;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
