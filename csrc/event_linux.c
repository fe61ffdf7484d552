/* Descriptors that tell of events: eventfd(2), timerfd_create(2), signalfd(2). */
#ifdef PYSOCK_CDEF
/* eventfd(2). */
#define EFD_CLOEXEC ...
#define EFD_NONBLOCK ...
#define EFD_SEMAPHORE ...

/* timerfd_create(2). */
#define TFD_CLOEXEC ...
#define TFD_NONBLOCK ...
#define TFD_TIMER_ABSTIME ...
#define TFD_TIMER_CANCEL_ON_SET ...

/* signalfd(2). */
#define SFD_CLOEXEC ...
#define SFD_NONBLOCK ...

typedef int... eventfd_t;

struct signalfd_siginfo {
    uint32_t ssi_signo;
    int32_t ssi_errno;
    int32_t ssi_code;
    uint32_t ssi_pid;
    uint32_t ssi_uid;
    int32_t ssi_fd;
    uint32_t ssi_tid;
    uint32_t ssi_band;
    uint32_t ssi_overrun;
    uint32_t ssi_trapno;
    int32_t ssi_status;
    int32_t ssi_int;
    uint64_t ssi_ptr;
    uint64_t ssi_utime;
    uint64_t ssi_stime;
    uint64_t ssi_addr;
    uint16_t ssi_addr_lsb;
    ...;
};

int eventfd(unsigned int initval, int flags);
int signalfd(int fd, const sigset_t *mask, int flags);
int timerfd_create(int clockid, int flags);
int timerfd_gettime(int fd, struct itimerspec *curr_value);
int timerfd_settime(int fd, int flags, const struct itimerspec *new_value,
                    struct itimerspec *old_value);
int pysock_eventfd_read(int fd, eventfd_t *value);
int pysock_eventfd_write(int fd, eventfd_t value);
#endif

static int
pysock_eventfd_read(int fd, eventfd_t *value)
{
    RETURN_RESTARTABLE(int, eventfd_read(fd, value));
}

static int
pysock_eventfd_write(int fd, eventfd_t value)
{
    RETURN_RESTARTABLE(int, eventfd_write(fd, value));
}
