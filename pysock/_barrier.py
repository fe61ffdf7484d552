"""Barriers: pthread_barrier_wait(3), pthread_barrierattr_init(3), …; macOS has none.

Those who wait are parked, so that handlers of the main thread run meanwhile; what processes share
is the system's.
"""

from __future__ import annotations

from _thread import allocate_lock, get_ident

from . import _arguments as arguments
from . import _constants as constants
from ._memory import int_
from ._native import ffi, lib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _thread import LockType
    from typing import Any, SupportsIndex

__all__: list[str] = []

if hasattr(lib, "pthread_barrier_init"):
    from . import _cancel as cancel
    from . import _opaque as opaque

    __all__ += [
        "pthread_barrier_destroy",
        "pthread_barrier_init",
        "pthread_barrier_t",
        "pthread_barrier_wait",
        "pthread_barrierattr_destroy",
        "pthread_barrierattr_getpshared",
        "pthread_barrierattr_init",
        "pthread_barrierattr_setpshared",
        "pthread_barrierattr_t",
    ]

    pthread_barrier_t = opaque.opaque("pthread_barrier_t")
    pthread_barrierattr_t = opaque.opaque("pthread_barrierattr_t")

    _ATTRIBUTES = opaque.Kind(pthread_barrierattr_t, opaque.Attributes, "pthread_barrierattr_init")

    class _Barrier(opaque.Hidden):
        """How many have to come, and who waits for the others."""

        __slots__ = ("count", "shared", "waiting")

        def __init__(self, count: int, shared: bool) -> None:
            super().__init__(opaque.allocate("pthread_barrier_t *", shared))
            self.count = count
            self.shared = shared
            self.waiting: list[LockType] = []

        def arrive(self) -> LockType | None:
            """What the caller has to wait for; nothing for the last one, who lets all go."""
            with cancel.lock:
                if len(self.waiting) + 1 < self.count:
                    waiter = allocate_lock()
                    waiter.acquire()
                    self.waiting.append(waiter)
                    return waiter
                for waiter in self.waiting:
                    cancel.wake(waiter)
                self.waiting.clear()
                return None

    _BARRIER = opaque.Kind(pthread_barrier_t, _Barrier, "pthread_barrier_init")

    def pthread_barrier_init(barrier: Any, attr: Any, count: SupportsIndex) -> int:
        """Begin the life of a barrier for so many threads, pthread_barrier_init(3).

        ``int pthread_barrier_init(pthread_barrier_t *barrier, const pthread_barrierattr_t *attr,
        unsigned count);``

        One that processes share is as for pthread_mutex_init(); handlers run after a wait for it.
        Absent on macOS.

        Returns 0, or an error number (errno is not set): EBUSY (it is one already, and waited for),
        EINVAL (count is 0).
        """
        before = _BARRIER.before(barrier, "pthread_barrier_init")
        if isinstance(before, _Barrier) and (before.waiting or before.users):
            return constants.EBUSY
        number = arguments.integer(count, "pthread_barrier_init", "the count")
        chosen = opaque.given_attributes(_ATTRIBUTES, attr, "pthread_barrier_init")
        shared = ffi.new("int *", constants.PTHREAD_PROCESS_PRIVATE)
        if chosen != ffi.NULL:
            lib.pthread_barrierattr_getpshared(chosen, shared)
        state = _Barrier(number, shared[0] == constants.PTHREAD_PROCESS_SHARED)
        error: int = lib.pthread_barrier_init(state.native, chosen, number)
        if error == 0:
            _BARRIER.begin(barrier, state, "pthread_barrier_init")
        return error

    def pthread_barrier_destroy(barrier: Any) -> int:
        """End the life of a barrier, pthread_barrier_destroy(3).

        ``int pthread_barrier_destroy(pthread_barrier_t *barrier);``

        Absent on macOS.

        Returns 0, or an error number (errno is not set): EBUSY (a thread waits there).
        """
        state = _BARRIER.find(barrier, "pthread_barrier_destroy")
        if state.waiting or state.users:
            return constants.EBUSY
        state.ended = "pthread_barrier_destroy"
        return lib.pthread_barrier_destroy(state.native)

    def pthread_barrier_wait(barrier: Any) -> int:
        """Wait until as many threads have come as the barrier counts, pthread_barrier_wait(3).

        ``int pthread_barrier_wait(pthread_barrier_t *barrier);``

        Absent on macOS.

        Returns PTHREAD_BARRIER_SERIAL_THREAD to one of them, 0 to the others.
        """
        state = _BARRIER.find(barrier, "pthread_barrier_wait")
        if state.shared:
            me = get_ident()
            state.users[me] = True
            try:
                return lib.pthread_barrier_wait(state.native)
            finally:
                state.users.pop(me, None)
        waiter = state.arrive()
        if waiter is None:
            return constants.PTHREAD_BARRIER_SERIAL_THREAD
        try:
            waiter.acquire()
        finally:
            with cancel.lock:
                if waiter in state.waiting:  # a handler raised
                    state.waiting.remove(waiter)
        return 0

    # ----------------------------------------------------------------------------- attributes

    def pthread_barrierattr_init(attr: Any) -> int:
        """Begin the life of a barrier's attributes, pthread_barrierattr_init(3).

        ``int pthread_barrierattr_init(pthread_barrierattr_t *attr);``

        Returns 0, or an error number (errno is not set): ENOMEM.
        """
        return opaque.begin_attributes(
            _ATTRIBUTES, attr, lib.pthread_barrierattr_init, "pthread_barrierattr_init"
        )

    def pthread_barrierattr_destroy(attr: Any) -> int:
        """End the life of a barrier's attributes; barriers go on, pthread_barrierattr_init(3).

        ``int pthread_barrierattr_destroy(pthread_barrierattr_t *attr);``

        Returns 0.
        """
        return opaque.end_attributes(
            _ATTRIBUTES, attr, lib.pthread_barrierattr_destroy, "pthread_barrierattr_destroy"
        )

    def pthread_barrierattr_setpshared(attr: Any, pshared: SupportsIndex) -> int:
        """Choose whether processes share a barrier, pthread_barrierattr_setpshared(3).

        ``int pthread_barrierattr_setpshared(pthread_barrierattr_t *attr, int pshared);``

        PTHREAD_PROCESS_PRIVATE or PTHREAD_PROCESS_SHARED.

        Returns 0, or an error number (errno is not set): EINVAL, ENOTSUP.
        """
        state = _ATTRIBUTES.find(attr, "pthread_barrierattr_setpshared")
        return lib.pthread_barrierattr_setpshared(state.native, pshared)

    def pthread_barrierattr_getpshared(attr: Any, pshared: Any) -> int:
        """Ask whether processes share a barrier, pthread_barrierattr_setpshared(3).

        ``int pthread_barrierattr_getpshared(const pthread_barrierattr_t *attr, int *pshared);``

        Returns 0.
        """
        return opaque.get_attribute(
            _ATTRIBUTES,
            attr,
            pshared,
            int_,
            lib.pthread_barrierattr_getpshared,
            "pthread_barrierattr_getpshared",
        )
