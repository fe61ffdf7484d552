"""A small web server: a thread for each request, files of the current directory as answers.

Run: python webserv_win.py 9190, then look at http://127.0.0.1:9190/index.html
"""

import sys

from pysock import *

BUF_SIZE = 2048
NAME_SIZE = 256


def main(argc, argv):
    wsa_data = WSADATA()
    serv_adr = SOCKADDR_IN()
    clnt_adr = SOCKADDR_IN()
    thread_id = uint()

    if argc != 2:
        printf("Usage : %s <port>\n", argv[0])
        exit(1)

    if WSAStartup(MAKEWORD(2, 2), wsa_data) != 0:
        error_handling("WSAStartup() error!")

    serv_sock = socket(PF_INET, SOCK_STREAM, 0)
    memset(serv_adr, 0, sizeof(serv_adr))
    serv_adr.sin_family = AF_INET
    serv_adr.sin_addr.s_addr = htonl(INADDR_ANY)
    serv_adr.sin_port = htons(atoi(argv[1]))
    if bind(serv_sock, serv_adr, sizeof(serv_adr)) == SOCKET_ERROR:
        error_handling("bind() error")
    if listen(serv_sock, 5) == SOCKET_ERROR:
        error_handling("listen() error")

    while True:
        adr_sz = int_(sizeof(clnt_adr))
        clnt_sock = accept(serv_sock, clnt_adr, adr_sz)
        if clnt_sock == INVALID_SOCKET:
            break
        printf("Connection Request : %s\n", inet_ntoa(clnt_adr.sin_addr))
        fflush(stdout)

        arg = ptr(SOCKET, malloc(sizeof(SOCKET)))  # of its own: the next client comes soon
        arg[0] = clnt_sock
        thread = _beginthreadex(NULL, 0, request_handler, arg, 0, thread_id)
        if thread == 0:
            error_handling("_beginthreadex() error")
        CloseHandle(thread)
    closesocket(serv_sock)
    WSACleanup()
    return 0


def request_handler(arg):
    sock = ptr(SOCKET, arg)[0]
    request = char[BUF_SIZE]()
    method = char[16]()
    name = char[NAME_SIZE]()

    free(arg)
    length = recv(sock, request, BUF_SIZE - 1, 0)
    if length > 0:
        request[length] = 0
        if (
            sscanf(request, "%15s /%255s", method, name) != 2
            or strcmp(method, "GET") != 0
            or strstr(name, "..") != NULL
            or strpbrk(name, ":\\/") != NULL
        ):
            send_text(sock, "HTTP/1.0 400 Bad Request\r\n\r\n")
        else:
            send_file(sock, name)
    shutdown(sock, SD_SEND)
    closesocket(sock)
    return 0


def send_file(sock, name):
    buf = char[BUF_SIZE]()
    ending = strrchr(name, ord("."))
    file = fopen(name, "rb")

    if file == NULL:
        send_text(sock, "HTTP/1.0 404 Not Found\r\n\r\n")
        return
    send_text(sock, "HTTP/1.0 200 OK\r\nServer: simple web server\r\n")
    if ending != NULL and strcmp(ending, ".html") == 0:
        send_text(sock, "Content-type: text/html\r\n\r\n")
    else:
        send_text(sock, "Content-type: text/plain\r\n\r\n")
    while (count := fread(buf, 1, BUF_SIZE, file)) > 0:
        send(sock, buf, count, 0)
    fclose(file)


def send_text(sock, text):
    send(sock, text, strlen(text), 0)


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
