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

/* musl's CMSG_NXTHDR compares numbers with and without a sign. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-compare"
static unsigned int
pysock_merged_size(struct msghdr *header)
{
    for (struct cmsghdr *cmsg = CMSG_FIRSTHDR(header); cmsg != NULL;
         cmsg = CMSG_NXTHDR(header, cmsg)) {
        if (cmsg->cmsg_level == IPPROTO_UDP && cmsg->cmsg_type == PYSOCK_UDP_GRO) {
            int size;
            memcpy(&size, CMSG_DATA(cmsg), sizeof(size));
            return size > 0 ? (unsigned int)size : 0;
        }
    }
    return 0;
}
#pragma GCC diagnostic pop

static int
pysock_cuts(int fd)
{
    int saved = errno, size = 0;
    socklen_t length = sizeof(size);
    int cuts = getsockopt(fd, IPPROTO_UDP, PYSOCK_UDP_SEGMENT, &size, &length) == 0;
    errno = saved;
    return cuts;
}

static void
pysock_merge(struct msghdr *header, char *control, size_t size)
{
    struct cmsghdr *cmsg = (void *)control;
    uint16_t each = (uint16_t)size;
    header->msg_control = control;
    header->msg_controllen = CMSG_SPACE(sizeof(each));
    cmsg->cmsg_level = IPPROTO_UDP;
    cmsg->cmsg_type = PYSOCK_UDP_SEGMENT;
    cmsg->cmsg_len = CMSG_LEN(sizeof(each));
    memcpy(CMSG_DATA(cmsg), &each, sizeof(each));
}
