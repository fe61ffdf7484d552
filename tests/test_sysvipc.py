"""System V's shared memory, queues and semaphores: with children, against C, and misused."""

import errno as numbers
import gc
import os
import signal
import subprocess
import sys

import pytest
from c_oracle import LINUX, C
from misuse import complaints_of

import pysock
from pysock import (
    GETALL,
    GETPID,
    GETVAL,
    GETZCNT,
    IPC_CREAT,
    IPC_EXCL,
    IPC_NOWAIT,
    IPC_PRIVATE,
    IPC_RMID,
    IPC_SET,
    IPC_STAT,
    MSG_NOERROR,
    SEM_UNDO,
    SETALL,
    SETVAL,
    SHM_RDONLY,
    ConstViolation,
    InvalidFree,
    NullPointer,
    OutOfBounds,
    UseAfterFree,
    char,
    errno,
    fork,
    ftok,
    int_,
    key_t,
    long,
    memset,
    msgctl,
    msgget,
    msgrcv,
    msgsnd,
    ptr,
    semctl,
    semget,
    semop,
    shmat,
    shmctl,
    shmdt,
    shmget,
    sizeof,
    strcpy,
    struct,
    union,
    ushort,
    waitpid,
)

struct.message = {"mtype": long, "mtext": char[64]}
union.semun = {"val": int_, "buf": ptr(struct.semid_ds), "array": ptr(ushort)}
ROOM = 64


@pytest.fixture
def segment():
    ident = shmget(IPC_PRIVATE, 5000, IPC_CREAT | 0o600)
    assert ident >= 0
    yield ident
    shmctl(ident, IPC_RMID, None)


@pytest.fixture
def queue():
    ident = msgget(IPC_PRIVATE, 0o600)
    assert ident >= 0
    yield ident
    msgctl(ident, IPC_RMID, None)


@pytest.fixture
def semaphores():
    ident = semget(IPC_PRIVATE, 3, 0o600)
    assert ident >= 0
    yield ident
    semctl(ident, 0, IPC_RMID)


def in_child(work):
    """The exit status of a child that does some work."""
    pid = fork()
    if pid == 0:
        try:
            os._exit(work())
        finally:
            os._exit(99)
    status = int_()
    while waitpid(pid, status, 0) == -1:
        assert errno == numbers.EINTR
    return pysock.WEXITSTATUS(status)


def test_keys_are_cs(compiler, tmp_path):
    source = '#include "compat.h"\n#include <sys/ipc.h>\n'
    source += 'int main(int argc, char **argv) { printf("%d %d", ftok(argv[1], 65), '
    source += "ftok(argv[1], 321)); return 0; }"
    expected = C(compiler, tmp_path).output(source, tmp_path).split()
    assert list(map(int, expected)) == [ftok(str(tmp_path), 65), ftok(str(tmp_path), 321)]
    assert -1 == ftok("/nowhere", 1)
    assert numbers.ENOENT == errno


def test_memory_that_children_share(segment):
    memory = ptr(char, shmat(segment, None, 0))
    assert 0 == in_child(lambda: int(strcpy(memory, "from the child") is None))
    assert "from the child" == str(memory)
    assert 7 == in_child(lambda: attached_anew(segment))
    assert "again" == str(memory)
    memset(memory, 1, 5000)
    for index in (5000, -1):
        with pytest.raises(OutOfBounds):
            memory[index]
    assert 0 == shmdt(memory)
    for use in (lambda: memory[0], lambda: shmdt(memory), lambda: str(memory)):
        with pytest.raises(UseAfterFree):
            use()


def attached_anew(segment):
    other = shmat(segment, None, 0)
    strcpy(ptr(char, other), "again")
    return 7 if shmdt(other) == 0 else 1


def test_what_a_segment_tells(segment):
    status = struct.shmid_ds()
    memory = shmat(segment, 0, 0)
    assert 0 == shmctl(segment, IPC_STAT, status)
    assert (5000, 1, os.getpid()) == (status.shm_segsz, status.shm_nattch, status.shm_cpid)
    assert (0o600, os.geteuid()) == (status.shm_perm.mode & 0o777, status.shm_perm.cuid)
    status.shm_perm.mode = 0o640
    assert 0 == shmctl(segment, IPC_SET, status)
    assert 0 == shmctl(segment, IPC_STAT, status)
    assert 0o640 == status.shm_perm.mode & 0o777
    shmdt(memory)
    del memory
    gc.collect()
    assert 0 == shmctl(segment, IPC_STAT, status)
    assert 0 == status.shm_nattch


def test_a_segment_that_is_removed_lives_on_where_it_is_attached():
    ident = shmget(IPC_PRIVATE, 10, 0o600)
    memory = ptr(char, shmat(ident, None, 0))
    assert 0 == shmctl(ident, IPC_RMID, None)
    strcpy(memory, "still")
    assert "still" == str(memory)
    del memory
    gc.collect()
    assert -1 == shmat(ident, None, 0)
    assert errno in (numbers.EINVAL, numbers.EIDRM)


def test_constant_memory(segment):
    memory = ptr(char, shmat(segment, None, SHM_RDONLY))
    assert 0 == memory[4999]
    with pytest.raises(ConstViolation):
        memory[0] = 1
    with pytest.raises(ConstViolation):
        strcpy(memory, "x")


def test_keys_find_what_they_made(tmp_path):
    key = ftok(str(tmp_path), 7)
    ident = shmget(key, 100, IPC_CREAT | IPC_EXCL | 0o600)
    assert ident >= 0
    try:
        assert ident == shmget(key_t(key), 100, 0)
        assert -1 == shmget(key, 100, IPC_CREAT | IPC_EXCL)
        assert numbers.EEXIST == errno
        assert -1 == shmget(key, 200, 0)
        assert numbers.EINVAL == errno
    finally:
        assert 0 == shmctl(ident, IPC_RMID, 0)
    assert -1 == shmget(key, 100, 0)
    assert numbers.ENOENT == errno


@LINUX
def test_huge_pages_are_refused(segment):
    assert -1 == shmget(IPC_PRIVATE, 1 << 21, pysock.SHM_HUGETLB | 0o600)
    assert numbers.EACCES == errno
    assert -1 == shmat(segment, char(), 0)
    assert numbers.EINVAL == errno
    for command in (3, 13, 14, 15, -1):  # IPC_INFO and others, which fill other structs
        assert -1 == shmctl(segment, command, struct.shmid_ds())
        assert numbers.EINVAL == errno


def test_messages(queue):
    message = struct.message(3, "three")
    assert 0 == msgsnd(queue, message, 6, 0)
    message.mtype = 1
    strcpy(message.mtext, "one")
    assert 0 == msgsnd(queue, message, 4, IPC_NOWAIT)
    got = struct.message()
    assert 6 == msgrcv(queue, got, ROOM, 3, 0)
    assert (3, "three") == (got.mtype, str(got.mtext))
    assert 4 == msgrcv(queue, got, ROOM, 0, 0)
    assert (1, "one") == (got.mtype, str(got.mtext))
    assert -1 == msgrcv(queue, got, ROOM, 0, IPC_NOWAIT)
    assert numbers.ENOMSG == errno
    status = struct.msqid_ds()
    assert 0 == msgctl(queue, IPC_STAT, status)
    assert (0, os.getpid()) == (status.msg_qnum, status.msg_lspid)


def test_messages_between_processes(queue):
    def work():
        got = struct.message()
        length = msgrcv(queue, got, ROOM, 1, 0)
        got.mtype = 2
        return msgsnd(queue, got, length, 0)

    assert 0 == msgsnd(queue, struct.message(1, "there and back"), 15, 0)
    assert 0 == in_child(work)
    got = struct.message()
    assert 15 == msgrcv(queue, got, ROOM, 2, 0)
    assert "there and back" == str(got.mtext)


def test_a_message_longer_than_its_room(queue):
    assert 0 == msgsnd(queue, struct.message(1, "123456789"), 9, 0)
    got = struct.message()
    assert -1 == msgrcv(queue, got, 4, 0, 0)
    assert numbers.E2BIG == errno
    assert 4 == msgrcv(queue, got, 4, 0, MSG_NOERROR)
    assert b"1234\0" == got.mtext[:5]


def test_bounds_of_messages(queue):
    message = struct.message(1)
    whole = sizeof(struct.message)
    for call in (
        lambda size: msgsnd(queue, message, size, 0),
        lambda size: msgrcv(queue, message, size, 0, IPC_NOWAIT),
    ):
        with pytest.raises(OutOfBounds, match=f"{whole + 1} bytes of an object that has {whole}"):
            call(ROOM + 1)
        with pytest.raises((OutOfBounds, OverflowError)):
            call(-1)
    with pytest.raises(ConstViolation):
        msgrcv(queue, b"x" * 80, 60, 0, 0)
    with pytest.raises(NullPointer):
        msgsnd(queue, None, 0, 0)
    assert -1 == msgsnd(queue, struct.message(), 0, 0)
    assert numbers.EINVAL == errno


def test_semaphores(semaphores):
    assert 0 == semctl(semaphores, 1, SETVAL, 5)
    assert 5 == semctl(semaphores, 1, GETVAL)
    argument = union.semun(val=7)
    assert 0 == semctl(semaphores, 0, SETVAL, argument)
    values = ushort[3]()
    argument.array = values
    assert 0 == semctl(semaphores, 0, GETALL, argument)
    assert [7, 5, 0] == list(values)
    assert 0 == semctl(semaphores, 0, SETALL, ushort[3]([1, 2, 3]))
    assert 0 == semctl(semaphores, 0, GETALL, values)
    assert [1, 2, 3] == list(values)
    status = struct.semid_ds()
    argument.buf = status
    assert 0 == semctl(semaphores, 0, IPC_STAT, argument)
    assert 3 == status.sem_nsems
    assert 0 == semctl(semaphores, 0, IPC_SET, status)
    assert 0 == semctl(semaphores, 0, GETZCNT)
    assert 0 == semop(semaphores, struct.sembuf(0, -1, 0), 1)
    assert os.getpid() == semctl(semaphores, 0, GETPID)
    assert -1 == semop(semaphores, struct.sembuf(0, -1, IPC_NOWAIT), 1)
    assert numbers.EAGAIN == errno
    both = struct.sembuf[2]([(1, -2, 0), (2, 1, SEM_UNDO)])
    assert 0 == semop(semaphores, both, 2)
    assert [0, 0, 4] == [semctl(semaphores, at, GETVAL) for at in range(3)]
    assert -1 == semctl(semaphores, 0, SETVAL, 1 << 20)
    assert numbers.ERANGE == errno


def test_a_child_waits_for_a_semaphore(semaphores, segment):
    number = ptr(int_, shmat(segment, None, 0))
    pid = fork()
    if pid == 0:
        semop(semaphores, struct.sembuf(0, -1, 0), 1)
        os._exit(number[0])
    number[0] = 42
    assert 0 == semop(semaphores, struct.sembuf(0, 1, 0), 1)
    status = int_()
    assert pid == waitpid(pid, status, 0)
    assert 42 == pysock.WEXITSTATUS(status)


@pytest.mark.parametrize("restart", [False, True], ids=["plain", "SA_RESTART"])
def test_signals_always_interrupt(restart, queue, semaphores):
    """signal(7): msgrcv, msgsnd and semop never restart."""
    seen = []
    old = signal.signal(signal.SIGALRM, lambda *_: seen.append(1))
    signal.siginterrupt(signal.SIGALRM, not restart)
    try:
        for call in (
            lambda: msgrcv(queue, struct.message(), ROOM, 0, 0),
            lambda: semop(semaphores, struct.sembuf(0, -1, 0), 1),
        ):
            signal.setitimer(signal.ITIMER_REAL, 0.01, 0.05)
            assert -1 == call()
            assert numbers.EINTR == errno
        assert len(seen) >= 2
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)


def test_bounds_of_semaphores(semaphores):
    for command in (GETALL, SETALL):
        with pytest.raises(OutOfBounds):
            semctl(semaphores, 0, command, ushort[2]())
        with pytest.raises(TypeError):
            semctl(semaphores, 0, command)
        with pytest.raises(TypeError):
            semctl(semaphores, 0, command, int_[3]())
    with pytest.raises(OutOfBounds):
        semop(semaphores, struct.sembuf(), 2)
    with pytest.raises(NullPointer):
        semctl(semaphores, 0, GETALL, union.semun())
    for bad in (None, "5", [], 1.5):
        with pytest.raises(TypeError):
            semctl(semaphores, 0, SETVAL, bad)
    union.no_array = {"val": int_}
    with pytest.raises(TypeError, match="array"):
        semctl(semaphores, 0, GETALL, union.no_array())
    for command in (3, 18, 19, 20):
        assert -1 == semctl(semaphores, 0, command, struct.semid_ds())
        assert numbers.EINVAL == errno
    assert -1 == semctl(-1, 0, GETALL, ushort[3]())
    assert numbers.EINVAL == errno


def test_what_is_no_segment():
    for bad in (char(), ptr(char)("x"), pysock.malloc(10)):
        with pytest.raises(InvalidFree):
            shmdt(bad)
    with pytest.raises(NullPointer):
        shmdt(None)
    with pytest.raises(TypeError):
        shmat(0, 5, 0)


def test_segments_of_programs_that_end_are_detached(segment):
    program = f"from pysock import *; memory = shmat({segment}, None, 0)"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
    status = struct.shmid_ds()
    assert 0 == shmctl(segment, IPC_STAT, status)
    assert 0 == status.shm_nattch


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("sysvipc", tmp_path)
