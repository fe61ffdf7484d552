"""Memory that the kernel maps: mmap(2), memfd_create(2).

A page behind the end of its file ends the program that touches it, and a file can lose its end at
any time, by any process. So a file is mapped only where the kernel guards its length: a descriptor
of memfd_create() that is sealed with F_SEAL_SHRINK. Memory without a file is always mapped.
"""

from __future__ import annotations

from . import _arguments as arguments
from . import _constants as constants
from ._allocation import Heap
from ._memory import heap_of, void
from ._native import ffi, lib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

    from ._values import Pointer

__all__: list[str] = []
if hasattr(lib, "pysock_mmap"):
    __all__ += ["MAP_FAILED", "mmap", "munmap"]

MAP_FAILED = -1
_UNSAFE = 0
for _flag in ("MAP_FIXED", "MAP_GROWSDOWN", "MAP_HUGETLB"):
    _UNSAFE |= constants.values.get(_flag, 0)


class _Mapping(Heap):
    """What mmap() returns: it is unmapped when it was freed and no value refers to it."""

    __slots__ = ()

    source = "mmap"


def mmap(
    addr: Any,
    length: SupportsIndex,
    prot: SupportsIndex,
    flags: SupportsIndex,
    fd: SupportsIndex,
    offset: SupportsIndex,
) -> Pointer | int:
    """Map memory: without a file (MAP_ANONYMOUS), or a sealed memfd's, mmap(2).

    ``void *mmap(void *addr, size_t length, int prot, int flags, int fd, off_t offset);``

    addr is a wish of C's, which is not looked at. MAP_FIXED, MAP_GROWSDOWN, MAP_HUGETLB, other
    files and those of huge pages fail with EACCES: they map over what others use, or may have no
    page where the program touches one; so does any memfd while vm.overcommit_memory is 2. Without
    PROT_READ the memory fails with EACCES as well; without PROT_WRITE it is constant. Memory with
    MAP_SHARED is one for a process and the children it forks.
    Windows: absent there.

    Returns the memory, or MAP_FAILED: EACCES, EBADF, EINVAL, ENOMEM.
    """
    if not arguments.is_null(addr):
        arguments.extent(addr, "mmap")  # refuses what is no pointer
    size, protection = arguments.length(length, "mmap"), arguments.integer(prot, "mmap")
    kind, file = arguments.integer(flags, "mmap"), arguments.integer(fd, "mmap")
    start = arguments.integer(offset, "mmap")
    anonymous = kind & constants.MAP_ANONYMOUS
    safe = anonymous or (start >= 0 and lib.pysock_never_shrinks(file, start + size))
    if kind & _UNSAFE or not protection & constants.PROT_READ or not safe:
        ffi.errno = constants.EACCES
        return MAP_FAILED
    raw = lib.pysock_mmap(size, protection, kind, file, start)
    if raw == ffi.NULL:
        return MAP_FAILED
    base = ffi.gc(ffi.cast("char *", raw), lambda at: lib.pysock_munmap(at, size), size)
    mapping = _Mapping(base, size)
    mapping.const = not protection & constants.PROT_WRITE
    return void.pointer(mapping, 0, 0, size)


def munmap(addr: Any, length: SupportsIndex) -> int:
    """Unmap what mmap() returned, munmap(2).

    ``int munmap(void *addr, size_t length);``

    It goes as a whole: another length fails with EINVAL. Its use afterwards raises UseAfterFree.
    Windows: absent there.

    Returns 0, or -1: EINVAL.
    """
    mapping = heap_of(addr, _Mapping, "munmap")
    if arguments.length(length, "munmap") != mapping.size:
        ffi.errno = constants.EINVAL
        return -1
    mapping.free("munmap")
    return 0


if hasattr(lib, "memfd_create"):
    __all__ += ["memfd_create"]

    def memfd_create(name: Any, flags: SupportsIndex) -> int:
        """Make a file that lives in memory and has no name, memfd_create(2).

        ``int memfd_create(const char *name, unsigned int flags);``

        With MFD_ALLOW_SEALING, ``fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK)`` lets mmap() map it.

        Returns the descriptor, or -1: EINVAL, EMFILE, ENOMEM.
        """
        return lib.memfd_create(arguments.name(name, "memfd_create"), flags)
