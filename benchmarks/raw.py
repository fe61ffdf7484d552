"""The raw cffi column: the bare prototypes in a module of their own, as cffi compiles it.

    python raw.py DIRECTORY

Nothing is checked here, no signal handler runs between the calls, and nothing restarts.
"""

from __future__ import annotations

import sys

from cffi import FFI

PROTOTYPES = """
    typedef int... socklen_t;
    typedef int... pid_t;
    typedef struct { ...; } fd_set;
    struct in_addr { uint32_t s_addr; ...; };
    struct sockaddr { ...; };
    struct sockaddr_in { uint16_t sin_family; uint16_t sin_port; struct in_addr sin_addr; ...; };
    struct iovec { void *iov_base; size_t iov_len; };
    struct msghdr { void *msg_name; socklen_t msg_namelen;
                    struct iovec *msg_iov; size_t msg_iovlen; ...; };
    struct mmsghdr { struct msghdr msg_hdr; unsigned int msg_len; };
    struct pollfd { int fd; short events; short revents; };
    union epoll_data { int fd; ...; };
    struct epoll_event { uint32_t events; union epoll_data data; ...; };

    ssize_t read(int fd, void *buf, size_t count);
    ssize_t write(int fd, const void *buf, size_t count);
    ssize_t recv(int sockfd, void *buf, size_t len, int flags);
    ssize_t send(int sockfd, const void *buf, size_t len, int flags);
    ssize_t recvfrom(int, void *, size_t, int, void *src_addr, socklen_t *addrlen);
    ssize_t sendto(int, const void *, size_t, int, const void *dest_addr, socklen_t addrlen);
    ssize_t writev(int fd, const struct iovec *iov, int iovcnt);
    int recvmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags, void *timeout);
    int sendmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags);
    int socket(int domain, int type, int protocol);
    int setsockopt(int sockfd, int level, int optname, const void *optval, socklen_t optlen);
    int accept(int sockfd, void *addr, socklen_t *addrlen);
    int close(int fd);
    void *memcpy(void *dest, const void *src, size_t n);
    pid_t fork(void);
    void _exit(int status);
    pid_t waitpid(pid_t pid, int *wstatus, int options);
    int select(int nfds, fd_set *readfds, void *writefds, void *exceptfds, void *timeout);
    int poll(struct pollfd *fds, unsigned long nfds, int timeout);
    int epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout);
    void FD_SET(int fd, fd_set *set);
    int FD_ISSET(int fd, fd_set *set);
"""
SOURCE = """
    #include <netinet/in.h>
    #include <poll.h>
    #include <string.h>
    #include <sys/epoll.h>
    #include <sys/select.h>
    #include <sys/socket.h>
    #include <sys/uio.h>
    #include <sys/wait.h>
    #include <unistd.h>
"""


def main(directory: str) -> None:
    """Compile it."""
    ffi = FFI()
    ffi.cdef(PROTOTYPES)
    # x86-64 packs struct epoll_event
    ffi.set_source("raw_cffi", SOURCE, extra_compile_args=["-Wno-address-of-packed-member"])
    ffi.compile(tmpdir=directory)


if __name__ == "__main__":
    main(*sys.argv[1:])
