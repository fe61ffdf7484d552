"""inotify against what happens to files, and against the events that C's own layout holds."""

import errno as numbers
import os

import pytest
from c_oracle import LINUX
from misuse import complaints_of

import pysock
from pysock import (
    NullPointer,
    OutOfBounds,
    Unterminated,
    char,
    close,
    errno,
    fcntl,
    ptr,
    read,
    sizeof,
    struct,
)

pytestmark = LINUX

N = pysock  # the calls exist on Linux alone


@pytest.fixture
def queue():
    fd = N.inotify_init1(N.IN_NONBLOCK)
    assert fd != -1
    yield fd
    close(fd)


def events(fd, room=4096):
    """The (watch, mask, cookie, name) of what has happened."""
    buffer = char[room]()
    length = read(fd, buffer, sizeof(buffer))
    found, at = [], 0
    while at < length:
        event = ptr(struct.inotify_event, buffer + at)
        name = str(event.name) if event.len else ""
        found.append((event.wd, event.mask, event.cookie, name))
        at += sizeof(struct.inotify_event) + event.len
    return found


def test_what_happens_in_a_directory(queue, tmp_path):
    watch = N.inotify_add_watch(queue, str(tmp_path), N.IN_ALL_EVENTS)
    assert watch >= 1
    assert [] == events(queue)
    with open(tmp_path / "one", "w") as file:
        file.write("x")
    expected = [N.IN_CREATE, N.IN_OPEN, N.IN_MODIFY, N.IN_CLOSE_WRITE]
    assert [(watch, mask, 0, "one") for mask in expected] == events(queue)
    os.rename(tmp_path / "one", tmp_path / "둘")
    (_, gone, cookie, before), (_, come, same, after) = events(queue)
    assert (N.IN_MOVED_FROM, N.IN_MOVED_TO) == (gone, come)
    assert ("one", "둘") == (before, after)
    assert cookie == same != 0
    os.mkdir(tmp_path / "inner")
    assert [(watch, N.IN_CREATE | N.IN_ISDIR, 0, "inner")] == events(queue)


def test_a_watch_ends(queue, tmp_path):
    watch = N.inotify_add_watch(queue, str(tmp_path), N.IN_CREATE)
    assert 0 == N.inotify_rm_watch(queue, watch)
    assert [(watch, N.IN_IGNORED, 0, "")] == events(queue)
    assert -1 == N.inotify_rm_watch(queue, watch)
    assert numbers.EINVAL == errno


def test_a_queue_is_a_descriptor_of_the_program():
    fd = N.inotify_init()
    assert 0 == fcntl(fd, N.F_GETFD)
    close(fd)
    fd = N.inotify_init1(N.IN_CLOEXEC)
    assert N.FD_CLOEXEC == fcntl(fd, N.F_GETFD)
    close(fd)
    assert -1 == N.inotify_init1(1)
    assert numbers.EINVAL == errno


def test_too_little_room_for_an_event(queue, tmp_path):
    N.inotify_add_watch(queue, str(tmp_path), N.IN_CREATE)
    os.mkdir(tmp_path / "directory")
    assert -1 == read(queue, char[10](), 10)
    assert numbers.EINVAL == errno
    with pytest.raises(OutOfBounds):
        read(queue, char[10](), 100)
    assert ["directory"] == [name for _, _, _, name in events(queue)]


def test_a_false_length_leads_nowhere():
    buffer = char[sizeof(struct.inotify_event) + 4](b"\xff" * 20)
    event = ptr(struct.inotify_event, buffer)
    assert 2**32 - 1 == event.len
    with pytest.raises(Unterminated):
        (buffer + 16).string()
    with pytest.raises(OutOfBounds):
        buffer + 16 + event.len


def test_an_event_prints_what_happened():
    event = struct.inotify_event(wd=1, mask=N.IN_CREATE | N.IN_ISDIR)
    assert "IN_CREATE" in repr(event)
    assert "IN_ISDIR" in repr(event)


def test_bad_arguments(queue, tmp_path):
    assert -1 == N.inotify_add_watch(queue, "no/such/file", N.IN_OPEN)
    assert numbers.ENOENT == errno
    assert -1 == N.inotify_add_watch(queue, str(tmp_path), 0)
    assert numbers.EINVAL == errno
    assert -1 == N.inotify_add_watch(-1, str(tmp_path), N.IN_OPEN)
    assert numbers.EBADF == errno
    with pytest.raises(NullPointer):
        N.inotify_add_watch(queue, None, N.IN_OPEN)
    with pytest.raises(ValueError, match="NUL"):
        N.inotify_add_watch(queue, "a\0b", N.IN_OPEN)
    with pytest.raises(TypeError):
        N.inotify_add_watch(queue, 5, N.IN_OPEN)
    for bad in ("1", None, 1.5):
        with pytest.raises(TypeError):
            N.inotify_add_watch(queue, str(tmp_path), bad)
        with pytest.raises(TypeError):
            N.inotify_rm_watch(queue, bad)
        with pytest.raises(TypeError):
            N.inotify_init1(bad)
    for bad in (-1, 2**32):
        with pytest.raises(OverflowError):
            N.inotify_add_watch(queue, str(tmp_path), bad)


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("inotify", tmp_path)
