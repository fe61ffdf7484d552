/* Whatever one says, all hear: a chat with a thread for each client. */
#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUF_SIZE 100
#define MAX_CLNT 256

static void *handle_clnt(void *arg);
static void send_msg(const char *msg, size_t len);
static void error_handling(const char *message);

static int clnt_cnt = 0;
static int clnt_socks[MAX_CLNT];
static pthread_mutex_t mutx;

int
main(int argc, char *argv[])
{
    int serv_sock, clnt_sock;
    struct sockaddr_in serv_adr, clnt_adr;
    socklen_t clnt_adr_sz;
    pthread_t t_id;
    int *arg;

    if (argc != 2) {
        printf("Usage : %s <port>\n", argv[0]);
        exit(1);
    }
    /* a client that has gone must not end the server */
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR)
        error_handling("signal() error");
    if (pthread_mutex_init(&mutx, NULL) != 0)
        error_handling("pthread_mutex_init() error");

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

    while (1) {
        clnt_adr_sz = sizeof(clnt_adr);
        clnt_sock = accept(serv_sock, (struct sockaddr *)&clnt_adr, &clnt_adr_sz);
        if (clnt_sock == -1)
            error_handling("accept() error");
        if (clnt_cnt == MAX_CLNT) {
            close(clnt_sock);
            continue;
        }

        pthread_mutex_lock(&mutx);
        clnt_socks[clnt_cnt++] = clnt_sock;
        pthread_mutex_unlock(&mutx);

        /* each thread has a descriptor of its own to read, for ours is soon the next client's */
        arg = malloc(sizeof(int));
        if (arg == NULL)
            error_handling("malloc() error");
        *arg = clnt_sock;
        printf("Connected client IP: %s \n", inet_ntoa(clnt_adr.sin_addr));
        if (pthread_create(&t_id, NULL, handle_clnt, (void *)arg) != 0)
            error_handling("pthread_create() error");
        pthread_detach(t_id);
    }
}

static void *
handle_clnt(void *arg)
{
    int clnt_sock = *((int *)arg);
    ssize_t str_len;
    char msg[BUF_SIZE];
    int i;

    free(arg);
    while ((str_len = read(clnt_sock, msg, sizeof(msg))) > 0)
        send_msg(msg, str_len);

    pthread_mutex_lock(&mutx);
    for (i = 0; i < clnt_cnt; i++) {
        if (clnt_sock == clnt_socks[i]) {
            /* the last one takes the place */
            clnt_socks[i] = clnt_socks[--clnt_cnt];
            break;
        }
    }
    close(clnt_sock);
    pthread_mutex_unlock(&mutx);
    puts("Disconnected client");
    return NULL;
}

/* To everyone, the speaker too; one that has gone is noticed when it is read from. */
static void
send_msg(const char *msg, size_t len)
{
    int i;

    pthread_mutex_lock(&mutx);
    for (i = 0; i < clnt_cnt; i++)
        if (write(clnt_socks[i], msg, len) == -1)
            perror("write");
    pthread_mutex_unlock(&mutx);
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
