/* A small web server: a thread for each request, files of the current directory as answers. */
#include <process.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <winsock2.h>

#define BUF_SIZE 2048
#define NAME_SIZE 256

static unsigned WINAPI request_handler(void *arg);
static void send_file(SOCKET sock, const char *name);
static void send_text(SOCKET sock, const char *text);
static void error_handling(const char *message);

int
main(int argc, char *argv[])
{
    WSADATA wsa_data;
    SOCKET serv_sock, clnt_sock, *arg;
    SOCKADDR_IN serv_adr, clnt_adr;
    int adr_sz;
    HANDLE thread;
    unsigned thread_id;

    if (argc != 2) {
        printf("Usage : %s <port>\n", argv[0]);
        exit(1);
    }

    if (WSAStartup(MAKEWORD(2, 2), &wsa_data) != 0)
        error_handling("WSAStartup() error!");

    serv_sock = socket(PF_INET, SOCK_STREAM, 0);
    memset(&serv_adr, 0, sizeof(serv_adr));
    serv_adr.sin_family = AF_INET;
    serv_adr.sin_addr.s_addr = htonl(INADDR_ANY);
    serv_adr.sin_port = htons(atoi(argv[1]));
    if (bind(serv_sock, (SOCKADDR *)&serv_adr, sizeof(serv_adr)) == SOCKET_ERROR)
        error_handling("bind() error");
    if (listen(serv_sock, 5) == SOCKET_ERROR)
        error_handling("listen() error");

    while (1) {
        adr_sz = sizeof(clnt_adr);
        clnt_sock = accept(serv_sock, (SOCKADDR *)&clnt_adr, &adr_sz);
        if (clnt_sock == INVALID_SOCKET)
            break;
        printf("Connection Request : %s\n", inet_ntoa(clnt_adr.sin_addr));
        fflush(stdout);

        arg = malloc(sizeof(SOCKET)); /* of its own: the next client comes soon */
        *arg = clnt_sock;
        thread = (HANDLE)_beginthreadex(NULL, 0, request_handler, arg, 0, &thread_id);
        if (thread == 0)
            error_handling("_beginthreadex() error");
        CloseHandle(thread);
    }
    closesocket(serv_sock);
    WSACleanup();
    return 0;
}

static unsigned WINAPI
request_handler(void *arg)
{
    SOCKET sock = *(SOCKET *)arg;
    char request[BUF_SIZE], method[16], name[NAME_SIZE];
    int length;

    free(arg);
    length = recv(sock, request, BUF_SIZE - 1, 0);
    if (length > 0) {
        request[length] = 0;
        if (sscanf(request, "%15s /%255s", method, name) != 2 || strcmp(method, "GET") != 0 ||
            strstr(name, "..") != NULL || strpbrk(name, ":\\/") != NULL)
            send_text(sock, "HTTP/1.0 400 Bad Request\r\n\r\n");
        else
            send_file(sock, name);
    }
    shutdown(sock, SD_SEND);
    closesocket(sock);
    return 0;
}

static void
send_file(SOCKET sock, const char *name)
{
    char buf[BUF_SIZE];
    const char *ending = strrchr(name, '.');
    size_t count;
    FILE *file = fopen(name, "rb");

    if (file == NULL) {
        send_text(sock, "HTTP/1.0 404 Not Found\r\n\r\n");
        return;
    }
    send_text(sock, "HTTP/1.0 200 OK\r\nServer: simple web server\r\n");
    if (ending != NULL && strcmp(ending, ".html") == 0)
        send_text(sock, "Content-type: text/html\r\n\r\n");
    else
        send_text(sock, "Content-type: text/plain\r\n\r\n");
    while ((count = fread(buf, 1, BUF_SIZE, file)) > 0)
        send(sock, buf, (int)count, 0);
    fclose(file);
}

static void
send_text(SOCKET sock, const char *text)
{
    send(sock, text, (int)strlen(text), 0);
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
