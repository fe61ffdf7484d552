"""Files by name and by descriptor: stat(2), access(2), mkdir(2), truncate(2), flock(2), …"""

from __future__ import annotations

from . import _arguments as arguments
from . import _constants as constants
from ._allocation import Allocation
from ._memory import char, from_cffi, struct
from ._native import ffi, lib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

    from ._allocation import CData

__all__: list[str] = []
if hasattr(lib, "truncate"):
    __all__ += [
        "access",
        "blkcnt_t",
        "blksize_t",
        "chdir",
        "chmod",
        "chown",
        "dev_t",
        "fchdir",
        "fchmod",
        "fchown",
        "flock",
        "fstat",
        "fsync",
        "ftruncate",
        "futimens",
        "getcwd",
        "ino_t",
        "lchown",
        "link",
        "lockf",
        "lstat",
        "mkdir",
        "mkdtemp",
        "mkfifo",
        "mkstemp",
        "nlink_t",
        "openat",
        "readlink",
        "realpath",
        "remove",
        "rename",
        "rmdir",
        "stat",
        "symlink",
        "truncate",
        "umask",
        "utimensat",
    ]

    blkcnt_t, blksize_t, dev_t, ino_t, nlink_t = (
        from_cffi(ffi.typeof(name))
        for name in ("blkcnt_t", "blksize_t", "dev_t", "ino_t", "nlink_t")
    )

_RESTART = lib.PYSOCK_RESTART
_DEFAULT_MODE = 0o666
_LONGEST_PATH = 1 << 20
_NOBODY = 0xFFFFFFFF  # -1 as uid_t and gid_t


# ------------------------------------------------------------------------- what a file is


def stat(path: Any, statbuf: Any) -> int:
    """Tell what a file is, stat(2).

    ``int stat(const char *path, struct stat *statbuf);``

    Windows: absent there.

    Returns 0, or -1: EACCES, ELOOP, ENOENT, ENOTDIR, EOVERFLOW.
    """
    return lib.stat(arguments.name(path, "stat"), _status(statbuf, "stat"))


def lstat(path: Any, statbuf: Any) -> int:
    """Do as stat(), of a symbolic link itself, lstat(2).

    ``int lstat(const char *path, struct stat *statbuf);``

    Windows: absent there.

    Returns 0, or -1 with the errno of stat(2).
    """
    return lib.lstat(arguments.name(path, "lstat"), _status(statbuf, "lstat"))


def fstat(fd: SupportsIndex, statbuf: Any) -> int:
    """Do as stat(), of an open descriptor, fstat(2).

    ``int fstat(int fd, struct stat *statbuf);``

    Windows: absent there.

    Returns 0, or -1: EBADF.
    """
    return lib.fstat(fd, _status(statbuf, "fstat"))


def _status(statbuf: Any, call: str) -> CData:
    return ffi.cast("struct stat *", arguments.out(statbuf, struct.stat, call))


def access(path: Any, mode: SupportsIndex) -> int:
    """Ask whether the real user may use a file: R_OK, W_OK, X_OK, F_OK, access(2).

    ``int access(const char *path, int mode);``

    The answer may be old when it comes: open() and look at errno instead.

    Returns 0, or -1: EACCES, EINVAL, ENOENT, ENOTDIR, EROFS.
    """
    return lib.access(arguments.name(path, "access"), mode)


def chmod(path: Any, mode: SupportsIndex) -> int:
    """Set the permission bits of a file, chmod(2).

    ``int chmod(const char *path, mode_t mode);``

    Returns 0, or -1: EACCES, ENOENT, EPERM, EROFS.
    """
    return lib.chmod(arguments.name(path, "chmod"), mode)


def chown(path: Any, owner: SupportsIndex, group: SupportsIndex) -> int:
    """Give a file to a user and a group; -1 leaves one as it is, chown(2).

    ``int chown(const char *path, uid_t owner, gid_t group);``

    Windows: absent there.

    Returns 0, or -1: EACCES, ENOENT, EPERM, EROFS.
    """
    file = arguments.name(path, "chown")
    return lib.chown(file, _owner(owner, "chown"), _owner(group, "chown"))


def lchown(path: Any, owner: SupportsIndex, group: SupportsIndex) -> int:
    """Do as chown(), of a symbolic link itself, lchown(2).

    ``int lchown(const char *path, uid_t owner, gid_t group);``

    Windows: absent there.

    Returns 0, or -1: EACCES, ENOENT, EPERM, EROFS.
    """
    file = arguments.name(path, "lchown")
    return lib.lchown(file, _owner(owner, "lchown"), _owner(group, "lchown"))


def fchown(fd: SupportsIndex, owner: SupportsIndex, group: SupportsIndex) -> int:
    """Do as chown(), of an open descriptor, fchown(2).

    ``int fchown(int fd, uid_t owner, gid_t group);``

    Windows: absent there.

    Returns 0, or -1: EBADF, EPERM, EROFS.
    """
    return lib.fchown(fd, _owner(owner, "fchown"), _owner(group, "fchown"))


def _owner(number: SupportsIndex, call: str) -> int:
    """C takes -1 for an unsigned number."""
    given = arguments.integer(number, call)
    return _NOBODY if given == -1 else given


def futimens(fd: SupportsIndex, times: Any) -> int:
    """Set when an open file was read and changed, futimens(3).

    ``int futimens(int fd, const struct timespec times[2]);``

    UTIME_NOW and UTIME_OMIT in tv_nsec mean now and unchanged, NULL for times now for both.
    Windows: absent there.

    Returns 0, or -1: EBADF, EINVAL, EPERM, EROFS.
    """
    return lib.futimens(fd, _times(times, "futimens"))


def utimensat(dirfd: SupportsIndex, path: Any, times: Any, flags: SupportsIndex) -> int:
    """Do as futimens(), of a file by its name, utimensat(2).

    ``int utimensat(int dirfd, const char *path, const struct timespec times[2], int flags);``

    dirfd is where a relative path starts, AT_FDCWD the working directory; AT_SYMLINK_NOFOLLOW
    means a link itself.
    Windows: absent there.

    Returns 0, or -1: EACCES, EINVAL, ENOENT, EPERM, EROFS.
    """
    file = arguments.name(path, "utimensat")
    return lib.utimensat(dirfd, file, _times(times, "utimensat"), flags)


def _times(times: Any, call: str) -> CData:
    """A snapshot of the two times, or NULL."""
    if arguments.is_null(times):
        return ffi.NULL
    both = ffi.new("struct timespec[2]")
    ffi.memmove(both, arguments.readable(times, ffi.sizeof(both), call), ffi.sizeof(both))
    return both


def fchmod(fd: SupportsIndex, mode: SupportsIndex) -> int:
    """Do as chmod(), of an open descriptor, fchmod(2).

    ``int fchmod(int fd, mode_t mode);``

    Returns 0, or -1: EBADF, EPERM, EROFS.
    """
    return lib.fchmod(fd, mode)


def umask(mask: SupportsIndex) -> int:
    """Set which permission bits new files never get, umask(2).

    ``mode_t umask(mode_t mask);``

    Returns the mask so far; it cannot fail.
    """
    return lib.umask(mask)


# --------------------------------------------------------------------------------- names


def openat(
    dirfd: SupportsIndex, path: Any, flags: SupportsIndex, mode: SupportsIndex = _DEFAULT_MODE
) -> int:
    """Do as open(), from the directory dirfd where the path is relative, openat(2).

    ``int openat(int dirfd, const char *path, int flags, ... /* mode_t mode */);``

    AT_FDCWD is the current directory. O_CREAT without a mode is as for open().

    Returns the descriptor, or -1 with the errno of open(2), or EBADF, ENOTDIR.
    """
    name = arguments.name(path, "openat")
    while (fd := lib.pysock_openat(dirfd, name, flags, mode)) == _RESTART:
        pass
    return fd


def mkdir(path: Any, mode: SupportsIndex) -> int:
    """Make a directory, mkdir(2).

    ``int mkdir(const char *path, mode_t mode);``

    Returns 0, or -1: EACCES, EEXIST, ENOENT, ENOSPC, ENOTDIR, EROFS.
    """
    return lib.mkdir(arguments.name(path, "mkdir"), mode)


def mkfifo(path: Any, mode: SupportsIndex) -> int:
    """Make a pipe that has a name, mkfifo(3).

    ``int mkfifo(const char *path, mode_t mode);``

    Returns 0, or -1: EACCES, EEXIST, ENOENT, ENOSPC, EROFS.
    """
    return lib.mkfifo(arguments.name(path, "mkfifo"), mode)


def rmdir(path: Any) -> int:
    """Remove an empty directory, rmdir(2).

    ``int rmdir(const char *path);``

    Returns 0, or -1: EACCES, EBUSY, ENOENT, ENOTDIR, ENOTEMPTY, EROFS.
    """
    return lib.rmdir(arguments.name(path, "rmdir"))


def remove(path: Any) -> int:
    """Remove a file or an empty directory, remove(3).

    ``int remove(const char *path);``

    Returns 0, or -1 with the errno of unlink(2) or rmdir(2).
    """
    return lib.remove(arguments.name(path, "remove"))


def rename(oldpath: Any, newpath: Any) -> int:
    """Give a file another name, in place of what had it, rename(2).

    ``int rename(const char *oldpath, const char *newpath);``

    Returns 0, or -1: EACCES, EISDIR, ENOENT, ENOTEMPTY, EXDEV (another file system).
    """
    return lib.rename(arguments.name(oldpath, "rename"), arguments.name(newpath, "rename"))


def link(oldpath: Any, newpath: Any) -> int:
    """Give a file one more name, link(2).

    ``int link(const char *oldpath, const char *newpath);``

    Returns 0, or -1: EACCES, EEXIST, EMLINK, ENOENT, EPERM, EXDEV.
    """
    return lib.link(arguments.name(oldpath, "link"), arguments.name(newpath, "link"))


def symlink(target: Any, linkpath: Any) -> int:
    """Make a symbolic link, symlink(2).

    ``int symlink(const char *target, const char *linkpath);``

    Returns 0, or -1: EACCES, EEXIST, ENOENT, EROFS.
    """
    return lib.symlink(arguments.name(target, "symlink"), arguments.name(linkpath, "symlink"))


def readlink(path: Any, buf: Any, bufsiz: SupportsIndex) -> int:
    """Read where a symbolic link leads, readlink(2).

    ``ssize_t readlink(const char *path, char *buf, size_t bufsiz);``

    No NUL is appended, and what does not fit is cut.

    Returns the number of bytes, or -1: EACCES, EINVAL (no link), ENOENT.
    """
    size = arguments.length(bufsiz, "readlink")
    place = ffi.cast("char *", arguments.writable(buf, size, "readlink"))
    return lib.readlink(arguments.name(path, "readlink"), place, size)


def mkstemp(template: Any) -> int:
    """Make and open a file under a name of its own, mkstemp(3).

    ``int mkstemp(char *template);``

    The six X that end template are replaced by the name's own characters.

    Returns the descriptor, or -1: EEXIST, EINVAL (no six X), or the errno of open(2).
    """
    size = len(arguments.string(template, "mkstemp")) + 1
    place = arguments.writable(template, size, "mkstemp")
    named = ffi.new("char[]", bytes(ffi.buffer(place, size)))
    fd: int = lib.mkstemp(named)
    ffi.memmove(place, named, size)
    return fd


def mkdtemp(template: Any) -> Any:
    """Make a directory under a name of its own, mkdtemp(3).

    ``char *mkdtemp(char *template);``

    The six X that end template are replaced by the name's own characters.

    Returns template, or NULL: EINVAL (no six X), or the errno of mkdir(2).
    """
    size = len(arguments.string(template, "mkdtemp")) + 1
    place = arguments.writable(template, size, "mkdtemp")
    named = ffi.new("char[]", bytes(ffi.buffer(place, size)))
    made = lib.pysock_mkdtemp(named)
    ffi.memmove(place, named, size)
    return template if made else None


# ---------------------------------------------------------------------- the current directory


def chdir(path: Any) -> int:
    """Make a directory the one where relative paths start, chdir(2).

    ``int chdir(const char *path);``

    Returns 0, or -1: EACCES, ENOENT, ENOTDIR.
    """
    return lib.chdir(arguments.name(path, "chdir"))


def fchdir(fd: SupportsIndex) -> int:
    """Do as chdir(), to an open directory, fchdir(2).

    ``int fchdir(int fd);``

    Returns 0, or -1: EACCES, EBADF, ENOTDIR.
    """
    return lib.fchdir(fd)


def getcwd(buf: Any, size: SupportsIndex) -> Any:
    """Tell the current directory, getcwd(3).

    ``char *getcwd(char *buf, size_t size);``

    With NULL for buf the name is allocated, in as many bytes as size says or, for 0, as it takes:
    free() it.

    Returns buf or the new string, or NULL: EINVAL (a size of 0), ENOENT, ENOMEM, ERANGE.
    """
    room = arguments.length(size, "getcwd")
    if not arguments.is_null(buf):
        place = ffi.cast("char *", arguments.writable(buf, room, "getcwd"))
        return buf if lib.getcwd(place, room) else None
    if room < 0:  # more than malloc() ever gives
        ffi.errno = constants.ENOMEM
        return None
    scratch = ffi.new("char[]", room if 0 < room <= _LONGEST_PATH else _LONGEST_PATH)
    if not lib.getcwd(scratch, len(scratch)):
        return None
    return _allocated(ffi.string(scratch), room)


def realpath(path: Any, resolved_path: Any) -> Any:
    """Follow all symbolic links, ``.`` and ``..`` of a name, realpath(3).

    ``char *realpath(const char *path, char *resolved_path);``

    With NULL for resolved_path the name is allocated: free() it. C asks for a buffer of PATH_MAX
    bytes; here it is enough that the name has room.

    Returns resolved_path or the new string, or NULL: EACCES, ENAMETOOLONG, ENOENT, ENOTDIR, ELOOP.
    """
    name = arguments.name(path, "realpath")
    scratch = ffi.new("char[]", _LONGEST_PATH)
    if not lib.realpath(name, scratch):
        return None
    text = ffi.string(scratch)
    if arguments.is_null(resolved_path):
        return _allocated(text, 0)
    place = arguments.writable(resolved_path, len(text) + 1, "realpath")
    ffi.memmove(place, text + b"\0", len(text) + 1)
    return resolved_path


def _allocated(text: bytes, room: int) -> Any:
    """A string that the program has to free, in so many bytes or in as many as it takes."""
    allocated = Allocation.zeroed(room or len(text) + 1)
    allocated.base[0 : len(text)] = text
    return char.pointer(allocated, 0, 0, allocated.size)


# ------------------------------------------------------------------------- lengths and locks


def truncate(path: Any, length: SupportsIndex) -> int:
    """Cut a file, or lengthen it with zeroes, truncate(2).

    ``int truncate(const char *path, off_t length);``

    Returns 0, or -1: EACCES, EFBIG, EINVAL, EISDIR, ENOENT, EROFS.
    """
    return lib.truncate(arguments.name(path, "truncate"), length)


def ftruncate(fd: SupportsIndex, length: SupportsIndex) -> int:
    """Do as truncate(), of an open descriptor, ftruncate(2).

    ``int ftruncate(int fd, off_t length);``

    Returns 0, or -1: EBADF, EFBIG, EINVAL (also: not open for writing).
    """
    return lib.ftruncate(fd, length)


def fsync(fd: SupportsIndex) -> int:
    """Wait until what was written is on the device, fsync(2).

    ``int fsync(int fd);``

    Returns 0, or -1: EBADF, EINVAL (a pipe, a socket), EIO, ENOSPC.
    """
    return lib.fsync(fd)


def flock(fd: SupportsIndex, operation: SupportsIndex) -> int:
    """Lock a whole file: LOCK_SH, LOCK_EX, LOCK_UN, and LOCK_NB not to wait, flock(2).

    ``int flock(int fd, int operation);``

    Windows: absent there.

    Returns 0, or -1: EBADF, EINTR, EINVAL, EWOULDBLOCK.
    """
    while (result := lib.pysock_flock(fd, operation)) == _RESTART:
        pass
    return result


def lockf(fd: SupportsIndex, cmd: SupportsIndex, len: SupportsIndex) -> int:
    """Lock len bytes from where a file stands: F_LOCK, F_TLOCK, F_TEST, F_ULOCK, lockf(3).

    ``int lockf(int fd, int cmd, off_t len);``

    Windows: absent there.

    Returns 0, or -1: EACCES or EAGAIN (locked by another process), EBADF, EDEADLK, EINTR, EINVAL.
    """
    while (result := lib.pysock_lockf(fd, cmd, len)) == _RESTART:
        pass
    return result


if hasattr(lib, "posix_fallocate"):
    __all__ += ["fallocate", "fdatasync", "posix_fadvise", "posix_fallocate"]

    def fdatasync(fd: SupportsIndex) -> int:
        """Do as fsync(), for the bytes and what it takes to read them, fdatasync(2).

        ``int fdatasync(int fd);``

        macOS lacks it.

        Returns 0, or -1 with the errno of fsync(2).
        """
        return lib.fdatasync(fd)

    def posix_fadvise(
        fd: SupportsIndex, offset: SupportsIndex, len: SupportsIndex, advice: SupportsIndex
    ) -> int:
        """Tell the kernel how a part of a file will be used, posix_fadvise(2).

        ``int posix_fadvise(int fd, off_t offset, off_t len, int advice);``

        macOS lacks it.

        Returns 0, or the error's number, which is not in errno: EBADF, EINVAL, ESPIPE.
        """
        return lib.posix_fadvise(fd, offset, len, advice)

    def posix_fallocate(fd: SupportsIndex, offset: SupportsIndex, len: SupportsIndex) -> int:
        """Make sure that writing to a part of a file finds room, posix_fallocate(3).

        ``int posix_fallocate(int fd, off_t offset, off_t len);``

        macOS lacks it.

        Returns 0, or the error's number, which is not in errno: EBADF, EFBIG, EINVAL, ENOSPC, …
        """
        return lib.posix_fallocate(fd, offset, len)

    def fallocate(
        fd: SupportsIndex, mode: SupportsIndex, offset: SupportsIndex, len: SupportsIndex
    ) -> int:
        """Allocate, empty, insert or remove a part of a file, fallocate(2).

        ``int fallocate(int fd, int mode, off_t offset, off_t len);``

        Linux only.

        Returns 0, or -1: EBADF, EFBIG, EINTR, EINVAL, ENOSPC, EOPNOTSUPP, ESPIPE.
        """
        while (result := lib.pysock_fallocate(fd, mode, offset, len)) == _RESTART:
            pass
        return result
