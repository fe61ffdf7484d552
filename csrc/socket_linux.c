/* What sockets have on Linux alone: accept4(2), unix(7) credentials, tcp(7) states. */
#ifdef PYSOCK_CDEF
/* The tcpi_state of struct tcp_info. */
static const int TCP_CLOSE;
static const int TCP_CLOSE_WAIT;
static const int TCP_CLOSING;
static const int TCP_ESTABLISHED;
static const int TCP_FIN_WAIT1;
static const int TCP_FIN_WAIT2;
static const int TCP_LAST_ACK;
static const int TCP_LISTEN;
static const int TCP_SYN_RECV;
static const int TCP_SYN_SENT;
static const int TCP_TIME_WAIT;

struct tcp_info {
    uint8_t tcpi_state;
    uint8_t tcpi_ca_state;
    uint8_t tcpi_retransmits;
    uint8_t tcpi_probes;
    uint8_t tcpi_backoff;
    uint8_t tcpi_options;
    uint32_t tcpi_rto;
    uint32_t tcpi_ato;
    uint32_t tcpi_snd_mss;
    uint32_t tcpi_rcv_mss;
    uint32_t tcpi_unacked;
    uint32_t tcpi_sacked;
    uint32_t tcpi_lost;
    uint32_t tcpi_retrans;
    uint32_t tcpi_fackets;
    uint32_t tcpi_last_data_sent;
    uint32_t tcpi_last_ack_sent;
    uint32_t tcpi_last_data_recv;
    uint32_t tcpi_last_ack_recv;
    uint32_t tcpi_pmtu;
    uint32_t tcpi_rcv_ssthresh;
    uint32_t tcpi_rtt;
    uint32_t tcpi_rttvar;
    uint32_t tcpi_snd_ssthresh;
    uint32_t tcpi_snd_cwnd;
    uint32_t tcpi_advmss;
    uint32_t tcpi_reordering;
    uint32_t tcpi_rcv_rtt;
    uint32_t tcpi_rcv_space;
    uint32_t tcpi_total_retrans;
    ...;
};

struct mmsghdr {
    struct msghdr msg_hdr;
    unsigned int msg_len;
};

struct ucred {
    pid_t pid;
    uid_t uid;
    gid_t gid;
};

int pysock_accept4(int sockfd, struct sockaddr *addr, socklen_t *addrlen, int flags);
int pysock_add_batched(void);
int pysock_isfdtype(int fd, int fdtype);
int pysock_recvmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags,
                    struct timespec *timeout);
int pysock_sendmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags);
#endif

static int
pysock_accept4(int sockfd, struct sockaddr *addr, socklen_t *addrlen, int flags)
{
    RETURN_RESTARTABLE_SOCKET(int, accept4(sockfd, addr, addrlen, flags), sockfd, SO_RCVTIMEO);
}

/* glibc alone has isfdtype(3); it does no more, and leaves errno alone. */
static int
pysock_isfdtype(int fd, int fdtype)
{
    int saved = errno;
    struct stat status;
    int failed = fstat(fd, &status);
    errno = saved;
    return failed ? -1 : (status.st_mode & S_IFMT) == (mode_t)fdtype;
}

static int
pysock_recvmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags,
                struct timespec *timeout)
{
    RETURN_RESTARTABLE_SOCKET(int, recvmmsg(sockfd, msgvec, vlen, flags, timeout), sockfd,
                              SO_RCVTIMEO);
}

static int
pysock_sendmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags)
{
    RETURN_RESTARTABLE_SOCKET(int, sendmmsg(sockfd, msgvec, vlen, flags), sockfd, SO_SNDTIMEO);
}

/* The functions below stand in pysock._native itself; see uio_posix.c. */

/* Private memory for `count` messages and all their vectors, filled and checked. */
static struct mmsghdr *
pysock_copy_batch(struct pysock_kept *kept, const struct pysock_elements *elements, size_t count,
                  int write)
{
    const struct mmsghdr *given = (const void *)elements->address;
    struct iovec *vectors = NULL;
    size_t vector_count = 0;
    struct mmsghdr *copies = PyMem_Malloc(count * sizeof(*copies));
    if (copies == NULL) {
        return NULL;
    }
    memcpy(copies, given, count * sizeof(*copies));
    for (size_t i = 0; i < count; i++) {
        vector_count += copies[i].msg_hdr.msg_iovlen <= IOV_MAX ? copies[i].msg_hdr.msg_iovlen : 0;
    }
    struct mmsghdr *whole =
        PyMem_Realloc(copies, count * sizeof(*copies) + vector_count * sizeof(*vectors));
    if (whole == NULL) {
        PyMem_Free(copies);
        return NULL;
    }
    vectors = (void *)(whole + count);
    for (size_t i = 0; i < count; i++) {
        size_t at = i * sizeof(*whole) + offsetof(struct mmsghdr, msg_hdr);
        if (!pysock_check_message(kept, elements, at, &whole[i].msg_hdr, write, vectors)) {
            PyMem_Free(whole);
            return NULL;
        }
        vectors += whole[i].msg_hdr.msg_iovlen;
    }
    return whole;
}

/* As many messages as the kernel looks at, whatever vlen says. */
static unsigned int
pysock_batched(long long vlen)
{
    return vlen > UIO_MAXIOV ? UIO_MAXIOV : (unsigned int)vlen;
}

/* `write` says that it is recvmmsg(2), without a timeout. */
static PyObject *
pysock_checked_batch(PyObject *const *args, Py_ssize_t nargs, int write)
{
    long long fd, vlen, flags;
    struct pysock_kept kept;
    struct pysock_elements elements;
    if (nargs != 4 || !pysock_plain(args[0], INT_MIN, INT_MAX, &fd) ||
        !pysock_plain(args[2], 1, UINT_MAX, &vlen) ||
        !pysock_plain(args[3], INT_MIN, INT_MAX, &flags) || (!write && flags & PYSOCK_ZEROCOPY)) {
        return pysock_look_closer();
    }
    unsigned int count = pysock_batched(vlen);
    struct mmsghdr *copies = NULL;
    int result = PYSOCK_OUTSIDE;
    pysock_keep_none(&kept);
    /* Both calls write into the array: msg_len. */
    if (pysock_elements_of(&kept, args[1], pysock_types.mmsghdr, count * sizeof(*copies), 1,
                           &elements)) {
        copies = pysock_copy_batch(&kept, &elements, count, write);
    }
    if (copies == NULL) {
        pysock_drop_kept(&kept);
        return pysock_look_closer();
    }
    if (write) {
        PYSOCK_UNLOCKED(result, pysock_recvmmsg((int)fd, copies, count, (int)flags, NULL));
    } else {
        PYSOCK_UNLOCKED(result, pysock_sendmmsg((int)fd, copies, count, (int)flags));
    }
    struct mmsghdr *given = (void *)elements.address;
    for (int i = 0; i < result; i++) {
        given[i].msg_len = copies[i].msg_len;
        if (write) {
            pysock_fill_message(&given[i].msg_hdr, &copies[i].msg_hdr);
        }
    }
    PyMem_Free(copies);
    pysock_drop_kept(&kept);
    return PyLong_FromLong(result);
}

static PyObject *
pysock_checked_recvmmsg(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    (void)module;
    return pysock_checked_batch(args, nargs, 1);
}

static PyObject *
pysock_checked_sendmmsg(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    (void)module;
    return pysock_checked_batch(args, nargs, 0);
}

static PyObject *
pysock_batch_type(PyObject *module, PyObject *type)
{
    (void)module;
    Py_INCREF(type);
    pysock_types.mmsghdr = type;
    return PyLong_FromLong(0);
}

static int
pysock_add_batched(void)
{
    static PyMethodDef functions[] = {
        {"batch_type", pysock_batch_type, METH_O, NULL},
        {"recvmmsg", (PyCFunction)(void (*)(void))pysock_checked_recvmmsg, METH_FASTCALL, NULL},
        {"sendmmsg", (PyCFunction)(void (*)(void))pysock_checked_sendmmsg, METH_FASTCALL, NULL},
        {NULL, NULL, 0, NULL},
    };
    return pysock_add_functions(functions);
}
