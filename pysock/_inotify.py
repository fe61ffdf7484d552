"""What happens to files, told through a descriptor, inotify(7): Linux only."""

from __future__ import annotations

from . import _arguments as arguments
from ._memory import struct
from ._native import lib
from ._poll import spelled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

__all__: list[str] = []

if hasattr(lib, "inotify_init1"):
    __all__ += ["inotify_add_watch", "inotify_init", "inotify_init1", "inotify_rm_watch"]

    struct.inotify_event.formats["mask"] = lambda value: spelled(value, "IN_")

    def inotify_init() -> int:
        """Make a queue of events of files, inotify_init(2).

        ``int inotify_init(void);``

        A read gives ``struct inotify_event`` one after another, each with the len bytes of a name:
        ``event = ptr(struct.inotify_event, buf + at)``, then ``event.name``.

        Returns the descriptor, or -1: EMFILE, ENFILE, ENOMEM.
        """
        return lib.inotify_init()

    def inotify_init1(flags: SupportsIndex) -> int:
        """Do as inotify_init(), with IN_NONBLOCK or IN_CLOEXEC, inotify_init1(2).

        ``int inotify_init1(int flags);``

        Returns the descriptor, or -1: EINVAL, EMFILE, ENFILE, ENOMEM.
        """
        return lib.inotify_init1(flags)

    def inotify_add_watch(fd: SupportsIndex, path: Any, mask: SupportsIndex) -> int:
        """Watch a file or directory, or change what is watched of it, inotify_add_watch(2).

        ``int inotify_add_watch(int fd, const char *path, uint32_t mask);``

        Returns the watch's number, or -1: EACCES, EBADF, EEXIST, EINVAL, ENOENT, ENOSPC.
        """
        return lib.inotify_add_watch(fd, arguments.name(path, "inotify_add_watch"), mask)

    def inotify_rm_watch(fd: SupportsIndex, wd: SupportsIndex) -> int:
        """Stop watching; an event with IN_IGNORED follows, inotify_rm_watch(2).

        ``int inotify_rm_watch(int fd, int wd);``

        Returns 0, or -1: EBADF, EINVAL.
        """
        return lib.inotify_rm_watch(fd, wd)
