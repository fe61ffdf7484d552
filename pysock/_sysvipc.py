"""System V's shared memory, message queues and semaphores: sysvipc(7)."""

from __future__ import annotations

from . import _arguments as arguments
from . import _constants as constants
from ._allocation import Heap
from ._memory import Integer, heap_of, long, struct, ushort, void
from ._native import ffi, lib
from ._values import Record, kind_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

    from ._allocation import CData
    from ._values import Pointer

__all__: list[str] = []
if hasattr(lib, "pysock_shmat"):
    __all__ += [
        "ftok",
        "key_t",
        "msgctl",
        "msgget",
        "msglen_t",
        "msgqnum_t",
        "msgrcv",
        "msgsnd",
        "semctl",
        "semget",
        "semop",
        "shmat",
        "shmatt_t",
        "shmctl",
        "shmdt",
        "shmget",
    ]
    key_t, msglen_t, msgqnum_t, shmatt_t = (
        Integer(name) for name in ("key_t", "msglen_t", "msgqnum_t", "shmatt_t")
    )

_RESTART = lib.PYSOCK_RESTART


def ftok(pathname: Any, proj_id: SupportsIndex) -> int:
    """Make a key of a file and a number, ftok(3).

    ``key_t ftok(const char *pathname, int proj_id);``

    Windows: absent there.

    Returns the key, or -1: EACCES, ENOENT.
    """
    return lib.ftok(arguments.name(pathname, "ftok"), proj_id)


# ------------------------------------------------------------------------------ shared memory


class _Segment(Heap):
    """What shmat() returns: it is detached when it was given up and no value refers to it."""

    __slots__ = ()

    source = "shmat"


def shmget(key: SupportsIndex, size: SupportsIndex, shmflg: SupportsIndex) -> int:
    """Find or make a segment of shared memory, shmget(2).

    ``int shmget(key_t key, size_t size, int shmflg);``

    SHM_HUGETLB fails with EACCES: there may be no page where a program touches one.
    Windows: absent there.

    Returns its id, or -1: EACCES, EEXIST, EINVAL, ENOENT, ENOMEM, ENOSPC.
    """
    flags = arguments.integer(shmflg, "shmget")
    if flags & constants.values.get("SHM_HUGETLB", 0):
        ffi.errno = constants.EACCES
        return -1
    return lib.shmget(key, size, flags)


def shmat(shmid: SupportsIndex, shmaddr: Any, shmflg: SupportsIndex) -> Pointer | int:
    """Attach a segment of shared memory, shmop(2).

    ``void *shmat(int shmid, const void *shmaddr, int shmflg);``

    Where it lies is the kernel's choice: another shmaddr than NULL fails with EINVAL. With
    SHM_RDONLY the memory is constant. Children that the process forks have it as well.
    Windows: absent there.

    Returns the memory, or -1, which is C's ``(void *)-1``: EACCES, EIDRM, EINVAL, ENOMEM.
    """
    if not arguments.is_null(shmaddr):
        arguments.extent(shmaddr, "shmat")  # refuses what is no pointer
        ffi.errno = constants.EINVAL
        return -1
    flags = arguments.integer(shmflg, "shmat")
    told = ffi.new("size_t *")
    raw = lib.pysock_shmat(shmid, flags, told)
    if raw == ffi.NULL:
        return -1
    size: int = told[0]
    base = ffi.gc(ffi.cast("char *", raw), lib.pysock_shmdt, size)
    if _has_huge_pages(int(ffi.cast("uintptr_t", raw))):
        ffi.errno = constants.EACCES
        return -1
    segment = _Segment(base, size)
    segment.const = bool(flags & constants.SHM_RDONLY)
    return void.pointer(segment, 0, 0, size)


def _has_huge_pages(address: int) -> bool:
    """Whether another program made a segment with SHM_HUGETLB: proc(5)."""
    if "SHM_HUGETLB" in constants.absent:
        return False
    try:
        with open("/proc/self/smaps", "rb") as mappings:
            for line in mappings:
                if line.startswith(b"%x-" % address):
                    flags = next(line for line in mappings if line.startswith(b"VmFlags:"))
                    return b" ht" in flags
    except (OSError, StopIteration):
        pass  # without /proc nobody can tell
    return False


def shmdt(shmaddr: Any) -> int:
    """Detach a segment of shared memory, shmop(2).

    ``int shmdt(const void *shmaddr);``

    Its use afterwards raises UseAfterFree.
    Windows: absent there.

    Returns 0; it can fail only where shmaddr is not what shmat() returned.
    """
    heap_of(shmaddr, _Segment, "shmdt").free("shmdt")
    return 0


_COMMANDS = {
    constants.values.get(name)
    for name in ("IPC_STAT", "IPC_SET", "IPC_RMID", "SHM_LOCK", "SHM_UNLOCK")
}


def shmctl(shmid: SupportsIndex, cmd: SupportsIndex, buf: Any) -> int:
    """Ask for, change or remove a segment of shared memory, shmctl(2).

    ``int shmctl(int shmid, int cmd, struct shmid_ds *buf);``

    cmd is IPC_STAT, IPC_SET, IPC_RMID, SHM_LOCK or SHM_UNLOCK; others fail with EINVAL.
    Windows: absent there.

    Returns 0, or -1: EACCES, EIDRM, EINVAL, EPERM.
    """
    command = arguments.integer(cmd, "shmctl")
    place = _status(command, buf, struct.shmid_ds, "shmctl")
    if command not in _COMMANDS:
        ffi.errno = constants.EINVAL
        return -1
    return lib.shmctl(shmid, command, place)


def _status(command: int, buf: Any, ctype: Any, call: str) -> CData:
    """The struct of IPC_STAT and IPC_SET, which no other command looks at."""
    if command not in (constants.IPC_STAT, constants.IPC_SET):
        return ffi.NULL
    return ffi.cast(f"{ctype} *", arguments.out(buf, ctype, call))


# ----------------------------------------------------------------------------- message queues


def msgget(key: SupportsIndex, msgflg: SupportsIndex) -> int:
    """Find or make a message queue, msgget(2).

    ``int msgget(key_t key, int msgflg);``

    Windows: absent there.

    Returns its id, or -1: EACCES, EEXIST, ENOENT, ENOMEM, ENOSPC.
    """
    return lib.msgget(key, msgflg)


def msgsnd(msqid: SupportsIndex, msgp: Any, msgsz: SupportsIndex, msgflg: SupportsIndex) -> int:
    """Put a message into a queue, msgop(2).

    ``int msgsnd(int msqid, const void *msgp, size_t msgsz, int msgflg);``

    msgp is a struct of the program's: a long, the type above 0, and msgsz bytes.
    Windows: absent there.

    Returns 0, or -1: EACCES, EAGAIN, EIDRM, EINTR, EINVAL, ENOMEM.
    """
    size = arguments.length(msgsz, "msgsnd")
    message = arguments.readable(msgp, long.size + size, "msgsnd")
    while (sent := lib.pysock_msgsnd(msqid, message, size, msgflg)) == _RESTART:
        pass
    return sent


def msgrcv(
    msqid: SupportsIndex,
    msgp: Any,
    msgsz: SupportsIndex,
    msgtyp: SupportsIndex,
    msgflg: SupportsIndex,
) -> int:
    """Take a message out of a queue, msgop(2).

    ``ssize_t msgrcv(int msqid, void *msgp, size_t msgsz, long msgtyp, int msgflg);``

    msgp is a struct of the program's: a long, the type, and room for msgsz bytes.
    Windows: absent there.

    Returns the number of bytes behind the type, or -1: E2BIG, EACCES, EIDRM, EINTR, EINVAL, ENOMSG.
    """
    size = arguments.length(msgsz, "msgrcv")
    message = arguments.writable(msgp, long.size + size, "msgrcv")
    while (got := lib.pysock_msgrcv(msqid, message, size, msgtyp, msgflg)) == _RESTART:
        pass
    return got


def msgctl(msqid: SupportsIndex, cmd: SupportsIndex, buf: Any) -> int:
    """Ask for, change or remove a message queue, msgctl(2).

    ``int msgctl(int msqid, int cmd, struct msqid_ds *buf);``

    cmd is IPC_STAT, IPC_SET or IPC_RMID; others fail with EINVAL.
    Windows: absent there.

    Returns 0, or -1: EACCES, EIDRM, EINVAL, EPERM.
    """
    command = arguments.integer(cmd, "msgctl")
    place = _status(command, buf, struct.msqid_ds, "msgctl")
    if command not in (constants.IPC_STAT, constants.IPC_SET, constants.IPC_RMID):
        ffi.errno = constants.EINVAL
        return -1
    return lib.msgctl(msqid, command, place)


# --------------------------------------------------------------------------------- semaphores


def semget(key: SupportsIndex, nsems: SupportsIndex, semflg: SupportsIndex) -> int:
    """Find or make a set of semaphores, semget(2).

    ``int semget(key_t key, int nsems, int semflg);``

    Windows: absent there.

    Returns its id, or -1: EACCES, EEXIST, EINVAL, ENOENT, ENOMEM, ENOSPC.
    """
    return lib.semget(key, nsems, semflg)


def semop(semid: SupportsIndex, sops: Any, nsops: SupportsIndex) -> int:
    """Change semaphores of a set, all at once, or wait until that is possible, semop(2).

    ``int semop(int semid, struct sembuf *sops, size_t nsops);``

    Windows: absent there.

    Returns 0, or -1: E2BIG, EACCES, EAGAIN, EFBIG, EIDRM, EINTR, EINVAL, ENOMEM, ERANGE.
    """
    count = arguments.length(nsops, "semop")
    array = arguments.out(sops, struct.sembuf, "semop", count=count, null=count == 0)
    while (done := lib.pysock_semop(semid, ffi.cast("struct sembuf *", array), count)) == _RESTART:
        pass
    return done


def semctl(semid: SupportsIndex, semnum: SupportsIndex, cmd: SupportsIndex, *arg: Any) -> int:
    """Ask for, set or remove semaphores of a set, semctl(2).

    ``int semctl(int semid, int semnum, int cmd, ...);``

    The fourth argument of SETVAL, GETALL, SETALL, IPC_STAT and IPC_SET is a ``union semun`` that
    the program declares, or what its member would hold. Other commands than those, GETVAL, GETPID,
    GETNCNT, GETZCNT and IPC_RMID fail with EINVAL.
    Windows: absent there.

    Returns what was asked for, else 0, or -1: EACCES, EIDRM, EINVAL, EPERM, ERANGE.
    """
    ident, command = arguments.integer(semid, "semctl"), arguments.integer(cmd, "semctl")
    status = array = ffi.NULL
    value = 0
    if command == constants.SETVAL:
        value = arguments.integer(_member(arg, "val"), "semctl", "the value")
    elif command in (constants.IPC_STAT, constants.IPC_SET):
        status = _status(command, _member(arg, "buf"), struct.semid_ds, "semctl")
    elif command in (constants.GETALL, constants.SETALL):
        count = _semaphores(ident)
        if count == -1:
            return -1
        place = arguments.out(_member(arg, "array"), ushort, "semctl", count=count)
        array = ffi.cast("unsigned short *", place)
    elif command not in (
        constants.GETVAL,
        constants.GETPID,
        constants.GETNCNT,
        constants.GETZCNT,
        constants.IPC_RMID,
    ):
        ffi.errno = constants.EINVAL
        return -1
    return lib.pysock_semctl(ident, semnum, command, value, status, array)


def _member(arg: tuple[Any, ...], name: str) -> Any:
    """What the fourth argument of semctl() holds."""
    if len(arg) != 1:
        raise TypeError(f"semctl: this command takes 4 arguments, not {3 + len(arg)}")
    given = arg[0]
    if isinstance(given, Record) and given._type.name.startswith("union "):
        if name not in given._type.members:
            raise TypeError(f"semctl: this command needs a member {name!r} of {kind_of(given)}")
        return getattr(given, name)
    return given


def _semaphores(semid: int) -> int:
    """How many semaphores a set has, which never changes: the room that GETALL fills."""
    status = ffi.new("struct semid_ds *")
    if lib.pysock_semctl(semid, 0, constants.IPC_STAT, 0, status, ffi.NULL) == -1:
        return -1
    return int(status.sem_nsems)
