"""A child opens a file and hands the open descriptor to its parent, which reads the file.

Run: python fd_pass.py news.txt
"""

import sys

from pysock import *

BUF_SIZE = 1024


def main(argc, argv):
    sv = int_[2]()
    status = int_()
    buf = char[BUF_SIZE]()

    if argc != 2:
        printf("Usage : %s <file>\n", argv[0])
        exit(1)

    if socketpair(PF_UNIX, SOCK_STREAM, 0, sv) == -1:
        error_handling("socketpair() error")

    pid = fork()
    if pid == -1:
        error_handling("fork() error")
    if pid == 0:
        fd = open(argv[1], O_RDONLY)
        if fd == -1:
            error_handling("open() error")
        send_fd(sv[1], fd)
        _exit(0)

    close(sv[1])
    fd = recv_fd(sv[0])
    if fd != -1:
        while (str_len := read(fd, buf, BUF_SIZE)) > 0:
            write(1, buf, str_len)
        close(fd)
    wait(status)
    exit(WEXITSTATUS(status))


def send_fd(sock, fd):
    control = char[CMSG_SPACE(sizeof(int_))]()
    vec = struct.iovec("", 1)
    msg = struct.msghdr()

    msg.msg_iov = vec
    msg.msg_iovlen = 1
    msg.msg_control = control
    msg.msg_controllen = sizeof(control)
    cmsg = CMSG_FIRSTHDR(msg)
    cmsg.cmsg_level = SOL_SOCKET
    cmsg.cmsg_type = SCM_RIGHTS
    cmsg.cmsg_len = CMSG_LEN(sizeof(int_))
    memcpy(CMSG_DATA(cmsg), int_(fd), sizeof(int_))
    if sendmsg(sock, msg, 0) == -1:
        error_handling("sendmsg() error")


def recv_fd(sock):
    control = char[CMSG_SPACE(sizeof(int_))]()
    byte = char[1]()
    vec = struct.iovec(byte, 1)
    msg = struct.msghdr()
    fd = int_()

    msg.msg_iov = vec
    msg.msg_iovlen = 1
    msg.msg_control = control
    msg.msg_controllen = sizeof(control)
    if recvmsg(sock, msg, 0) == -1:
        error_handling("recvmsg() error")
    cmsg = CMSG_FIRSTHDR(msg)
    if cmsg == NULL:
        return -1
    memcpy(fd, CMSG_DATA(cmsg), sizeof(int_))
    return int(fd)


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main(len(sys.argv), sys.argv))
