"""Read-write locks: pthread_rwlock_rdlock(3), pthread_rwlock_wrlock(3), pthread_rwlock_unlock(3), …

The lock is the system's; pysock adds who holds it.
"""

from __future__ import annotations

from _thread import get_ident

from . import _arguments as arguments
from . import _constants as constants
from ._memory import int_, struct
from ._native import ffi, lib
from ._undefined import NotOwner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, SupportsIndex, TypeAlias

    from ._allocation import CData

    _Call: TypeAlias = Callable[[CData, CData, bool], int]

__all__: list[str] = []

_RESTART = lib.PYSOCK_RESTART

if hasattr(lib, "pysock_pthread_rwlock_rdlock"):
    from . import _cancel as cancel
    from . import _opaque as opaque

    __all__ += [
        "PTHREAD_RWLOCK_INITIALIZER",
        "pthread_rwlock_destroy",
        "pthread_rwlock_init",
        "pthread_rwlock_rdlock",
        "pthread_rwlock_t",
        "pthread_rwlock_tryrdlock",
        "pthread_rwlock_trywrlock",
        "pthread_rwlock_unlock",
        "pthread_rwlock_wrlock",
        "pthread_rwlockattr_destroy",
        "pthread_rwlockattr_getpshared",
        "pthread_rwlockattr_init",
        "pthread_rwlockattr_setpshared",
        "pthread_rwlockattr_t",
    ]

    PTHREAD_RWLOCK_INITIALIZER = opaque.INITIALIZER

    pthread_rwlock_t = opaque.opaque("pthread_rwlock_t")
    pthread_rwlockattr_t = opaque.opaque("pthread_rwlockattr_t")

    _TIMESPEC = struct.timespec
    _ATTRIBUTES = opaque.Kind(pthread_rwlockattr_t, opaque.Attributes, "pthread_rwlockattr_init")

    class _Lock(opaque.Hidden):
        """The system's lock, who writes, and how often each thread reads."""

        __slots__ = ("readers", "writer")

        def __init__(self, attributes: CData = ffi.NULL) -> None:
            shared = ffi.new("int *", constants.PTHREAD_PROCESS_PRIVATE)
            if attributes != ffi.NULL:
                lib.pthread_rwlockattr_getpshared(attributes, shared)
            super().__init__(
                opaque.allocate("pthread_rwlock_t *", shared[0] == constants.PTHREAD_PROCESS_SHARED)
            )
            self.writer = 0
            self.readers: dict[int, int] = {}

        @property
        def in_use(self) -> bool:
            """Whether a thread holds it or waits for it."""
            return bool(self.writer or self.readers or self.users)

        def wait(self, call: _Call, limit: CData) -> int:
            """Wait for it; handlers of the main thread run meanwhile."""
            me = get_ident()
            self.users[me] = True
            try:
                while (error := call(self.native, limit, me == cancel.main)) == _RESTART:
                    pass
            finally:
                self.users.pop(me, None)
            return error

        def read(self, call: _Call | None, limit: CData = ffi.NULL) -> int:
            """Lock it for reading, with a call that waits if there is need and one is given."""
            me = get_ident()
            error: int = lib.pthread_rwlock_tryrdlock(self.native)
            if error == constants.EBUSY and call is not None:
                error = constants.EDEADLK if self.writer == me else self.wait(call, limit)
            if error == 0:
                self.readers[me] = self.readers.get(me, 0) + 1
            return error

        def write(self, call: _Call | None, limit: CData = ffi.NULL) -> int:
            """Lock it for writing, with a call that waits if there is need and one is given."""
            me = get_ident()
            error: int = lib.pthread_rwlock_trywrlock(self.native)
            if error == constants.EBUSY and call is not None:
                mine = self.writer == me or me in self.readers
                error = constants.EDEADLK if mine else self.wait(call, limit)
            if error == 0:
                self.writer = me
            return error

        def unlock(self) -> int:
            """Let go of it once."""
            me = get_ident()
            if self.writer == me:
                self.writer = 0
            elif self.readers.get(me, 0) > 1:
                self.readers[me] -= 1
            elif self.readers.pop(me, 0) == 0:
                raise NotOwner("pthread_rwlock_unlock: this thread does not hold the lock")
            return lib.pthread_rwlock_unlock(self.native)

    def _static() -> _Lock:
        state = _Lock()
        lib.pthread_rwlock_init(state.native, ffi.NULL)
        return state

    _RWLOCK = opaque.Kind(pthread_rwlock_t, _Lock, "pthread_rwlock_init", _static)

    def pthread_rwlock_init(rwlock: Any, attr: Any) -> int:
        """Begin the life of a read-write lock, pthread_rwlock_init(3).

        ``int pthread_rwlock_init(pthread_rwlock_t *rwlock, const pthread_rwlockattr_t *attr);``

        A static one begins as ``pthread_rwlock_t(PTHREAD_RWLOCK_INITIALIZER)``; one that processes
        share is as for pthread_mutex_init().

        Returns 0, or an error number (errno is not set): EAGAIN, EBUSY (it is one already, in use),
        ENOMEM.
        """
        before = _RWLOCK.before(rwlock, "pthread_rwlock_init")
        if isinstance(before, _Lock) and before.in_use:
            return constants.EBUSY
        chosen = opaque.given_attributes(_ATTRIBUTES, attr, "pthread_rwlock_init")
        state = _Lock(chosen)
        error: int = lib.pthread_rwlock_init(state.native, chosen)
        if error == 0:
            _RWLOCK.begin(rwlock, state, "pthread_rwlock_init")
        return error

    def pthread_rwlock_destroy(rwlock: Any) -> int:
        """End the life of a read-write lock, pthread_rwlock_destroy(3).

        ``int pthread_rwlock_destroy(pthread_rwlock_t *rwlock);``

        Returns 0, or an error number (errno is not set): EBUSY (a thread holds it or waits for it).
        """
        state = _RWLOCK.find(rwlock, "pthread_rwlock_destroy")
        if state.in_use:
            return constants.EBUSY
        state.ended = "pthread_rwlock_destroy"
        return lib.pthread_rwlock_destroy(state.native)

    def pthread_rwlock_rdlock(rwlock: Any) -> int:
        """Lock for reading, which many threads may at a time, pthread_rwlock_rdlock(3).

        ``int pthread_rwlock_rdlock(pthread_rwlock_t *rwlock);``

        Returns 0, or an error number (errno is not set): EAGAIN, EDEADLK (the thread writes).
        """
        state = _RWLOCK.find(rwlock, "pthread_rwlock_rdlock")
        return state.read(lib.pysock_pthread_rwlock_rdlock)

    def pthread_rwlock_tryrdlock(rwlock: Any) -> int:
        """Lock for reading if that is possible at once, pthread_rwlock_rdlock(3).

        ``int pthread_rwlock_tryrdlock(pthread_rwlock_t *rwlock);``

        Returns 0, or an error number (errno is not set): EAGAIN, EBUSY.
        """
        state = _RWLOCK.find(rwlock, "pthread_rwlock_tryrdlock")
        return state.read(None)

    def pthread_rwlock_wrlock(rwlock: Any) -> int:
        """Lock for writing, alone, pthread_rwlock_wrlock(3).

        ``int pthread_rwlock_wrlock(pthread_rwlock_t *rwlock);``

        Returns 0, or an error number (errno is not set): EDEADLK (the thread holds it already).
        """
        state = _RWLOCK.find(rwlock, "pthread_rwlock_wrlock")
        return state.write(lib.pysock_pthread_rwlock_wrlock)

    def pthread_rwlock_trywrlock(rwlock: Any) -> int:
        """Lock for writing if that is possible at once, pthread_rwlock_wrlock(3).

        ``int pthread_rwlock_trywrlock(pthread_rwlock_t *rwlock);``

        Returns 0, or an error number (errno is not set): EBUSY.
        """
        state = _RWLOCK.find(rwlock, "pthread_rwlock_trywrlock")
        return state.write(None)

    def pthread_rwlock_unlock(rwlock: Any) -> int:
        """Let go of a read-write lock that the thread holds, pthread_rwlock_unlock(3).

        ``int pthread_rwlock_unlock(pthread_rwlock_t *rwlock);``

        Who does not hold it raises NotOwner.

        Returns 0.
        """
        return _RWLOCK.find(rwlock, "pthread_rwlock_unlock").unlock()

    # ----------------------------------------------------------------------------- attributes

    def pthread_rwlockattr_init(attr: Any) -> int:
        """Begin the life of a read-write lock's attributes, pthread_rwlockattr_init(3).

        ``int pthread_rwlockattr_init(pthread_rwlockattr_t *attr);``

        Returns 0, or an error number (errno is not set): ENOMEM.
        """
        return opaque.begin_attributes(
            _ATTRIBUTES, attr, lib.pthread_rwlockattr_init, "pthread_rwlockattr_init"
        )

    def pthread_rwlockattr_destroy(attr: Any) -> int:
        """End the life of a read-write lock's attributes; locks go on, pthread_rwlockattr_init(3).

        ``int pthread_rwlockattr_destroy(pthread_rwlockattr_t *attr);``

        Returns 0.
        """
        return opaque.end_attributes(
            _ATTRIBUTES, attr, lib.pthread_rwlockattr_destroy, "pthread_rwlockattr_destroy"
        )

    def pthread_rwlockattr_setpshared(attr: Any, pshared: SupportsIndex) -> int:
        """Choose whether processes share a read-write lock, pthread_rwlockattr_setpshared(3).

        ``int pthread_rwlockattr_setpshared(pthread_rwlockattr_t *attr, int pshared);``

        PTHREAD_PROCESS_PRIVATE or PTHREAD_PROCESS_SHARED.

        Returns 0, or an error number (errno is not set): EINVAL, ENOTSUP.
        """
        state = _ATTRIBUTES.find(attr, "pthread_rwlockattr_setpshared")
        return lib.pthread_rwlockattr_setpshared(state.native, pshared)

    def pthread_rwlockattr_getpshared(attr: Any, pshared: Any) -> int:
        """Ask whether processes share a read-write lock, pthread_rwlockattr_setpshared(3).

        ``int pthread_rwlockattr_getpshared(const pthread_rwlockattr_t *attr, int *pshared);``

        Returns 0.
        """
        return opaque.get_attribute(
            _ATTRIBUTES,
            attr,
            pshared,
            int_,
            lib.pthread_rwlockattr_getpshared,
            "pthread_rwlockattr_getpshared",
        )


if hasattr(lib, "pysock_pthread_rwlock_timedrdlock"):
    __all__ += ["pthread_rwlock_timedrdlock", "pthread_rwlock_timedwrlock"]

    def pthread_rwlock_timedrdlock(rwlock: Any, abstime: Any) -> int:
        """Lock for reading, waiting until a moment at most, pthread_rwlock_timedrdlock(3).

        ``int pthread_rwlock_timedrdlock(pthread_rwlock_t *rwlock,
        const struct timespec *abstime);``

        The moment is one of CLOCK_REALTIME. Absent on macOS.

        Returns 0, or an error number (errno is not set): EAGAIN, EDEADLK, EINVAL, ETIMEDOUT.
        """
        state = _RWLOCK.find(rwlock, "pthread_rwlock_timedrdlock")
        limit = arguments.snapshot(abstime, _TIMESPEC, "pthread_rwlock_timedrdlock")
        return state.read(lib.pysock_pthread_rwlock_timedrdlock, limit)

    def pthread_rwlock_timedwrlock(rwlock: Any, abstime: Any) -> int:
        """Lock for writing, waiting until a moment at most, pthread_rwlock_timedwrlock(3).

        ``int pthread_rwlock_timedwrlock(pthread_rwlock_t *rwlock,
        const struct timespec *abstime);``

        The moment is one of CLOCK_REALTIME. Absent on macOS.

        Returns 0, or an error number (errno is not set): EDEADLK, EINVAL, ETIMEDOUT.
        """
        state = _RWLOCK.find(rwlock, "pthread_rwlock_timedwrlock")
        limit = arguments.snapshot(abstime, _TIMESPEC, "pthread_rwlock_timedwrlock")
        return state.write(lib.pysock_pthread_rwlock_timedwrlock, limit)
