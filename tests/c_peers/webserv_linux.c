/* A little web server, with a thread for each request. */
#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUF_SIZE 1024
#define SMALL_BUF 100

static void *request_handler(void *arg);
static void answer(FILE *clnt_read, FILE *clnt_write);
static void send_data(FILE *fp, const char *file_name);
static void send_error(FILE *fp);
static const char *content_type(const char *file_name);
static void error_handling(const char *message);

int
main(int argc, char *argv[])
{
    int serv_sock, clnt_sock;
    struct sockaddr_in serv_adr, clnt_adr;
    socklen_t clnt_adr_size;
    pthread_t t_id;
    int *arg;

    if (argc != 2) {
        printf("Usage : %s <port>\n", argv[0]);
        exit(1);
    }
    /* a browser that has gone must not end the server */
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR)
        error_handling("signal() error");

    serv_sock = socket(PF_INET, SOCK_STREAM, 0);
    if (serv_sock == -1)
        error_handling("socket() error");

    memset(&serv_adr, 0, sizeof(serv_adr));
    serv_adr.sin_family = AF_INET;
    serv_adr.sin_addr.s_addr = htonl(INADDR_ANY);
    serv_adr.sin_port = htons(atoi(argv[1]));

    if (bind(serv_sock, (struct sockaddr *)&serv_adr, sizeof(serv_adr)) == -1)
        error_handling("bind() error");
    if (listen(serv_sock, 20) == -1)
        error_handling("listen() error");

    while (1) {
        clnt_adr_size = sizeof(clnt_adr);
        clnt_sock = accept(serv_sock, (struct sockaddr *)&clnt_adr, &clnt_adr_size);
        if (clnt_sock == -1)
            error_handling("accept() error");
        printf("Connection request : %s:%d\n", inet_ntoa(clnt_adr.sin_addr),
               ntohs(clnt_adr.sin_port));
        arg = malloc(sizeof(int));
        if (arg == NULL)
            error_handling("malloc() error");
        *arg = clnt_sock;
        if (pthread_create(&t_id, NULL, request_handler, (void *)arg) != 0)
            error_handling("pthread_create() error");
        pthread_detach(t_id);
    }
}

static void *
request_handler(void *arg)
{
    int clnt_sock = *((int *)arg);
    FILE *clnt_read = fdopen(clnt_sock, "r");
    FILE *clnt_write = fdopen(dup(clnt_sock), "w");

    free(arg);
    if (clnt_read == NULL || clnt_write == NULL)
        error_handling("fdopen() error");
    answer(clnt_read, clnt_write);
    fclose(clnt_write);
    fclose(clnt_read);
    return NULL;
}

static void
answer(FILE *clnt_read, FILE *clnt_write)
{
    char req_line[SMALL_BUF], line[BUF_SIZE];
    char *method, *file_name, *rest;

    if (fgets(req_line, SMALL_BUF, clnt_read) == NULL)
        return;
    /* the rest of the request has to be read, or closing would break the answer off */
    while (fgets(line, BUF_SIZE, clnt_read) != NULL)
        if (!strcmp(line, "\r\n") || !strcmp(line, "\n"))
            break;

    if (strstr(req_line, "HTTP/") == NULL) {
        send_error(clnt_write);
        return;
    }
    method = strtok_r(req_line, " /", &rest);
    file_name = strtok_r(NULL, " /", &rest);
    /* one name of this directory, and no other */
    if (method == NULL || strcmp(method, "GET") || file_name == NULL || file_name[0] == '.')
        send_error(clnt_write);
    else
        send_data(clnt_write, file_name);
}

static void
send_data(FILE *fp, const char *file_name)
{
    char buf[BUF_SIZE];
    FILE *send_file = fopen(file_name, "rb");
    size_t read_cnt;

    if (send_file == NULL) {
        send_error(fp);
        return;
    }
    fputs("HTTP/1.0 200 OK\r\n", fp);
    fputs("Server: Linux Web Server\r\n", fp);
    fprintf(fp, "Content-type: %s\r\n\r\n", content_type(file_name));
    while ((read_cnt = fread(buf, 1, BUF_SIZE, send_file)) > 0)
        fwrite(buf, 1, read_cnt, fp);
    fclose(send_file);
}

static void
send_error(FILE *fp)
{
    fputs("HTTP/1.0 400 Bad Request\r\n", fp);
    fputs("Server: Linux Web Server\r\n", fp);
    fputs("Content-type: text/html\r\n\r\n", fp);
    fputs("<html><head><title>NETWORK</title></head>", fp);
    fputs("<body><p>Nothing here: look at the file's name and the method.</p></body></html>", fp);
}

static const char *
content_type(const char *file_name)
{
    const char *extension = strrchr(file_name, '.');

    if (extension != NULL && (!strcmp(extension, ".html") || !strcmp(extension, ".htm")))
        return "text/html";
    return "text/plain";
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
