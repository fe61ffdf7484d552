"""errno: live, of each thread its own, kept by what does not fail; and what its numbers mean."""

import os
import subprocess
import sys
import threading

import pytest
from c_oracle import C
from misuse import complaints_of

import pysock
from pysock import (
    AF_INET,
    AF_UNIX,
    EAGAIN,
    EBADF,
    ECONNREFUSED,
    EINTR,
    EINVAL,
    ENOENT,
    EWOULDBLOCK,
    SOCK_STREAM,
    ConstViolation,
    Unterminated,
    char,
    close,
    errno,
    int_,
    open,
    perror,
    socklen_t,
    strerror,
    struct,
)


def fail():
    """Set errno to EBADF."""
    assert -1 == close(-1)


# ------------------------------------------------------------------------------- the number


def test_errno_is_live():
    """A star import binds the object once; its number is the last call's."""
    fail()
    before = errno
    assert before == EBADF
    assert -1 == open("/no/such/file", pysock.O_RDONLY)
    assert before == ENOENT
    assert before is errno is pysock.errno


def test_errno_compares_both_ways():
    fail()
    assert [True, True, False, False] == [
        errno == EBADF, EBADF == errno, errno != EBADF, EBADF != errno,
    ]  # fmt: skip
    assert [True, True, True, True] == [errno < 10, 10 > errno, errno <= 9, 9 >= errno]
    assert [False, False, True, True] == [errno > 9, 9 < errno, errno >= 9, 9 <= errno]
    assert errno in (EINTR, EBADF)
    assert errno not in (EAGAIN, EWOULDBLOCK)
    assert errno == int_(EBADF)
    assert int_(EBADF) == errno
    assert [False] * 3 == [errno == "EBADF", errno is None, errno == None]  # noqa: E711
    with pytest.raises(TypeError):
        _ = errno < "9"


def test_errno_is_an_integer_where_one_is_asked_for():
    fail()
    assert [9, 9, "9", "  9", "9 0x9"] == [
        int(errno), [*range(10)][errno], str(errno), f"{errno:3}", "%d %#x" % (errno, errno),  # noqa: UP031
    ]  # fmt: skip
    assert "errno 9 (Bad file descriptor)" == repr(errno)
    assert errno
    errno.value = 0
    assert not errno
    with pytest.raises(TypeError, match="unhashable"):
        hash(errno)


def test_errno_is_set_and_saved():
    errno.value = EINTR
    saved = int(errno)
    fail()
    assert [EINTR, EBADF] == [saved, errno]
    errno.value = saved
    assert errno == EINTR
    errno.value = int_(7)
    assert errno == 7
    for bad in ("7", 7.0, None):
        with pytest.raises(TypeError):
            errno.value = bad
    for bad in (1 << 31, 1 << 64):
        with pytest.raises(OverflowError):
            errno.value = bad
    assert errno == 7


def test_each_thread_has_its_own():
    seen = []
    errno.value = 7

    def other():
        seen.append(int(errno))
        fail()
        seen.append(int(errno))

    thread = threading.Thread(target=other)
    thread.start()
    thread.join(10)
    assert [0, EBADF] == seen
    assert errno == 7


def test_threads_do_not_disturb_each_other():
    wrong = []

    def keep(call, number):
        for _ in range(2000):
            call()
            if errno != number:
                wrong.append(int(errno))

    calls = [(fail, EBADF), (lambda: open("", 0), ENOENT), (lambda: pysock.socket(-1, 0, 0), 97)]
    threads = [threading.Thread(target=keep, args=each) for each in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [] == wrong


def keeping_calls():
    """Calls that do not fail, and values that are only looked at: C leaves errno alone in all."""
    sv, text, size = int_[2](), char[64](), socklen_t(110)
    addr, number = struct.sockaddr_un(), int_()
    yield lambda: pysock.socketpair(AF_UNIX, SOCK_STREAM, 0, sv)
    yield lambda: pysock.write(sv[0], "abc", 3)
    yield lambda: pysock.read(sv[1], text, 3)
    yield lambda: pysock.send(sv[0], text, 3, 0)
    yield lambda: pysock.recv(sv[1], text, 3, 0)
    yield lambda: pysock.getsockname(sv[0], addr, size)
    yield lambda: pysock.getsockopt(sv[0], pysock.SOL_SOCKET, pysock.SO_TYPE, number, socklen_t(4))
    yield lambda: pysock.fcntl(sv[0], pysock.F_GETFL)
    yield lambda: pysock.ioctl(sv[0], pysock.FIONREAD, number)
    yield lambda: pysock.inet_pton(AF_INET, "1.2.3.4", text)
    yield lambda: pysock.inet_addr("1.2.3.256")
    yield lambda: pysock.inet_aton("1.2.3.256", struct.in_addr())
    yield lambda: pysock.inet_ntoa(struct.in_addr())
    yield lambda: pysock.htons(1)
    yield lambda: strerror(12345)
    yield lambda: strerror(EBADF)
    yield lambda: repr(addr) + repr(struct.in6_addr()) + repr(errno) + repr(text)
    yield lambda: text.string()
    yield lambda: pysock.copy(addr)
    yield lambda: pysock.CMSG_LEN(5)
    yield lambda: [pysock.close(fd) for fd in sv]


def test_calls_that_do_not_fail_leave_errno_alone():
    for number, call in enumerate(keeping_calls()):
        errno.value = 77
        call()
        assert errno == 77, f"call {number}"


def test_errors_in_python_leave_errno_alone():
    errno.value = 77
    for call in (
        lambda: pysock.read(0, char[4](), 5),
        lambda: close("x"),
        lambda: open("a\0b", 0),
        lambda: strerror("x"),
    ):
        with pytest.raises((pysock.UndefinedBehavior, TypeError, ValueError)):
            call()
        assert errno == 77


# --------------------------------------------------------------------------------- strerror


def test_strerror_is_the_standard_librarys():
    for number in range(-2, 140):
        assert os.strerror(number) == str(strerror(number))


def test_strerror_is_cs(compiler, tmp_path):
    numbers = [0, 1, EBADF, 134, 12345, -1, -(1 << 31), (1 << 31) - 1]
    source = """
        #include "compat.h"
        int main(int argc, char **argv)
        {
            for (int i = 1; i < argc; i++) puts(strerror(atoi(argv[i])));
            return 0;
        }
    """
    theirs = C(compiler, tmp_path).output(source, *numbers).splitlines()
    assert theirs == [str(strerror(number)) for number in numbers]


def test_strerror_gives_a_constant_string():
    fail()
    text = strerror(errno)
    assert b"Bad file descriptor" == text.string()
    assert [ord("B"), 0] == [text[0], text[19]]
    with pytest.raises(pysock.OutOfBounds):
        text[20]
    with pytest.raises(ConstViolation):
        text[0] = b"b"
    again = strerror(ENOENT)
    assert b"Bad file descriptor" == text.string()
    assert b"No such file or directory" == again.string()


def test_strerror_arguments():
    for bad in ("9", 9.0, None):
        with pytest.raises(TypeError, match="strerror: an argument is an integer, not"):
            strerror(bad)
    for bad in (1 << 31, -(1 << 40)):
        with pytest.raises(OverflowError, match=f"strerror: argument 1: {bad} does not fit `int`"):
            strerror(bad)
    assert "Invalid argument" == str(strerror(int_(EINVAL)))


HANDLER = """
import signal as stdlib
from pysock import strerror

asked = 0


def handler(number, frame):
    global asked
    asked += 1
    strerror(12345)
    if asked < 200:
        stdlib.setitimer(stdlib.ITIMER_REAL, 0.0003)


stdlib.signal(stdlib.SIGALRM, handler)
stdlib.setitimer(stdlib.ITIMER_REAL, 0.0003)
while asked < 200:
    strerror(54321)
"""


def test_strerror_in_a_signal_handler():
    """It may interrupt another strerror() of the same thread, which must not hold a lock."""
    run = subprocess.run([sys.executable, "-c", HANDLER], capture_output=True, timeout=60)
    assert [0, b""] == [run.returncode, run.stderr]


def test_strerror_in_many_threads():
    wrong = []

    def ask(number):
        texts = {str(strerror(number)) for _ in range(500)}
        wrong.extend(texts - {os.strerror(number)})

    threads = [threading.Thread(target=ask, args=(n,)) for n in (EBADF, 12345, 54321, ENOENT)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [] == wrong


# ----------------------------------------------------------------------------------- perror

PERROR = """
from pysock import *
texts = ["read() error", b"bytes", char[8](b"array"), char[8](b"xarray") + 1, "", None, 0]
texts += ["percent %s %n", "\\udce9 undecodable", "cut\\0here"]
for text in texts:
    close(-1)
    perror(text)  # which may change errno, in C too
errno.value = 0
perror("fine")
errno.value = 12345
perror("unknown")
"""


NUMBERS = {"fine": 0, "unknown": 12345}


def test_perror_writes_to_cs_stderr():
    run = subprocess.run([sys.executable, "-c", PERROR], capture_output=True, timeout=60)
    heads = [b"read() error", b"bytes", b"array", b"array", None, None, None, b"percent %s %n"]
    heads += [b"\xe9 undecodable", b"cut"]
    expected = [b"" if head is None else head + b": " for head in heads]
    expected = [head + b"Bad file descriptor" for head in expected]
    expected += [f"{head}: {os.strerror(number)}".encode() for head, number in NUMBERS.items()]
    assert [b"", 0] == [run.stdout, run.returncode]
    assert expected == run.stderr.splitlines()


def test_perror_arguments():
    with pytest.raises(Unterminated, match="perror: no NUL in the 3 bytes of the string"):
        perror(char[3](b"abc"))
    with pytest.raises(TypeError, match="perror: a pointer needs a C value"):
        perror(5)


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("errno", tmp_path)


def test_every_error_has_the_standard_librarys_number():
    import errno as stdlib

    names = [name for name in vars(pysock) if name in vars(stdlib) and name.startswith("E")]
    assert len(names) > 80
    assert [] == [name for name in names if getattr(stdlib, name) != getattr(pysock, name)]
    assert [ECONNREFUSED, EAGAIN] == [stdlib.ECONNREFUSED, EWOULDBLOCK]
