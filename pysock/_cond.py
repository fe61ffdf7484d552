"""Condition variables: pthread_cond_wait(3), pthread_cond_signal(3), pthread_condattr_init(3), …

The system's own would wait on whatever happens to the thread. So those who wait queue here, each
parked until it is signalled, its time is over, or it is cancelled; handlers of the main thread run
meanwhile, with the mutex free. No wait ends without a reason. What processes share is the system's.
"""

from __future__ import annotations

import time as stdlib
from _thread import allocate_lock, get_ident

from . import _arguments as arguments
from . import _constants as constants
from ._memory import int_, struct
from ._native import ffi, lib
from ._time import clockid_t
from ._undefined import NotOwner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _thread import LockType
    from typing import Any, SupportsIndex

    from ._allocation import CData

__all__: list[str] = []

if hasattr(lib, "pthread_cond_init"):
    from . import _cancel as cancel
    from . import _opaque as opaque
    from ._mutex import MUTEX, Mutex

    __all__ += [
        "PTHREAD_COND_INITIALIZER",
        "pthread_cond_broadcast",
        "pthread_cond_destroy",
        "pthread_cond_init",
        "pthread_cond_signal",
        "pthread_cond_t",
        "pthread_cond_timedwait",
        "pthread_cond_wait",
        "pthread_condattr_destroy",
        "pthread_condattr_getpshared",
        "pthread_condattr_init",
        "pthread_condattr_setpshared",
        "pthread_condattr_t",
    ]

    PTHREAD_COND_INITIALIZER = opaque.INITIALIZER

    pthread_cond_t = opaque.opaque("pthread_cond_t")
    pthread_condattr_t = opaque.opaque("pthread_condattr_t")

    _TIMESPEC = struct.timespec
    _ATTRIBUTES = opaque.Kind(pthread_condattr_t, opaque.Attributes, "pthread_condattr_init")
    _SECOND = 1_000_000_000  # nanoseconds

    class _Condition(opaque.Hidden):
        """Who waits, on which mutex, and by which clock."""

        __slots__ = ("clock", "mutex", "queue", "shared")

        def __init__(self, attributes: CData = ffi.NULL) -> None:
            self.clock = constants.CLOCK_REALTIME
            self.shared = False
            if attributes != ffi.NULL:
                answer = ffi.new("int *")
                lib.pthread_condattr_getpshared(attributes, answer)
                self.shared = answer[0] == constants.PTHREAD_PROCESS_SHARED
                self.clock = _clock_of(attributes)
            super().__init__(opaque.allocate("pthread_cond_t *", self.shared))
            self.queue: list[LockType] = []
            self.mutex: Mutex | None = None

        def enter(self, mutex: Mutex) -> LockType | None:
            """Queue up; nothing where others wait on another mutex."""
            waiter = allocate_lock()
            waiter.acquire()
            with cancel.lock:
                if self.queue and self.mutex is not mutex:
                    return None
                self.mutex = mutex
                self.queue.append(waiter)
            return waiter

        def leave(self, waiter: LockType) -> bool:
            """Whether the waiter was signalled: then it is in the queue no more."""
            with cancel.lock:
                if waiter in self.queue:
                    self.queue.remove(waiter)
                    return False
            return True

        def signal(self, count: int) -> None:
            """Wake as many as that, the longest waiting first."""
            with cancel.lock:
                for waiter in self.queue[:count]:
                    cancel.wake(waiter)
                del self.queue[:count]

    def _clock_of(attributes: CData) -> int:
        if not hasattr(lib, "pthread_condattr_getclock"):
            return int(constants.CLOCK_REALTIME)
        answer = ffi.new("clockid_t *")
        lib.pthread_condattr_getclock(attributes, answer)
        return int(answer[0])

    _COND = opaque.Kind(pthread_cond_t, _Condition, "pthread_cond_init", _Condition)

    def pthread_cond_init(cond: Any, cond_attr: Any) -> int:
        """Begin the life of a condition variable, pthread_cond_init(3).

        ``int pthread_cond_init(pthread_cond_t *cond, const pthread_condattr_t *cond_attr);``

        A static one begins as ``pthread_cond_t(PTHREAD_COND_INITIALIZER)``. One that processes
        share is as for pthread_mutex_init(); a wait on it cannot be cancelled, and handlers run
        only after it.

        Returns 0, or an error number (errno is not set): EAGAIN, EBUSY (it is one already, and
        waited for), ENOMEM.
        """
        before = _COND.before(cond, "pthread_cond_init")
        if isinstance(before, _Condition) and (before.queue or before.users):
            return constants.EBUSY
        chosen = opaque.given_attributes(_ATTRIBUTES, cond_attr, "pthread_cond_init")
        state = _Condition(chosen)
        error: int = lib.pthread_cond_init(state.native, chosen)
        if error == 0:
            _COND.begin(cond, state, "pthread_cond_init")
        return error

    def pthread_cond_destroy(cond: Any) -> int:
        """End the life of a condition variable, pthread_cond_destroy(3).

        ``int pthread_cond_destroy(pthread_cond_t *cond);``

        Whatever uses it afterwards raises UseAfterFree.

        Returns 0, or an error number (errno is not set): EBUSY (a thread waits for it).
        """
        state = _COND.find(cond, "pthread_cond_destroy")
        if state.queue or state.users:
            return constants.EBUSY
        state.ended = "pthread_cond_destroy"
        return lib.pthread_cond_destroy(state.native)

    def pthread_cond_signal(cond: Any) -> int:
        """Wake one of those who wait, the one that waits longest, pthread_cond_signal(3).

        ``int pthread_cond_signal(pthread_cond_t *cond);``

        Returns 0.
        """
        state = _COND.find(cond, "pthread_cond_signal")
        if state.shared:
            return lib.pthread_cond_signal(state.native)
        state.signal(1)
        return 0

    def pthread_cond_broadcast(cond: Any) -> int:
        """Wake all who wait, pthread_cond_broadcast(3).

        ``int pthread_cond_broadcast(pthread_cond_t *cond);``

        Returns 0.
        """
        state = _COND.find(cond, "pthread_cond_broadcast")
        if state.shared:
            return lib.pthread_cond_broadcast(state.native)
        state.signal(len(state.queue))
        return 0

    def pthread_cond_wait(cond: Any, mutex: Any) -> int:
        """Unlock a mutex and wait until signalled; then lock it again, pthread_cond_wait(3).

        ``int pthread_cond_wait(pthread_cond_t *cond, pthread_mutex_t *mutex);``

        A thread that does not hold the mutex raises NotOwner, or gets EPERM where C says so.

        Returns 0, or an error number (errno is not set): EINVAL (others wait on another mutex),
        EOWNERDEAD, EPERM.
        """
        return _wait(cond, mutex, ffi.NULL, "pthread_cond_wait")

    def pthread_cond_timedwait(cond: Any, mutex: Any, abstime: Any) -> int:
        """Do as pthread_cond_wait(), until a moment at most, pthread_cond_timedwait(3).

        ``int pthread_cond_timedwait(pthread_cond_t *cond, pthread_mutex_t *mutex,
        const struct timespec *abstime);``

        The moment is one of CLOCK_REALTIME, or of the clock of pthread_condattr_setclock().

        Returns 0, or an error number (errno is not set): EINVAL (also for nanoseconds beyond
        999999999), EOWNERDEAD, EPERM, ETIMEDOUT.
        """
        limit = arguments.snapshot(abstime, _TIMESPEC, "pthread_cond_timedwait")
        if not 0 <= limit.tv_nsec < _SECOND:
            return constants.EINVAL
        return _wait(cond, mutex, limit, "pthread_cond_timedwait")

    def _wait(cond: Any, mutex: Any, limit: CData, call: str) -> int:
        state: _Condition = _COND.find(cond, call)
        held: Mutex = MUTEX.find(mutex, call)
        me = get_ident()
        if held.owner != me:
            if held.reports_strangers():
                return constants.EPERM
            raise NotOwner(f"{call}: this thread does not hold the mutex")
        cancel.test_cancel(cancel.current())
        if state.shared:
            return _wait_for_processes(state, held, limit)
        waiter = state.enter(held)
        if waiter is None:
            return constants.EINVAL
        held.users[me] = True
        try:
            held.unlock()
            try:
                _sleep(waiter, limit, state.clock)
            except BaseException:
                if state.leave(waiter):
                    state.signal(1)  # it was meant for one that goes on
                held.lock(call)
                raise
            signalled = state.leave(waiter)
            error = held.lock(call)
        finally:
            held.users.pop(me, None)
        return error if error or signalled else constants.ETIMEDOUT

    def _sleep(waiter: LockType, limit: CData, clock: int) -> None:
        """Until the waiter is woken or the moment has come; a clock may be set meanwhile."""
        if limit == ffi.NULL:
            cancel.park(waiter)
            return
        moment = limit.tv_sec * _SECOND + limit.tv_nsec
        while True:
            left = moment - stdlib.clock_gettime_ns(clock)
            if cancel.park(waiter, max(left, 0) / _SECOND) or left <= 0:
                return

    def _wait_for_processes(state: _Condition, held: Mutex, limit: CData) -> int:
        me = get_ident()
        state.users[me] = held.users[me] = True
        count, held.count, held.owner = held.count, 0, 0
        try:
            if limit == ffi.NULL:
                error: int = lib.pthread_cond_wait(state.native, held.native)
            else:
                error = lib.pthread_cond_timedwait(state.native, held.native, limit)
        finally:
            held.count, held.owner = count, me
            state.users.pop(me, None)
            held.users.pop(me, None)
        return error

    # ----------------------------------------------------------------------------- attributes

    def pthread_condattr_init(attr: Any) -> int:
        """Begin the life of a condition variable's attributes, pthread_condattr_init(3).

        ``int pthread_condattr_init(pthread_condattr_t *attr);``

        Returns 0, or an error number (errno is not set): ENOMEM.
        """
        return opaque.begin_attributes(
            _ATTRIBUTES, attr, lib.pthread_condattr_init, "pthread_condattr_init"
        )

    def pthread_condattr_destroy(attr: Any) -> int:
        """End the life of a condition variable's attributes, pthread_condattr_init(3).

        ``int pthread_condattr_destroy(pthread_condattr_t *attr);``

        Returns 0.
        """
        return opaque.end_attributes(
            _ATTRIBUTES, attr, lib.pthread_condattr_destroy, "pthread_condattr_destroy"
        )

    def pthread_condattr_setpshared(attr: Any, pshared: SupportsIndex) -> int:
        """Choose whether processes share a condition variable, pthread_condattr_setpshared(3).

        ``int pthread_condattr_setpshared(pthread_condattr_t *attr, int pshared);``

        PTHREAD_PROCESS_PRIVATE or PTHREAD_PROCESS_SHARED.

        Returns 0, or an error number (errno is not set): EINVAL, ENOTSUP.
        """
        state = _ATTRIBUTES.find(attr, "pthread_condattr_setpshared")
        return lib.pthread_condattr_setpshared(state.native, pshared)

    def pthread_condattr_getpshared(attr: Any, pshared: Any) -> int:
        """Ask whether processes share a condition variable, pthread_condattr_setpshared(3).

        ``int pthread_condattr_getpshared(const pthread_condattr_t *attr, int *pshared);``

        Returns 0.
        """
        return opaque.get_attribute(
            _ATTRIBUTES,
            attr,
            pshared,
            int_,
            lib.pthread_condattr_getpshared,
            "pthread_condattr_getpshared",
        )


if hasattr(lib, "pthread_condattr_setclock"):
    __all__ += ["pthread_condattr_getclock", "pthread_condattr_setclock"]

    def pthread_condattr_setclock(attr: Any, clock_id: SupportsIndex) -> int:
        """Choose the clock of pthread_cond_timedwait(), pthread_condattr_setclock(3).

        ``int pthread_condattr_setclock(pthread_condattr_t *attr, clockid_t clock_id);``

        CLOCK_REALTIME or CLOCK_MONOTONIC.

        Absent on macOS.

        Returns 0, or an error number (errno is not set): EINVAL.
        """
        state = _ATTRIBUTES.find(attr, "pthread_condattr_setclock")
        return lib.pthread_condattr_setclock(state.native, clock_id)

    def pthread_condattr_getclock(attr: Any, clock_id: Any) -> int:
        """Ask for the clock of pthread_cond_timedwait(), pthread_condattr_setclock(3).

        ``int pthread_condattr_getclock(const pthread_condattr_t *attr, clockid_t *clock_id);``

        Absent on macOS.

        Returns 0.
        """
        return opaque.get_attribute(
            _ATTRIBUTES,
            attr,
            clock_id,
            clockid_t,
            lib.pthread_condattr_getclock,
            "pthread_condattr_getclock",
        )
