"""Call every function of a stem with every kind of wrong argument: `python misuse.py <stem>`.

It prints each call that ends in any other way than a result, TypeError, ValueError, OverflowError
or UndefinedBehavior. It runs as a process of its own, with memory that is checked for writes
beyond its ends when it is freed: a crash is then a failing test.
"""

import array
import faulthandler
import inspect
import os
import subprocess
import sys
import threading

import pysock
from pysock import *

ALLOWED = (TypeError, ValueError, OverflowError, UndefinedBehavior)
# Windows numbers sockets with all else that is open: many tries open more than 999 / 4.
UNUSED_FD = 0x7FFFFFF0 if sys.platform == "win32" else 999
MESSAGE = getattr(struct, "msghdr", WSAMSG)  # Windows has its own alone
# These would end the report, or change who writes it: the tests of their stems have them.
APART = {"close_range", "closefrom", "err", "errx", "sethostname"}
APART |= {"msgget", "semget", "shmget"}  # they would leave behind what they make
APART |= {"initgroups", "setgroups", "setresgid", "setresuid"}


class Changing:
    """A number that another thread changes between one look and the next."""

    def __init__(self, *numbers):
        self.numbers = list(numbers)

    def __index__(self):
        return self.numbers.pop(0) if len(self.numbers) > 1 else self.numbers[0]

    __int__ = __index__


class LyingBytes(bytes):
    def __len__(self):
        return 1 << 40


class Hostile:
    """Whatever is asked of it fails in an unusual way."""

    def __getattr__(self, name):
        raise AttributeError(name)

    def __repr__(self):
        raise ZeroDivisionError


def wrong():
    """Fresh values of every kind; as descriptors, none of them is open."""
    released = memoryview(bytearray(8))
    released.release()
    yield from (None, 0, -1, -(1 << 31), 1 << 31, 1 << 32, 1 << 63, 1 << 64, 10**5000, UNUSED_FD)
    yield from (
        2.5,
        float("nan"),
        1j,
        object,
        object(),
        Hostile(),
        Changing(1, 1 << 20),
        [],
        {},
        (),
        slice(1),
    )
    yield from ("", "x", "\0", "a\0b", "\udcff", "\ud800", "x" * 5000, b"", b"x", LyingBytes(b"x"))
    yield from (bytearray(), bytearray(b"x"), memoryview(b"abc"), memoryview(bytearray(9))[::2])
    yield from (released, array.array("d", [1.0]), range(3), sys, wrong, lambda: 0)
    yield from (char[0](), char[1](), char[4](b"abcd"), char[3][4](), char[64]() + 64, int_[2]())
    yield from (
        int_(UNUSED_FD),
        double(0.5),
        socklen_t(1 << 31),
        longlong(-1),
        uint(-1),
        size_t(-1),
    )
    yield from (ptr(char)(), ptr(char)("text"), ptr(ptr(char))(), ptr(struct.sockaddr)())
    yield from (struct.in_addr(), struct.sockaddr_un(), MESSAGE(), MESSAGE[2]())
    yield from (ptr(void, char[4]()), ptr(MESSAGE, char[4]()), strerror(1), in6addr_any)


def good_io():
    reading, writing = os.pipe()
    for fd in (reading, writing):
        os.set_blocking(fd, False)
    yield "open", ("/dev/null", O_RDONLY, 0)
    yield "creat", ("file", 0o600)
    yield "close", (UNUSED_FD,)
    yield "read", (reading, char[8](), 8)
    yield "write", (writing, char[8](), 8)
    yield "lseek", (reading, 0, SEEK_SET)
    yield "dup", (UNUSED_FD,)
    yield "dup2", (reading, UNUSED_FD)
    yield "pipe", (int_[2](),)
    yield "unlink", ("file",)
    for cmd, arg in ((F_GETFL, 0), (F_SETFD, 0), (F_GETLK, struct.flock()), (9999, 0)):
        yield "fcntl", (reading, cmd, arg)
    for request in (FIONREAD, FIOCLEX):
        yield "ioctl", (reading, request, int_())
    yield "ioctl", (reading, SIOCGIFADDR, struct.ifreq())
    yield "ioctl", (reading, SIOCGIFCONF, struct.ifconf())
    for name in ("pread", "pwrite"):
        yield name, (reading, char[8](), 8, 0)
    if hasattr(pysock, "pipe2"):
        yield "pipe2", (int_[2](), O_NONBLOCK)
        yield "dup3", (reading, UNUSED_FD, O_CLOEXEC)


def good_getopt():
    options = struct.option[2]([("port", required_argument, None, ord("p"))])
    yield "getopt", (2, ["prog", "-p80"], "p:")
    for name in ("getopt_long", "getopt_long_only"):
        yield name, (2, ["prog", "-port"], "p:", options, int_())


def good_account():
    for name in ("getpwnam", "getgrnam"):
        yield name, ("root",)
    for name in ("getpwuid", "getgrgid"):
        yield name, (0,)
    for kind in ("pw", "gr"):
        for name in ("get{}ent", "set{}ent", "end{}ent"):
            yield name.format(kind), ()
    yield "getlogin", ()


def good_directory():
    directory = opendir(".")
    yield "opendir", (".",)
    yield "fdopendir", (UNUSED_FD,)
    for name in ("readdir", "rewinddir", "telldir", "dirfd"):
        yield name, (directory,)
    yield "seekdir", (directory, 0)
    yield "closedir", (opendir("."),)
    yield "DIR", (0,)


def good_path():
    for name in ("basename", "dirname"):
        yield name, (char[...]("/usr/lib"),)


def good_rand():
    for name in ("random", "drand48", "lrand48", "mrand48"):
        yield name, ()
    for name in ("srandom", "srand48"):
        yield name, (1,)
    for name in ("erand48", "nrand48", "jrand48", "seed48"):
        yield name, (ushort[3](),)
    yield "lcong48", (ushort[7](),)
    yield "rand_r", (uint(),)


def good_rthdr():
    header = char[40]()
    yield "inet6_rth_space", (IPV6_RTHDR_TYPE_0, 2)
    yield "inet6_rth_init", (header, 40, IPV6_RTHDR_TYPE_0, 2)
    yield "inet6_rth_add", (header, struct.in6_addr())
    yield "inet6_rth_reverse", (header, char[40]())
    yield "inet6_rth_segments", (header,)
    yield "inet6_rth_getaddr", (header, 0)


def good_sysvipc():
    yield "ftok", (".", 1)
    yield "shmat", (UNUSED_FD, None, 0)
    yield "shmdt", (char(),)
    yield "shmctl", (UNUSED_FD, IPC_STAT, struct.shmid_ds())
    yield "msgctl", (UNUSED_FD, IPC_STAT, struct.msqid_ds())
    yield "msgsnd", (UNUSED_FD, char[80](), 10, IPC_NOWAIT)
    yield "msgrcv", (UNUSED_FD, char[80](), 10, 0, IPC_NOWAIT)
    yield "semop", (UNUSED_FD, struct.sembuf(sem_flg=IPC_NOWAIT), 1)
    for command, arg in ((SETVAL, 1), (GETALL, ushort()), (IPC_STAT, struct.semid_ds())):
        yield "semctl", (UNUSED_FD, 0, command, arg)


def good_math():
    for name in pysock._math.__all__:
        if name in ("pow", "fmod", "hypot", "atan2", "fmax", "fmin"):
            yield name, (2.0, 1.0)
        elif name in ("div", "ldiv", "lldiv"):
            yield name, (7, 2)
        elif inspect.isroutine(getattr(pysock, name)):
            yield name, (0.5,)
        elif name.endswith("_t"):
            yield name, ()


def good_memory():
    yield "sizeof", (int_,)
    yield "cast", (int_, 5)
    yield "quotient", (0.5, 0)
    yield "lenient", (char[4](),)
    yield "addressof", (struct.linger(), "l_onoff")
    yield "offsetof", (struct.linger, "l_linger")
    yield "copy", (int_(),)
    yield "ptr", (int_, int_())
    for name in pysock._memory.__all__:
        if hasattr(getattr(pysock, name), "convert"):  # a number's type
            yield name, (1,)
    yield "bits", (uint, 3)
    yield "caddr_t", ()
    yield "void", ()
    yield "function", ()
    yield "packed", ({},)


def good_errno():
    yield "strerror", (1,)
    yield "perror", ("x",)


def good_address():
    for name in ("htons", "htonl", "ntohs", "ntohl"):
        yield name, (1,)
    for name in ("inet_addr", "inet_network"):
        yield name, ("127.0.0.1",)
    for name in ("inet_ntoa", "inet_lnaof", "inet_netof"):
        yield name, (struct.in_addr(),)
    yield "inet_aton", ("127.0.0.1", struct.in_addr())
    yield "inet_makeaddr", (1, 2)
    for family in (AF_INET, AF_INET6, AF_UNIX):
        yield "inet_pton", (family, "::1", char[16]())
        yield "inet_ntop", (family, char[16](), char[46](), 46)
    yield "SUN_LEN", (struct.sockaddr_un(),)
    for name in pysock._address.__all__:
        if name.startswith("IN_"):
            yield name, (1,)
        if name.startswith("IN6_"):
            yield name, (struct.in6_addr(),)


def message():
    """A message of one buffer, with room for control data."""
    vec = struct.iovec(char[8](), 8)
    return struct.msghdr(msg_iov=vec, msg_iovlen=1, msg_control=char[64](), msg_controllen=64)


def good_socket():
    pair, listening = int_[2](), socket(AF_INET, SOCK_STREAM, 0)
    assert 0 == socketpair(AF_UNIX, SOCK_DGRAM, 0, pair)
    for fd in (*pair, listening):
        os.set_blocking(fd, False)
    addr = struct.sockaddr_in(sin_family=AF_INET, sin_addr=(htonl(INADDR_LOOPBACK),))
    assert 0 == bind(listening, addr, sizeof(addr))
    assert 0 == listen(listening, 5)
    one, size = pair[0], socklen_t(16)
    yield "socket", (AF_INET, SOCK_STREAM, 0)
    yield "socketpair", (AF_UNIX, SOCK_STREAM, 0, int_[2]())
    for name in ("bind", "connect"):
        yield name, (one, struct.sockaddr_un(), 2)
    yield "listen", (listening, 5)
    for name in ("accept", "getsockname", "getpeername"):
        yield name, (listening, struct.sockaddr_in(), size)
    if hasattr(pysock, "accept4"):
        yield "accept4", (listening, struct.sockaddr_in(), size, 0)
    if hasattr(pysock, "isfdtype"):
        yield "isfdtype", (listening, S_IFSOCK)
    yield "shutdown", (listening, SHUT_RD)
    yield "sockatmark", (listening,)
    for name in ("send", "recv"):
        yield name, (one, char[8](), 8, MSG_DONTWAIT)
    yield "sendto", (one, char[8](), 8, MSG_DONTWAIT, None, 0)
    yield "recvfrom", (one, char[8](), 8, MSG_DONTWAIT, struct.sockaddr_un(), socklen_t(110))
    for name in ("sendmsg", "recvmsg"):
        yield name, (one, message(), MSG_DONTWAIT)
    if hasattr(pysock, "recvmmsg"):
        yield "sendmmsg", (one, struct.mmsghdr((message(),)), 1, MSG_DONTWAIT)
        yield "recvmmsg", (one, struct.mmsghdr((message(),)), 1, MSG_DONTWAIT, struct.timespec())
    yield "setsockopt", (one, SOL_SOCKET, SO_SNDBUF, int_(5000), 4)
    yield "getsockopt", (one, SOL_SOCKET, SO_SNDBUF, int_(), socklen_t(4))
    for name in ("CMSG_ALIGN", "CMSG_LEN", "CMSG_SPACE"):
        yield name, (8,)
    first = CMSG_FIRSTHDR(message())
    yield "CMSG_FIRSTHDR", (message(),)
    yield "CMSG_NXTHDR", (message(), first)
    yield "CMSG_DATA", (first,)


def good_credentials():
    """But for those that change who the process is: test_credentials.py has them."""
    for name, ctype in (("getresuid", uid_t), ("getresgid", gid_t)):
        yield name, (ctype(), ctype(), ctype())
    yield "getgroups", (64, gid_t[64]())


def good_event():
    yield "eventfd", (1, EFD_NONBLOCK)
    fd, timer = eventfd(1, EFD_NONBLOCK), timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK)
    yield "eventfd_t", (1,)
    yield "eventfd_read", (fd, eventfd_t())
    yield "eventfd_write", (fd, 1)
    yield "timerfd_create", (CLOCK_MONOTONIC, 0)
    yield "timerfd_gettime", (timer, struct.itimerspec())
    yield "timerfd_settime", (timer, 0, struct.itimerspec(), struct.itimerspec())
    yield "signalfd", (-1, sigset_t(), SFD_NONBLOCK)


def good_file():
    fd = creat("file", 0o600)
    for name in ("blkcnt_t", "blksize_t", "dev_t", "ino_t", "nlink_t"):
        yield name, (1,)
    for name in ("stat", "lstat"):
        yield name, ("file", struct.stat())
    yield "fstat", (fd, struct.stat())
    yield "access", ("file", R_OK)
    yield "chmod", ("file", 0o600)
    yield "fchmod", (fd, 0o600)
    yield "chown", ("file", -1, -1)
    yield "fchown", (fd, -1, -1)
    yield "lchown", ("file", -1, -1)
    yield "futimens", (fd, struct.timespec[2]())
    yield "utimensat", (AT_FDCWD, "file", struct.timespec[2](), 0)
    yield "umask", (0o022,)
    yield "openat", (AT_FDCWD, "file", O_RDONLY, 0o600)
    for name in ("mkdir", "mkfifo"):
        yield name, ("new", 0o700)
    for name in ("link", "symlink", "rename"):
        yield name, ("new", "newer")
    for name in ("rmdir", "remove", "chdir"):
        yield name, ("newer",)
    yield "readlink", ("newer", char[8](), 8)
    yield "mkstemp", (char[...]("file-XXXXXX"),)
    yield "mkdtemp", (char[...]("dir-XXXXXX"),)
    yield "fchdir", (fd,)
    yield "getcwd", (char[99](), 99)
    yield "realpath", ("newer", char[999]())
    yield "truncate", ("file", 5)
    yield "ftruncate", (fd, 5)
    yield "fsync", (fd,)
    yield "flock", (fd, LOCK_SH | LOCK_NB)
    yield "lockf", (fd, F_TEST, 1)
    if hasattr(pysock, "fallocate"):
        yield "fdatasync", (fd,)
        yield "posix_fadvise", (fd, 0, 0, POSIX_FADV_NORMAL)
        yield "posix_fallocate", (UNUSED_FD, 0, 1)
        yield "fallocate", (UNUSED_FD, 0, 0, 1)


def good_inotify():
    fd = inotify_init1(IN_NONBLOCK)
    yield "inotify_init", ()
    yield "inotify_init1", (IN_NONBLOCK,)
    yield "inotify_add_watch", (fd, ".", IN_OPEN)
    yield "inotify_rm_watch", (fd, 1)


def good_mman():
    yield "mmap", (None, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    yield "munmap", (mmap(None, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), 4096)
    if hasattr(pysock, "memfd_create"):
        yield "memfd_create", ("name", 0)


def good_netlink():
    buffer = char[64]()
    message, attribute = ptr(struct.nlmsghdr, buffer), ptr(struct.rtattr, buffer)
    for name in ("NLMSG_ALIGN", "NLMSG_LENGTH", "NLMSG_SPACE", "RTA_ALIGN", "RTA_LENGTH"):
        yield name, (5,)
    yield "RTA_SPACE", (5,)
    yield "NLMSG_DATA", (message,)
    yield "RTA_DATA", (attribute,)
    yield "RTA_PAYLOAD", (attribute,)
    yield "NLMSG_PAYLOAD", (message, 5)
    for name, header in (("NLMSG", message), ("RTA", attribute)):
        yield f"{name}_OK", (header, 64)
        yield f"{name}_NEXT", (header, int_(64))
    for name, tag in (("IFA", "ifaddrmsg"), ("IFLA", "ifinfomsg"), ("RTM", "rtmsg")):
        yield f"{name}_RTA", (ptr(getattr(struct, tag), buffer),)
        yield f"{name}_PAYLOAD", (message,)


def good_pidfd():
    yield "pidfd_open", (getpid(), 0)
    yield "pidfd_send_signal", (pidfd_open(getpid(), 0), 0, siginfo_t(), 0)


def good_random():
    for name, more in (("getrandom", (GRND_NONBLOCK,)), ("getentropy", ())):
        yield name, (char[8](), 8, *more)


def good_raw():
    for verb in ("SETPASS", "SETBLOCK", "WILLPASS", "WILLBLOCK"):
        yield f"ICMP6_FILTER_{verb}", (1, struct.icmp6_filter())
    for verb in ("SETPASSALL", "SETBLOCKALL"):
        yield f"ICMP6_FILTER_{verb}", (struct.icmp6_filter(),)


def good_resolver():
    def host():
        return struct.hostent(), char[512](), 512, ptr(struct.hostent)(), int_()

    def service():
        return struct.servent(), char[512](), 512, ptr(struct.servent)()

    yield "res_init", ()
    yield "gethostbyname_r", ("127.0.0.1", *host())
    yield "gethostbyaddr_r", (struct.in_addr(htonl(INADDR_LOOPBACK)), 4, AF_INET, *host())
    yield "getservbyname_r", ("http", "tcp", *service())
    yield "getservbyport_r", (htons(80), "tcp", *service())


def good_resource():
    most = struct.rlimit(RLIM_INFINITY, RLIM_INFINITY)
    yield "rlim_t", (1,)
    yield "getrlimit", (RLIMIT_CORE, struct.rlimit())
    yield "getpriority", (PRIO_PROCESS, 0)
    yield "setpriority", (PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0))
    yield "setrlimit", (RLIMIT_CORE, most)


def good_splice():
    # Pipes that lack the other end: nothing waits there, whatever the flags are.
    reading, writing, file = int_[2](), int_[2](), pysock.open("file", O_RDWR | O_CREAT, 0o600)
    assert 0 == pipe2(reading, 0) == pipe2(writing, 0) == close(reading[1]) == close(writing[0])
    ends = reading[0], writing[1]
    yield "sendfile", (ends[1], file, off_t(), 8)
    yield "splice", (file, off_t(), ends[1], None, 8, SPLICE_F_NONBLOCK)
    yield "tee", (ends[0], ends[1], 8, SPLICE_F_NONBLOCK)
    for end in ends:
        yield "vmsplice", (end, struct.iovec(char[8](), 8), 1, SPLICE_F_NONBLOCK)
    yield "copy_file_range", (file, off_t(), file, off_t(), 8, 0)


def good_syslog():
    for name in ("LOG_MASK", "LOG_UPTO"):
        yield name, (LOG_INFO,)
    yield "openlog", ("name", 0, LOG_USER)
    yield "setlogmask", (1,)
    yield "syslog", (LOG_DEBUG, "%s", "text")
    yield "closelog", ()


def good_system():
    yield "uname", (struct.utsname(),)
    yield "getpagesize", ()
    yield "sysconf", (_SC_OPEN_MAX,)


def good_terminal():
    master = posix_openpt(O_RDWR | O_NOCTTY)
    for name in ("cc_t", "speed_t", "tcflag_t"):
        yield name, (1,)
    yield "posix_openpt", (O_RDWR | O_NOCTTY,)
    for name in ("isatty", "ttyname", "grantpt", "unlockpt", "ptsname"):
        yield name, (master,)
    yield "tcgetattr", (master, struct.termios())
    yield "tcsetattr", (master, TCSANOW, struct.termios())
    yield "tcflush", (master, TCIOFLUSH)
    yield "cfmakeraw", (struct.termios(),)


def types_and(stem, made):
    """The types of a stem make objects, and take no initialiser but that of C."""
    for name in getattr(pysock, f"_{stem}").__all__:
        if isinstance(getattr(pysock, name), pysock._memory.CType):
            yield name, ({},)
    yield from made


def attributes(prefix, values):
    """The calls on a pthread_...attr_t."""
    kind = getattr(pysock, f"{prefix}_t")
    attr = kind()
    assert 0 == getattr(pysock, f"{prefix}_init")(attr)
    yield f"{prefix}_init", (kind(),)
    yield f"{prefix}_destroy", (attr,)
    for name, place in values.items():
        yield f"{prefix}_set{name}", (attr, 0)
        yield f"{prefix}_get{name}", (attr, place)


def good_mutex():
    mutex, attr = pthread_mutex_t(), pthread_mutexattr_t()
    assert 0 == pthread_mutexattr_init(attr)
    yield from types_and("mutex", ())
    yield "pthread_mutex_init", (mutex, attr)
    for name in ("destroy", "lock", "trylock", "unlock"):
        yield f"pthread_mutex_{name}", (mutex,)
    numbers = {"protocol": int_(), "pshared": int_(), "type": int_()}
    if hasattr(pysock, "pthread_mutex_timedlock"):
        numbers["robust"] = int_()
        yield "pthread_mutex_timedlock", (mutex, struct.timespec())
        yield "pthread_mutex_consistent", (mutex,)
        for name in ("destroy", "lock", "trylock", "unlock"):
            yield f"pthread_spin_{name}", (pthread_spinlock_t(),)
        yield "pthread_spin_init", (pthread_spinlock_t(), 0)
    yield from attributes("pthread_mutexattr", numbers)


def good_cond():
    cond, mutex = pthread_cond_t(), pthread_mutex_t()
    yield from types_and("cond", ())
    yield "pthread_cond_init", (cond, None)
    yield "pthread_cond_wait", (cond, mutex)
    yield "pthread_cond_timedwait", (cond, mutex, struct.timespec())
    for name in ("signal", "broadcast", "destroy"):
        yield f"pthread_cond_{name}", (cond,)
    numbers = {"pshared": int_()}
    if hasattr(pysock, "pthread_condattr_setclock"):
        numbers["clock"] = clockid_t()
    yield from attributes("pthread_condattr", numbers)


def good_rwlock():
    lock = pthread_rwlock_t()
    yield from types_and("rwlock", ())
    yield "pthread_rwlock_init", (lock, None)
    for name in ("rdlock", "tryrdlock", "wrlock", "trywrlock", "unlock", "destroy"):
        yield f"pthread_rwlock_{name}", (lock,)
    if hasattr(pysock, "pthread_rwlock_timedrdlock"):
        for name in ("rdlock", "wrlock"):
            yield f"pthread_rwlock_timed{name}", (lock, struct.timespec())
    yield from attributes("pthread_rwlockattr", {"pshared": int_()})


def good_barrier():
    barrier = pthread_barrier_t()
    assert 0 == pthread_barrier_init(barrier, None, 1)
    yield from types_and("barrier", ())
    yield "pthread_barrier_init", (pthread_barrier_t(), None, 1)
    for name in ("wait", "destroy"):
        yield f"pthread_barrier_{name}", (barrier,)
    yield from attributes("pthread_barrierattr", {"pshared": int_()})


def good_semaphore():
    sem = sem_t()
    sem_init(sem, 0, 1)
    yield from types_and("semaphore", ())
    yield "sem_init", (sem_t(), 0, 0)
    for name in ("wait", "trywait", "post", "destroy", "close"):
        yield f"sem_{name}", (sem,)
    yield "sem_getvalue", (sem, int_())
    yield "sem_open", ("/pysock-misuse", 0)
    yield "sem_open", ("/pysock-misuse", O_CREAT, 0o600, 1)
    yield "sem_unlink", ("/pysock-misuse",)
    if hasattr(pysock, "sem_timedwait"):
        yield "sem_timedwait", (sem, struct.timespec())


def good_cancel():
    yield "pthread_cancel", (pthread_self(),)
    yield "pthread_testcancel", ()
    yield "pthread_setcancelstate", (0, int_())
    yield "pthread_setcanceltype", (0, int_())
    yield "pthread_cleanup_push", (len, 1)
    pthread_cleanup_push(len, "")
    yield "pthread_cleanup_pop", (0,)


def good_thread():
    thread, me, attr, key = pthread_t(), pthread_self(), pthread_attr_t(), pthread_key_t()
    assert 0 == pthread_attr_init(attr)
    assert 0 == pthread_key_create(key, None)
    yield from types_and("thread", ())
    yield "pthread_create", (thread, attr, id, None)
    yield "pthread_join", (me, ptr(void)())
    yield "pthread_exit", ()
    yield "pthread_atfork", (None, None, None)
    yield "pthread_equal", (me, me)
    yield "pthread_once", (pthread_once_t(), id)
    ended = pthread_t()
    assert 0 == pthread_create(ended, None, id, None)
    while len(threading.enumerate()) > 1:
        usleep(100)  # C sends no signal to a thread that has ended
    yield "pthread_kill", (ended.value, 0)
    yield "pthread_key_create", (key, None)
    yield "pthread_key_delete", (key,)
    yield "pthread_setspecific", (key, None)
    yield "pthread_getspecific", (key,)
    yield "pthread_detach", (me,)
    for name in ("pthread_self", "pthread_getconcurrency", "sched_yield"):
        yield name, ()
    yield "pthread_setconcurrency", (0,)
    yield "pthread_getschedparam", (me, int_(), struct.sched_param())
    yield "pthread_setschedparam", (me, SCHED_OTHER, struct.sched_param())
    if hasattr(pysock, "gettid"):
        yield "gettid", ()
        yield "pthread_getcpuclockid", (me, clockid_t())
        yield "pthread_setname_np", (me, "name")
        yield "pthread_getname_np", (me, char[16](), 16)
    sizes = {"guardsize": size_t(), "stacksize": size_t()}
    numbers = ("detachstate", "inheritsched", "schedpolicy", "scope")
    yield from attributes("pthread_attr", {**sizes, **{name: int_() for name in numbers}})
    yield "pthread_attr_setschedparam", (attr, struct.sched_param())
    yield "pthread_attr_getschedparam", (attr, struct.sched_param())


def good_windef():
    yield from types_and("windef", ())
    for name in ("LOBYTE", "HIBYTE", "LOWORD", "HIWORD", "SetLastError"):
        yield name, (1,)
    for name in ("MAKEWORD", "MAKELONG", "MAKELANGID"):
        yield name, (1, 2)
    yield "Sleep", ()  # which would sleep for weeks
    for name in ("GetLastError", "GetTickCount", "GetTickCount64"):
        yield name, ()
    for name in ("GetCurrentProcessId", "GetCurrentThreadId"):
        yield name, ()
    yield "ZeroMemory", (char[8](), 8)
    yield "FillMemory", (char[8](), 8, 1)
    for name in ("CopyMemory", "MoveMemory"):
        yield name, (char[8](), char[8](), 8)
    for name in ("FormatMessage", "FormatMessageA"):
        yield name, (FORMAT_MESSAGE_FROM_SYSTEM, None, WSAEINVAL, 0, char[64](), 64, None)
    flags = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_ALLOCATE_BUFFER
    yield "FormatMessage", (flags, None, WSAEINVAL, 0, LPSTR(), 0, None)
    yield "LocalFree", (malloc(8),)


def good_handle():
    yield from types_and("handle", ())
    event, mutex = CreateEvent(None, True, True, None), CreateMutex(None, True, None)
    for name in ("CreateEvent", "CreateEventA", "CreateEventW"):
        yield name, (None, 1, 1, None)
    for name in ("CreateMutex", "CreateMutexA", "CreateMutexW"):
        yield name, (None, 1, None)
    for name in ("CreateSemaphore", "CreateSemaphoreA", "CreateSemaphoreW"):
        yield name, (None, 1, 2, None)
    for name in ("CloseHandle", "ResetEvent", "SetEvent", "ResumeThread"):
        yield name, (UNUSED_FD,)
    yield "ReleaseMutex", (mutex,)
    yield "ReleaseSemaphore", (CreateSemaphore(None, 0, 1, None), 1, LONG())
    yield "WaitForSingleObject", (event, 0)  # which is signalled: no wait is long
    yield "WaitForSingleObjectEx", (event, 0, 0)
    yield "WaitForMultipleObjects", (1, HANDLE[1]([event]), 0, 0)
    yield "WaitForMultipleObjectsEx", (1, HANDLE[1]([event]), 0, 0, 0)
    yield "SleepEx", ()  # which would sleep for weeks
    yield "CreateThread", (None, 0, id, None, 0, DWORD())
    yield "_beginthread", (id, 0, None)
    yield "_beginthreadex", (None, 0, id, None, 0, uint())
    for name in ("ExitThread", "_endthread", "_endthreadex"):  # which end this thread
        yield name, ()
    yield "GetExitCodeThread", (event, DWORD())
    section = CRITICAL_SECTION()
    yield "InitializeCriticalSection", (section,)
    yield "InitializeCriticalSectionAndSpinCount", (section, 1)
    InitializeCriticalSection(section)
    for name in ("TryEnterCriticalSection", "EnterCriticalSection", "LeaveCriticalSection"):
        yield name, (section,)
    yield "DeleteCriticalSection", (section,)


def good_networkevent():
    yield from types_and("networkevent", ())
    WSAStartup(MAKEWORD(2, 2), WSADATA())
    event = WSACreateEvent()
    WSASetEvent(event)
    s = socket(AF_INET, SOCK_DGRAM, 0)
    yield "WSACreateEvent", ()
    for name in ("WSACloseEvent", "WSASetEvent", "WSAResetEvent"):
        yield name, (UNUSED_FD,)
    yield "WSAWaitForMultipleEvents", (1, WSAEVENT[1]([event]), 0, 0, 0)
    yield "WSAEventSelect", (s, event, FD_READ)
    yield "WSAEnumNetworkEvents", (s, event, WSANETWORKEVENTS())


def good_winsock():
    yield from types_and("winsock", ())
    yield "WSAStartup", (MAKEWORD(2, 2), WSADATA())
    for name in ("WSAGetLastError", "WSACleanup"):
        yield name, ()
    WSAStartup(MAKEWORD(2, 2), WSADATA())
    s = socket(AF_INET, SOCK_DGRAM, 0)
    ioctlsocket(s, FIONBIO, ulong(1))
    name, size = SOCKADDR_IN(sin_family=AF_INET), int_(sizeof(SOCKADDR_IN))
    data, number, none = WSABUF(8, char[8]()), DWORD(), (None, None)
    yield "WSASetLastError", (1,)
    yield "closesocket", (UNUSED_FD,)
    for request in (FIONBIO, FIONREAD):
        yield "ioctlsocket", (s, request, ulong(1))
    for call in ("WSASocket", "WSASocketA", "WSASocketW"):
        yield call, (AF_INET, SOCK_DGRAM, 0, None, 0, 0)
    yield "WSAAccept", (s, name, size, None, 0)
    yield "WSAConnect", (s, name, sizeof(name), None, None, None, None)
    yield "WSAIoctl", (s, FIONREAD, None, 0, DWORD(), 4, DWORD(), *none)
    yield "WSAPoll", (WSAPOLLFD(fd=s, events=POLLOUT), 1, 0)
    yield "WSASend", (s, data, 1, number, 0, *none)
    yield "WSASendTo", (s, data, 1, number, 0, name, sizeof(name), *none)
    yield "WSASendMsg", (s, WSAMSG(name, sizeof(name), data, 1), 0, number, *none)
    yield "WSARecv", (s, data, 1, number, DWORD(), *none)
    yield "WSARecvFrom", (s, data, 1, number, DWORD(), name, size, *none)
    yield "WSARecvMsg", (s, WSAMSG(name, sizeof(name), data, 1), number, *none)
    for call in ("WSASendDisconnect", "WSARecvDisconnect"):
        yield call, (s, None)
    for call, kind in (("WSAHtonl", DWORD), ("WSANtohl", DWORD), ("WSAHtons", WORD)):
        yield call, (s, 1, kind())
    yield "WSANtohs", (s, 1, WORD())
    for call in ("WSAAddressToString", "WSAAddressToStringA"):
        yield call, (name, sizeof(name), None, char[64](), DWORD(64))
    for call in ("WSAStringToAddress", "WSAStringToAddressA"):
        yield call, ("1.2.3.4:5", AF_INET, None, name, size)
    yield "InetPton", (AF_INET, "1.2.3.4", struct.in_addr())
    yield "InetNtop", (AF_INET, struct.in_addr(), char[16](), 16)
    yield "gai_strerrorA", (EAI_NONAME,)


def complaints(name, arguments):
    """The calls with one argument of the wrong kind that end in a way they must not."""
    function = getattr(pysock, name)
    for position in range(len(arguments)):
        for number, bad in enumerate(wrong()):
            changed = [*arguments[:position], bad, *arguments[position + 1 :]]
            result = outcome(function, *changed)
            if isinstance(result, BaseException) and not isinstance(result, ALLOWED):
                yield f"{name}: argument {position + 1} as wrong value {number}: {result!r}"


def outcome(function, *arguments):
    """The error that a call raises, or what it returns."""
    try:
        return function(*arguments)
    except BaseException as error:
        return error


def descriptor_complaints(name, arguments):
    """Calls that take what is no C int for a descriptor."""
    function = getattr(pysock, name)
    if not inspect.isroutine(function):
        return
    if next(iter(inspect.signature(function).parameters), None) not in ("fd", "sockfd", "oldfd"):
        return
    expected = {1 << 31: OverflowError, -(1 << 31) - 1: OverflowError}
    expected |= dict.fromkeys(("x", 3.0, None, b"3"), TypeError)
    for bad, kind in expected.items():
        result = outcome(function, bad, *arguments[1:])
        if not isinstance(result, kind):
            yield f"{name}({bad!r}, …): {result!r}"


def main(stem):
    faulthandler.enable()
    # Some of the calls close or replace descriptors that programs begin with.
    report = os.fdopen(os.dup2(1, 500), "w", encoding="utf-8", errors="backslashreplace")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    calls = list(globals()[f"good_{stem}"]())
    untested = set(getattr(pysock, f"_{stem}").__all__) - {name for name, _ in calls}
    for name in sorted(untested - APART):
        if callable(getattr(pysock, name)) and not hasattr(getattr(pysock, name), "size"):
            print(f"{name} is not in the table", file=report)
    for name, arguments in calls:
        for complaint in (*descriptor_complaints(name, arguments), *complaints(name, arguments)):
            print(complaint, file=report)
    report.close()


def complaints_of(stem, directory):
    """What the program above says of a stem, as a list of lines; a crash is one too."""
    environment = {**os.environ, "PYTHONMALLOC": "debug"}
    command = [sys.executable, "-W", "error", __file__, stem]
    run = subprocess.run(
        command,
        cwd=directory,
        env=environment,
        timeout=60,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
    )
    crash = [f"exit status {run.returncode}", run.stderr] if run.returncode != 0 else []
    return [*run.stdout.splitlines(), *crash]


if __name__ == "__main__":
    main(sys.argv[1])
