/* Batches by one system call for each message: recvmsg(2), sendmsg(2). */
#ifdef PYSOCK_CDEF
#endif

static ssize_t pysock_recvmsg(int sockfd, struct msghdr *msg, int flags);
static ssize_t pysock_sendmsg(int sockfd, const struct msghdr *msg, int flags);

static int
pysock_batch_close_on_exec(int *descriptor, void *context)
{
    (void)context;
    fcntl(*descriptor, F_SETFD, FD_CLOEXEC);
    return 0;
}

/* Wait for the first message, and take what else is there; nothing closes a descriptor on exec by
 * itself here. */
static int
pysock_receive_messages(int fd, struct pysock_message *messages, unsigned int count, int flags)
{
    unsigned int got = 0;
    while (got < count) {
        struct pysock_message *message = &messages[got];
        ssize_t result =
            pysock_recvmsg(fd, &message->msg_hdr, got == 0 ? flags : flags | MSG_DONTWAIT);
        if (result < 0) {
            return got == 0 ? (int)result : (int)got;
        }
        message->msg_len = (unsigned int)result;
        pysock_visit_rights(&message->msg_hdr, pysock_batch_close_on_exec, NULL);
        got++;
    }
    return (int)got;
}

static int
pysock_send_messages(int fd, struct pysock_message *messages, unsigned int count, int flags)
{
    unsigned int sent = 0;
    while (sent < count) {
        struct pysock_message *message = &messages[sent];
        ssize_t result = pysock_sendmsg(fd, &message->msg_hdr, flags);
        if (result < 0) {
            return sent == 0 ? (int)result : (int)sent;
        }
        message->msg_len = (unsigned int)result;
        sent++;
    }
    return (int)sent;
}

/* Nothing is merged here: datagrams come and go one by one. */
static unsigned int
pysock_merged_size(struct msghdr *header)
{
    (void)header;
    return 0;
}

static int
pysock_cuts(int fd)
{
    (void)fd;
    return 0;
}

static void
pysock_merge(struct msghdr *header, char *control, size_t size)
{
    (void)header;
    (void)control;
    (void)size;
}
