"""Terminals against the standard library's pty, termios and fcntl."""

import errno as numbers
import fcntl
import os
import struct as packing
import termios

import pytest
from c_oracle import LINUX
from misuse import complaints_of

import pysock
from pysock import (
    ECHO,
    ICANON,
    O_NOCTTY,
    O_RDWR,
    TCIOFLUSH,
    TCSANOW,
    TIOCGWINSZ,
    TIOCSWINSZ,
    VMIN,
    VTIME,
    NullPointer,
    OutOfBounds,
    cfmakeraw,
    char,
    close,
    errno,
    grantpt,
    int_,
    ioctl,
    isatty,
    posix_openpt,
    ptr,
    ptsname,
    struct,
    tcflush,
    tcgetattr,
    tcsetattr,
    ttyname,
    unlockpt,
)


@pytest.fixture
def pair():
    """A pseudoterminal: master and slave."""
    master = posix_openpt(O_RDWR | O_NOCTTY)
    assert master != -1
    assert 0 == grantpt(master)
    assert 0 == unlockpt(master)
    slave = os.open(str(ptsname(master)), os.O_RDWR | os.O_NOCTTY)
    yield master, slave
    os.close(slave)
    close(master)


def test_what_is_a_terminal(pair):
    master, slave = pair
    assert 1 == isatty(slave)
    assert os.ttyname(slave) == str(ttyname(slave)) == str(ptsname(master))
    ends = os.pipe()
    assert 0 == isatty(ends[0])
    assert numbers.ENOTTY == errno
    assert ttyname(ends[0]) is None
    assert ptsname(ends[0]) is None
    assert -1 == grantpt(ends[0])
    assert -1 == unlockpt(ends[0])
    for end in ends:
        os.close(end)
    assert 0 == isatty(-1)
    assert numbers.EBADF == errno


@LINUX
def test_settings_are_the_standard_librarys(pair):
    _, slave = pair
    settings = struct.termios()
    assert 0 == tcgetattr(slave, settings)
    iflag, oflag, cflag, lflag, _, _, characters = termios.tcgetattr(slave)
    assert (iflag, oflag, cflag, lflag) == (
        settings.c_iflag,
        settings.c_oflag,
        settings.c_cflag,
        settings.c_lflag,
    )
    assert characters[termios.VINTR] == bytes([settings.c_cc[pysock.VINTR]])
    settings.c_lflag &= ~(ECHO | ICANON)
    settings.c_cc[VMIN], settings.c_cc[VTIME] = 1, 0
    assert 0 == tcsetattr(slave, TCSANOW, settings)
    assert lflag & ~(termios.ECHO | termios.ICANON) == termios.tcgetattr(slave)[3]


def test_every_byte_is_handed_on(pair):
    master, slave = pair
    settings = struct.termios()
    tcgetattr(slave, settings)
    cfmakeraw(settings)
    assert 0 == tcsetattr(slave, TCSANOW, settings)
    os.write(master, b"\x03\r\x04")
    assert b"\x03\r\x04" == os.read(slave, 10)
    os.write(slave, b"\n")
    assert b"\n" == os.read(master, 10)
    os.write(slave, b"lost")
    assert 0 == tcflush(slave, TCIOFLUSH)


def test_the_size_of_a_window(pair):
    master, slave = pair
    size = struct.winsize(ws_row=30, ws_col=100)
    assert 0 == ioctl(master, TIOCSWINSZ, size)
    theirs = fcntl.ioctl(slave, termios.TIOCGWINSZ, bytes(8))
    assert (30, 100, 0, 0) == packing.unpack("HHHH", theirs)
    found = struct.winsize()
    assert 0 == ioctl(slave, TIOCGWINSZ, found)
    assert (30, 100) == (found.ws_row, found.ws_col)
    for bad in (bytearray(8), int_(), 5):
        with pytest.raises(TypeError):
            ioctl(slave, TIOCGWINSZ, bad)


def test_constants_are_the_standard_librarys():
    names = [name for name in dir(pysock) if isinstance(getattr(termios, name, None), int)]
    assert len(names) > 50
    assert {name: getattr(termios, name) for name in names} == {
        name: getattr(pysock, name) for name in names
    }


def test_bad_arguments(pair):
    _, slave = pair
    calls = (
        lambda place: tcgetattr(slave, place),
        lambda place: tcsetattr(slave, TCSANOW, place),
        cfmakeraw,
    )
    for call in calls:
        with pytest.raises(NullPointer):
            call(None)
        for bad in (5, b"x" * 100, bytearray(100), struct.timeval(), char[100]()):
            with pytest.raises(TypeError):
                call(bad)
        with pytest.raises(OutOfBounds):
            call(ptr(struct.termios, char[10]()))
    assert -1 == tcsetattr(slave, 99, struct.termios())
    assert numbers.EINVAL == errno
    assert -1 == tcflush(slave, 99)
    assert numbers.EINVAL == errno
    assert -1 == tcgetattr(-1, struct.termios())
    assert numbers.EBADF == errno
    for call in (isatty, ttyname, ptsname, grantpt, unlockpt, posix_openpt):
        for bad in ("1", None, 1.5):
            with pytest.raises(TypeError):
                call(bad)
        with pytest.raises(OverflowError):
            call(2**31)


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("terminal", tmp_path)
