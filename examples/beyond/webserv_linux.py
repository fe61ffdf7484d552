"""A little web server, with a thread for each request.

Run: python webserv_linux.py 9190       (serves the current directory; Ctrl-C ends it)
"""

import sys

from pysock import *

BUF_SIZE = 1024
SMALL_BUF = 100


def main(argc, argv):
    serv_adr = struct.sockaddr_in()
    clnt_adr = struct.sockaddr_in()
    t_id = pthread_t()

    if argc != 2:
        printf("Usage : %s <port>\n", argv[0])
        exit(1)
    # a browser that has gone must not end the server
    if signal(SIGPIPE, SIG_IGN) == SIG_ERR:
        error_handling("signal() error")

    serv_sock = socket(PF_INET, SOCK_STREAM, 0)
    if serv_sock == -1:
        error_handling("socket() error")

    memset(serv_adr, 0, sizeof(serv_adr))
    serv_adr.sin_family = AF_INET
    serv_adr.sin_addr.s_addr = htonl(INADDR_ANY)
    serv_adr.sin_port = htons(atoi(argv[1]))

    if bind(serv_sock, serv_adr, sizeof(serv_adr)) == -1:
        error_handling("bind() error")
    if listen(serv_sock, 20) == -1:
        error_handling("listen() error")

    while True:
        clnt_adr_size = socklen_t(sizeof(clnt_adr))
        clnt_sock = accept(serv_sock, clnt_adr, clnt_adr_size)
        if clnt_sock == -1:
            error_handling("accept() error")
        printf(
            "Connection request : %s:%d\n",
            inet_ntoa(clnt_adr.sin_addr),
            ntohs(clnt_adr.sin_port),
        )
        arg = ptr(int_, malloc(sizeof(int_)))
        if arg == NULL:
            error_handling("malloc() error")
        arg[0] = clnt_sock
        if pthread_create(t_id, NULL, request_handler, arg) != 0:
            error_handling("pthread_create() error")
        pthread_detach(t_id)


def request_handler(arg):
    clnt_sock = ptr(int_, arg)[0]
    clnt_read = fdopen(clnt_sock, "r")
    clnt_write = fdopen(dup(clnt_sock), "w")

    free(arg)
    if clnt_read == NULL or clnt_write == NULL:
        error_handling("fdopen() error")
    answer(clnt_read, clnt_write)
    fclose(clnt_write)
    fclose(clnt_read)
    return NULL


def answer(clnt_read, clnt_write):
    req_line = char[SMALL_BUF]()
    line = char[BUF_SIZE]()
    rest = ptr(char)()

    if fgets(req_line, SMALL_BUF, clnt_read) == NULL:
        return
    # the rest of the request has to be read, or closing would break the answer off
    while fgets(line, BUF_SIZE, clnt_read) != NULL:
        if not strcmp(line, "\r\n") or not strcmp(line, "\n"):
            break

    if strstr(req_line, "HTTP/") == NULL:
        send_error(clnt_write)
        return
    method = strtok_r(req_line, " /", rest)
    file_name = strtok_r(NULL, " /", rest)
    # one name of this directory, and no other
    if method == NULL or strcmp(method, "GET") or file_name == NULL or file_name[0] == ord("."):
        send_error(clnt_write)
    else:
        send_data(clnt_write, file_name)


def send_data(fp, file_name):
    buf = char[BUF_SIZE]()
    send_file = fopen(file_name, "rb")

    if send_file == NULL:
        send_error(fp)
        return
    fputs("HTTP/1.0 200 OK\r\n", fp)
    fputs("Server: Linux Web Server\r\n", fp)
    fprintf(fp, "Content-type: %s\r\n\r\n", content_type(file_name))
    while (read_cnt := fread(buf, 1, BUF_SIZE, send_file)) > 0:
        fwrite(buf, 1, read_cnt, fp)
    fclose(send_file)


def send_error(fp):
    fputs("HTTP/1.0 400 Bad Request\r\n", fp)
    fputs("Server: Linux Web Server\r\n", fp)
    fputs("Content-type: text/html\r\n\r\n", fp)
    fputs("<html><head><title>NETWORK</title></head>", fp)
    fputs("<body><p>Nothing here: look at the file's name and the method.</p></body></html>", fp)


def content_type(file_name):
    extension = strrchr(file_name, ord("."))

    if extension != NULL and (not strcmp(extension, ".html") or not strcmp(extension, ".htm")):
        return "text/html"
    return "text/plain"


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
