"""Whatever one says, all hear: a chat with a thread for each client.

Run: python chat_server.py 9190         (Ctrl-C ends it)
"""

import sys

from pysock import *

BUF_SIZE = 100
MAX_CLNT = 256

clnt_cnt = 0
clnt_socks = int_[MAX_CLNT]()
mutx = pthread_mutex_t()


def main(argc, argv):
    global clnt_cnt
    serv_adr = struct.sockaddr_in()
    clnt_adr = struct.sockaddr_in()
    t_id = pthread_t()

    if argc != 2:
        printf("Usage : %s <port>\n", argv[0])
        exit(1)
    # a client that has gone must not end the server
    if signal(SIGPIPE, SIG_IGN) == SIG_ERR:
        error_handling("signal() error")
    if pthread_mutex_init(mutx, NULL) != 0:
        error_handling("pthread_mutex_init() error")

    serv_sock = socket(PF_INET, SOCK_STREAM, 0)
    if serv_sock == -1:
        error_handling("socket() error")

    memset(serv_adr, 0, sizeof(serv_adr))
    serv_adr.sin_family = AF_INET
    serv_adr.sin_addr.s_addr = htonl(INADDR_ANY)
    serv_adr.sin_port = htons(atoi(argv[1]))

    if bind(serv_sock, serv_adr, sizeof(serv_adr)) == -1:
        error_handling("bind() error")
    if listen(serv_sock, 5) == -1:
        error_handling("listen() error")

    while True:
        clnt_adr_sz = socklen_t(sizeof(clnt_adr))
        clnt_sock = accept(serv_sock, clnt_adr, clnt_adr_sz)
        if clnt_sock == -1:
            error_handling("accept() error")
        if clnt_cnt == MAX_CLNT:
            close(clnt_sock)
            continue

        pthread_mutex_lock(mutx)
        clnt_socks[clnt_cnt] = clnt_sock
        clnt_cnt += 1
        pthread_mutex_unlock(mutx)

        # each thread has a descriptor of its own to read, for ours is soon the next client's
        arg = ptr(int_, malloc(sizeof(int_)))
        if arg == NULL:
            error_handling("malloc() error")
        arg[0] = clnt_sock
        printf("Connected client IP: %s \n", inet_ntoa(clnt_adr.sin_addr))
        if pthread_create(t_id, NULL, handle_clnt, arg) != 0:
            error_handling("pthread_create() error")
        pthread_detach(t_id)


def handle_clnt(arg):
    global clnt_cnt
    clnt_sock = ptr(int_, arg)[0]
    msg = char[BUF_SIZE]()

    free(arg)
    while (str_len := read(clnt_sock, msg, sizeof(msg))) > 0:
        send_msg(msg, str_len)

    pthread_mutex_lock(mutx)
    for i in range(clnt_cnt):
        if clnt_sock == clnt_socks[i]:
            # the last one takes the place
            clnt_cnt -= 1
            clnt_socks[i] = clnt_socks[clnt_cnt]
            break
    close(clnt_sock)
    pthread_mutex_unlock(mutx)
    puts("Disconnected client")
    return NULL


# To everyone, the speaker too; one that has gone is noticed when it is read from.
def send_msg(msg, len):
    pthread_mutex_lock(mutx)
    for i in range(clnt_cnt):
        if write(clnt_socks[i], msg, len) == -1:
            perror("write")
    pthread_mutex_unlock(mutx)


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
