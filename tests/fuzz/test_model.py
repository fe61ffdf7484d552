"""A random program of C calls beside a model of what descriptors, buffers and streams are.

The model is written in Python's own terms: a file is a `bytearray`, an open file a position in one,
a descriptor a key, a C array a `bytearray`. After each step both must agree.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

import pysock
from pysock import *

IN_CI = 60  # programs of each machine, always the same ones; more of them are new at each run
EXAMPLES = int(os.environ.get("PYSOCK_FUZZ_EXAMPLES", IN_CI))
FILES = ["one", "two", "three"]
SIZE = 64  # of each C array
BYTES = st.binary(min_size=0, max_size=48)
PLACES = st.integers(0, SIZE)
LENGTHS = st.integers(0, SIZE + 8)
OFFSETS = st.integers(-8, 100)


@dataclass
class Opened:
    """An open file: what descriptors of one dup() family share."""

    content: bytearray
    position: int
    reads: bool
    writes: bool
    appends: bool


class Descriptors(RuleBasedStateMachine):
    """open, dup, read, write, lseek, ftruncate, pread, pwrite and close on three files."""

    def __init__(self) -> None:
        super().__init__()
        self.directory = os.open(".", os.O_RDONLY)
        self.files: dict[str, bytearray] = {}
        self.open: dict[int, Opened] = {}
        self.buffer = char[SIZE]()

    def teardown(self) -> None:
        """Close and remove what the program left."""
        for fd in self.open:
            assert 0 == close(fd)
        for name in self.files:
            os.unlink(name)
        os.close(self.directory)

    @rule(
        name=st.sampled_from(FILES),
        access=st.sampled_from([O_RDONLY, O_WRONLY, O_RDWR]),
        flags=st.sets(st.sampled_from([O_CREAT, O_TRUNC, O_APPEND, O_EXCL])),
    )
    def opens(self, name: str, access: int, flags: set[int]) -> None:
        """O_EXCL counts only beside O_CREAT; O_TRUNC of a file read only is left out."""
        if access == O_RDONLY:
            flags = flags - {O_TRUNC}
        if O_CREAT not in flags:
            flags = flags - {O_EXCL}
        fd = pysock.open(name, access | sum(flags), 0o600)
        if name not in self.files and O_CREAT not in flags:
            assert (-1, ENOENT) == (fd, errno)
        elif name in self.files and O_EXCL in flags:
            assert (-1, EEXIST) == (fd, errno)
        else:
            assert fd >= 0
            assert fd not in self.open
            content = self.files.setdefault(name, bytearray())
            if O_TRUNC in flags:
                content.clear()
            self.open[fd] = Opened(
                content, 0, access != O_WRONLY, access != O_RDONLY, O_APPEND in flags
            )

    @rule(data=st.data())
    @precondition(lambda self: self.open)
    def closes(self, data: st.DataObject) -> None:
        fd = data.draw(st.sampled_from(sorted(self.open)))
        assert 0 == close(fd)
        del self.open[fd]
        assert (-1, EBADF) == (read(fd, self.buffer, 1), errno)

    @rule(data=st.data())
    @precondition(lambda self: 0 < len(self.open) < 20)
    def duplicates(self, data: st.DataObject) -> None:
        fd = data.draw(st.sampled_from(sorted(self.open)))
        new = dup(fd)
        assert new not in self.open
        self.open[new] = self.open[fd]

    @rule(data=st.data(), length=LENGTHS)
    @precondition(lambda self: self.open)
    def reads(self, data: st.DataObject, length: int) -> None:
        fd = data.draw(st.sampled_from(sorted(self.open)))
        file = self.open[fd]
        if length > SIZE:
            with pytest.raises(OutOfBounds):
                read(fd, self.buffer, length)
        elif not file.reads:
            assert (-1, EBADF) == (read(fd, self.buffer, length), errno)
        else:
            expected = bytes(file.content[file.position : file.position + length])
            assert len(expected) == read(fd, self.buffer, length)
            assert expected == self.buffer[0 : len(expected)]
            file.position += len(expected)

    @rule(data=st.data(), text=BYTES)
    @precondition(lambda self: self.open)
    def writes(self, data: st.DataObject, text: bytes) -> None:
        fd = data.draw(st.sampled_from(sorted(self.open)))
        file = self.open[fd]
        if not file.writes:
            assert (-1, EBADF) == (write(fd, text, len(text)), errno)
            return
        assert len(text) == write(fd, text, len(text))
        if text:
            if file.appends:
                file.position = len(file.content)
            _put(file.content, file.position, text)
            file.position += len(text)

    @rule(data=st.data(), offset=OFFSETS, whence=st.sampled_from([SEEK_SET, SEEK_CUR, SEEK_END]))
    @precondition(lambda self: self.open)
    def seeks(self, data: st.DataObject, offset: int, whence: int) -> None:
        fd = data.draw(st.sampled_from(sorted(self.open)))
        file = self.open[fd]
        base = {SEEK_SET: 0, SEEK_CUR: file.position, SEEK_END: len(file.content)}[whence]
        if base + offset < 0:
            assert (-1, EINVAL) == (lseek(fd, offset, whence), errno)
        else:
            assert base + offset == lseek(fd, offset, whence)
            file.position = base + offset

    @rule(data=st.data(), offset=OFFSETS, text=BYTES)
    @precondition(lambda self: self.open)
    def writes_at(self, data: st.DataObject, offset: int, text: bytes) -> None:
        fd = data.draw(st.sampled_from(sorted(self.open)))
        file = self.open[fd]
        written = pwrite(fd, text, len(text), offset)
        if offset < 0:
            assert (-1, EINVAL) == (written, errno)
        elif not file.writes:
            assert (-1, EBADF) == (written, errno)
        else:
            assert len(text) == written
            if text:  # pwrite(2): Linux appends whatever the offset says
                _put(file.content, len(file.content) if file.appends else offset, text)

    @rule(data=st.data(), length=st.integers(-3, 100))
    @precondition(lambda self: self.open)
    def truncates(self, data: st.DataObject, length: int) -> None:
        fd = data.draw(st.sampled_from(sorted(self.open)))
        file = self.open[fd]
        if length < 0 or not file.writes:
            assert (-1, EINVAL) == (ftruncate(fd, length), errno)
        else:
            assert 0 == ftruncate(fd, length)
            _resize(file.content, length)

    @invariant()
    def files_hold_what_the_model_holds(self) -> None:
        """Seen through the standard library."""
        for name, content in self.files.items():
            assert bytes(content) == Path(name).read_bytes()


class Buffers(RuleBasedStateMachine):
    """memcpy, memmove, memset, memcmp, strcpy, strcat and pointers over two C arrays."""

    def __init__(self) -> None:
        super().__init__()
        self.arrays = [char[SIZE](), char[SIZE]()]
        self.models = [bytearray(SIZE), bytearray(SIZE)]

    @rule(which=st.integers(0, 1), place=PLACES, byte=st.integers(0, 255), length=LENGTHS)
    def sets(self, which: int, place: int, byte: int, length: int) -> None:
        def call() -> Any:
            return memset(self.arrays[which] + place, byte, length)

        if self._outside(call, place, length):
            return
        self.models[which][place : place + length] = bytes([byte]) * length

    @rule(which=st.integers(0, 1), place=PLACES, start=PLACES, length=LENGTHS)
    def copies(self, which: int, place: int, start: int, length: int) -> None:
        """From the other array, so that nothing overlaps."""
        source = self.arrays[1 - which] + start

        def call() -> Any:
            return memcpy(self.arrays[which] + place, source, length)

        if self._outside(call, max(place, start), length):
            return
        taken = self.models[1 - which][start : start + length]
        self.models[which][place : place + length] = taken

    @rule(which=st.integers(0, 1), place=PLACES, start=PLACES, length=LENGTHS)
    def moves(self, which: int, place: int, start: int, length: int) -> None:
        """Within one array: memmove minds no overlap, memcpy refuses it."""
        array, model = self.arrays[which], self.models[which]

        def call() -> Any:
            return memmove(array + place, array + start, length)

        if self._outside(call, max(place, start), length):
            return
        model[place : place + length] = bytes(model[start : start + length])
        if length and abs(place - start) < length:
            with pytest.raises(Overlap):
                memcpy(array + place, array + start, length)

    @rule(which=st.integers(0, 1), place=PLACES, text=BYTES)
    def copies_strings(self, which: int, place: int, text: bytes) -> None:
        text = text.partition(b"\0")[0]

        def call() -> Any:
            return strcpy(self.arrays[which] + place, text)

        if self._outside(call, place, len(text) + 1):
            return
        self.models[which][place : place + len(text) + 1] = text + b"\0"

    @rule(which=st.integers(0, 1), place=PLACES)
    def measures(self, which: int, place: int) -> None:
        end = self.models[which].find(0, place)
        if end == -1 or place == SIZE:
            with pytest.raises(Unterminated):
                strlen(self.arrays[which] + place)
        else:
            assert end - place == strlen(self.arrays[which] + place)

    @rule(place=PLACES, start=PLACES, length=LENGTHS)
    def compares(self, place: int, start: int, length: int) -> None:
        one, other = self.arrays[0] + place, self.arrays[1] + start

        def call() -> Any:
            return memcmp(one, other, length)

        if self._outside(call, max(place, start), length):
            return
        left = self.models[0][place : place + length]
        right = self.models[1][start : start + length]
        assert (left > right) - (left < right) == _sign(call())

    def _outside(self, call: Any, place: int, length: int) -> bool:
        """Make the call; whether it had to be refused, and was."""
        if place + length <= SIZE:
            call()
            return False
        with pytest.raises(OutOfBounds):
            call()
        return True

    @invariant()
    def arrays_hold_what_the_models_hold(self) -> None:
        """Byte for byte."""
        assert [bytes(model) for model in self.models] == [bytes(array) for array in self.arrays]


class Streams(RuleBasedStateMachine):
    """One stream opened by "w+", with every kind of buffering, beside a position in a file."""

    def __init__(self) -> None:
        super().__init__()
        self.stream = fopen("stream", "w+")
        self.content = bytearray()
        self.position = 0
        self.pushed: list[int] = []
        self.buffer = char[SIZE]()
        self.at_end = False

    def teardown(self) -> None:
        """What is in the file when the stream is closed."""
        assert 0 == fclose(self.stream)
        assert bytes(self.content) == Path("stream").read_bytes()
        with pytest.raises(UseAfterFree):
            fputc(0, self.stream)
        os.unlink("stream")

    @rule(text=BYTES)
    def puts_text(self, text: bytes) -> None:
        self._turn()
        assert len(text) == fwrite(text, 1, len(text), self.stream)
        _put(self.content, self.position, text)
        self.position += len(text)
        self._turn()

    @rule(text=BYTES, number=st.integers(-(2**31), 2**31 - 1))
    def prints(self, text: bytes, number: int) -> None:
        self._turn()
        text = text.partition(b"\0")[0]
        expected = b"%s=%05d|" % (text, number)
        assert len(expected) == fprintf(self.stream, "%s=%05d|", text, number)
        _put(self.content, self.position, expected)
        self.position += len(expected)
        self._turn()

    @rule(length=st.integers(0, SIZE))
    def reads_text(self, length: int) -> None:
        expected = self._take(length)
        assert len(expected) == fread(self.buffer, 1, length, self.stream)
        assert expected == self.buffer[0 : len(expected)]
        if len(expected) < length:
            self.at_end = True

    @rule()
    def gets_a_line(self) -> None:
        rest = bytes(self.pushed[::-1]) + bytes(self.content[self.position :])
        line = rest[: SIZE - 1]
        line = line[: line.index(b"\n") + 1] if b"\n" in line else line
        got = fgets(self.buffer, SIZE, self.stream)
        if not rest:
            self.at_end = True
            assert got is None
            return
        assert self._take(len(line)) == line == self.buffer[0 : len(line)]
        assert 0 == self.buffer[len(line)]
        if b"\n" not in line and len(line) < SIZE - 1:
            self.at_end = True

    @rule(byte=st.integers(1, 255))
    @precondition(lambda self: not self.pushed)
    def pushes_back(self, byte: int) -> None:
        assert byte == ungetc(byte, self.stream)
        self.pushed.append(byte)
        self.at_end = False

    @rule(offset=OFFSETS, whence=st.sampled_from([SEEK_SET, SEEK_END]))
    def seeks(self, offset: int, whence: int) -> None:
        base = 0 if whence == SEEK_SET else len(self.content)
        if base + offset < 0:
            self._turn()
            assert (-1, EINVAL) == (fseek(self.stream, offset, whence), errno)
            self._turn()
        else:
            assert 0 == fseek(self.stream, offset, whence)
            self.position = base + offset
            self.pushed.clear()
            self.at_end = False

    @rule(mode=st.sampled_from([_IOFBF, _IOLBF, _IONBF]), size=st.sampled_from([0, 1, 7, 512]))
    def changes_its_buffer(self, mode: int, size: int) -> None:
        self._turn()
        setvbuf(self.stream, None, mode, size)

    @rule()
    def flushes(self) -> None:
        self._turn()
        assert 0 == fflush(self.stream)
        assert bytes(self.content) == Path("stream").read_bytes()

    @invariant()
    def position_and_end_agree(self) -> None:
        if not self.pushed:
            assert self.position == ftell(self.stream)
        assert self.at_end == bool(feof(self.stream))
        assert 0 == ferror(self.stream)

    def _take(self, length: int) -> bytes:
        taken = bytes(self.pushed[::-1][:length])
        del self.pushed[len(self.pushed) - len(taken) :]
        more = bytes(self.content[self.position : self.position + length - len(taken)])
        self.position += len(more)
        return taken + more

    def _turn(self) -> None:
        """C wants a positioning call between reading and writing; it also ends ungetc()."""
        assert 0 == fseek(self.stream, self.position, SEEK_SET)
        self.pushed.clear()
        self.at_end = False


def _put(content: bytearray, place: int, text: bytes) -> None:
    """Write into a file's bytes; a hole before the place is zeros."""
    if text:
        content.extend(bytes(max(0, place - len(content))))
        content[place : place + len(text)] = text


def _resize(content: bytearray, length: int) -> None:
    del content[length:]
    content.extend(bytes(length - len(content)))


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


@pytest.fixture(autouse=True)
def own_directory(tmp_path, monkeypatch):
    """The machines name their files without a directory."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("machine", [Descriptors, Buffers, Streams])
def test_the_model_agrees(machine):
    case = machine.TestCase
    case.settings = settings(
        max_examples=EXAMPLES,
        derandomize=EXAMPLES == IN_CI,
        stateful_step_count=40,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    case("runTest").runTest()
