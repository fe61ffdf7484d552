"""Threads: pthread_create(3), pthread_join(3), pthread_cancel(3), pthread_once(3), …

A thread is the system's own, and one of Python's as well: it has a thread state, is traced like a
thread of `threading`, and `threading.current_thread()` knows it, as a daemon: when the main thread
returns the process ends, as in C.
"""

from __future__ import annotations

import atexit as _atexit
import operator
import os
import sys
from _thread import allocate_lock, get_ident

from . import _arguments as arguments
from . import _constants as constants
from ._allocation import ADDRESS_SIZE
from ._memory import Integer, PointerType, int_, size_t, struct
from ._native import ffi, lib
from ._process import exit
from ._time import clockid_t
from ._undefined import Deadlock, Uninitialized
from ._values import Elements, Scalar, kind_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _thread import LockType
    from collections.abc import Callable
    from typing import Any, NoReturn, SupportsIndex

    from ._allocation import CData
    from ._cancel import Thread

__all__: list[str] = []

if hasattr(lib, "pysock_pthread_create"):
    from . import _cancel as cancel
    from . import _opaque as opaque
    from ._cancel import PTHREAD_CANCELED

    __all__ += [
        "PTHREAD_ONCE_INIT",
        "pthread_atfork",
        "pthread_attr_destroy",
        "pthread_attr_getdetachstate",
        "pthread_attr_getguardsize",
        "pthread_attr_getinheritsched",
        "pthread_attr_getschedparam",
        "pthread_attr_getschedpolicy",
        "pthread_attr_getscope",
        "pthread_attr_getstacksize",
        "pthread_attr_init",
        "pthread_attr_setdetachstate",
        "pthread_attr_setguardsize",
        "pthread_attr_setinheritsched",
        "pthread_attr_setschedparam",
        "pthread_attr_setschedpolicy",
        "pthread_attr_setscope",
        "pthread_attr_setstacksize",
        "pthread_attr_t",
        "pthread_create",
        "pthread_detach",
        "pthread_equal",
        "pthread_exit",
        "pthread_getconcurrency",
        "pthread_getschedparam",
        "pthread_getspecific",
        "pthread_join",
        "pthread_key_create",
        "pthread_key_delete",
        "pthread_key_t",
        "pthread_kill",
        "pthread_once",
        "pthread_once_t",
        "pthread_self",
        "pthread_setconcurrency",
        "pthread_setschedparam",
        "pthread_setspecific",
        "pthread_t",
        "sched_yield",
    ]

    PTHREAD_ONCE_INIT = opaque.INITIALIZER

    # A pointer on some systems, a number everywhere: nobody looks at what it points to.
    pthread_t = Integer("pthread_t", "uintptr_t")
    pthread_key_t = Integer("pthread_key_t")
    pthread_attr_t = opaque.opaque("pthread_attr_t")
    pthread_once_t = opaque.opaque("pthread_once_t")

    _SCHED_PARAM = struct.sched_param
    _ATTRIBUTES = opaque.Kind(pthread_attr_t, opaque.Attributes, "pthread_attr_init")

    # -------------------------------------------------------------------------- a thread's life

    class _Start(cancel.Thread):
        """A thread that pthread_create() made."""

        __slots__ = ("argument", "routine")

        def __init__(self, routine: Callable[[Any], Any], argument: Any, detached: bool) -> None:
            super().__init__(detached)
            self.routine = routine
            self.argument = argument

        def run(self) -> bool:
            """All of its life, in itself: whether nobody will join it."""
            with cancel.lock:
                pass  # until its creator has put it on the list
            cancel.adopt(self)
            known = _introduce(self.routine)
            try:
                self.result = self.routine(self.argument)
            except cancel.Ending as ending:
                self.result = ending.result
                _clean_up(self)
            except SystemExit:
                self.result = PTHREAD_CANCELED  # sys.exit(): ends a thread of Python's, no more
            except BaseException:
                self.result = PTHREAD_CANCELED
                _report(known)
            del self.routine, self.argument
            _destroy_specific(self)
            if get_ident() == cancel.main:
                _finish(self)
                exit(0)  # of a child that it forked, it was the last thread
            known._delete()
            return _finish(self)

    def _introduce(routine: Callable[[Any], Any]) -> Any:
        """Make the calling thread known to `threading`, which also traces its own threads."""
        import threading

        known = threading.current_thread()
        kind, _, number = known.name.partition("-")
        known.name = f"pthread-{number} ({getattr(routine, '__name__', kind)})"
        trace, profile = threading.gettrace(), threading.getprofile()
        if trace is not None:
            sys.settrace(trace)
        if profile is not None:
            sys.setprofile(profile)
        return known

    def _report(known: Any) -> None:
        """Print the traceback of an exception, as for a thread of `threading`."""
        import threading

        threading.excepthook(threading.ExceptHookArgs([*sys.exc_info(), known]))

    def _guarded(function: Callable[[Any], object], argument: Any) -> None:
        """Call what a thread leaves behind: whatever it raises, the rest is still due."""
        try:
            function(argument)
        except cancel.Ending:
            pass
        except Exception:
            import threading

            _report(threading.current_thread())

    def _clean_up(thread: Thread) -> None:
        thread.native.ending = 1
        while thread.cleanup:
            _guarded(*thread.cleanup.pop())

    def _finish(thread: Thread) -> bool:
        """The calling thread is at its end: whether nobody will join it."""
        lib.pysock_leave_thread()
        with cancel.lock:
            thread.ended = True
            for watcher in thread.watchers:
                cancel.wake(watcher)
            for watcher in _departures:
                cancel.wake(watcher)
            if thread.detached:
                cancel.strike_off(thread, "pthread_detach")
        return thread.detached

    def pthread_create(
        thread: Any, attr: Any, start_routine: Callable[[Any], Any], arg: Any
    ) -> int:
        """Start a thread that calls start_routine(arg), pthread_create(3).

        ``int pthread_create(pthread_t *thread, const pthread_attr_t *attr,
        void *(*start_routine)(void *), void *arg);``

        arg is handed over as it is: a C value stands for its address (``ptr(int_, arg)[0]``), any
        other object for itself. An exception in the thread is reported as `threading` does, and
        pthread_join() then tells PTHREAD_CANCELED. The stack is never smaller than the
        interpreter needs, whatever attr says.
        Windows: absent; _beginthreadex() there.

        Returns 0, or an error number (errno is not set): EAGAIN, EINVAL, EPERM.
        """
        place = arguments.out(thread, pthread_t, "pthread_create")
        if not callable(start_routine):
            raise TypeError(
                f"pthread_create: C wants a function to start, not {kind_of(start_routine)}"
            )
        import threading  # noqa: F401  (it takes the thread that loads it for the main one)

        chosen = opaque.given_attributes(_ATTRIBUTES, attr, "pthread_create")
        new = _Start(start_routine, arg, _is_detached(chosen))
        ident = ffi.new("uintptr_t *")
        with cancel.lock:
            run = new.run
            error = lib.pysock_pthread_create(ident, chosen, ffi.cast("void *", id(run)))
            if error:
                return error
            new.id = ident[0]
            cancel.enrol(new)
        ffi.cast("uintptr_t *", place)[0] = new.id
        return 0

    def _is_detached(chosen: CData) -> bool:
        if chosen == ffi.NULL:
            return False
        state = ffi.new("int *")
        lib.pthread_attr_getdetachstate(chosen, state)
        return bool(state[0] == constants.PTHREAD_CREATE_DETACHED)

    def pthread_join(thread: SupportsIndex, retval: Any) -> int:
        """Wait for a thread's end, and take what it returned, pthread_join(3).

        ``int pthread_join(pthread_t thread, void **retval);``

        retval is a pointer variable, ``ptr(void)()``, or NULL. It then holds what the function
        returned or gave to pthread_exit(): an object of C, an integer (as ``(void *)5``), or any
        object of Python; NULL for None; PTHREAD_CANCELED for a thread that was cancelled or
        raised. Joining a thread a second time raises UseAfterFree.

        Returns 0, or an error number (errno is not set): EDEADLK (the thread itself, or one that
        joins the caller), EINVAL (it is detached, or another one joins it).
        """
        place = _place_of_result(retval)
        target = cancel.find(thread, "pthread_join")
        me = cancel.current()
        with cancel.lock:
            if target is me or target.joining is me:
                return constants.EDEADLK
            if target.detached or target.joiner is not None:
                return constants.EINVAL
            target.joiner, me.joining = me, target
        try:
            _await_end(target)
        except BaseException:
            target.joiner = None
            raise
        finally:
            me.joining = None
        if isinstance(target, _Start):
            lib.pysock_pthread_join(target.id)
        with cancel.lock:
            cancel.strike_off(target, "pthread_join")
        if place is not None:
            _stow(*place, target.result)
        return 0

    def _await_end(target: Thread) -> None:
        waiter = allocate_lock()
        waiter.acquire()
        with cancel.lock:
            if target.ended:
                cancel.wake(waiter)
            target.watchers.append(waiter)
        try:
            cancel.park(waiter)
        finally:
            target.watchers.remove(waiter)

    def _place_of_result(retval: Any) -> tuple[Any, Any, int] | None:
        """Where a ``void **`` leads: the variable's type, and its place."""
        if arguments.is_null(retval):
            return None
        ctype = retval._element if isinstance(retval, Elements) else getattr(retval, "_type", None)
        fits = isinstance(retval, (Scalar, Elements)) and (
            isinstance(ctype, PointerType)
            or (isinstance(ctype, Integer) and ctype.size == ADDRESS_SIZE)
        )
        if not fits:
            raise TypeError(
                f"pthread_join: C wants a pointer's address, ptr(void)(), not {kind_of(retval)}"
            )
        arguments.writable(retval, ADDRESS_SIZE, "pthread_join")
        return ctype, retval._memory, retval._offset

    def _stow(ctype: Any, memory: Any, offset: int, result: Any) -> None:
        if isinstance(ctype, PointerType):
            ctype.stow(memory, offset, result)
        else:
            ctype.write(memory, offset, result or 0)

    def pthread_detach(thread: SupportsIndex) -> int:
        """Let a thread's end be its own affair: nobody joins it, pthread_detach(3).

        ``int pthread_detach(pthread_t thread);``

        Returns 0, or an error number (errno is not set): EINVAL (it is detached, or another thread
        joins it).
        """
        target = cancel.find(thread, "pthread_detach")
        with cancel.lock:
            if target.detached or target.joiner is not None:
                return constants.EINVAL
            target.detached = True
            if not target.ended:
                return 0
            cancel.strike_off(target, "pthread_detach")
        if isinstance(target, _Start):
            lib.pysock_pthread_join(target.id)
        return 0

    def pthread_self() -> int:
        """Ask for the calling thread's id, pthread_self(3).

        ``pthread_t pthread_self(void);``

        It is also `threading.get_ident()`.

        Returns the id.
        """
        return cancel.current().id

    def pthread_equal(t1: SupportsIndex, t2: SupportsIndex) -> int:
        """Tell whether two ids are those of one thread, pthread_equal(3).

        ``int pthread_equal(pthread_t t1, pthread_t t2);``

        Returns 1 or 0.
        """
        return int(operator.index(t1) == operator.index(t2))

    def pthread_kill(thread: SupportsIndex, sig: SupportsIndex) -> int:
        """Send a signal to a thread of this process, pthread_kill(3).

        ``int pthread_kill(pthread_t thread, int sig);``

        A handler runs in the main thread, whichever thread the signal was sent to. sig 0 only
        checks. A thread that has ended, but was not joined, gets none.

        Returns 0, or an error number (errno is not set): EINVAL.
        """
        with cancel.lock:
            target = cancel.find(thread, "pthread_kill")
            return lib.pysock_pthread_kill(target.id, 0 if target.ended else sig)

    def sched_yield() -> int:
        """Let other threads run, sched_yield(2).

        ``int sched_yield(void);``

        Returns 0.
        """
        return lib.sched_yield()

    # --------------------------------------------------------------------------------- ending

    # Who waits until the other threads have ended.
    _departures: list[Any] = []

    def pthread_exit(retval: Any) -> NoReturn:
        """End the calling thread, pthread_exit(3).

        ``void pthread_exit(void *retval);``

        What pthread_cleanup_push() left runs first, then `with` and `finally` blocks on the way
        out. The main thread waits here for all others, and then the process ends with status 0.
        """
        me = cancel.current()
        me.result = retval
        _clean_up(me)
        if me.id == cancel.main:
            _end_main(me)
        if me.native.guest:
            raise SystemExit
        ending = cancel.Ending()
        ending.result = retval
        raise ending

    def _end_main(me: Thread) -> NoReturn:
        _destroy_specific(me)
        me.detached = isinstance(me, _Start)  # of a child that it forked: nobody joins it
        _finish(me)
        waiter = allocate_lock()
        _departures.append(waiter)
        while True:
            waiter.acquire(False)
            with cancel.lock:
                others = [t for t in cancel.threads.values() if isinstance(t, _Start)]
                if all(other.ended for other in others):
                    break
            waiter.acquire()
        exit(0)

    # ------------------------------------------------------------ what each thread has for itself

    # The keys in use: each one's destructor.
    _keys: dict[int, Callable[[Any], object] | None] = {}

    def pthread_key_create(key: Any, destructor: Callable[[Any], object] | None) -> int:
        """Make a key under which each thread keeps a value of its own, pthread_key_create(3).

        ``int pthread_key_create(pthread_key_t *key, void (*destructor)(void *));``

        The destructor, a function or NULL, is called with a thread's value at the thread's end. It
        is not for the main thread, unless that ends by pthread_exit(), nor for threads that
        pthread_create() did not make.

        Returns 0, or an error number (errno is not set): EAGAIN (PTHREAD_KEYS_MAX are in use).
        """
        arguments.out(key, pthread_key_t, "pthread_key_create")
        function = None if arguments.is_null(destructor) else destructor
        if function is not None and not callable(function):
            raise TypeError(
                f"pthread_key_create: a destructor is a function, not {kind_of(function)}"
            )
        with cancel.lock:
            free = (number for number in range(constants.PTHREAD_KEYS_MAX) if number not in _keys)
            number = next(free, None)
            if number is None:
                return constants.EAGAIN
            for thread in cancel.threads.values():
                thread.specific.pop(number, None)  # of an earlier key
            _keys[number] = function
        pthread_key_t.write(key._memory, key._offset, number)
        return 0

    def _key(key: SupportsIndex, call: str) -> int:
        number = arguments.integer(key, call, "a key")
        if number not in _keys:
            raise Uninitialized(f"{call}: {number} is no key of pthread_key_create()")
        return number

    def pthread_key_delete(key: SupportsIndex) -> int:
        """Give a key back; no destructor is called, pthread_key_create(3).

        ``int pthread_key_delete(pthread_key_t key);``

        Returns 0.
        """
        with cancel.lock:
            del _keys[_key(key, "pthread_key_delete")]
        return 0

    def pthread_setspecific(key: SupportsIndex, pointer: Any) -> int:
        """Keep a value for the calling thread, pthread_setspecific(3).

        ``int pthread_setspecific(pthread_key_t key, const void *pointer);``

        Any object will do, not only a pointer.

        Returns 0.
        """
        number = _key(key, "pthread_setspecific")
        cancel.current().specific[number] = None if arguments.is_null(pointer) else pointer
        return 0

    def pthread_getspecific(key: SupportsIndex) -> Any:
        """Ask for the calling thread's value, pthread_getspecific(3).

        ``void *pthread_getspecific(pthread_key_t key);``

        Returns what the thread set, or NULL.
        """
        return cancel.current().specific.get(_key(key, "pthread_getspecific"))

    def _destroy_specific(thread: Thread) -> None:
        """Call the destructors; they may set values again, for which they are called again."""
        thread.native.ending = 1
        for _ in range(constants.PTHREAD_DESTRUCTOR_ITERATIONS):
            values, thread.specific = thread.specific, {}
            for number, value in values.items():
                destructor = _keys.get(number)
                if destructor is not None and value is not None:
                    _guarded(destructor, value)

    class _Once(opaque.Hidden):
        """Whether the routine has run, and who waits for its end."""

        __slots__ = ("done", "runner", "waiters")

        def __init__(self) -> None:
            super().__init__()
            self.done = False
            self.runner = 0
            self.waiters: list[LockType] = []

    _ONCE = opaque.Kind(pthread_once_t, _Once, "PTHREAD_ONCE_INIT", _Once)

    def pthread_once(once_control: Any, init_routine: Callable[[], object]) -> int:
        """Call a function, unless some thread has called it already, pthread_once(3).

        ``int pthread_once(pthread_once_t *once_control, void (*init_routine)(void));``

        The object begins as ``pthread_once_t(PTHREAD_ONCE_INIT)``. Who comes while the function
        runs waits for its end. If it raises, it was not called.

        Returns 0.
        """
        once = _ONCE.find(once_control, "pthread_once")
        if not callable(init_routine):
            raise TypeError(f"pthread_once: C wants a function, not {kind_of(init_routine)}")
        me = get_ident()
        while not once.done:
            with cancel.lock:
                mine = once.runner == 0
                if mine:
                    once.runner = me
            if mine:
                _run_once(once, init_routine)
            elif once.runner == me:
                raise Deadlock("pthread_once: init_routine waits for its own end")
            else:
                _await_once(once)
        return 0

    def _run_once(once: _Once, init_routine: Callable[[], object]) -> None:
        try:
            init_routine()
            once.done = True
        finally:
            with cancel.lock:
                once.runner = 0
                for waiter in once.waiters:
                    cancel.wake(waiter)
                once.waiters.clear()

    def _await_once(once: _Once) -> None:
        waiter = allocate_lock()
        waiter.acquire()
        with cancel.lock:
            if once.runner == 0:
                return
            once.waiters.append(waiter)
        waiter.acquire()

    def pthread_atfork(prepare: Any, parent: Any, child: Any) -> int:
        """Register what fork() calls before it, and in parent and child, pthread_atfork(3).

        ``int pthread_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void));``

        They are registered with `os.register_at_fork`. NULL stands for no function.

        Returns 0.
        """
        given = {"before": prepare, "after_in_parent": parent, "after_in_child": child}
        functions = {name: f for name, f in given.items() if not arguments.is_null(f)}
        for function in functions.values():
            if not callable(function):
                raise TypeError(f"pthread_atfork: C wants a function, not {kind_of(function)}")
        if functions:
            os.register_at_fork(**functions)
        return 0

    # ----------------------------------------------------------------------------- scheduling

    def pthread_getconcurrency() -> int:
        """Ask what pthread_setconcurrency() said, pthread_getconcurrency(3).

        ``int pthread_getconcurrency(void);``

        Returns the level, or 0.
        """
        return lib.pthread_getconcurrency()

    def pthread_setconcurrency(new_level: SupportsIndex) -> int:
        """Say how many threads should run at a time; no system listens, pthread_setconcurrency(3).

        ``int pthread_setconcurrency(int new_level);``

        Returns 0, or an error number (errno is not set): EINVAL (it is negative).
        """
        return lib.pthread_setconcurrency(new_level)

    def pthread_getschedparam(thread: SupportsIndex, policy: Any, param: Any) -> int:
        """Ask how a thread is scheduled, pthread_getschedparam(3).

        ``int pthread_getschedparam(pthread_t thread, int *policy, struct sched_param *param);``

        Returns 0, or an error number (errno is not set): ESRCH.
        """
        kind = arguments.out(policy, int_, "pthread_getschedparam")
        place = arguments.out(param, _SCHED_PARAM, "pthread_getschedparam")
        with cancel.lock:
            target = cancel.find(thread, "pthread_getschedparam")
            if target.ended:
                return constants.ESRCH
            return lib.pysock_pthread_getschedparam(target.id, kind, place)

    def pthread_setschedparam(thread: SupportsIndex, policy: SupportsIndex, param: Any) -> int:
        """Have a thread scheduled in another way, pthread_setschedparam(3).

        ``int pthread_setschedparam(pthread_t thread, int policy,
        const struct sched_param *param);``

        Returns 0, or an error number (errno is not set): EINVAL, EPERM, ESRCH.
        """
        place = arguments.given(param, _SCHED_PARAM, "pthread_setschedparam")
        with cancel.lock:
            target = cancel.find(thread, "pthread_setschedparam")
            if target.ended:
                return constants.ESRCH
            return lib.pysock_pthread_setschedparam(target.id, policy, place)

    # ----------------------------------------------------------------------------- attributes

    def pthread_attr_init(attr: Any) -> int:
        """Begin the life of a thread's attributes, with C's defaults, pthread_attr_init(3).

        ``int pthread_attr_init(pthread_attr_t *attr);``

        Returns 0, or an error number (errno is not set): ENOMEM.
        """
        return opaque.begin_attributes(
            _ATTRIBUTES, attr, lib.pthread_attr_init, "pthread_attr_init"
        )

    def pthread_attr_destroy(attr: Any) -> int:
        """End the life of a thread's attributes; threads go on, pthread_attr_init(3).

        ``int pthread_attr_destroy(pthread_attr_t *attr);``

        Returns 0.
        """
        return opaque.end_attributes(
            _ATTRIBUTES, attr, lib.pthread_attr_destroy, "pthread_attr_destroy"
        )

    def pthread_attr_setdetachstate(attr: Any, detachstate: SupportsIndex) -> int:
        """Choose whether a new thread can be joined, pthread_attr_setdetachstate(3).

        ``int pthread_attr_setdetachstate(pthread_attr_t *attr, int detachstate);``

        PTHREAD_CREATE_JOINABLE or PTHREAD_CREATE_DETACHED.

        Returns 0, or an error number (errno is not set): EINVAL.
        """
        state = _ATTRIBUTES.find(attr, "pthread_attr_setdetachstate")
        return lib.pthread_attr_setdetachstate(state.native, detachstate)

    def pthread_attr_getdetachstate(attr: Any, detachstate: Any) -> int:
        """Ask whether a new thread can be joined, pthread_attr_setdetachstate(3).

        ``int pthread_attr_getdetachstate(const pthread_attr_t *attr, int *detachstate);``

        Returns 0.
        """
        return opaque.get_attribute(
            _ATTRIBUTES,
            attr,
            detachstate,
            int_,
            lib.pthread_attr_getdetachstate,
            "pthread_attr_getdetachstate",
        )

    def pthread_attr_setguardsize(attr: Any, guardsize: SupportsIndex) -> int:
        """Choose how much memory guards a new thread's stack, pthread_attr_setguardsize(3).

        ``int pthread_attr_setguardsize(pthread_attr_t *attr, size_t guardsize);``

        Returns 0, or an error number (errno is not set): EINVAL.
        """
        state = _ATTRIBUTES.find(attr, "pthread_attr_setguardsize")
        return lib.pthread_attr_setguardsize(state.native, guardsize)

    def pthread_attr_getguardsize(attr: Any, guardsize: Any) -> int:
        """Ask how much memory guards a new thread's stack, pthread_attr_setguardsize(3).

        ``int pthread_attr_getguardsize(const pthread_attr_t *attr, size_t *guardsize);``

        Returns 0.
        """
        return opaque.get_attribute(
            _ATTRIBUTES,
            attr,
            guardsize,
            size_t,
            lib.pthread_attr_getguardsize,
            "pthread_attr_getguardsize",
        )

    def pthread_attr_setinheritsched(attr: Any, inheritsched: SupportsIndex) -> int:
        """Choose whether a new thread is scheduled as its creator, pthread_attr_setinheritsched(3).

        ``int pthread_attr_setinheritsched(pthread_attr_t *attr, int inheritsched);``

        PTHREAD_INHERIT_SCHED or PTHREAD_EXPLICIT_SCHED.

        Returns 0, or an error number (errno is not set): EINVAL.
        """
        state = _ATTRIBUTES.find(attr, "pthread_attr_setinheritsched")
        return lib.pthread_attr_setinheritsched(state.native, inheritsched)

    def pthread_attr_getinheritsched(attr: Any, inheritsched: Any) -> int:
        """Ask whether a new thread is scheduled as its creator, pthread_attr_setinheritsched(3).

        ``int pthread_attr_getinheritsched(const pthread_attr_t *attr, int *inheritsched);``

        Returns 0.
        """
        return opaque.get_attribute(
            _ATTRIBUTES,
            attr,
            inheritsched,
            int_,
            lib.pthread_attr_getinheritsched,
            "pthread_attr_getinheritsched",
        )

    def pthread_attr_setschedpolicy(attr: Any, policy: SupportsIndex) -> int:
        """Choose a new thread's scheduling policy, pthread_attr_setschedpolicy(3).

        ``int pthread_attr_setschedpolicy(pthread_attr_t *attr, int policy);``

        SCHED_OTHER, SCHED_FIFO or SCHED_RR; only with PTHREAD_EXPLICIT_SCHED.

        Returns 0, or an error number (errno is not set): EINVAL.
        """
        state = _ATTRIBUTES.find(attr, "pthread_attr_setschedpolicy")
        return lib.pthread_attr_setschedpolicy(state.native, policy)

    def pthread_attr_getschedpolicy(attr: Any, policy: Any) -> int:
        """Ask for a new thread's scheduling policy, pthread_attr_setschedpolicy(3).

        ``int pthread_attr_getschedpolicy(const pthread_attr_t *attr, int *policy);``

        Returns 0.
        """
        return opaque.get_attribute(
            _ATTRIBUTES,
            attr,
            policy,
            int_,
            lib.pthread_attr_getschedpolicy,
            "pthread_attr_getschedpolicy",
        )

    def pthread_attr_setscope(attr: Any, scope: SupportsIndex) -> int:
        """Choose with whom a new thread competes, pthread_attr_setscope(3).

        ``int pthread_attr_setscope(pthread_attr_t *attr, int scope);``

        PTHREAD_SCOPE_SYSTEM; no system has PTHREAD_SCOPE_PROCESS.

        Returns 0, or an error number (errno is not set): EINVAL, ENOTSUP.
        """
        state = _ATTRIBUTES.find(attr, "pthread_attr_setscope")
        return lib.pthread_attr_setscope(state.native, scope)

    def pthread_attr_getscope(attr: Any, scope: Any) -> int:
        """Ask with whom a new thread competes, pthread_attr_setscope(3).

        ``int pthread_attr_getscope(const pthread_attr_t *attr, int *scope);``

        Returns 0.
        """
        return opaque.get_attribute(
            _ATTRIBUTES, attr, scope, int_, lib.pthread_attr_getscope, "pthread_attr_getscope"
        )

    def pthread_attr_setstacksize(attr: Any, stacksize: SupportsIndex) -> int:
        """Choose the size of a new thread's stack, pthread_attr_setstacksize(3).

        ``int pthread_attr_setstacksize(pthread_attr_t *attr, size_t stacksize);``

        The interpreter gets its 8 MiB in any case.

        Returns 0, or an error number (errno is not set): EINVAL (less than PTHREAD_STACK_MIN).
        """
        state = _ATTRIBUTES.find(attr, "pthread_attr_setstacksize")
        return lib.pthread_attr_setstacksize(state.native, stacksize)

    def pthread_attr_getstacksize(attr: Any, stacksize: Any) -> int:
        """Ask for the size of a new thread's stack, pthread_attr_setstacksize(3).

        ``int pthread_attr_getstacksize(const pthread_attr_t *attr, size_t *stacksize);``

        Returns 0.
        """
        return opaque.get_attribute(
            _ATTRIBUTES,
            attr,
            stacksize,
            size_t,
            lib.pthread_attr_getstacksize,
            "pthread_attr_getstacksize",
        )

    def pthread_attr_setschedparam(attr: Any, param: Any) -> int:
        """Choose a new thread's scheduling priority, pthread_attr_setschedparam(3).

        ``int pthread_attr_setschedparam(pthread_attr_t *attr, const struct sched_param *param);``

        Returns 0, or an error number (errno is not set): EINVAL.
        """
        state = _ATTRIBUTES.find(attr, "pthread_attr_setschedparam")
        place = arguments.given(param, _SCHED_PARAM, "pthread_attr_setschedparam")
        return lib.pthread_attr_setschedparam(state.native, place)

    def pthread_attr_getschedparam(attr: Any, param: Any) -> int:
        """Ask for a new thread's scheduling priority, pthread_attr_setschedparam(3).

        ``int pthread_attr_getschedparam(const pthread_attr_t *attr, struct sched_param *param);``

        Returns 0.
        """
        return opaque.get_attribute(
            _ATTRIBUTES,
            attr,
            param,
            _SCHED_PARAM,
            lib.pthread_attr_getschedparam,
            "pthread_attr_getschedparam",
        )

    _atexit.register(lib.pysock_end_threads)

if hasattr(lib, "pysock_gettid"):
    __all__ += ["gettid", "pthread_getcpuclockid", "pthread_getname_np", "pthread_setname_np"]

    def gettid() -> int:
        """Ask for the kernel's id of the calling thread, gettid(2).

        ``pid_t gettid(void);``

        Absent on macOS.

        Returns the id; the main thread's is the process's.
        """
        return lib.pysock_gettid()

    def pthread_getcpuclockid(thread: SupportsIndex, clockid: Any) -> int:
        """Ask for the clock of a thread's processor time, pthread_getcpuclockid(3).

        ``int pthread_getcpuclockid(pthread_t thread, clockid_t *clockid);``

        Absent on macOS.

        Returns 0, or an error number (errno is not set): ESRCH (it has ended).
        """
        place = arguments.out(clockid, clockid_t, "pthread_getcpuclockid")
        with cancel.lock:
            target = cancel.find(thread, "pthread_getcpuclockid")
            if target.ended:
                return constants.ESRCH
            return lib.pysock_pthread_getcpuclockid(target.id, place)

    def pthread_setname_np(thread: SupportsIndex, name: Any) -> int:
        """Name a thread for the kernel, as ps shows it, pthread_setname_np(3).

        ``int pthread_setname_np(pthread_t thread, const char *name);``

        Absent on macOS, where it names the calling thread only.

        Returns 0, or an error number (errno is not set): ERANGE (more than 15 bytes), ESRCH.
        """
        text = arguments.name(name, "pthread_setname_np")
        with cancel.lock:
            target = cancel.find(thread, "pthread_setname_np")
            if target.ended:
                return constants.ESRCH
            return lib.pysock_pthread_setname_np(target.id, text)

    def pthread_getname_np(thread: SupportsIndex, name: Any, size: SupportsIndex) -> int:
        """Ask for the name that the kernel has for a thread, pthread_setname_np(3).

        ``int pthread_getname_np(pthread_t thread, char *name, size_t size);``

        Absent on macOS.

        Returns 0, or an error number (errno is not set): ERANGE (size is less than 16), ESRCH.
        """
        room = arguments.length(size, "pthread_getname_np")
        place = arguments.writable(name, room, "pthread_getname_np")
        with cancel.lock:
            target = cancel.find(thread, "pthread_getname_np")
            if target.ended:
                return constants.ESRCH
            return lib.pysock_pthread_getname_np(target.id, place, room)
