"""Bytes that move between descriptors inside the kernel: splice(2), sendfile(2): Linux only."""

from __future__ import annotations

from . import _arguments as arguments
from ._memory import off_t
from ._native import ffi, lib
from ._uio import vectors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

    from ._allocation import CData

__all__: list[str] = []

_RESTART = lib.PYSOCK_RESTART


def _offset(place: Any, call: str) -> CData:
    return ffi.cast("off_t *", arguments.out(place, off_t, call, null=True))


if hasattr(lib, "pysock_splice"):
    __all__ += ["copy_file_range", "sendfile", "splice", "tee", "vmsplice"]

    def sendfile(
        out_fd: SupportsIndex, in_fd: SupportsIndex, offset: Any, count: SupportsIndex
    ) -> int:
        """Send a file's bytes to a socket or file, without a detour over the program, sendfile(2).

        ``ssize_t sendfile(int out_fd, int in_fd, off_t *offset, size_t count);``

        offset, an `off_t`, says where to read and is moved on; with NULL the file's own offset is.
        macOS and Windows: absent there; the calls that bear the name take other arguments.

        Returns the number of bytes, or -1: EAGAIN, EBADF, EINVAL, EIO, EOVERFLOW, ESPIPE, …
        """
        place = _offset(offset, "sendfile")
        while (sent := lib.pysock_sendfile(out_fd, in_fd, place, count)) == _RESTART:
            pass
        return sent

    def splice(
        fd_in: SupportsIndex,
        off_in: Any,
        fd_out: SupportsIndex,
        off_out: Any,
        len: SupportsIndex,
        flags: SupportsIndex,
    ) -> int:
        """Move bytes between two descriptors, one of them a pipe, splice(2).

        ``ssize_t splice(int fd_in, off_t *off_in, int fd_out, off_t *off_out, size_t len,
        unsigned int flags);``

        The offset of a pipe is NULL.

        Returns the number of bytes, 0 at the end, or -1: EAGAIN, EBADF, EINVAL, ESPIPE.
        """
        source, target = _offset(off_in, "splice"), _offset(off_out, "splice")
        while (n := lib.pysock_splice(fd_in, source, fd_out, target, len, flags)) == _RESTART:
            pass
        return n

    def tee(
        fd_in: SupportsIndex, fd_out: SupportsIndex, len: SupportsIndex, flags: SupportsIndex
    ) -> int:
        """Copy bytes from one pipe to another; they stay in the first, tee(2).

        ``ssize_t tee(int fd_in, int fd_out, size_t len, unsigned int flags);``

        Returns the number of bytes, 0 at the end, or -1: EAGAIN, EINVAL (no pipe, or one alone).
        """
        while (copied := lib.pysock_tee(fd_in, fd_out, len, flags)) == _RESTART:
            pass
        return copied

    def vmsplice(fd: SupportsIndex, iov: Any, nr_segs: SupportsIndex, flags: SupportsIndex) -> int:
        """Put the program's memory into a pipe, or fetch a pipe's into it, vmsplice(2).

        ``ssize_t vmsplice(int fd, const struct iovec *iov, size_t nr_segs, unsigned int flags);``

        Which end fd is decides. The pipe gets pages with the bytes of this moment, where C leaves
        open what of later changes it shows.

        Returns the number of bytes, or -1: EAGAIN, EBADF (no pipe), EINVAL.
        """
        count = arguments.length(nr_segs, "vmsplice")
        puts = lib.pysock_takes_memory(fd)
        array = vectors(iov, count, "vmsplice", write=not puts)
        call = lib.pysock_vmsplice_copy if puts and array else lib.pysock_vmsplice
        while (moved := call(fd, array, count, flags)) == _RESTART:
            pass
        return moved

    def copy_file_range(
        fd_in: SupportsIndex,
        off_in: Any,
        fd_out: SupportsIndex,
        off_out: Any,
        len: SupportsIndex,
        flags: SupportsIndex,
    ) -> int:
        """Copy bytes from one file to another, copy_file_range(2).

        ``ssize_t copy_file_range(int fd_in, off_t *off_in, int fd_out, off_t *off_out,
        size_t len, unsigned int flags);``

        Where an offset is NULL, the file's own is used and moved on.

        Returns the number of bytes, 0 at the end, or -1: EBADF, EFBIG, EINVAL, EXDEV, …
        """
        source, target = (_offset(off, "copy_file_range") for off in (off_in, off_out))
        while (
            n := lib.pysock_copy_file_range(fd_in, source, fd_out, target, len, flags)
        ) == _RESTART:
            pass
        return n
