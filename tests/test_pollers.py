"""Poller against the standard library's selectors, whose protocol it has."""

import asyncio
import os
import selectors
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest
from alarms import ringing

import pysock
from pysock import Pipe, Poller, Socket

KINDS = Poller.available()
READ, WRITE, URGENT = Poller.READ, Poller.WRITE, Poller.URGENT
SPECIAL = [kind for kind in KINDS if kind in ("epoll", "kqueue")]


@pytest.fixture(params=KINDS)
def poller(request):
    with Poller(request.param) as made:
        yield made


@pytest.fixture(params=SPECIAL)
def special(request):
    with Poller(request.param) as made:
        yield made


@pytest.fixture
def pair():
    one, other = Socket.pair()
    with one, other:
        yield one, other


def test_the_kinds_are_the_systems():
    best = {"linux": "epoll", "darwin": "kqueue"}[sys.platform]
    assert [best, "poll", "select"] == KINDS
    with Poller() as poller:
        assert best == poller.kind
    with pytest.raises(ValueError, match=f"there are {best}, poll, select"):
        Poller("telepathy")


def test_it_is_a_selector(poller, pair):
    """Step by step the answers of the standard library's own."""
    one, other = pair
    with selectors.DefaultSelector() as oracle:
        for each in (poller, oracle):
            key = each.register(one, READ | WRITE, "data")
            assert (one, one.fileno(), READ | WRITE, "data") == key
        for action in (lambda: None, lambda: other.send(b"x"), other.close):
            action()
            assert oracle.select(0) == poller.select(0)
        for each in (poller, oracle):
            assert (one, one.fileno(), READ, None) == each.modify(one, READ)
        assert oracle.select(0) == poller.select(0)
        assert oracle.unregister(one) == poller.unregister(one)
        assert [] == poller.select(0)


def test_the_map(poller, pair):
    one, other = pair
    key = poller.register(one)
    mapping = poller.get_map()
    assert key == mapping[one] == mapping[one.fileno()] == poller.get_key(one)
    assert [one] == list(mapping)
    assert other not in mapping
    poller.register(other, WRITE)
    assert 2 == len(mapping)
    with pytest.raises(KeyError, match="already registered"):
        poller.register(one)
    for call in (poller.unregister, poller.modify, poller.get_key):
        with pytest.raises(KeyError, match="not registered"):
            call(0)


def test_what_was_closed_is_still_found(poller):
    pipe = Pipe()
    poller.register(pipe.reader)
    pipe.close()
    with pytest.raises(ValueError, match="is it closed"):
        poller.register(pipe.writer)
    assert pipe.reader is poller.unregister(pipe.reader).fileobj


def test_after_close(poller, pair):
    poller.register(pair[0])
    poller.close()
    poller.close()
    assert poller.closed
    assert -1 == poller.fileno()
    assert poller.get_map() is None
    with pytest.raises(RuntimeError, match="closed"):
        poller.select(0)


@pytest.mark.parametrize("events", [0, 8, -1])
def test_events_that_are_none(poller, pair, events):
    with pytest.raises(ValueError, match="READ, WRITE and URGENT"):
        poller.register(pair[0], events)


def test_more_descriptors_than_an_fd_set_takes():
    """select's limit is select's alone."""
    with Pipe() as pipe, Poller() as best, Poller("select") as select:
        fd = pysock.fcntl(pipe.writer.fileno(), pysock.F_DUPFD, 1100)
        if fd == -1:
            pytest.skip("this process may not have a descriptor of 1100")
        try:
            with pytest.raises(pysock.BadDescriptor):
                select.register(fd, WRITE)
            best.register(fd, WRITE)
            assert [fd] == [key.fd for key, _ in best.select(0)]
        finally:
            os.close(fd)


def test_a_signal_does_not_end_the_wait(poller, pair):
    ran = []
    poller.register(pair[0])
    with pysock.SignalHandler(signal.SIGALRM, ran.append, flags=0):
        signal.setitimer(signal.ITIMER_REAL, 0.02)
        before = time.monotonic()
        assert [] == poller.select(0.1)
        assert time.monotonic() - before >= 0.1
    assert [signal.SIGALRM] == ran


def test_what_a_handler_raises_ends_the_wait(poller):
    def give_up(signum):
        raise InterruptedError(signum)

    with pysock.SignalHandler(signal.SIGALRM, give_up):
        with pytest.raises(InterruptedError), ringing(0):
            poller.select()


def test_urgent_data(poller):
    if poller.kind == "kqueue":
        with pytest.raises(ValueError, match="no urgent data"):
            poller.register(0, URGENT)
        return
    with socket.create_server(("127.0.0.1", 0)) as listener:
        sender = socket.create_connection(listener.getsockname())
        receiver, _ = listener.accept()
    with sender, receiver:
        poller.register(receiver, URGENT)
        assert [] == poller.select(0)
        sender.send(b"!", socket.MSG_OOB)
        assert [URGENT] == [events for _, events in poller.select(5)]


def test_edge(special, pair):
    one, other = pair
    special.register(one, edge=True)
    for _ in range(2):
        other.send(b"x")
        assert [READ] == [events for _, events in special.select(5)]
        assert [] == special.select(0)


def test_oneshot(special, pair):
    one, other = pair
    special.register(one, oneshot=True)
    other.send(b"x")
    assert 1 == len(special.select(5))
    assert [] == special.select(0)
    special.modify(one, READ, oneshot=True)
    assert 1 == len(special.select(5))


@pytest.mark.parametrize("option", ["edge", "oneshot"])
@pytest.mark.parametrize("kind", ["poll", "select"])
def test_what_knows_no_edge_says_so(kind, option, pair):
    with Poller(kind) as poller:
        with pytest.raises(ValueError, match="epoll and kqueue do"):
            poller.register(pair[0], **{option: True})


def test_another_thread_registers_meanwhile(special, pair):
    one, other = pair
    other.send(b"x")
    registrar = threading.Timer(0.02, special.register, [one])
    registrar.start()
    assert [one] == [key.fileobj for key, _ in special.select(60)]
    registrar.join()


def test_it_is_not_inherited(special):
    assert not os.get_inheritable(special.fileno())


def test_asyncio_runs_on_it(poller):
    """A server and a client on one event loop, whose selector it is."""

    async def talk():
        async def echo(reader, writer):
            writer.write(await reader.readline())
            writer.close()

        server = await asyncio.start_server(echo, "127.0.0.1", 0)
        async with server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(b"hello\n")
            answer = await reader.readline()
            writer.close()
            await writer.wait_closed()
        return answer

    loop = asyncio.SelectorEventLoop(poller)
    try:
        assert b"hello\n" == loop.run_until_complete(talk())
    finally:
        loop.close()


def test_one_that_is_forgotten_warns():
    if not SPECIAL:
        pytest.skip("poll and select have no descriptor to leak")
    program = "import pysock; pysock.Poller(); print('on')"
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", program], capture_output=True, text=True, check=True
    )
    assert "on\n" == done.stdout
    assert "ResourceWarning: unclosed <pysock.Poller" in done.stderr


def test_repr(poller, pair):
    poller.register(pair[0])
    assert f"<pysock.Poller {poller.kind} 1 registered>" == repr(poller)
