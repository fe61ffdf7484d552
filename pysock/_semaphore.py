"""Semaphores: sem_wait(3), sem_post(3), sem_init(3), sem_open(3), …

The semaphore is the system's. A wait for it is a call like read(2): a handler without SA_RESTART
ends it with EINTR, and pthread_cancel() ends the thread.
"""

from __future__ import annotations

from _thread import get_ident

from . import _arguments as arguments
from . import _constants as constants
from ._allocation import Heap, Memory
from ._memory import heap_of, int_, struct
from ._native import ffi, lib
from ._undefined import InvalidFree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, SupportsIndex

    from ._allocation import CData
    from ._values import Pointer

__all__: list[str] = []

_RESTART = lib.PYSOCK_RESTART

if hasattr(lib, "pysock_sem_wait"):
    from . import _cancel as cancel
    from . import _opaque as opaque

    __all__ += [
        "SEM_FAILED",
        "sem_close",
        "sem_destroy",
        "sem_getvalue",
        "sem_init",
        "sem_open",
        "sem_post",
        "sem_t",
        "sem_trywait",
        "sem_unlink",
        "sem_wait",
    ]

    SEM_FAILED = None

    sem_t = opaque.opaque("sem_t")

    _TIMESPEC = struct.timespec

    class _Semaphore(opaque.Hidden):
        """The system's semaphore."""

        __slots__ = ()

        def wait(self, call: Callable[..., int], *limit: CData) -> int:
            """Make a call that may wait; nobody can destroy the semaphore meanwhile."""
            me = get_ident()
            self.users[me] = True
            try:
                while (result := call(self.native, *limit)) == _RESTART:
                    pass
            finally:
                self.users.pop(me, None)
            return result

    _SEMAPHORE = opaque.Kind(sem_t, _Semaphore, "sem_init", None)

    def _busy() -> int:
        ffi.errno = constants.EBUSY
        return -1

    def sem_init(sem: Any, pshared: SupportsIndex, value: SupportsIndex) -> int:
        """Begin the life of a semaphore, with a value, sem_init(3).

        ``int sem_init(sem_t *sem, int pshared, unsigned int value);``

        With pshared it lies in memory that processes share, such as an mmap, and is shared with
        the children that fork() makes afterwards.
        macOS has named semaphores only: ENOSYS.

        Returns 0, or -1: EBUSY (it is one already, and waited for), EINVAL (value exceeds
        SEM_VALUE_MAX), ENOSYS.
        """
        before = _SEMAPHORE.before(sem, "sem_init")
        if before is not None and before.users:
            return _busy()
        shared = arguments.integer(pshared, "sem_init")
        state = _Semaphore(opaque.allocate("sem_t *", shared != 0))
        result: int = lib.pysock_sem_init(state.native, shared != 0, value)
        if result == 0:
            _SEMAPHORE.begin(sem, state, "sem_init")
        return result

    def sem_destroy(sem: Any) -> int:
        """End the life of a semaphore of sem_init(), sem_destroy(3).

        ``int sem_destroy(sem_t *sem);``

        Whatever uses it afterwards raises UseAfterFree.

        Returns 0, or -1: EBUSY (a thread waits for it).
        """
        state = _SEMAPHORE.find(sem, "sem_destroy")
        if isinstance(sem._memory, _Named):
            raise InvalidFree("sem_destroy: a semaphore of sem_open() ends by sem_close()")
        if state.users:
            return _busy()
        state.ended = "sem_destroy"
        return lib.pysock_sem_destroy(state.native)

    def sem_wait(sem: Any) -> int:
        """Take one from a semaphore, waiting while it has none, sem_wait(3).

        ``int sem_wait(sem_t *sem);``

        Returns 0, or -1: EINTR.
        """
        return _SEMAPHORE.find(sem, "sem_wait").wait(lib.pysock_sem_wait)

    def sem_trywait(sem: Any) -> int:
        """Take one from a semaphore that has one, sem_wait(3).

        ``int sem_trywait(sem_t *sem);``

        Returns 0, or -1: EAGAIN (it has none).
        """
        return _SEMAPHORE.find(sem, "sem_trywait").wait(lib.sem_trywait)

    def sem_post(sem: Any) -> int:
        """Give one to a semaphore, which lets one go that waits, sem_post(3).

        ``int sem_post(sem_t *sem);``

        Returns 0, or -1: EOVERFLOW (it has SEM_VALUE_MAX).
        """
        return _SEMAPHORE.find(sem, "sem_post").wait(lib.sem_post)

    def sem_getvalue(sem: Any, sval: Any) -> int:
        """Ask how many a semaphore has, sem_getvalue(3).

        ``int sem_getvalue(sem_t *sem, int *sval);``

        macOS: ENOSYS.

        Returns 0, or -1: ENOSYS.
        """
        state = _SEMAPHORE.find(sem, "sem_getvalue")
        return lib.pysock_sem_getvalue(state.native, arguments.out(sval, int_, "sem_getvalue"))

    # ---------------------------------------------------------------------- named semaphores

    class _Named(Heap):
        """What sem_open() returns points here; the same name opens the same object again."""

        __slots__ = ("opens", "state")

        source = "sem_open"

        def __init__(self, native: CData) -> None:
            super().__init__(Memory.zeroed(sem_t.size).base, sem_t.size)
            self.state = _Semaphore(native)
            self.opens = 0
            start = sem_t.pointer(self, 0, 0, sem_t.size)
            _SEMAPHORE.begin(start, self.state, "sem_open")

    _open: dict[int, _Named] = {}  # by the address of the system's

    def sem_open(name: Any, oflag: SupportsIndex, *mode_and_value: SupportsIndex) -> Pointer | None:
        """Open a semaphore that has a name, or make it, sem_open(3).

        ``sem_t *sem_open(const char *name, int oflag, mode_t mode, unsigned int value);``

        The name is ``"/something"``. With O_CREAT in oflag, mode and value have to be given.

        Returns a pointer to it, or SEM_FAILED (which is NULL): EACCES, EEXIST, EINVAL, EMFILE,
        ENAMETOOLONG, ENOENT, ENOMEM.
        """
        text = arguments.name(name, "sem_open")
        flags = arguments.integer(oflag, "sem_open")
        creates = bool(flags & constants.O_CREAT)
        if len(mode_and_value) != 2 and (creates or mode_and_value):
            raise TypeError(
                "sem_open: with O_CREAT it takes a name, flags, a mode and a value; "
                f"{2 + len(mode_and_value)} arguments were given"
            )
        mode, value = mode_and_value or (0, 0)
        with cancel.lock:
            native = lib.pysock_sem_open(text, flags, mode, value)
            if native == ffi.NULL:
                return SEM_FAILED
            address = int(ffi.cast("uintptr_t", native))
            memory = _open.get(address)
            if memory is None:
                memory = _open[address] = _Named(native)
            memory.opens += 1
        return sem_t.pointer(memory, 0, 0, sem_t.size)

    def sem_close(sem: Any) -> int:
        """Close a semaphore of sem_open(), as often as it was opened, sem_close(3).

        ``int sem_close(sem_t *sem);``

        Returns 0, or -1: EBUSY (a thread waits for it).
        """
        memory = heap_of(sem, _Named, "sem_close")
        assert isinstance(memory, _Named)
        _SEMAPHORE.find(sem, "sem_close")
        with cancel.lock:
            if memory.opens == 1:
                if memory.state.users:
                    return _busy()
                memory.free("sem_close")
                del _open[int(ffi.cast("uintptr_t", memory.state.native))]
            memory.opens -= 1
            return lib.sem_close(memory.state.native)

    def sem_unlink(name: Any) -> int:
        """Take a semaphore's name away; it ends when all have closed it, sem_unlink(3).

        ``int sem_unlink(const char *name);``

        Returns 0, or -1: EACCES, ENAMETOOLONG, ENOENT.
        """
        return lib.sem_unlink(arguments.name(name, "sem_unlink"))


if hasattr(lib, "pysock_sem_timedwait"):
    __all__ += ["sem_timedwait"]

    def sem_timedwait(sem: Any, abs_timeout: Any) -> int:
        """Take one from a semaphore, waiting until a moment at most, sem_timedwait(3).

        ``int sem_timedwait(sem_t *sem, const struct timespec *abs_timeout);``

        The moment is one of CLOCK_REALTIME. Absent on macOS.

        Returns 0, or -1: EINTR, EINVAL, ETIMEDOUT.
        """
        state = _SEMAPHORE.find(sem, "sem_timedwait")
        limit = arguments.snapshot(abs_timeout, _TIMESPEC, "sem_timedwait")
        return state.wait(lib.pysock_sem_timedwait, limit)
