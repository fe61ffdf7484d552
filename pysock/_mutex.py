"""Mutexes and spin locks: pthread_mutex_lock(3), pthread_mutexattr_init(3), pthread_spin_lock(3), …

The lock is the system's. What pysock adds is who holds it: so a thread that unlocks what it does
not hold, or waits for itself, learns of it.
"""

from __future__ import annotations

from _thread import get_ident

from . import _arguments as arguments
from . import _constants as constants
from ._memory import Integer, int_, struct
from ._native import ffi, lib
from ._undefined import Deadlock, NotOwner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

    from ._allocation import CData

__all__: list[str] = []

_RESTART = lib.PYSOCK_RESTART

if hasattr(lib, "pysock_pthread_mutex_lock"):
    from . import _cancel as cancel
    from . import _opaque as opaque

    __all__ += [
        "PTHREAD_MUTEX_INITIALIZER",
        "pthread_mutex_destroy",
        "pthread_mutex_init",
        "pthread_mutex_lock",
        "pthread_mutex_t",
        "pthread_mutex_trylock",
        "pthread_mutex_unlock",
        "pthread_mutexattr_destroy",
        "pthread_mutexattr_getprotocol",
        "pthread_mutexattr_getpshared",
        "pthread_mutexattr_gettype",
        "pthread_mutexattr_init",
        "pthread_mutexattr_setprotocol",
        "pthread_mutexattr_setpshared",
        "pthread_mutexattr_settype",
        "pthread_mutexattr_t",
    ]

    PTHREAD_MUTEX_INITIALIZER = opaque.INITIALIZER

    pthread_mutex_t = opaque.opaque("pthread_mutex_t")
    pthread_mutexattr_t = opaque.opaque("pthread_mutexattr_t")

    _TIMESPEC = struct.timespec
    _OK = (0, constants.EOWNERDEAD)  # the caller holds the lock
    _UNCHECKED = (constants.PTHREAD_MUTEX_NORMAL, constants.PTHREAD_MUTEX_DEFAULT)
    _ATTRIBUTES = opaque.Kind(pthread_mutexattr_t, opaque.Attributes, "pthread_mutexattr_init")

    class Mutex(opaque.Hidden):
        """The system's mutex, and who holds it."""

        __slots__ = ("count", "kind", "owner", "robust", "shared")

        def __init__(self, attributes: CData = ffi.NULL) -> None:
            self.kind = constants.PTHREAD_MUTEX_DEFAULT
            self.shared = self.robust = False
            if attributes != ffi.NULL:
                self.kind = _asked(lib.pthread_mutexattr_gettype, attributes)
                shared = _asked(lib.pthread_mutexattr_getpshared, attributes)
                self.shared = shared == constants.PTHREAD_PROCESS_SHARED
                self.robust = _is_robust(attributes)
            super().__init__(opaque.allocate("pthread_mutex_t *", self.shared))
            self.owner = 0
            self.count = 0

        def lock(
            self, call: str, limit: CData = ffi.NULL, wait: Any = lib.pysock_pthread_mutex_lock
        ) -> int:
            """Wait for it; handlers of the main thread run meanwhile."""
            me = get_ident()
            error: int = lib.pthread_mutex_trylock(self.native)
            if error == constants.EBUSY:
                if self.owner == me and self.kind in _UNCHECKED and limit == ffi.NULL:
                    raise Deadlock(f"{call}: this thread holds the mutex already")
                self.users[me] = True
                try:
                    while (error := wait(self.native, limit, me == cancel.main)) == _RESTART:
                        pass
                finally:
                    self.users.pop(me, None)
            self.note(error, me)
            return error

        def note(self, error: int, me: int) -> None:
            """Remember the holder, if there is one."""
            if error in _OK:
                self.owner = me
                self.count += 1
                if self.robust:
                    _robust.add(self)

        def unlock(self) -> int:
            """Let go of it once; the caller holds it."""
            self.count -= 1
            if self.count == 0:
                self.owner = 0
                if self.robust:
                    _robust.discard(self)
            return lib.pthread_mutex_unlock(self.native)

        def reports_strangers(self) -> bool:
            """Whether C defines what an unlock by another than the holder does: EPERM."""
            return self.robust or self.kind not in _UNCHECKED

    # The kernel follows the list of a thread's robust mutexes: none may go while it is held.
    _robust: set[Mutex] = set()

    def _asked(get: Any, attributes: CData) -> int:
        answer = ffi.new("int *")
        get(attributes, answer)
        return int(answer[0])

    def _is_robust(attributes: CData) -> bool:
        if not hasattr(lib, "pthread_mutexattr_getrobust"):
            return False
        return _asked(lib.pthread_mutexattr_getrobust, attributes) == constants.PTHREAD_MUTEX_ROBUST

    def _static() -> Mutex:
        state = Mutex()
        lib.pthread_mutex_init(state.native, ffi.NULL)
        return state

    MUTEX = opaque.Kind(pthread_mutex_t, Mutex, "pthread_mutex_init", _static)

    def pthread_mutex_init(mutex: Any, mutexattr: Any) -> int:
        """Begin the life of a mutex, pthread_mutex_init(3).

        ``int pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *mutexattr);``

        A static one begins as ``pthread_mutex_t(PTHREAD_MUTEX_INITIALIZER)``. A mutex that
        processes share (PTHREAD_PROCESS_SHARED) lies in memory that they share, such as an mmap,
        and is shared with the children that fork() makes afterwards.

        Returns 0, or an error number (errno is not set): EAGAIN, EBUSY (it is one already, in use),
        ENOMEM.
        """
        before = MUTEX.before(mutex, "pthread_mutex_init")
        if isinstance(before, Mutex) and (before.owner or before.users):
            return constants.EBUSY
        chosen = opaque.given_attributes(_ATTRIBUTES, mutexattr, "pthread_mutex_init")
        state = Mutex(chosen)
        error: int = lib.pthread_mutex_init(state.native, chosen)
        if error == 0:
            MUTEX.begin(mutex, state, "pthread_mutex_init")
        return error

    def pthread_mutex_destroy(mutex: Any) -> int:
        """End the life of a mutex, pthread_mutex_destroy(3).

        ``int pthread_mutex_destroy(pthread_mutex_t *mutex);``

        Whatever uses it afterwards raises UseAfterFree.

        Returns 0, or an error number (errno is not set): EBUSY (a thread holds it or waits for it).
        """
        state = MUTEX.find(mutex, "pthread_mutex_destroy")
        if state.owner or state.users:
            return constants.EBUSY
        error: int = lib.pthread_mutex_destroy(state.native)
        if error == 0:
            state.ended = "pthread_mutex_destroy"
        return error

    def pthread_mutex_lock(mutex: Any) -> int:
        """Lock a mutex, waiting while another thread holds it, pthread_mutex_lock(3).

        ``int pthread_mutex_lock(pthread_mutex_t *mutex);``

        Handlers run meanwhile, and the wait goes on. The holder of a mutex that is neither
        recursive nor checks errors gets Deadlock instead of waiting for itself.

        Returns 0, or an error number (errno is not set): EAGAIN, EDEADLK
        (PTHREAD_MUTEX_ERRORCHECK), EINVAL, ENOTRECOVERABLE, EOWNERDEAD.
        """
        return MUTEX.find(mutex, "pthread_mutex_lock").lock("pthread_mutex_lock")

    def pthread_mutex_trylock(mutex: Any) -> int:
        """Lock a mutex if that is possible at once, pthread_mutex_lock(3).

        ``int pthread_mutex_trylock(pthread_mutex_t *mutex);``

        Returns 0, or an error number (errno is not set): EAGAIN, EBUSY, EINVAL, ENOTRECOVERABLE,
        EOWNERDEAD.
        """
        state = MUTEX.find(mutex, "pthread_mutex_trylock")
        error: int = lib.pthread_mutex_trylock(state.native)
        state.note(error, get_ident())
        return error

    def pthread_mutex_unlock(mutex: Any) -> int:
        """Unlock a mutex that the thread holds, pthread_mutex_lock(3).

        ``int pthread_mutex_unlock(pthread_mutex_t *mutex);``

        Who does not hold it raises NotOwner, or gets EPERM where C says so.

        Returns 0, or an error number (errno is not set): EPERM (PTHREAD_MUTEX_ERRORCHECK,
        PTHREAD_MUTEX_RECURSIVE, PTHREAD_MUTEX_ROBUST).
        """
        state = MUTEX.find(mutex, "pthread_mutex_unlock")
        if state.owner != get_ident():
            if state.reports_strangers():
                return constants.EPERM
            raise NotOwner(
                "pthread_mutex_unlock: this thread does not hold the mutex, "
                + (f"{state.owner:#x} does" if state.owner else "nobody does")
            )
        return state.unlock()

    # ----------------------------------------------------------------------------- attributes

    def pthread_mutexattr_init(attr: Any) -> int:
        """Begin the life of a mutex's attributes, pthread_mutexattr_init(3).

        ``int pthread_mutexattr_init(pthread_mutexattr_t *attr);``

        Returns 0, or an error number (errno is not set): ENOMEM.
        """
        return opaque.begin_attributes(
            _ATTRIBUTES, attr, lib.pthread_mutexattr_init, "pthread_mutexattr_init"
        )

    def pthread_mutexattr_destroy(attr: Any) -> int:
        """End the life of a mutex's attributes; mutexes go on, pthread_mutexattr_init(3).

        ``int pthread_mutexattr_destroy(pthread_mutexattr_t *attr);``

        Returns 0.
        """
        return opaque.end_attributes(
            _ATTRIBUTES, attr, lib.pthread_mutexattr_destroy, "pthread_mutexattr_destroy"
        )

    def pthread_mutexattr_settype(attr: Any, kind: SupportsIndex) -> int:
        """Choose what a mutex does for its holder, pthread_mutexattr_settype(3).

        ``int pthread_mutexattr_settype(pthread_mutexattr_t *attr, int kind);``

        PTHREAD_MUTEX_NORMAL and PTHREAD_MUTEX_DEFAULT do nothing, PTHREAD_MUTEX_ERRORCHECK returns
        EDEADLK and EPERM, PTHREAD_MUTEX_RECURSIVE counts.

        Returns 0, or an error number (errno is not set): EINVAL.
        """
        state = _ATTRIBUTES.find(attr, "pthread_mutexattr_settype")
        return lib.pthread_mutexattr_settype(state.native, kind)

    def pthread_mutexattr_gettype(attr: Any, kind: Any) -> int:
        """Ask what a mutex does for its holder, pthread_mutexattr_settype(3).

        ``int pthread_mutexattr_gettype(const pthread_mutexattr_t *attr, int *kind);``

        Returns 0.
        """
        return opaque.get_attribute(
            _ATTRIBUTES,
            attr,
            kind,
            int_,
            lib.pthread_mutexattr_gettype,
            "pthread_mutexattr_gettype",
        )

    def pthread_mutexattr_setprotocol(attr: Any, protocol: SupportsIndex) -> int:
        """Choose how a mutex raises its holder's priority, pthread_mutexattr_setprotocol(3).

        ``int pthread_mutexattr_setprotocol(pthread_mutexattr_t *attr, int protocol);``

        PTHREAD_PRIO_NONE, PTHREAD_PRIO_INHERIT or PTHREAD_PRIO_PROTECT.

        Returns 0, or an error number (errno is not set): EINVAL, ENOTSUP.
        """
        state = _ATTRIBUTES.find(attr, "pthread_mutexattr_setprotocol")
        return lib.pthread_mutexattr_setprotocol(state.native, protocol)

    def pthread_mutexattr_getprotocol(attr: Any, protocol: Any) -> int:
        """Ask how a mutex raises its holder's priority, pthread_mutexattr_setprotocol(3).

        ``int pthread_mutexattr_getprotocol(const pthread_mutexattr_t *attr, int *protocol);``

        Returns 0.
        """
        return opaque.get_attribute(
            _ATTRIBUTES,
            attr,
            protocol,
            int_,
            lib.pthread_mutexattr_getprotocol,
            "pthread_mutexattr_getprotocol",
        )

    def pthread_mutexattr_setpshared(attr: Any, pshared: SupportsIndex) -> int:
        """Choose whether processes share a mutex, pthread_mutexattr_setpshared(3).

        ``int pthread_mutexattr_setpshared(pthread_mutexattr_t *attr, int pshared);``

        PTHREAD_PROCESS_PRIVATE or PTHREAD_PROCESS_SHARED.

        Returns 0, or an error number (errno is not set): EINVAL, ENOTSUP.
        """
        state = _ATTRIBUTES.find(attr, "pthread_mutexattr_setpshared")
        return lib.pthread_mutexattr_setpshared(state.native, pshared)

    def pthread_mutexattr_getpshared(attr: Any, pshared: Any) -> int:
        """Ask whether processes share a mutex, pthread_mutexattr_setpshared(3).

        ``int pthread_mutexattr_getpshared(const pthread_mutexattr_t *attr, int *pshared);``

        Returns 0.
        """
        return opaque.get_attribute(
            _ATTRIBUTES,
            attr,
            pshared,
            int_,
            lib.pthread_mutexattr_getpshared,
            "pthread_mutexattr_getpshared",
        )


if hasattr(lib, "pysock_pthread_mutex_timedlock"):
    __all__ += [
        "pthread_mutex_consistent",
        "pthread_mutex_timedlock",
        "pthread_mutexattr_getrobust",
        "pthread_mutexattr_setrobust",
        "pthread_spin_destroy",
        "pthread_spin_init",
        "pthread_spin_lock",
        "pthread_spin_trylock",
        "pthread_spin_unlock",
        "pthread_spinlock_t",
    ]

    def pthread_mutex_timedlock(mutex: Any, abs_timeout: Any) -> int:
        """Lock a mutex, waiting until a moment at most, pthread_mutex_timedlock(3).

        ``int pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *abs_timeout);``

        The moment is one of CLOCK_REALTIME. Absent on macOS.

        Returns 0, or an error number (errno is not set): EAGAIN, EDEADLK
        (PTHREAD_MUTEX_ERRORCHECK), EINVAL, ENOTRECOVERABLE, EOWNERDEAD, ETIMEDOUT.
        """
        state = MUTEX.find(mutex, "pthread_mutex_timedlock")
        limit = arguments.snapshot(abs_timeout, _TIMESPEC, "pthread_mutex_timedlock")
        return state.lock("pthread_mutex_timedlock", limit, lib.pysock_pthread_mutex_timedlock)

    def pthread_mutex_consistent(mutex: Any) -> int:
        """Say that what a robust mutex guards is right again, pthread_mutex_consistent(3).

        ``int pthread_mutex_consistent(pthread_mutex_t *mutex);``

        To be called after EOWNERDEAD, before the unlock. Absent on macOS.

        Returns 0, or an error number (errno is not set): EINVAL.
        """
        state = MUTEX.find(mutex, "pthread_mutex_consistent")
        return lib.pthread_mutex_consistent(state.native)

    def pthread_mutexattr_setrobust(attr: Any, robustness: SupportsIndex) -> int:
        """Choose what follows when a mutex's holder dies, pthread_mutexattr_setrobust(3).

        ``int pthread_mutexattr_setrobust(pthread_mutexattr_t *attr, int robustness);``

        PTHREAD_MUTEX_STALLED: nothing; PTHREAD_MUTEX_ROBUST: the next to lock it gets EOWNERDEAD.

        Absent on macOS.

        Returns 0, or an error number (errno is not set): EINVAL.
        """
        state = _ATTRIBUTES.find(attr, "pthread_mutexattr_setrobust")
        return lib.pthread_mutexattr_setrobust(state.native, robustness)

    def pthread_mutexattr_getrobust(attr: Any, robustness: Any) -> int:
        """Ask what follows when a mutex's holder dies, pthread_mutexattr_setrobust(3).

        ``int pthread_mutexattr_getrobust(const pthread_mutexattr_t *attr, int *robustness);``

        Absent on macOS.

        Returns 0.
        """
        return opaque.get_attribute(
            _ATTRIBUTES,
            attr,
            robustness,
            int_,
            lib.pthread_mutexattr_getrobust,
            "pthread_mutexattr_getrobust",
        )

    # ----------------------------------------------------------------------------- spin locks

    pthread_spinlock_t = Integer("pthread_spinlock_t")

    class _Spin(opaque.Hidden):
        """The system's spin lock, and who holds it."""

        __slots__ = ("owner",)

        def __init__(self, shared: bool) -> None:
            super().__init__(opaque.allocate("pthread_spinlock_t *", shared))
            self.owner = 0

    _SPIN = opaque.Kind(pthread_spinlock_t, _Spin, "pthread_spin_init")

    def pthread_spin_init(lock: Any, pshared: SupportsIndex) -> int:
        """Begin the life of a spin lock, pthread_spin_init(3).

        ``int pthread_spin_init(pthread_spinlock_t *lock, int pshared);``

        pshared is PTHREAD_PROCESS_PRIVATE, or PTHREAD_PROCESS_SHARED as for pthread_mutex_init().
        Absent on macOS.

        Returns 0, or an error number (errno is not set): EBUSY (it is one already, and locked).
        """
        before = _SPIN.before(lock, "pthread_spin_init")
        if isinstance(before, _Spin) and before.owner:
            return constants.EBUSY
        shared = arguments.integer(pshared, "pthread_spin_init")
        state = _Spin(shared == constants.PTHREAD_PROCESS_SHARED)
        error: int = lib.pysock_pthread_spin_init(state.native, shared)
        if error == 0:
            _SPIN.begin(lock, state, "pthread_spin_init")
        return error

    def pthread_spin_destroy(lock: Any) -> int:
        """End the life of a spin lock, pthread_spin_init(3).

        ``int pthread_spin_destroy(pthread_spinlock_t *lock);``

        Absent on macOS.

        Returns 0, or an error number (errno is not set): EBUSY (a thread holds it).
        """
        state = _SPIN.find(lock, "pthread_spin_destroy")
        if state.owner:
            return constants.EBUSY
        state.ended = "pthread_spin_destroy"
        return lib.pysock_pthread_spin_destroy(state.native)

    def pthread_spin_lock(lock: Any) -> int:
        """Lock a spin lock, trying again and again, pthread_spin_lock(3).

        ``int pthread_spin_lock(pthread_spinlock_t *lock);``

        Its holder gets Deadlock. Absent on macOS.

        Returns 0.
        """
        state = _SPIN.find(lock, "pthread_spin_lock")
        if state.owner == get_ident():
            raise Deadlock("pthread_spin_lock: this thread holds the lock already")
        while (error := lib.pysock_pthread_spin_lock(state.native)) == _RESTART:
            pass
        state.owner = get_ident()
        return error

    def pthread_spin_trylock(lock: Any) -> int:
        """Lock a spin lock if it is free, pthread_spin_lock(3).

        ``int pthread_spin_trylock(pthread_spinlock_t *lock);``

        Absent on macOS.

        Returns 0, or an error number (errno is not set): EBUSY.
        """
        state = _SPIN.find(lock, "pthread_spin_trylock")
        error: int = lib.pysock_pthread_spin_trylock(state.native)
        if error == 0:
            state.owner = get_ident()
        return error

    def pthread_spin_unlock(lock: Any) -> int:
        """Unlock a spin lock that the thread holds, pthread_spin_lock(3).

        ``int pthread_spin_unlock(pthread_spinlock_t *lock);``

        Who does not hold it raises NotOwner. Absent on macOS.

        Returns 0.
        """
        state = _SPIN.find(lock, "pthread_spin_unlock")
        if state.owner != get_ident():
            raise NotOwner("pthread_spin_unlock: this thread does not hold the lock")
        state.owner = 0
        return lib.pysock_pthread_spin_unlock(state.native)
