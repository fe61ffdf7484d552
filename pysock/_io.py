"""Descriptors and the files behind them: open(2), read(2), write(2), fcntl(2), pipe(2), …"""

from __future__ import annotations

from . import _arguments as arguments
from . import _constants as constants
from ._front import front
from ._memory import CType, int_, struct, uint64_t
from ._native import ffi, lib
from ._undefined import OutOfBounds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, SupportsIndex

__all__ = [
    "close",
    "creat",
    "dup",
    "dup2",
    "lseek",
    "open",
    "pipe",
    "read",
    "unlink",
    "write",
]
if hasattr(lib, "pysock_fcntl"):
    __all__ += ["fcntl", "ioctl", "pread", "pwrite"]

_MIXED_UP = lib.PYSOCK_MIXED_UP
_OUTSIDE = lib.PYSOCK_OUTSIDE
_RESTART = lib.PYSOCK_RESTART
lib.pysock_add_io()
_DEFAULT_MODE = 0o666


def open(path: Any, flags: SupportsIndex, mode: SupportsIndex = _DEFAULT_MODE) -> int:
    """Open a file, and create it where flags has O_CREAT, open(2).

    ``int open(const char *path, int flags, ... /* mode_t mode */);``

    O_CREAT without a mode creates with ``0o666 & ~umask``; in C the mode is then whatever lay on
    the stack. The descriptor is inheritable, as in C: Python's own `open` is `builtins.open`.

    Returns the descriptor, or -1: EACCES, EEXIST, EISDIR, ELOOP, EMFILE, ENOENT, ENOTDIR, EROFS, …
    """
    name = arguments.name(path, "open")
    while (fd := lib.pysock_open(name, flags, mode)) == _RESTART:
        pass
    return fd


def creat(path: Any, mode: SupportsIndex) -> int:
    """Create a file or empty an old one, for writing, creat(2).

    ``int creat(const char *path, mode_t mode);``

    Returns the descriptor, or -1 with the errno of open(2).
    """
    return lib.creat(arguments.name(path, "creat"), mode)


@front
def close(fd: SupportsIndex) -> int:
    """Close a descriptor, close(2).

    ``int close(int fd);``

    Windows: closes descriptors of the C runtime; a socket is closed by closesocket().

    Returns 0, or -1: EBADF, EIO. Never call it again after EINTR: on Linux the descriptor is gone.
    """
    if (closed := lib.close(fd)) == _MIXED_UP:
        arguments.mixed_up(fd, "close")
    return closed


@front
def read(fd: SupportsIndex, buf: Any, count: SupportsIndex) -> int:
    """Read at most count bytes into buf, read(2).

    ``ssize_t read(int fd, void *buf, size_t count);``

    Windows: files and pipes only; a socket is read with recv().

    Returns the number of bytes, 0 at end of file, or -1: EAGAIN, EBADF, ECONNRESET, EINTR, …
    """
    address, room = arguments.sink(buf, "read")
    while (got := lib.pysock_read(fd, address, count, room)) < -1:
        if got == _OUTSIDE:
            return arguments.leniently(
                buf, count, "read", lambda place, size: read(fd, place, size)
            )
        if got == _MIXED_UP:
            arguments.mixed_up(fd, "read")
    return got


@front
def write(fd: SupportsIndex, buf: Any, count: SupportsIndex) -> int:
    """Write at most count bytes of buf, write(2).

    ``ssize_t write(int fd, const void *buf, size_t count);``

    CPython ignores SIGPIPE, so a write to a closed pipe or socket fails with EPIPE; a C program
    dies, as this one does after ``signal(SIGPIPE, SIG_DFL)``.
    Windows: files and pipes only; a socket is written with send().

    Returns the number of bytes taken, or -1: EAGAIN, EBADF, ECONNRESET, EINTR, ENOSPC, EPIPE, …
    """
    address, room = arguments.source(buf, "write")
    while (sent := lib.pysock_write(fd, address, count, room)) < -1:
        if sent == _OUTSIDE:
            arguments.refuse(buf, count, "write", write=False)
        if sent == _MIXED_UP:
            arguments.mixed_up(fd, "write")
    return sent


def pread(fd: SupportsIndex, buf: Any, count: SupportsIndex, offset: SupportsIndex) -> int:
    """Read at most count bytes from a place of a file, whose own offset stays, pread(2).

    ``ssize_t pread(int fd, void *buf, size_t count, off_t offset);``

    Windows: absent there.

    Returns the number of bytes, 0 at end of file, or -1: EBADF, EINVAL, ESPIPE, …
    """
    size = arguments.length(count, "pread")
    try:
        place = arguments.writable(buf, size, "pread")
    except OutOfBounds:
        return arguments.leniently(
            buf, size, "pread", lambda place, size: pread(fd, place, size, offset)
        )
    while (got := lib.pysock_pread(fd, place, size, offset)) == _RESTART:
        pass
    return got


def pwrite(fd: SupportsIndex, buf: Any, count: SupportsIndex, offset: SupportsIndex) -> int:
    """Write at most count bytes to a place of a file, whose own offset stays, pwrite(2).

    ``ssize_t pwrite(int fd, const void *buf, size_t count, off_t offset);``

    Linux appends to a file opened with O_APPEND, whatever the offset says.
    Windows: absent there.

    Returns the number of bytes, or -1: EBADF, EINVAL, ENOSPC, ESPIPE, …
    """
    size = arguments.length(count, "pwrite")
    place = arguments.readable(buf, size, "pwrite")
    while (sent := lib.pysock_pwrite(fd, place, size, offset)) == _RESTART:
        pass
    return sent


def lseek(fd: SupportsIndex, offset: SupportsIndex, whence: SupportsIndex) -> int:
    """Move the file offset, in bytes from whence (SEEK_SET, SEEK_CUR, SEEK_END), lseek(2).

    ``off_t lseek(int fd, off_t offset, int whence);``

    Returns the offset from the beginning, or -1: EBADF, EINVAL, EOVERFLOW, ESPIPE.
    """
    return lib.lseek(fd, offset, whence)


def dup(oldfd: SupportsIndex) -> int:
    """Duplicate a descriptor on the lowest free number, dup(2).

    ``int dup(int oldfd);``

    Returns the new descriptor, or -1: EBADF, EMFILE.
    """
    return lib.dup(oldfd)


def dup2(oldfd: SupportsIndex, newfd: SupportsIndex) -> int:
    """Duplicate a descriptor on the number newfd, closing what was there, dup2(2).

    ``int dup2(int oldfd, int newfd);``

    Returns newfd, or -1: EBADF, EBUSY, EINTR, EMFILE.
    """
    return lib.dup2(oldfd, newfd)


def pipe(pipefd: Any) -> int:
    """Make a pipe: pipefd[0] reads what pipefd[1] was written, pipe(2).

    ``int pipe(int pipefd[2]);``

    Returns 0, or -1: EMFILE, ENFILE.
    """
    return lib.pipe(ffi.cast("int *", arguments.out(pipefd, int_, "pipe", count=2)))


def unlink(path: Any) -> int:
    """Remove a name, and the file with the last of its names and descriptors, unlink(2).

    ``int unlink(const char *path);``

    Returns 0, or -1: EACCES, EBUSY, EISDIR, ENOENT, EPERM, EROFS, …
    """
    return lib.unlink(arguments.name(path, "unlink"))


# Which commands of fcntl point to a struct; all others that the fence names take an int. (One that
# the platform lacks is None in these tables, which no number is.)
_FCNTL_STRUCTS: dict[int | None, CType] = {
    constants.values.get(command): getattr(struct, tag)
    for tag, commands in {
        "flock": ["F_GETLK", "F_SETLK", "F_SETLKW", "F_OFD_GETLK", "F_OFD_SETLK", "F_OFD_SETLKW"],
        "f_owner_ex": ["F_GETOWN_EX", "F_SETOWN_EX"],
    }.items()
    for command in commands
    if hasattr(struct, tag)
} | {
    number: uint64_t
    for command, number in constants.values.items()
    if command.startswith(("F_GET_", "F_SET_")) and command.endswith("RW_HINT")
}

_FCNTL_INTS = {
    number
    for name, number in constants.values.items()
    if name.startswith(("F_DUP", "F_GET", "F_SET", "F_ADD", "F_NOTIFY"))
} - _FCNTL_STRUCTS.keys()


def fcntl(fd: SupportsIndex, cmd: SupportsIndex, arg: Any = 0) -> int:
    """Ask or change what a descriptor is: flags, owner, locks, fcntl(2).

    ``int fcntl(int fd, int cmd, ... /* arg */);``

    arg is an int, or what the command points to (``struct flock``, ``struct f_owner_ex``, a
    `uint64_t` for the write hints).
    A command that the library does not know fails with EINVAL: the kernel might take its int for
    an address.

    Returns what the command asks for, else 0, or -1: EACCES, EAGAIN, EBADF, EINTR, EINVAL, …
    """
    command = arguments.integer(cmd, "fcntl", "a command")
    ctype = _FCNTL_STRUCTS.get(command)
    if ctype is not None:
        place = arguments.out(arg, ctype, "fcntl")
        while (result := lib.pysock_fcntl(fd, command, 0, place)) == _RESTART:
            pass
        return result
    if command not in _FCNTL_INTS:
        return _unknown(fd, constants.EINVAL, "fcntl")
    return lib.pysock_fcntl(fd, command, arguments.integer(arg, "fcntl"), arguments.NULL)


def _unknown(fd: SupportsIndex, error: int, call: str) -> int:
    """Fail as the kernel does, which looks at the descriptor before it looks at the command."""
    number = arguments.integer(fd, call, "a descriptor")
    if lib.pysock_fcntl(number, constants.F_GETFD, 0, arguments.NULL) != -1:
        ffi.errno = error
    return -1


# What each request of ioctl points to, and what makes the call where that points further: other
# stems add theirs.
IOCTL_ARGUMENTS: dict[int | None, CType] = {
    constants.values.get(request): int_
    for request in (
        "FIOASYNC",
        "FIOGETOWN",
        "FIONBIO",
        "FIONREAD",
        "FIOSETOWN",
        "SIOCATMARK",
        "SIOCGPGRP",
        "SIOCOUTQ",
        "SIOCSPGRP",
    )
}
IOCTL_CALLS: dict[int, Callable[[SupportsIndex, Any], int]] = {}
_IOCTL_PLAIN = {constants.values.get("FIOCLEX"), constants.values.get("FIONCLEX")}


def ioctl(fd: SupportsIndex, request: SupportsIndex, argp: Any = None) -> int:
    """Control a device or socket: FIONREAD, SIOCATMARK, SIOCGIFADDR, …, ioctl(2).

    ``int ioctl(int fd, unsigned long request, ... /* void *argp */);``

    argp points to what the request reads or writes: an `int_` for FIONREAD and FIONBIO, a
    ``struct ifreq`` for SIOCGIFADDR. A request that the library does not know fails with ENOTTY,
    as one that the kernel does not know: how much memory it would write is not known either.

    Returns 0, or -1: EBADF, EINVAL, ENOTTY.
    """
    number = arguments.integer(request, "ioctl", "a request")
    if number in _IOCTL_PLAIN:
        return lib.pysock_ioctl(fd, number, arguments.NULL)
    if number in IOCTL_CALLS:
        return IOCTL_CALLS[number](fd, argp)
    ctype = IOCTL_ARGUMENTS.get(number)
    if ctype is None:
        return _unknown(fd, constants.ENOTTY, "ioctl")
    return lib.pysock_ioctl(fd, number, arguments.out(argp, ctype, "ioctl"))


if hasattr(lib, "dup3"):
    __all__ += ["close_range", "closefrom", "dup3", "pipe2"]

    def dup3(oldfd: SupportsIndex, newfd: SupportsIndex, flags: SupportsIndex) -> int:
        """Do as dup2(), close-on-exec with O_CLOEXEC, dup3(2).

        ``int dup3(int oldfd, int newfd, int flags);``

        Unlike dup2() it refuses two equal descriptors. macOS lacks it.

        Returns newfd, or -1: EBADF, EBUSY, EINVAL, EMFILE.
        """
        return lib.dup3(oldfd, newfd, flags)

    def pipe2(pipefd: Any, flags: SupportsIndex) -> int:
        """Do as pipe(), with O_CLOEXEC, O_NONBLOCK or O_DIRECT for both ends, pipe2(2).

        ``int pipe2(int pipefd[2], int flags);``

        macOS lacks it.

        Returns 0, or -1: EINVAL, EMFILE, ENFILE.
        """
        place = arguments.out(pipefd, int_, "pipe2", count=2)
        return lib.pipe2(ffi.cast("int *", place), flags)

    def close_range(first: SupportsIndex, last: SupportsIndex, flags: SupportsIndex) -> int:
        """Close all descriptors from first to last, close_range(2).

        ``int close_range(unsigned int first, unsigned int last, int flags);``

        CLOSE_RANGE_CLOEXEC only marks them, CLOSE_RANGE_UNSHARE parts from other threads first.
        Needs Linux 5.9.

        Returns 0, or -1: EINVAL (last before first, unknown flags), ENOSYS.
        """
        return lib.pysock_close_range(first, last, flags)

    def closefrom(lowfd: SupportsIndex) -> None:
        """Close all descriptors from lowfd on, closefrom(3).

        ``void closefrom(int lowfd);``

        A negative lowfd stands for 0.
        """
        lib.pysock_closefrom(lowfd)
