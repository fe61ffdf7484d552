"""Processes as descriptors: their end, and signals to them."""

import errno as numbers
import os
import select
import signal

import pytest
from c_oracle import LINUX
from misuse import complaints_of

import pysock
from pysock import (
    SIGKILL,
    SIGTERM,
    WEXITED,
    char,
    close,
    errno,
    fcntl,
    siginfo_t,
    struct,
    waitid,
)

pytestmark = LINUX

N = pysock  # the calls exist on Linux alone


@pytest.fixture
def child():
    """A process that waits to be killed."""
    pid = os.fork()
    if pid == 0:
        signal.pause()
        os._exit(1)
    yield pid
    try:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    except (ProcessLookupError, ChildProcessError):
        pass  # the test itself ended it


def test_the_end_of_a_process(child):
    fd = N.pidfd_open(child, 0)
    assert fd != -1
    assert N.FD_CLOEXEC == fcntl(fd, N.F_GETFD)
    assert [] == select.select([fd], [], [], 0)[0]
    assert 0 == N.pidfd_send_signal(fd, 0, None, 0)
    assert 0 == N.pidfd_send_signal(fd, SIGKILL, None, 0)
    assert [fd] == select.select([fd], [], [], 30)[0]
    info = siginfo_t()
    assert 0 == waitid(N.P_PIDFD, fd, info, WEXITED)
    assert (child, SIGKILL) == (info.si_pid, info.si_status)
    assert -1 == N.pidfd_send_signal(fd, 0, None, 0)
    assert numbers.ESRCH == errno
    close(fd)


def test_bad_arguments(child):
    assert -1 == N.pidfd_open(-1, 0)
    assert numbers.EINVAL == errno
    assert -1 == N.pidfd_open(2**22 + 5, 0)
    assert numbers.ESRCH == errno
    assert -1 == N.pidfd_open(child, 99)
    assert numbers.EINVAL == errno
    fd = N.pidfd_open(child, 0)
    assert -1 == N.pidfd_send_signal(fd, 1000, None, 0)
    assert numbers.EINVAL == errno
    assert -1 == N.pidfd_send_signal(fd, SIGTERM, siginfo_t(), 0)  # whose si_signo is another
    assert numbers.EINVAL == errno
    assert -1 == N.pidfd_send_signal(0, SIGTERM, None, 0)
    assert numbers.EBADF == errno
    for bad in (5, b"x" * 128, char[128](), struct.timeval()):
        with pytest.raises(TypeError):
            N.pidfd_send_signal(fd, 0, bad, 0)
    for bad in ("1", None, 1.5):
        with pytest.raises(TypeError):
            N.pidfd_open(bad, 0)
        with pytest.raises(TypeError):
            N.pidfd_send_signal(fd, bad, None, 0)
    with pytest.raises(OverflowError):
        N.pidfd_open(child, -1)
    close(fd)


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("pidfd", tmp_path)
