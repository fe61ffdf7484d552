"""Waiting for events of every kind, kqueue(2): macOS and the BSDs only."""

from __future__ import annotations

import operator

from . import _arguments as arguments
from ._memory import struct
from ._native import ffi, lib
from ._poll import spelled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

__all__: list[str] = []

_RESTART = lib.PYSOCK_RESTART

if hasattr(lib, "kqueue"):
    __all__ += ["EV_SET", "kevent", "kqueue"]

    _KEVENT = struct.kevent
    _TIMESPEC = struct.timespec
    _KEVENT.formats["flags"] = lambda value: spelled(value, "EV_")

    def EV_SET(
        kev: Any,
        ident: SupportsIndex,
        filter: SupportsIndex,
        flags: SupportsIndex,
        fflags: SupportsIndex,
        data: SupportsIndex,
        udata: Any,
    ) -> None:
        """Fill in a struct kevent, kqueue(2).

        ``void EV_SET(struct kevent *kev, uintptr_t ident, int16_t filter, uint16_t flags,
        uint32_t fflags, intptr_t data, void *udata);``

        The kernel gives udata back as bits in another object, where reading a pointer raises
        WildPointer: tell events apart by ident and filter, and let udata be NULL.
        """
        arguments.out(kev, _KEVENT, "EV_SET")
        event = kev[0]
        event.ident = ident
        event.filter = filter
        event.flags = flags
        event.fflags = fflags
        event.data = data
        event.udata = udata

    def kqueue() -> int:
        """Make a queue of kernel events, kqueue(2).

        ``int kqueue(void);``

        Returns the descriptor, or -1: EMFILE, ENFILE, ENOMEM.
        """
        return lib.kqueue()

    def kevent(
        kq: SupportsIndex,
        changelist: Any,
        nchanges: SupportsIndex,
        eventlist: Any,
        nevents: SupportsIndex,
        timeout: Any,
    ) -> int:
        """Change what a queue watches, then wait for its events, kevent(2).

        ``int kevent(int kq, const struct kevent *changelist, int nchanges,
        struct kevent *eventlist, int nevents, const struct timespec *timeout);``

        A timeout of NULL waits without end. A change that fails becomes an event with EV_ERROR
        and the error number in data. A signal always interrupts, whatever its SA_RESTART.

        Returns the number of events filled in, 0 after the timeout, or -1: EBADF, EINTR, EINVAL,
        ENOENT, ESRCH, …
        """
        changed, filled = operator.index(nchanges), operator.index(nevents)
        changes = arguments.out(changelist, _KEVENT, "kevent", count=changed, null=changed == 0)
        events = arguments.out(eventlist, _KEVENT, "kevent", count=filled, null=filled == 0)
        wait = arguments.out(timeout, _TIMESPEC, "kevent", null=True)
        todo = ffi.new("int *", changed)
        while (count := lib.pysock_kevent(kq, changes, todo, events, filled, wait)) == _RESTART:
            pass
        return count
