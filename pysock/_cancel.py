"""How threads wait, are woken, and are asked to end: pthread_cancel(3), pthread_testcancel(3), …

A wait that C never interrupts (pthread_join, pthread_cond_wait, …) parks the thread on a lock of
CPython's: in the main thread the handlers of signals run meanwhile, as in C, and whoever cancels
the thread releases the lock. Calls of the kernel's are interrupted by csrc/cancel.h.
"""

from __future__ import annotations

import os
import sys
from _thread import TIMEOUT_MAX, RLock, _local, get_ident

from . import _arguments as arguments
from . import _constants as constants
from ._memory import int_
from ._native import ffi, lib
from ._undefined import Uninitialized, UseAfterFree
from ._values import kind_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _thread import LockType
    from collections.abc import Callable
    from typing import Any, SupportsIndex

__all__: list[str] = []

if hasattr(lib, "pysock_adopt"):
    __all__ += [
        "PTHREAD_CANCELED",
        "pthread_cancel",
        "pthread_cleanup_pop",
        "pthread_cleanup_push",
        "pthread_setcancelstate",
        "pthread_setcanceltype",
        "pthread_testcancel",
    ]

    PTHREAD_CANCELED: int = lib.PYSOCK_PTHREAD_CANCELED

    class Ending(SystemExit):
        """Unwinds a thread that ends before its function returns: pthread_exit(3).

        A thread of the standard library's ends by `SystemExit` itself, without a word.
        """

        result: Any = None

    class Cancelled(Ending):
        """Unwinds a thread that pthread_cancel(3) asked to end."""

        result = PTHREAD_CANCELED

    class Thread:
        """One thread: its end, what it waits for, and what it alone has."""

        __slots__ = (
            "cleanup",
            "detached",
            "ended",
            "id",
            "joiner",
            "joining",
            "native",
            "result",
            "specific",
            "waiter",
            "watchers",
        )

        def __init__(self, detached: bool = False) -> None:
            self.native = ffi.new("struct pysock_thread *")
            self.native.state = constants.PTHREAD_CANCEL_ENABLE
            self.native.type = constants.PTHREAD_CANCEL_DEFERRED
            self.id = 0
            self.result: Any = None
            self.detached = detached
            self.ended = False
            self.waiter: LockType | None = None  # what it is parked on, where it may be cancelled
            self.watchers: list[LockType] = []  # who waits for its end
            self.joiner: Thread | None = None
            self.joining: Thread | None = None
            self.cleanup: list[tuple[Callable[[Any], object], Any]] = []
            self.specific: dict[int, Any] = {}

        @property
        def asked(self) -> bool:
            """Whether it has to end at once."""
            return bool(lib.pysock_is_cancelled(self.native))

        def cancel(self) -> None:
            """Ask it to end; its own calls see to it."""
            with lock:
                self.native.asked = 1
                if self.waiter is not None:
                    wake(self.waiter)
            if self.id != get_ident():
                lib.pysock_poke(self.native)

    # Guards what follows, and all that one thread may change of another's. The handler of a signal
    # may take it again.
    lock = RLock()
    threads: dict[int, Thread] = {}
    _ended: dict[int, str] = {}  # the ids that no thread has any more, and by which call
    _local_thread = _local()

    def _ident_of_main() -> int:
        threading = sys.modules.get("threading")
        # Without `threading` there is hardly a thread but the first.
        return get_ident() if threading is None else threading.main_thread().ident

    main = _ident_of_main()

    class _Farewell:
        """Goes with a thread that is not ours, and strikes it off the list."""

        __slots__ = ("thread",)

        def __init__(self, thread: Thread) -> None:
            self.thread = thread

        def __del__(self) -> None:
            # Neither for others that go in a child of fork(), nor for the main thread, which goes
            # with the interpreter: the lock may be taken by a thread that runs no more.
            if get_ident() == self.thread.id != main:
                leave(self.thread)

    def adopt(thread: Thread) -> None:
        """Begin the calling thread's life in pysock."""
        lib.pysock_adopt(thread.native)
        _local_thread.thread = thread

    def leave(thread: Thread) -> None:
        """End it: nobody can find the calling thread any more."""
        with lock:
            if threads.get(thread.id) is thread:
                del threads[thread.id]
        lib.pysock_leave_thread()

    def current() -> Thread:
        """The calling thread; one that is not ours, as the main thread, becomes known by this."""
        try:
            known: Thread = _local_thread.thread
        except AttributeError:
            known = Thread(detached=get_ident() != main)
            known.native.guest = 1
            known.id = get_ident()
            with lock:
                enrol(known)
            adopt(known)
            _local_thread.farewell = _Farewell(known)
        return known

    def enrol(thread: Thread) -> None:
        """Put a thread on the list."""
        threads[thread.id] = thread
        _ended.pop(thread.id, None)

    def strike_off(thread: Thread, call: str) -> None:
        """Take a thread off the list: its id is nobody's now."""
        if threads.get(thread.id) is thread:
            del threads[thread.id]
        _ended[thread.id] = call

    def find(ident: SupportsIndex, call: str) -> Thread:
        """The thread of that id, or the rule that the id breaks."""
        number = arguments.integer(ident, call, "a thread's id")
        if number == get_ident():
            return current()
        known = threads.get(number)
        if known is not None:
            return known
        if number in _ended:
            raise UseAfterFree(
                f"{call}: the thread {number:#x} already ended its life in {_ended[number]}()"
            )
        raise Uninitialized(f"{call}: {number:#x} is no thread's id")

    def test_cancel(thread: Thread) -> None:
        """End the calling thread if it was asked to."""
        if thread.asked:
            thread.native.ending = 1
            raise SystemExit if thread.native.guest else Cancelled

    def park(waiter: LockType, timeout: float = -1) -> bool:
        """Wait until somebody wakes the holder of a locked lock: whether that was in time.

        The thread may be cancelled before and afterwards.
        """
        thread = current()
        test_cancel(thread)
        with lock:
            thread.waiter = waiter
            if thread.asked:
                wake(waiter)
        try:
            woken = waiter.acquire(True, min(timeout, TIMEOUT_MAX))
        finally:
            with lock:
                thread.waiter = None
        test_cancel(thread)
        return woken

    def wake(waiter: LockType) -> None:
        """Wake who is parked there; no harm in doing it twice."""
        with lock:
            if waiter.locked():
                waiter.release()

    def _begin_child() -> None:
        """A child of fork() has the thread that forked, and nobody holds the lock."""
        global lock, main
        lock = RLock()
        main = get_ident()
        for ident in list(threads):
            if ident != main:
                del threads[ident]
        lib.pysock_begin_threads(_CANCELLED)

    # The class as C gets it; the module keeps it alive.
    _CANCELLED = ffi.cast("void *", id(Cancelled))
    lib.pysock_begin_threads(_CANCELLED)
    os.register_at_fork(after_in_child=_begin_child)

    # --------------------------------------------------------------------------- the calls

    def pthread_cleanup_push(routine: Callable[[Any], object], arg: Any) -> None:
        """Have routine(arg) called if the thread exits or is cancelled, pthread_cleanup_push(3).

        ``void pthread_cleanup_push(void (*routine)(void *), void *arg);``

        A function, not a macro: the pop need not stand in the same block.
        """
        if not callable(routine):
            raise TypeError(f"pthread_cleanup_push: C wants a function, not {kind_of(routine)}")
        current().cleanup.append((routine, arg))

    def pthread_cleanup_pop(execute: SupportsIndex) -> None:
        """Forget what was pushed last; if execute is not 0, call it now, pthread_cleanup_push(3).

        ``void pthread_cleanup_pop(int execute);``
        """
        wanted = arguments.integer(execute, "pthread_cleanup_pop")
        cleanup = current().cleanup
        if not cleanup:
            raise TypeError("pthread_cleanup_pop: no pthread_cleanup_push() stands before it")
        routine, arg = cleanup.pop()
        if wanted:
            routine(arg)

    def pthread_cancel(thread: SupportsIndex) -> int:
        """Ask a thread to end at its next cancellation point, pthread_cancel(3).

        ``int pthread_cancel(pthread_t thread);``

        Those are the calls that POSIX names, in which the thread may be waiting at the moment:
        read(), accept(), select(), sleep(), pthread_cond_wait(), sem_wait(), pthread_join(), …; no
        other one ends it. Its `finally` blocks run, then what pthread_cleanup_push() left. A
        thread that blocks every signal notices at its next call.

        Returns 0.
        """
        find(thread, "pthread_cancel").cancel()
        return 0

    def pthread_testcancel() -> None:
        """End here if pthread_cancel() was called for this thread, pthread_testcancel(3).

        ``void pthread_testcancel(void);``
        """
        test_cancel(current())

    def pthread_setcancelstate(state: SupportsIndex, oldstate: Any) -> int:
        """Let the calling thread be cancelled, or not for now, pthread_setcancelstate(3).

        ``int pthread_setcancelstate(int state, int *oldstate);``

        state is PTHREAD_CANCEL_ENABLE or PTHREAD_CANCEL_DISABLE.

        Returns 0, or an error number (errno is not set): EINVAL.
        """
        wanted = arguments.integer(state, "pthread_setcancelstate")
        place = arguments.out(oldstate, int_, "pthread_setcancelstate", null=True)
        if wanted not in (constants.PTHREAD_CANCEL_ENABLE, constants.PTHREAD_CANCEL_DISABLE):
            return constants.EINVAL
        native = current().native
        if place != arguments.NULL:
            ffi.cast("int *", place)[0] = native.state
        native.state = wanted
        return 0

    def pthread_setcanceltype(type: SupportsIndex, oldtype: Any) -> int:
        """Choose when a cancellation ends the thread, pthread_setcanceltype(3).

        ``int pthread_setcanceltype(int type, int *oldtype);``

        PTHREAD_CANCEL_ASYNCHRONOUS lets C end a thread at any moment; here it waits for a
        cancellation point, as with PTHREAD_CANCEL_DEFERRED.

        Returns 0, or an error number (errno is not set): EINVAL.
        """
        wanted = arguments.integer(type, "pthread_setcanceltype")
        place = arguments.out(oldtype, int_, "pthread_setcanceltype", null=True)
        if wanted not in (constants.PTHREAD_CANCEL_DEFERRED, constants.PTHREAD_CANCEL_ASYNCHRONOUS):
            return constants.EINVAL
        native = current().native
        if place != arguments.NULL:
            ffi.cast("int *", place)[0] = native.type
        native.type = wanted
        return 0
