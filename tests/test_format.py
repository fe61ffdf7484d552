"""The printf and scanf families against C's own."""

import os

import pytest

import pysock
from pysock import char, dprintf, int_, snprintf, sprintf


def printed(format, *args):
    """What a format prints, through snprintf."""
    text = char[4096]()
    assert snprintf(text, 4096, format, *args) == len(text.string())
    return text.string()


def test_printf_and_fprintf(capfd):
    assert 10 == pysock.printf("%s %d %#x\n", char[8](b"abc"), 3, 15)
    assert 4 == pysock.fprintf(pysock.stderr, b"%c%%%c\n", "a", 98)
    pysock.fflush(pysock.stdout)
    assert ("abc 3 0xf\n", "a%b\n") == capfd.readouterr()


def test_dprintf_writes_at_once():
    reader, writer = os.pipe()
    assert 5 == dprintf(writer, "%05d", -12)
    assert b"-0012" == os.read(reader, 10)
    os.close(reader)
    os.close(writer)


def test_sprintf_stays_inside_the_array():
    text = char[6](b"?????")
    assert 5 == sprintf(text, "%d", 12345)
    with pytest.raises(pysock.OutOfBounds, match="6 bytes and their NUL into an object that has 6"):
        sprintf(text, "%d", 123456)
    assert b"12345\0" == bytes(text)


def test_snprintf_returns_the_length_wanted():
    text = char[6]()
    assert 10 == snprintf(text, sizeof := 6, "%s", "0123456789")
    assert b"01234\0" == bytes(text)
    assert 10 == snprintf(None, 0, "%s", "0123456789")
    assert sizeof == len(text)


def test_n_counts_what_went_before():
    count = int_()
    assert b"abcdef" == printed("abc%ndef", count)
    assert 3 == count
