"""Users and groups by name and number: getpwnam(3), getgrnam(3), getlogin(3)."""

from __future__ import annotations

from . import _arguments as arguments
from ._allocation import Memory
from ._block import Block
from ._memory import char, gid_t, struct, uid_t
from ._native import ffi, lib
from ._netdb import Static, names
from ._values import Pointer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

    from ._allocation import CData
    from ._block import Part

__all__: list[str] = []
if hasattr(lib, "pysock_getpwnam"):
    __all__ += [
        "endgrent",
        "endpwent",
        "getgrent",
        "getgrgid",
        "getgrnam",
        "getlogin",
        "getpwent",
        "getpwnam",
        "getpwuid",
        "setgrent",
        "setpwent",
    ]

    def _user_members(block: Block, raw: CData) -> dict[str, Part | None]:
        texts = ("pw_name", "pw_passwd", "pw_gecos", "pw_dir", "pw_shell")
        return {name: block.string(getattr(raw, name)) for name in texts}

    def _group_members(block: Block, raw: CData) -> dict[str, Part | None]:
        found: dict[str, Part | None] = {"gr_mem": names(block, raw.gr_mem)}
        return found | {name: block.string(getattr(raw, name)) for name in ("gr_name", "gr_passwd")}

    _user = Static(struct.passwd, _user_members)
    _group = Static(struct.group, _group_members)


def getpwnam(name: Any) -> Pointer | None:
    """Look a user up by name, getpwnam(3).

    ``struct passwd *getpwnam(const char *name);``

    The entry is overwritten by the next call of getpwnam(), getpwuid() or getpwent().
    Windows: absent there.

    Returns the entry, or NULL; with errno unless there is no such user: EIO, EMFILE, ENFILE.
    """
    return _user.answer(lib.pysock_getpwnam, arguments.name(name, "getpwnam"))


def getpwuid(uid: SupportsIndex) -> Pointer | None:
    """Look a user up by number, getpwnam(3).

    ``struct passwd *getpwuid(uid_t uid);``

    The entry is overwritten by the next call of getpwnam(), getpwuid() or getpwent().
    Windows: absent there.

    Returns the entry, or NULL; with errno unless there is no such user: EIO, EMFILE, ENFILE.
    """
    return _user.answer(lib.pysock_getpwuid, uid_t.convert(uid))


def getpwent() -> Pointer | None:
    """Read the next user of the database, getpwent(3).

    ``struct passwd *getpwent(void);``

    The entry is overwritten by the next call of getpwnam(), getpwuid() or getpwent().
    Windows: absent there.

    Returns the entry, or NULL after the last one.
    """
    return _user.answer(lib.pysock_getpwent)


def setpwent() -> None:
    """Begin again with the first user, getpwent(3).

    ``void setpwent(void);``

    Windows: absent there.
    """
    lib.setpwent()


def endpwent() -> None:
    """Close the database of users, getpwent(3).

    ``void endpwent(void);``

    Windows: absent there.
    """
    lib.endpwent()


def getgrnam(name: Any) -> Pointer | None:
    """Look a group up by name, getgrnam(3).

    ``struct group *getgrnam(const char *name);``

    The entry is overwritten by the next call of getgrnam(), getgrgid() or getgrent().
    Windows: absent there.

    Returns the entry, or NULL; with errno unless there is no such group: EIO, EMFILE, ENFILE.
    """
    return _group.answer(lib.pysock_getgrnam, arguments.name(name, "getgrnam"))


def getgrgid(gid: SupportsIndex) -> Pointer | None:
    """Look a group up by number, getgrnam(3).

    ``struct group *getgrgid(gid_t gid);``

    The entry is overwritten by the next call of getgrnam(), getgrgid() or getgrent().
    Windows: absent there.

    Returns the entry, or NULL; with errno unless there is no such group: EIO, EMFILE, ENFILE.
    """
    return _group.answer(lib.pysock_getgrgid, gid_t.convert(gid))


def getgrent() -> Pointer | None:
    """Read the next group of the database, getgrent(3).

    ``struct group *getgrent(void);``

    The entry is overwritten by the next call of getgrnam(), getgrgid() or getgrent().
    Windows: absent there.

    Returns the entry, or NULL after the last one.
    """
    return _group.answer(lib.pysock_getgrent)


def setgrent() -> None:
    """Begin again with the first group, getgrent(3).

    ``void setgrent(void);``

    Windows: absent there.
    """
    lib.setgrent()


def endgrent() -> None:
    """Close the database of groups, getgrent(3).

    ``void endgrent(void);``

    Windows: absent there.
    """
    lib.endgrent()


_LONGEST_NAME = 256


def getlogin() -> Pointer | None:
    """Tell who is logged in on the terminal of the process, getlogin(3).

    ``char *getlogin(void);``

    Windows: absent there.

    Returns the name as a constant string, or NULL: ENOENT, ENOTTY, ENXIO.
    """
    buffer = ffi.new("char[]", _LONGEST_NAME)
    if not lib.pysock_getlogin(buffer, _LONGEST_NAME):
        return None
    memory = Memory.literal(ffi.string(buffer))
    return char.pointer(memory, 0, 0, memory.size)
