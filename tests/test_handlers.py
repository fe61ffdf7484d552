"""SignalHandler and blocked_signals: what they install, and that they put it back."""

import os
import signal
import threading
import time

import pytest

import pysock
from pysock import SA_RESTART, SIG_DFL, SIG_IGN, SignalHandler, blocked_signals


def action(signum):
    """What is installed: handler, whether calls go on, mask."""
    old = pysock.struct.sigaction()
    assert 0 == pysock.sigaction(signum, None, old)
    return old.sa_handler, old.sa_flags & SA_RESTART, str(old.sa_mask)


@pytest.fixture(autouse=True)
def nothing_stays():
    signums = signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM, signal.SIGINT
    before = [action(signum) for signum in signums]
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    yield
    assert before == [action(signum) for signum in signums]
    assert mask == signal.pthread_sigmask(signal.SIG_BLOCK, ())


def send(signum=signal.SIGUSR1):
    os.kill(os.getpid(), signum)


def send_and_wait(signum=signal.SIGUSR1):
    send(signum)
    time.sleep(1)


def test_a_block():
    got = []
    with SignalHandler(signal.SIGUSR1, got.append) as handler:
        send()
        assert [signal.SIGUSR1] == got
        assert (signal.SIGUSR1,) == handler.signals
        assert handler.handler == got.append
    assert signal.SIG_DFL == signal.getsignal(signal.SIGUSR1)


def test_several_signals_and_what_they_are():
    got = []
    with SignalHandler([signal.SIGUSR1, signal.SIGUSR2], got.append):
        send()
        send(signal.SIGUSR2)
    assert [signal.SIGUSR1, signal.SIGUSR2] == got
    assert "SIGUSR1" == got[0].name


def test_blocks_nest():
    got = []
    outer = SignalHandler(signal.SIGUSR1, lambda signum: got.append("outer"))
    inner = SignalHandler(signal.SIGUSR1, lambda signum: got.append("inner"))
    with outer:
        with inner, inner:
            send()
        send()
    assert ["inner", "outer"] == got


def test_a_decorated_function():
    got = []

    @SignalHandler(signal.SIGUSR1, got.append)
    def work(times):
        for _ in range(times):
            send()
        return times

    assert 2 == work(2)
    assert [signal.SIGUSR1] * 2 == got


def test_a_decorated_handler():
    got = []

    @SignalHandler.on(signal.SIGUSR1, signal.SIGUSR2)
    def note(signum):
        got.append(signum)

    with note:
        send(signal.SIGUSR2)
    note.install()
    send()
    note.restore()
    assert [signal.SIGUSR2, signal.SIGUSR1] == got
    with pytest.raises(RuntimeError, match="not installed"):
        note.restore()
    assert repr(note).startswith("<pysock.SignalHandler SIGUSR1, SIGUSR2: test_a_decorated_h")


def test_siginfo():
    got = []

    def note(signum, info):
        got.append((signum, info.si_signo, info.si_pid, info.si_uid))

    with SignalHandler(signal.SIGUSR1, note, siginfo=True):
        send()
    assert [(signal.SIGUSR1, signal.SIGUSR1, os.getpid(), os.getuid())] == got


def test_the_mask_holds_others_back():
    order = []

    def first(signum):
        send(signal.SIGUSR2)
        order.append("first")

    with SignalHandler(signal.SIGUSR2, lambda signum: order.append("second")):
        with SignalHandler(signal.SIGUSR1, first, mask=[signal.SIGUSR2]):
            send()
    assert ["first", "second"] == order


@pytest.mark.parametrize("flags", [None, 0, SA_RESTART])
def test_flags(flags):
    with SignalHandler(signal.SIGUSR1, lambda signum: None, flags=flags):
        shown = action(signal.SIGUSR1)[1]
        expected = SA_RESTART if flags is None else flags
        assert expected == shown & SA_RESTART


@pytest.mark.parametrize("handler", [SIG_IGN, SIG_DFL])
def test_ignoring_and_the_default(handler):
    with SignalHandler(signal.SIGUSR1, handler):
        assert handler == action(signal.SIGUSR1)[0]
        if handler == SIG_IGN:
            send()


def test_pythons_own_handler_comes_back():
    with SignalHandler(signal.SIGINT, lambda signum: None):
        send(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        send_and_wait(signal.SIGINT)


def test_what_a_handler_raises_surfaces_and_it_is_put_back():
    def fail(signum):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), SignalHandler(signal.SIGUSR1, fail):
        send_and_wait()


def test_what_fails_says_so_and_leaves_nothing():
    handler = SignalHandler([signal.SIGUSR1, signal.SIGKILL], lambda signum: None)
    with pytest.raises(pysock.SocketError, match=r"sigaction\(SIGKILL\): .*EINVAL"), handler:
        pass
    with pytest.raises(pysock.SocketError, match=r"sigaddset\(5000\).*EINVAL"):
        SignalHandler(signal.SIGUSR1, lambda signum: None, mask=[5000])
    with pytest.raises(TypeError, match="SIG_IGN or SIG_DFL"):
        SignalHandler(signal.SIGUSR1, "stop")


# ------------------------------------------------------------------------------------ blocking


def test_blocked_signals_come_later():
    got = []
    with SignalHandler(signal.SIGUSR1, got.append):
        with blocked_signals(signal.SIGUSR1) as blocked:
            send()
            assert [] == got
            assert {signal.SIGUSR1} == blocked.pending
        assert [signal.SIGUSR1] == got


def test_blocks_of_blocking_nest_and_decorate():
    blocked = blocked_signals(signal.SIGUSR1)

    @blocked
    def mask():
        return signal.pthread_sigmask(signal.SIG_BLOCK, ())

    with blocked, blocked_signals(signal.SIGUSR2):
        assert {signal.SIGUSR1, signal.SIGUSR2} <= mask()
    assert signal.SIGUSR1 in mask()


def test_all_signals():
    with blocked_signals():
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    assert signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP} <= blocked


@pytest.mark.parametrize("timeout", [None, 5])
def test_waiting_for_a_signal(timeout):
    with blocked_signals(signal.SIGUSR1, signal.SIGUSR2) as blocked:
        send(signal.SIGUSR2)
        assert signal.SIGUSR2 == blocked.wait(timeout)
        assert set() == blocked.pending


def test_waiting_in_vain_beside_a_handler():
    """Another signal's handler runs, and the time is what it was."""
    got = []
    with SignalHandler(signal.SIGALRM, got.append), blocked_signals(signal.SIGUSR1) as blocked:
        signal.setitimer(signal.ITIMER_REAL, 0.02)
        before = time.monotonic()
        assert blocked.wait(0.1) is None
        assert time.monotonic() - before >= 0.1
    assert [signal.SIGALRM] == got


def test_a_platform_without_sigtimedwait(monkeypatch):
    monkeypatch.delattr(pysock, "sigtimedwait", raising=False)
    with blocked_signals(signal.SIGUSR1) as blocked:
        assert blocked.wait(0.02) is None
        thread = threading.get_ident()
        killer = threading.Timer(0.02, signal.pthread_kill, [thread, signal.SIGUSR1])
        killer.start()
        assert signal.SIGUSR1 == blocked.wait(60)
        killer.join()


def test_a_number_that_is_no_signal():
    with pytest.raises(pysock.SocketError, match=r"sigaddset\(5000\): .*EINVAL"):
        blocked_signals(5000)
