/* Batches by one system call: recvmmsg(2), sendmmsg(2). */
#ifdef PYSOCK_CDEF
#endif

_Static_assert(sizeof(struct pysock_message) == sizeof(struct mmsghdr) &&
                   offsetof(struct pysock_message, msg_len) == offsetof(struct mmsghdr, msg_len),
               "struct pysock_message is struct mmsghdr");

static int pysock_recvmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags,
                           struct timespec *timeout);
static int pysock_sendmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags);

static int
pysock_receive_messages(int fd, struct pysock_message *messages, unsigned int count, int flags)
{
    return pysock_recvmmsg(fd, (void *)messages, count, flags | MSG_WAITFORONE | MSG_CMSG_CLOEXEC,
                           NULL);
}

static int
pysock_send_messages(int fd, struct pysock_message *messages, unsigned int count, int flags)
{
    return pysock_sendmmsg(fd, (void *)messages, count, flags);
}
