/* Every system header the stems need, and the only place that tests for a platform. */
#ifndef PYSOCK_COMPAT_H
#define PYSOCK_COMPAT_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ctype.h>
#include <wchar.h>

#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#include <mswsock.h>
#include <afunix.h>
#include <fcntl.h>
#include <io.h>
#include <iphlpapi.h>
#include <process.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#define flockfile _lock_file
#define funlockfile _unlock_file
#define getc_unlocked _getc_nolock
/* POSIX lets the two be one number, and programs ask for either. Only pysock sets it: Winsock has
 * WSAEWOULDBLOCK. */
#undef EWOULDBLOCK
#define EWOULDBLOCK EAGAIN
/* Types of POSIX. Not all compilers have all of them, nor all alike. */
typedef long long pysock_off_t;
typedef struct iovec {
    void *iov_base;
    size_t iov_len;
} pysock_iovec;
/* Signed, as descriptors are: INVALID_SOCKET is the -1 that programs of POSIX test for. */
#define SOCKET intptr_t
#undef INVALID_SOCKET
#define INVALID_SOCKET (-1)
typedef SOCKET pysock_descriptor_t; /* what the calls on sockets take */
#define clockid_t int
#define gid_t unsigned
#define in_addr_t ULONG
#define in_port_t USHORT
#define mode_t int
#define nfds_t ULONG
#define off_t pysock_off_t
#define pid_t int
#define sa_family_t ADDRESS_FAMILY
#define suseconds_t long
#define uid_t unsigned
#define useconds_t unsigned
#ifdef _MSC_VER
typedef SSIZE_T ssize_t;
struct timezone {
    int tz_minuteswest, tz_dsttime;
};
#endif
/* Constants of POSIX that mean something on Windows. */
#define IOV_MAX 1024 /* as on Linux: WSASend has no limit of its own */
#define SHUT_RD SD_RECEIVE
#define SHUT_RDWR SD_BOTH
#define SHUT_WR SD_SEND
#ifndef CLOCK_REALTIME
#define CLOCK_REALTIME 0
#define CLOCK_MONOTONIC 1
#define CLOCK_PROCESS_CPUTIME_ID 2
#define CLOCK_THREAD_CPUTIME_ID 3
#endif
#ifndef PATH_MAX
#define PATH_MAX MAX_PATH
#endif
#ifndef SSIZE_MAX
#define SSIZE_MAX INTPTR_MAX
#endif
#ifndef STDIN_FILENO
#define STDIN_FILENO 0
#define STDOUT_FILENO 1
#define STDERR_FILENO 2
#endif
#ifndef S_IRUSR
#define S_IRUSR _S_IREAD
#define S_IWUSR _S_IWRITE
#define S_IXUSR 0100
#define S_IRGRP 0040
#define S_IWGRP 0020
#define S_IXGRP 0010
#define S_IROTH 0004
#define S_IWOTH 0002
#define S_IXOTH 0001
#endif
/* Mingw's alone: arguments of calls that Windows has not, or that its C runtime refuses. */
#undef F_OK
#undef O_ACCMODE
#undef R_OK
#undef W_OK
#undef X_OK
#else
typedef int pysock_descriptor_t;
#include <sys/types.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/param.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <getopt.h>
#include <grp.h>
#include <ifaddrs.h>
#include <libgen.h>
#include <net/if.h>
#include <netdb.h>
#include <net/ethernet.h>
#include <netinet/in.h>
#include <netinet/in_systm.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <poll.h>
#include <pthread.h>
#include <pwd.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <spawn.h>
#include <strings.h>
#include <sys/select.h>
#include <sys/utsname.h>
#include <syslog.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/random.h>
#include <sys/sendfile.h>
#include <sys/statfs.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <sys/syscall.h>
#else
#include <sys/event.h>
#endif
#ifdef __APPLE__
#include <net/if_arp.h>
#include <sys/random.h>
#include <sys/ucontext.h> /* ucontext.h refuses programs that use more than X/Open's */
#pragma clang diagnostic ignored "-Wdeprecated-declarations" /* daemon(3): Apple advises launchd   \
                                                              */
#else
#include <ucontext.h>
#endif
#include "winsock_posix.h"
#endif

#ifdef __linux__
#include <linux/errqueue.h>
#include <linux/filter.h>
#include <linux/if_alg.h>
#include <linux/if_tun.h>
#include <linux/magic.h>
#include <linux/in6.h>
#include <linux/net_tstamp.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sctp.h>
#include <linux/tls.h>
#include <linux/vm_sockets.h>
#include <net/if_arp.h>
#include <netinet/icmp6.h>
#include <netinet/ip6.h>
#include <netinet/ip_icmp.h>
#include <netpacket/packet.h>
#include <resolv.h>
#include <sys/syscall.h>
#include "timestamping.h"
#ifndef sigev_notify_thread_id /* glibc knows the member, but not its name */
#define sigev_notify_thread_id _sigev_un._tid
#endif
/* glibc has these as enumerators alone, which an #ifndef does not see. */
#ifndef F_OWNER_PGRP
#define F_OWNER_PGRP F_OWNER_PGRP
#endif
#ifndef F_OWNER_PID
#define F_OWNER_PID F_OWNER_PID
#endif
#ifndef F_OWNER_TID
#define F_OWNER_TID F_OWNER_TID
#endif
#if defined(__GLIBC__) && !defined(IPPORT_USERRESERVED)
#define IPPORT_USERRESERVED IPPORT_USERRESERVED
#endif
#ifndef P_PIDFD /* an enumerator that older glibc lacks */
#define P_PIDFD 3
#endif
#ifndef IPPROTO_MAX
#define IPPROTO_MAX IPPROTO_MAX
#endif
#ifndef PTHREAD_MUTEX_DEFAULT
#define PTHREAD_MUTEX_DEFAULT PTHREAD_MUTEX_DEFAULT
#endif
#ifndef PTHREAD_MUTEX_ERRORCHECK
#define PTHREAD_MUTEX_ERRORCHECK PTHREAD_MUTEX_ERRORCHECK
#endif
#ifndef PTHREAD_MUTEX_NORMAL
#define PTHREAD_MUTEX_NORMAL PTHREAD_MUTEX_NORMAL
#endif
#ifndef PTHREAD_MUTEX_RECURSIVE
#define PTHREAD_MUTEX_RECURSIVE PTHREAD_MUTEX_RECURSIVE
#endif
#ifndef PTHREAD_MUTEX_ROBUST
#define PTHREAD_MUTEX_ROBUST PTHREAD_MUTEX_ROBUST
#endif
#ifndef PTHREAD_MUTEX_STALLED
#define PTHREAD_MUTEX_STALLED PTHREAD_MUTEX_STALLED
#endif
#ifndef PTHREAD_PRIO_INHERIT
#define PTHREAD_PRIO_INHERIT PTHREAD_PRIO_INHERIT
#endif
#ifndef PTHREAD_PRIO_NONE
#define PTHREAD_PRIO_NONE PTHREAD_PRIO_NONE
#endif
#ifndef PTHREAD_PRIO_PROTECT
#define PTHREAD_PRIO_PROTECT PTHREAD_PRIO_PROTECT
#endif
#endif

#ifdef __APPLE__
#include <crt_externs.h>
#define environ (*_NSGetEnviron()) /* a shared library has no environ of its own there */
#elif !defined(_WIN32)
extern char **environ;
#endif

/* What makes getopt(3) forget where it was. */
#ifdef __APPLE__
#define GETOPT_ANEW() (optreset = optind = 1)
#else
#define GETOPT_ANEW() (optind = 0)
#endif

/* The next entry of the databases of users and groups; only glibc puts it into the caller's room.
 */
#ifdef __GLIBC__
#define NEXT_GROUP(entry, buf, size, found) getgrent_r(entry, buf, size, found)
#define NEXT_USER(entry, buf, size, found) getpwent_r(entry, buf, size, found)
#else
#define NEXT_GROUP(entry, buf, size, found)                                                        \
    ((void)(entry), (void)(buf), (void)(size), *(found) = getgrent(), 0)
#define NEXT_USER(entry, buf, size, found)                                                         \
    ((void)(entry), (void)(buf), (void)(size), *(found) = getpwent(), 0)
#endif

#ifndef _WIN32
/* Members of System V's structs whose types differ between C libraries. */
typedef __typeof__(((struct ipc_perm *)0)->mode) pysock_ipc_mode_t;
typedef __typeof__(((struct semid_ds *)0)->sem_nsems) pysock_nsems_t;
#endif

/* Whether FILE is glibc's, which a failed write makes forget what it held: see stdio_linux.c. */
#ifdef __GLIBC__
#define PYSOCK_GLIBC 1
#include <stdio_ext.h>
#else
#define PYSOCK_GLIBC 0
#endif

/* musl has these since 1.2.5. The kernel takes an offset as two longs, the lower half first. */
#if defined(__linux__) && !defined(__GLIBC__)
#define preadv2(fd, iov, iovcnt, offset, flags)                                                    \
    syscall(SYS_preadv2, fd, iov, iovcnt, (long)(offset), (long)((offset) >> 32), flags)
#define pwritev2(fd, iov, iovcnt, offset, flags)                                                   \
    syscall(SYS_pwritev2, fd, iov, iovcnt, (long)(offset), (long)((offset) >> 32), flags)
#endif

/* The text of an error number, safe beside other threads. GNU's strerror_r says where it lies;
 * POSIX's puts it into the buffer. */
#ifdef _WIN32
#define DESCRIBE_ERROR(errnum, buf, size) (strerror_s(buf, size, errnum), buf)
#elif defined(__GLIBC__)
#define DESCRIBE_ERROR(errnum, buf, size) strerror_r(errnum, buf, size)
#else
#define DESCRIBE_ERROR(errnum, buf, size) (strerror_r(errnum, buf, size), buf)
#endif

/* The seconds until the first probe of a connection that says nothing. */
#ifdef TCP_KEEPIDLE
#define PYSOCK_KEEPIDLE TCP_KEEPIDLE
#elif defined(TCP_KEEPALIVE)
#define PYSOCK_KEEPIDLE TCP_KEEPALIVE /* macOS' name */
#endif

/* Not 0 where the C library knows, without asking the kernel, that no other thread runs. */
#ifdef __GLIBC__
#if __GLIBC_PREREQ(2, 32)
#include <sys/single_threaded.h>
#define PYSOCK_SINGLE_THREADED __libc_single_threaded
#endif
#endif
#ifndef PYSOCK_SINGLE_THREADED
#define PYSOCK_SINGLE_THREADED 0
#endif

/* The flag of send(2) that lets the kernel read a buffer after the call, where there is one. */
#ifdef MSG_ZEROCOPY
#define PYSOCK_ZEROCOPY MSG_ZEROCOPY
#else
#define PYSOCK_ZEROCOPY 0
#endif

/* What carries the descriptor of a sender's process: unix(7), newer than many headers. */
#ifdef __linux__
#define PYSOCK_SCM_PIDFD 4
#else
#define PYSOCK_SCM_PIDFD (-1)
#endif

/* What merges datagrams and cuts them, udp(7), newer than some headers; and how many become one, of
 * how many bytes: what all kernels take of both IPv4 and IPv6. */
#ifdef __linux__
#define PYSOCK_UDP_SEGMENT 103
#define PYSOCK_UDP_GRO 104
#define PYSOCK_MERGED_MOST 64
#else
#define PYSOCK_MERGED_MOST 1
#endif
#define PYSOCK_MERGED_SIZE 65487

/* The value of a constant that this platform's headers lack; no header uses it. It spells "pysock".
 */
#define PYSOCK_ABSENT (-0x7079736f636bLL)

#endif
