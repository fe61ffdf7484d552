"""opendir and readdir against os.listdir and C, and the life of a stream and its entry."""

import errno as numbers
import os
import threading

import pytest
from c_oracle import C
from misuse import complaints_of

import pysock
from pysock import (
    DT_DIR,
    DT_FIFO,
    DT_LNK,
    DT_REG,
    NULL,
    NullPointer,
    OutOfBounds,
    UseAfterFree,
    close,
    closedir,
    dirfd,
    errno,
    fdopendir,
    fork,
    opendir,
    readdir,
    rewinddir,
    seekdir,
    struct,
    telldir,
    waitpid,
)

SOURCE = """
#include "compat.h"
#include <dirent.h>

int main(int argc, char **argv)
{
    DIR *dir = opendir(argv[1]);
    struct dirent *entry;
    while ((entry = readdir(dir)) != NULL) {
        printf("%s %d %lu\\n", entry->d_name, entry->d_type, (unsigned long)entry->d_ino);
    }
    printf("%d %d\\n", closedir(dir), opendir("/nowhere") == NULL && errno == ENOENT);
    return 0;
}
"""
KINDS = {"file": DT_REG, "directory": DT_DIR, "link": DT_LNK, "pipe": DT_FIFO, "파일": DT_REG}


@pytest.fixture
def place(tmp_path):
    (tmp_path / "directory").mkdir()
    (tmp_path / "link").symlink_to("file")
    os.mkfifo(tmp_path / "pipe")
    for name in ("file", "파일", "x" * 255):
        (tmp_path / name).write_text("")
    return tmp_path


def names_of(directory):
    found = []
    while (entry := readdir(directory)) != NULL:
        found.append(str(entry.d_name))
    return found


def test_the_entries_are_the_oracles(place):
    directory = opendir(str(place))
    kinds = {}
    while (entry := readdir(directory)) != NULL:
        kinds[str(entry.d_name)] = entry.d_type
        assert entry.d_ino == os.lstat(place / str(entry.d_name)).st_ino or ".." == str(
            entry.d_name
        )
    assert {".", "..", "x" * 255, *KINDS} == set(kinds)
    assert set(os.listdir(place)) | {".", ".."} == set(kinds)
    assert KINDS.items() <= kinds.items()
    assert 0 == closedir(directory)


def test_as_in_c(compiler, tmp_path, place):
    printed = C(compiler, tmp_path).output(SOURCE, place / "directory" / "..")
    directory, lines = opendir(str(place / "directory" / "..")), []
    while (entry := readdir(directory)) != NULL:
        lines.append(f"{entry.d_name} {entry.d_type} {entry.d_ino}")
    closing = closedir(directory)
    lines.append(f"{closing} {int(opendir('/nowhere') == NULL and errno == numbers.ENOENT)}")
    assert sorted(printed.splitlines()) == sorted(lines)


def test_the_end_is_no_error(place):
    directory = opendir(str(place))
    names_of(directory)
    errno.value = 77
    assert readdir(directory) is None
    assert 77 == errno
    assert 0 == closedir(directory)


def test_going_back(place):
    directory = opendir(str(place))
    everything = names_of(directory)
    rewinddir(directory)
    first = str(readdir(directory).d_name)
    here = telldir(directory)
    rest = names_of(directory)
    assert everything == [first, *rest]
    seekdir(directory, here)
    assert rest == names_of(directory)
    assert 0 == closedir(directory)


def test_an_entry_lives_until_the_next_one(place):
    directory = opendir(str(place))
    first = readdir(directory)
    name = str(first.d_name)
    assert name == first.d_name.string().decode()
    second = readdir(directory)
    assert first == second
    assert name != str(first.d_name)
    with pytest.raises(OutOfBounds):
        first[1]
    assert 0 == closedir(directory)
    for use in (lambda: str(first.d_name), lambda: readdir(directory), lambda: closedir(directory)):
        with pytest.raises(UseAfterFree, match="closedir"):
            use()
    for call in (rewinddir, telldir, dirfd, lambda d: seekdir(d, 0)):
        with pytest.raises(UseAfterFree):
            call(directory)
    assert "ended" in repr(directory)


def test_the_descriptor(place):
    fd = os.open(place, os.O_RDONLY)
    directory = fdopendir(fd)
    assert fd == dirfd(directory)
    assert len(KINDS) + 3 == len(names_of(directory))
    assert 0 == closedir(directory)
    assert -1 == close(fd)
    with open(place / "file") as plain:
        assert fdopendir(plain.fileno()) is None
        assert numbers.ENOTDIR == errno
    assert fdopendir(-1) is None
    assert numbers.EBADF == errno


def test_a_descriptor_that_the_program_closed(place):
    directory = opendir(str(place))
    assert 0 == close(dirfd(directory))
    assert readdir(directory) is None
    assert numbers.EBADF == errno
    assert -1 == closedir(directory)
    assert numbers.EBADF == errno


def test_what_cannot_be_opened(place):
    for name, number in ((place / "none", numbers.ENOENT), (place / "file", numbers.ENOTDIR)):
        assert opendir(str(name)) is None
        assert number == errno


def test_threads_share_a_stream(tmp_path):
    for number in range(300):
        (tmp_path / str(number)).write_text("")
    directory, found = opendir(str(tmp_path)), []

    def read():
        with_lock = []
        while readdir(directory) is not None:
            with_lock.append(1)
        found.append(len(with_lock))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert 302 == sum(found)
    assert 0 == closedir(directory)


def test_a_child_goes_on_reading(place):
    directory = opendir(str(place))
    pid = fork()
    if pid == 0:
        os._exit(len(names_of(directory)))
    status = pysock.int_()
    assert pid == waitpid(pid, status, 0)
    assert len(KINDS) + 3 == pysock.WEXITSTATUS(status)
    assert 0 == closedir(directory)


def test_bad_arguments():
    for call in (readdir, closedir, dirfd, telldir, rewinddir):
        with pytest.raises(NullPointer):
            call(None)
        for bad in (5, "name", struct.dirent(), pysock.stdin):
            with pytest.raises(TypeError):
                call(bad)
    with pytest.raises(ValueError, match="NUL"):
        opendir("a\0b")
    with pytest.raises(NullPointer):
        opendir(0)
    with pytest.raises(TypeError):
        fdopendir("1")


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("directory", tmp_path)
