"""Sockets where they differ on macOS and the BSDs: SIGPIPE, and what accept() hands on."""

import pytest

import pysock
from pysock import *

if not hasattr(pysock, "SO_NOSIGPIPE"):
    pytest.skip("SO_NOSIGPIPE: macOS and the BSDs only", allow_module_level=True)


@pytest.fixture
def broken_pipes():
    """How often SIGPIPE came."""
    came, old = [], struct.sigaction()
    assert 0 == sigaction(SIGPIPE, struct.sigaction(sa_handler=came.append), old)
    yield came
    assert 0 == sigaction(SIGPIPE, old, NULL)


@pytest.mark.parametrize(("option", "signals"), [(0, [13]), (1, [])])
def test_the_option_holds_sigpipe_back(option, signals, broken_pipes):
    pair = int_[2]()
    assert 0 == socketpair(AF_UNIX, SOCK_STREAM, 0, pair)
    assert 0 == setsockopt(pair[0], SOL_SOCKET, SO_NOSIGPIPE, int_(option), sizeof(int_))
    assert 0 == close(pair[1])
    assert -1 == write(pair[0], "x", 1)
    assert errno == EPIPE
    assert signals == broken_pipes
    assert 0 == close(pair[0])


def test_the_pythonic_layer_sets_it_where_send_has_no_flag(broken_pipes):
    one, other = pysock.Socket.pair()
    with one:
        other.close()
        with pytest.raises(BrokenPipeError):
            one.send(b"x")
    assert [] == broken_pipes


def test_accept_hands_on_o_nonblock():
    """Linux does not: accept(2)."""
    listener, client = socket(AF_INET, SOCK_STREAM, 0), socket(AF_INET, SOCK_STREAM, 0)
    adr, size = struct.sockaddr_in(sin_family=AF_INET), socklen_t(sizeof(struct.sockaddr_in))
    adr.sin_addr.s_addr = htonl(INADDR_LOOPBACK)
    assert 0 == bind(listener, adr, sizeof(adr)) == listen(listener, 1)
    assert 0 == getsockname(listener, adr, size) == connect(client, adr, sizeof(adr))
    ready = struct.pollfd(fd=listener, events=POLLIN)
    assert 1 == poll(ready, 1, 10_000)
    assert 0 == fcntl(listener, F_SETFL, O_NONBLOCK)
    accepted = accept(listener, NULL, NULL)
    assert O_NONBLOCK == fcntl(accepted, F_GETFL) & O_NONBLOCK
    assert 0 == close(accepted) == close(client) == close(listener)


def test_what_is_not_there_says_what_to_call_instead():
    with pytest.raises(AttributeError, match=r"accept4.*accept\(\) and fcntl\(\)"):
        pysock.accept4  # noqa: B018
