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

struct ucred {
    pid_t pid;
    uid_t uid;
    gid_t gid;
};

int pysock_accept4(int sockfd, struct sockaddr *addr, socklen_t *addrlen, int flags);
int pysock_isfdtype(int fd, int fdtype);
#endif

static int
pysock_accept4(int sockfd, struct sockaddr *addr, socklen_t *addrlen, int flags)
{
    RETURN_RESTARTABLE_SOCKET(int, accept4(sockfd, addr, addrlen, flags), sockfd, SO_RCVTIMEO);
}

/* glibc alone has isfdtype(3), and it does no more. */
static int
pysock_isfdtype(int fd, int fdtype)
{
    int saved = errno;
    struct stat status;
    if (fstat(fd, &status) == -1) {
        return -1;
    }
    errno = saved;
    return (status.st_mode & S_IFMT) == (mode_t)fdtype;
}
