/* What sockets have on Linux alone: accept4(2), credentials, AF_ALG, vsock(7), sctp(7), … */
#ifdef PYSOCK_CDEF
/* AF_ALG: control messages, options. */
#define ALG_OP_DECRYPT ...
#define ALG_OP_ENCRYPT ...
#define ALG_SET_AEAD_ASSOCLEN ...
#define ALG_SET_AEAD_AUTHSIZE ...
#define ALG_SET_IV ...
#define ALG_SET_KEY ...
#define ALG_SET_OP ...

/* vsock(7). */
#define IOCTL_VM_SOCKETS_GET_LOCAL_CID ...
#define VMADDR_CID_ANY ...
#define VMADDR_CID_HOST ...
#define VMADDR_CID_LOCAL ...
#define VMADDR_PORT_ANY ...
#define VM_SOCKETS_INVALID_VERSION ...

/* TLS in the kernel: options of SOL_TLS. */
#define TLS_RX ...
#define TLS_TX ...

/* DECnet, which no kernel speaks any more. */
#define AF_DECnet ...
#define PF_DECnet ...

/* sctp(7): options and notifications. */
#define SCTP_ASSOC_CHANGE ...
#define SCTP_AUTOCLOSE ...
#define SCTP_BINDX_ADD_ADDR ...
#define SCTP_EVENTS ...
#define SCTP_INITMSG ...
#define SCTP_MAXSEG ...
#define SCTP_NODELAY ...
#define SCTP_PARTIAL_DELIVERY_EVENT ...
#define SCTP_PEER_ADDR_CHANGE ...
#define SCTP_PEER_ADDR_PARAMS ...
#define SCTP_REMOTE_ERROR ...
#define SCTP_SEND_FAILED ...
#define SCTP_SHUTDOWN_EVENT ...
#define SCTP_STATUS ...
static const int SCTP_ADDR_ADDED;
static const int SCTP_ADDR_AVAILABLE;
static const int SCTP_ADDR_MADE_PRIM;
static const int SCTP_ADDR_REMOVED;
static const int SCTP_ADDR_UNREACHABLE;
static const int SCTP_CANT_STR_ASSOC;
static const int SCTP_COMM_LOST;
static const int SCTP_COMM_UP;
static const int SCTP_PARTIAL_DELIVERY_ABORTED;
static const int SCTP_RESTART;
static const int SCTP_SHUTDOWN_COMP;

typedef int... sctp_assoc_t;

struct sctp_sndrcvinfo {
    uint16_t sinfo_stream;
    uint16_t sinfo_ssn;
    uint16_t sinfo_flags;
    uint32_t sinfo_ppid;
    uint32_t sinfo_context;
    uint32_t sinfo_timetolive;
    uint32_t sinfo_tsn;
    uint32_t sinfo_cumtsn;
    sctp_assoc_t sinfo_assoc_id;
    ...;
};

struct sctp_paddrinfo {
    sctp_assoc_t spinfo_assoc_id;
    struct sockaddr_storage spinfo_address;
    int32_t spinfo_state;
    uint32_t spinfo_cwnd;
    uint32_t spinfo_srtt;
    uint32_t spinfo_rto;
    uint32_t spinfo_mtu;
    ...;
};

struct sctp_assoc_change {
    uint16_t sac_type;
    uint16_t sac_flags;
    uint32_t sac_length;
    uint16_t sac_state;
    uint16_t sac_error;
    uint16_t sac_outbound_streams;
    uint16_t sac_inbound_streams;
    sctp_assoc_t sac_assoc_id;
    ...;
};

struct sctp_event_subscribe {
    uint8_t sctp_data_io_event;
    uint8_t sctp_association_event;
    uint8_t sctp_address_event;
    uint8_t sctp_send_failure_event;
    uint8_t sctp_peer_error_event;
    uint8_t sctp_shutdown_event;
    uint8_t sctp_partial_delivery_event;
    uint8_t sctp_adaptation_layer_event;
    uint8_t sctp_authentication_event;
    uint8_t sctp_sender_dry_event;
    ...;
};

struct sctp_initmsg {
    uint16_t sinit_num_ostreams;
    uint16_t sinit_max_instreams;
    uint16_t sinit_max_attempts;
    uint16_t sinit_max_init_timeo;
    ...;
};

struct sctp_paddr_change {
    uint16_t spc_type;
    uint16_t spc_flags;
    uint32_t spc_length;
    struct sockaddr_storage spc_aaddr;
    int spc_state;
    int spc_error;
    sctp_assoc_t spc_assoc_id;
    ...;
};

struct sctp_paddrparams {
    sctp_assoc_t spp_assoc_id;
    struct sockaddr_storage spp_address;
    uint32_t spp_hbinterval;
    uint16_t spp_pathmaxrxt;
    uint32_t spp_pathmtu;
    uint32_t spp_sackdelay;
    uint32_t spp_flags;
    ...;
};

struct sctp_pdapi_event {
    uint16_t pdapi_type;
    uint16_t pdapi_flags;
    uint32_t pdapi_length;
    uint32_t pdapi_indication;
    sctp_assoc_t pdapi_assoc_id;
    ...;
};

struct sctp_remote_error {
    uint16_t sre_type;
    uint16_t sre_flags;
    uint32_t sre_length;
    uint16_t sre_error;
    sctp_assoc_t sre_assoc_id;
    ...;
};

struct sctp_send_failed {
    uint16_t ssf_type;
    uint16_t ssf_flags;
    uint32_t ssf_length;
    uint32_t ssf_error;
    struct sctp_sndrcvinfo ssf_info;
    sctp_assoc_t ssf_assoc_id;
    ...;
};

struct sctp_shutdown_event {
    uint16_t sse_type;
    uint16_t sse_flags;
    uint32_t sse_length;
    sctp_assoc_t sse_assoc_id;
    ...;
};

struct sctp_status {
    sctp_assoc_t sstat_assoc_id;
    int32_t sstat_state;
    uint32_t sstat_rwnd;
    uint16_t sstat_unackdata;
    uint16_t sstat_penddata;
    uint16_t sstat_instrms;
    uint16_t sstat_outstrms;
    uint32_t sstat_fragmentation_point;
    struct sctp_paddrinfo sstat_primary;
    ...;
};

union sctp_notification {
    struct sctp_assoc_change sn_assoc_change;
    struct sctp_paddr_change sn_paddr_change;
    struct sctp_remote_error sn_remote_error;
    struct sctp_send_failed sn_send_failed;
    struct sctp_shutdown_event sn_shutdown_event;
    struct sctp_pdapi_event sn_pdapi_event;
    ...;
};

struct sockaddr_alg {
    uint16_t salg_family;
    uint8_t salg_type[14];
    uint32_t salg_feat;
    uint32_t salg_mask;
    uint8_t salg_name[64];
    ...;
};

struct sockaddr_vm {
    sa_family_t svm_family;
    unsigned short svm_reserved1;
    unsigned int svm_port;
    unsigned int svm_cid;
    ...;
};

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
