"""Whose process it is, in full: credentials(7)."""

from __future__ import annotations

from . import _arguments as arguments
from ._memory import CType, gid_t, uid_t
from ._native import ffi, lib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

    from ._allocation import CData

__all__: list[str] = []

if hasattr(lib, "getgroups"):
    __all__ += ["getgroups", "initgroups", "setgroups"]


def getgroups(size: SupportsIndex, list: Any) -> int:
    """List the supplementary groups, getgroups(2).

    ``int getgroups(int size, gid_t list[]);``

    A size of 0 only counts them.
    Windows: absent there.

    Returns how many there are, or -1: EINVAL (size is less than that).
    """
    count = arguments.integer(size, "getgroups", "a size")
    place = arguments.out(list, gid_t, "getgroups", count=max(count, 0), null=count == 0)
    return lib.getgroups(count, ffi.cast("gid_t *", place))


def setgroups(size: SupportsIndex, list: Any) -> int:
    """Set the supplementary groups, getgroups(2).

    ``int setgroups(size_t size, const gid_t *list);``

    Windows: absent there.

    Returns 0, or -1: EINVAL (too many), EPERM.
    """
    count = arguments.length(size, "setgroups")
    place = arguments.NULL
    if count:
        arguments.given(list, gid_t, "setgroups")
        place = arguments.readable(list, count * gid_t.size, "setgroups")
    return lib.setgroups(count, ffi.cast("gid_t *", place))


def initgroups(user: Any, group: SupportsIndex) -> int:
    """Set the supplementary groups to those of a user, and one more, initgroups(3).

    ``int initgroups(const char *user, gid_t group);``

    Windows: absent there.

    Returns 0, or -1: EPERM.
    """
    return lib.initgroups(arguments.name(user, "initgroups"), group)


if hasattr(lib, "getresuid"):
    __all__ += ["getresgid", "getresuid", "setresgid", "setresuid"]

    def _places(places: tuple[Any, ...], ctype: CType, call: str) -> list[CData]:
        kind = f"{ctype} *"
        return [ffi.cast(kind, arguments.out(place, ctype, call)) for place in places]

    def getresuid(ruid: Any, euid: Any, suid: Any) -> int:
        """Tell the real, effective and saved user, getresuid(2).

        ``int getresuid(uid_t *ruid, uid_t *euid, uid_t *suid);``

        Returns 0; it can fail only where a place is none.
        """
        return lib.getresuid(*_places((ruid, euid, suid), uid_t, "getresuid"))

    def getresgid(rgid: Any, egid: Any, sgid: Any) -> int:
        """Tell the real, effective and saved group, getresuid(2).

        ``int getresgid(gid_t *rgid, gid_t *egid, gid_t *sgid);``

        Returns 0; it can fail only where a place is none.
        """
        return lib.getresgid(*_places((rgid, egid, sgid), gid_t, "getresgid"))

    def setresuid(ruid: SupportsIndex, euid: SupportsIndex, suid: SupportsIndex) -> int:
        """Set the real, effective and saved user; -1 leaves one as it is, setresuid(2).

        ``int setresuid(uid_t ruid, uid_t euid, uid_t suid);``

        Returns 0, or -1: EAGAIN, EPERM.
        """
        return lib.setresuid(*(uid_t.convert(each) for each in (ruid, euid, suid)))

    def setresgid(rgid: SupportsIndex, egid: SupportsIndex, sgid: SupportsIndex) -> int:
        """Set the real, effective and saved group; -1 leaves one as it is, setresuid(2).

        ``int setresgid(gid_t rgid, gid_t egid, gid_t sgid);``

        Returns 0, or -1: EPERM.
        """
        return lib.setresgid(*(gid_t.convert(each) for each in (rgid, egid, sgid)))
