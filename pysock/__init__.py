"""The C network programmer's calls in Python: same names, arguments, return values and errno."""

import sys as _sys

from . import (
    _account,
    _address,
    _barrier,
    _cancel,
    _cond,
    _constants,
    _credentials,
    _directory,
    _epoll,
    _err,
    _errno,
    _errqueue,
    _event,
    _file,
    _format,
    _getopt,
    _handle,
    _inotify,
    _interface,
    _io,
    _kqueue,
    _malloc,
    _math,
    _memory,
    _mman,
    _mutex,
    _netdb,
    _netlink,
    _networkevent,
    _overlapped,
    _path,
    _pidfd,
    _poll,
    _process,
    _rand,
    _random,
    _raw,
    _resolver,
    _resource,
    _rthdr,
    _rwlock,
    _scan,
    _select,
    _semaphore,
    _signal,
    _socket,
    _sort,
    _splice,
    _stdio,
    _string,
    _syslog,
    _system,
    _sysvipc,
    _terminal,
    _thread,
    _time,
    _uio,
    _undefined,
    _windef,
    _winsock,
)
from ._account import *
from ._address import *
from ._barrier import *
from ._cancel import *
from ._cond import *
from ._constants import *
from ._credentials import *
from ._directory import *
from ._epoll import *
from ._err import *
from ._errno import *
from ._errqueue import *
from ._event import *
from ._file import *
from ._format import *
from ._getopt import *
from ._handle import *
from ._inotify import *
from ._interface import *
from ._io import *
from ._kqueue import *
from ._malloc import *
from ._math import *
from ._memory import *
from ._mman import *
from ._mutex import *
from ._netdb import *
from ._netlink import *
from ._networkevent import *
from ._overlapped import *
from ._path import *
from ._pidfd import *
from ._poll import *
from ._process import *
from ._rand import *
from ._random import *
from ._raw import *
from ._resolver import *
from ._resource import *
from ._rthdr import *
from ._rwlock import *
from ._scan import *
from ._select import *
from ._semaphore import *
from ._signal import *
from ._socket import *
from ._sort import *
from ._splice import *
from ._stdio import *
from ._string import *
from ._syslog import *
from ._system import *
from ._sysvipc import *
from ._terminal import *
from ._thread import *
from ._time import *
from ._uio import *
from ._undefined import *
from ._windef import *
from ._winsock import *

TYPE_CHECKING = False
if TYPE_CHECKING:  # what the table below loads, one line for each of its modules
    from .addresses import *
    from .batches import *
    from .children import *
    from .control_messages import *
    from .errors import *
    from .fdsets import *
    from .handlers import *
    from .options import *
    from .pipes import *
    from .pollers import *
    from .sockets import *
    from .streams import *

# Written out, because type checkers read it; it also lets _exit and _IOLBF through.
__all__: list[str] = []
__all__ += _account.__all__
__all__ += _address.__all__
__all__ += _barrier.__all__
__all__ += _cancel.__all__
__all__ += _cond.__all__
__all__ += _constants.__all__
__all__ += _credentials.__all__
__all__ += _directory.__all__
__all__ += _epoll.__all__
__all__ += _err.__all__
__all__ += _errno.__all__
__all__ += _errqueue.__all__
__all__ += _event.__all__
__all__ += _file.__all__
__all__ += _format.__all__
__all__ += _getopt.__all__
__all__ += _handle.__all__
__all__ += _inotify.__all__
__all__ += _interface.__all__
__all__ += _io.__all__
__all__ += _kqueue.__all__
__all__ += _malloc.__all__
__all__ += _math.__all__
__all__ += _memory.__all__
__all__ += _mman.__all__
__all__ += _mutex.__all__
__all__ += _netdb.__all__
__all__ += _netlink.__all__
__all__ += _networkevent.__all__
__all__ += _overlapped.__all__
__all__ += _path.__all__
__all__ += _pidfd.__all__
__all__ += _poll.__all__
__all__ += _process.__all__
__all__ += _rand.__all__
__all__ += _random.__all__
__all__ += _raw.__all__
__all__ += _resolver.__all__
__all__ += _resource.__all__
__all__ += _rthdr.__all__
__all__ += _rwlock.__all__
__all__ += _scan.__all__
__all__ += _select.__all__
__all__ += _semaphore.__all__
__all__ += _signal.__all__
__all__ += _socket.__all__
__all__ += _sort.__all__
__all__ += _splice.__all__
__all__ += _stdio.__all__
__all__ += _string.__all__
__all__ += _syslog.__all__
__all__ += _system.__all__
__all__ += _sysvipc.__all__
__all__ += _terminal.__all__
__all__ += _thread.__all__
__all__ += _time.__all__
__all__ += _uio.__all__
__all__ += _undefined.__all__
__all__ += _windef.__all__
__all__ += _winsock.__all__

# The Pythonic layer: a module loads when a program first asks for one of its names. `import *`
# leaves them out, see docs/design.md.
_PYTHONIC = {
    "Address": "addresses",
    "Batch": "batches",
    "Child": "children",
    "ControlMessage": "control_messages",
    "Credentials": "control_messages",
    "Datagram": "batches",
    "ExitStatus": "children",
    "FdSet": "fdsets",
    "GaiError": "errors",
    "HopLimit": "control_messages",
    "IncompleteRead": "errors",
    "Options": "options",
    "PacketInfo": "control_messages",
    "Pipe": "pipes",
    "PipeReader": "pipes",
    "PipeWriter": "pipes",
    "Poller": "pollers",
    "ReceivedError": "control_messages",
    "Rights": "control_messages",
    "SegmentSize": "control_messages",
    "SignalHandler": "handlers",
    "Socket": "sockets",
    "SocketError": "errors",
    "Stream": "streams",
    "TimeToLive": "control_messages",
    "Timestamp": "control_messages",
    "Timestamping": "control_messages",
    "TrafficClass": "control_messages",
    "TypeOfService": "control_messages",
    "blocked_signals": "handlers",
    "control_space": "control_messages",
    "create_connection": "sockets",
    "create_server": "sockets",
    "fromfd": "sockets",
    "receive_message": "batches",
    "send_message": "batches",
    "unpack_control": "control_messages",
}

# The modules of the Pythonic layer that a platform has no calls for.
_MODULES_ABSENT = {
    "win32": {
        "batches": "Windows has no recvmsg() as POSIX knows it: use pysock.Socket.recvfrom()",
        "control_messages": "Windows has no control messages as POSIX knows them",
    },
}

_WIDE = "pysock's strings are UTF-8: use {}()"
_RUNTIME = "Windows' C runtime calls it so: use {}()"

# What only Windows has, and what does the same elsewhere.
_WINDOWS_ALONE = {
    "FormatMessageW": _WIDE.format("FormatMessage"),
    "GetAddrInfoW": _WIDE.format("getaddrinfo"),
    "GetHostNameW": _WIDE.format("gethostname"),
    "GetNameInfoW": _WIDE.format("getnameinfo"),
    "InetNtopW": _WIDE.format("InetNtop"),
    "InetPtonW": _WIDE.format("InetPton"),
    "WSAAsyncSelect": "it sends messages to a window: use WSAEventSelect()",
    "WSAConnectByName": "only Windows has it: use getaddrinfo() and connect()",
    "WSADuplicateSocket": "POSIX hands descriptors on: use sendmsg() with SCM_RIGHTS",
    "_close": _RUNTIME.format("close"),
    "_dup": _RUNTIME.format("dup"),
    "_dup2": _RUNTIME.format("dup2"),
    "_getpid": _RUNTIME.format("getpid"),
    "_open": _RUNTIME.format("open"),
    "_pipe": _RUNTIME.format("pipe"),
    "_read": _RUNTIME.format("read"),
    "_write": _RUNTIME.format("write"),
}

# Why a platform cannot offer a name, and what does the same there.
_WHY_ABSENT = {
    "linux": {
        **_WINDOWS_ALONE,
        "AcceptEx": "Linux has no completion ports: use WSAEventSelect()",
        "ConnectEx": "Linux has no completion ports: use WSAEventSelect()",
        "CreateIoCompletionPort": "Linux has no completion ports: use poll() or WSAEventSelect()",
        "DisconnectEx": "Linux has no completion ports: use shutdown()",
        "GetQueuedCompletionStatus": "Linux has no completion ports: use WSAEventSelect()",
        "TransmitFile": "Linux has no completion ports: use Socket.sendfile()",
        "WSAGetOverlappedResult": "Linux has no completion ports: use WSAEventSelect()",
        "EV_SET": "Linux has no kqueue: use epoll_ctl()",
        "kevent": "Linux has no kqueue: use epoll_wait()",
        "kqueue": "Linux has no kqueue: use epoll_create1()",
    },
    "darwin": {
        **_WINDOWS_ALONE,
        "AcceptEx": "macOS has no completion ports: use WSAEventSelect()",
        "ConnectEx": "macOS has no completion ports: use WSAEventSelect()",
        "CreateIoCompletionPort": "macOS has no completion ports: use poll() or WSAEventSelect()",
        "DisconnectEx": "macOS has no completion ports: use shutdown()",
        "GetQueuedCompletionStatus": "macOS has no completion ports: use WSAEventSelect()",
        "TransmitFile": "macOS has no completion ports: use Socket.sendfile()",
        "WSAGetOverlappedResult": "macOS has no completion ports: use WSAEventSelect()",
        "accept4": "macOS has no accept4(): use accept() and fcntl()",
        "epoll_create": "macOS has no epoll: use kqueue()",
        "epoll_create1": "macOS has no epoll: use kqueue()",
        "epoll_ctl": "macOS has no epoll: use kevent()",
        "epoll_pwait": "macOS has no epoll: use kevent()",
        "epoll_pwait2": "macOS has no epoll: use kevent()",
        "epoll_wait": "macOS has no epoll: use kevent()",
        "gettid": "macOS numbers threads otherwise: use pthread_self()",
        "ppoll": "macOS has no ppoll(): use pselect() or kevent()",
        "preadv2": "macOS has no flags for preadv(): use preadv()",
        "pthread_barrier_init": "macOS has no barriers: use pthread_cond_wait()",
        "pthread_barrier_wait": "macOS has no barriers: use pthread_cond_wait()",
        "pthread_condattr_setclock": "macOS knows CLOCK_REALTIME only here",
        "pthread_mutex_timedlock": "macOS has no time limit: use pthread_mutex_trylock()",
        "pthread_rwlock_timedrdlock": "macOS has no time limit: use pthread_rwlock_tryrdlock()",
        "pthread_rwlock_timedwrlock": "macOS has no time limit: use pthread_rwlock_trywrlock()",
        "pthread_spin_init": "macOS has no spin locks: use pthread_mutex_init()",
        "pthread_spin_lock": "macOS has no spin locks: use pthread_mutex_lock()",
        "pwritev2": "macOS has no flags for pwritev(): use pwritev()",
        "recvmmsg": "macOS has no recvmmsg(): use recvmsg(), or pysock.Batch",
        "sem_timedwait": "macOS has no sem_timedwait(): use sem_trywait()",
        "sendmmsg": "macOS has no sendmmsg(): use sendmsg(), or pysock.Batch",
        "sigqueue": "macOS queues no signals: use kill()",
        "sigtimedwait": "macOS has no sigtimedwait(): use sigwait() and alarm()",
        "sigwaitinfo": "macOS has no sigwaitinfo(): use sigwait()",
    },
    "win32": {
        "EV_SET": "Windows has no kqueue: use poll(), or CreateIoCompletionPort()",
        "WCOREDUMP": "Windows has no wait status: use Python's subprocess.Popen.returncode",
        "WEXITSTATUS": "Windows has no wait status: use Python's subprocess.Popen.returncode",
        "WIFCONTINUED": "Windows has no wait status: use Python's subprocess.Popen.returncode",
        "WIFEXITED": "Windows has no wait status: use Python's subprocess.Popen.returncode",
        "WIFSIGNALED": "Windows has no wait status: use Python's subprocess.Popen.returncode",
        "WIFSTOPPED": "Windows has no wait status: use Python's subprocess.Popen.returncode",
        "WSTOPSIG": "Windows has no wait status: use Python's subprocess.Popen.returncode",
        "WTERMSIG": "Windows has no wait status: use Python's subprocess.Popen.returncode",
        "accept4": "Windows has no accept4(): use accept() and ioctlsocket()",
        "alarm": "Windows has no signals: use Python's threading.Timer",
        "daemon": "Windows has no fork(): start a program with Python's subprocess.Popen()",
        "epoll_create": "Windows has no epoll: use poll(), or CreateIoCompletionPort()",
        "epoll_create1": "Windows has no epoll: use poll(), or CreateIoCompletionPort()",
        "epoll_ctl": "Windows has no epoll: use poll(), or CreateIoCompletionPort()",
        "epoll_pwait": "Windows has no epoll: use poll(), or CreateIoCompletionPort()",
        "epoll_pwait2": "Windows has no epoll: use poll(), or CreateIoCompletionPort()",
        "epoll_wait": "Windows has no epoll: use poll(), or CreateIoCompletionPort()",
        "execl": "Windows starts programs beside this one: use Python's subprocess.Popen()",
        "execle": "Windows starts programs beside this one: use Python's subprocess.Popen()",
        "execlp": "Windows starts programs beside this one: use Python's subprocess.Popen()",
        "execv": "Windows starts programs beside this one: use Python's subprocess.Popen()",
        "execve": "Windows starts programs beside this one: use Python's subprocess.Popen()",
        "execvp": "Windows starts programs beside this one: use Python's subprocess.Popen()",
        "execvpe": "Windows starts programs beside this one: use Python's subprocess.Popen()",
        "fcntl": "Windows has no fcntl(): use ioctlsocket() with FIONBIO",
        "fexecve": "Windows starts programs beside this one: use Python's subprocess.Popen()",
        "fork": "Windows has no fork(): start a program with Python's subprocess.Popen()",
        "getegid": "Windows has no users and groups of numbers",
        "geteuid": "Windows has no users and groups of numbers",
        "getgid": "Windows has no users and groups of numbers",
        "getifaddrs": "Windows has no getifaddrs(): use if_nametoindex()",
        "getitimer": "Windows has no signals: use Python's threading.Timer",
        "getopt": "Windows has no getopt(): use Python's getopt.getopt()",
        "getgrgid": "Windows has no users and groups of numbers",
        "getgrnam": "Windows has no users and groups of numbers",
        "getpwnam": "Windows has no users and groups of numbers",
        "getpwuid": "Windows has no users and groups of numbers",
        "getuid": "Windows has no users and groups of numbers",
        "if_nameindex": "Windows has no if_nameindex(): use if_nametoindex()",
        "ioctl": "Windows has no ioctl(): use ioctlsocket()",
        "kevent": "Windows has no kqueue: use poll(), or CreateIoCompletionPort()",
        "kill": "Windows has no signals: use Python's os.kill(), which ends a process",
        "killpg": "Windows has no signals: use Python's os.kill(), which ends a process",
        "kqueue": "Windows has no kqueue: use poll(), or CreateIoCompletionPort()",
        "opendir": "Windows has no opendir(): use Python's os.scandir()",
        "pause": "Windows has no signals to wait for",
        "pclose": "Windows starts programs beside this one: use Python's subprocess.Popen()",
        "popen": "Windows starts programs beside this one: use Python's subprocess.Popen()",
        "pthread_*": "Windows has no POSIX threads: use _beginthreadex()",
        "sem_*": "Windows has no POSIX semaphores: use CreateSemaphore()",
        "ppoll": "Windows has no ppoll(): use poll()",
        "preadv": "Windows has no preadv(): use lseek() and read()",
        "preadv2": "Windows has no preadv2(): use lseek() and read()",
        "pselect": "Windows has no pselect(): use select()",
        "pthread_create": "Windows has no POSIX threads: use _beginthreadex()",
        "pthread_join": "Windows has no POSIX threads: use WaitForSingleObject()",
        "pthread_mutex_destroy": "Windows has no POSIX threads: use DeleteCriticalSection()",
        "pthread_mutex_init": "Windows has no POSIX threads: use InitializeCriticalSection()",
        "pthread_mutex_lock": "Windows has no POSIX threads: use EnterCriticalSection()",
        "pthread_mutex_unlock": "Windows has no POSIX threads: use LeaveCriticalSection()",
        "pwritev": "Windows has no pwritev(): use lseek() and write()",
        "pwritev2": "Windows has no pwritev2(): use lseek() and write()",
        "raise_": "Windows has no signals: use Python's signal.signal() for SIGINT",
        "random": "Windows has no random(): use rand()",
        "readdir": "Windows has no readdir(): use Python's os.scandir()",
        "recvmmsg": "Windows has no recvmmsg(): use WSARecvMsg()",
        "recvmsg": "Windows has no recvmsg(): use WSARecvMsg()",
        "sem_init": "Windows has no POSIX semaphores: use CreateSemaphore()",
        "sem_post": "Windows has no POSIX semaphores: use ReleaseSemaphore()",
        "sem_wait": "Windows has no POSIX semaphores: use WaitForSingleObject()",
        "semget": "Windows has nothing of System V: use CreateSemaphore()",
        "sendmmsg": "Windows has no sendmmsg(): use WSASendMsg()",
        "sendmsg": "Windows has no sendmsg(): use WSASendMsg()",
        "setgid": "Windows has no users and groups of numbers",
        "setitimer": "Windows has no signals: use Python's threading.Timer",
        "setuid": "Windows has no users and groups of numbers",
        "shmget": "Windows has nothing of System V: use Python's multiprocessing.shared_memory",
        "sigaction": "Windows has no signals: use Python's signal.signal() for SIGINT",
        "sigaddset": "Windows has no signal masks",
        "sigdelset": "Windows has no signal masks",
        "sigemptyset": "Windows has no signal masks",
        "sigfillset": "Windows has no signal masks",
        "siginterrupt": "Windows has no signals: use Python's signal.signal() for SIGINT",
        "sigismember": "Windows has no signal masks",
        "signal": "Windows has no signals: use Python's signal.signal() for SIGINT",
        "sigpending": "Windows has no signal masks",
        "sigprocmask": "Windows has no signal masks",
        "sigset_t": "Windows has no signal masks",
        "sigsuspend": "Windows has no signals to wait for",
        "sigtimedwait": "Windows has no signals to wait for",
        "sigwait": "Windows has no signals to wait for",
        "sigwaitinfo": "Windows has no signals to wait for",
        "vfork": "Windows has no fork(): start a program with Python's subprocess.Popen()",
        "wait": "Windows has no children to wait for: use Python's subprocess.Popen.wait()",
        "wait3": "Windows has no children to wait for: use Python's subprocess.Popen.wait()",
        "wait4": "Windows has no children to wait for: use Python's subprocess.Popen.wait()",
        "waitid": "Windows has no children to wait for: use Python's subprocess.Popen.wait()",
        "waitpid": "Windows has no children to wait for: use Python's subprocess.Popen.wait()",
    },
}


if not TYPE_CHECKING:  # checkers know all names, those of other platforms too, and refuse others

    def __getattr__(name: str) -> object:
        lacking = _MODULES_ABSENT.get(_sys.platform, {})
        if name in _PYTHONIC and _PYTHONIC[name] not in lacking:
            module = __import__(f"{__name__}.{_PYTHONIC[name]}", fromlist=[name])
            return globals().setdefault(name, getattr(module, name))
        if name in _PYTHONIC:
            why = lacking[_PYTHONIC[name]]
        elif name in _constants.absent:
            why = f"the C headers of {_sys.platform} do not define it"
        else:
            reasons = _WHY_ABSENT.get(_sys.platform, {})
            family = reasons.get(name.partition("_")[0] + "_*", "no such name in C or in pysock")
            why = reasons.get(name, family)
        raise AttributeError(f"pysock.{name}: {why}", name=name, obj=_sys.modules[__name__])


def __dir__() -> list[str]:
    lacking = _MODULES_ABSENT.get(_sys.platform, {})
    return sorted({*globals(), *(name for name in _PYTHONIC if _PYTHONIC[name] not in lacking)})
