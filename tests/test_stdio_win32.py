"""Streams of Windows' C runtime, the very ones that Python's own descriptors are of."""

import os
import subprocess
import sys

import pytest

import pysock
from pysock import *


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "글.txt")


def test_writing_and_reading(path):
    stream = fopen(path, "wb")
    assert 0 <= fputs("one 12\n", stream)
    assert 6 == fprintf(stream, "%s %d", "two", 34) + len("")
    assert ord("!") == fputc(ord("!"), stream)
    assert 14 == ftell(stream)
    assert 0 == fclose(stream)
    stream, line, word, number = fopen(path, "rb"), char[20](), char[20](), int_()
    assert line is fgets(line, sizeof(line), stream)
    assert "one 12\n" == str(line)
    assert 2 == fscanf(stream, "%s %d", word, number)
    assert ("two", 34) == (str(word), int(number))
    assert ord("!") == fgetc(stream)
    assert EOF == fgetc(stream)
    assert feof(stream)
    rewind(stream)
    assert 0 == fseeko(stream, 4, SEEK_SET)
    assert 4 == ftello(stream)
    assert 2 == fread(line, 1, 2, stream)
    assert b"12" == line[0:2]
    assert 0 == fclose(stream)
    with pytest.raises(UseAfterFree):
        fgetc(stream)


def test_text_is_c_runtimes(path):
    stream = fopen(path, "w")
    assert 0 <= fputs("a\nb\n", stream)
    assert 0 == fclose(stream)
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_BINARY), "rb") as file:
        assert b"a\r\nb\r\n" == file.read()


def test_fdopen_shares_the_descriptor(path):
    fd = pysock.open(path, O_CREAT | O_RDWR | O_BINARY)
    stream = fdopen(fd, "r+b")
    assert fd == fileno(stream)
    assert 3 == fwrite("abc", 1, 3, stream)
    assert 0 == fflush(stream)
    assert 3 == lseek(fd, 0, SEEK_CUR)
    assert 0 == fclose(stream)
    assert (-1, EBADF) == (pysock.close(fd), errno)


def test_a_stream_over_a_pipe():
    ends = int_[2]()
    assert 0 == pipe(ends)
    reader, writer = fdopen(ends[0], "r"), fdopen(ends[1], "w")
    assert 0 <= fputs("through\n", writer)
    assert 0 == fclose(writer)
    line = char[20]()
    assert line is fgets(line, sizeof(line), reader)
    assert "through\n" == str(line)
    assert fgets(line, sizeof(line), reader) is NULL
    assert 0 == fclose(reader)


def test_what_cannot_be_opened(path):
    assert fopen(path, "r") is NULL
    assert errno == ENOENT
    assert fopen(path, "nonsense") is NULL
    assert errno == EINVAL
    assert fopen(path, "r" * 200) is NULL
    assert errno == EINVAL
    for fd in (-1, 77, 1 << 30):
        assert fdopen(fd, "r") is NULL
        assert errno == EBADF


def test_m_is_the_description_of_errno():
    place = char[64]()
    errno.value = ECONNREFUSED
    assert 18 == snprintf(place, sizeof(place), "%m")
    assert "Connection refused" == str(place)
    assert 20 == snprintf(place, sizeof(place), "%20m")


def test_stdout_is_flushed_at_the_end():
    program = "from pysock import *; printf('%s ', 'printed'); puts('and put')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60)
    assert (0, b"printed and put") == (done.returncode, done.stdout.strip())


def test_popen_is_absent():
    with pytest.raises(AttributeError, match=r"subprocess\.Popen"):
        pysock.popen  # noqa: B018
