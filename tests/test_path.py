"""basename and dirname against C's own."""

import pytest
from c_oracle import LINUX, C
from misuse import complaints_of

from pysock import (
    NULL,
    OutOfBounds,
    Unterminated,
    basename,
    char,
    dirname,
    int_,
    ptr,
)

PATHS = [
    "/usr/lib/x.c",
    "/usr/lib/",
    "/usr//lib///",
    "lib",
    "lib/",
    "/",
    "//",
    "///",
    "",
    ".",
    "..",
    "a/b",
    "a//b",
    "/a",
    "경로/파일",
    "x" * 300 + "/" + "y" * 300,
]
SOURCE = """
#include "compat.h"
#include <libgen.h>

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        char *name = strdup(argv[i]), *directory = strdup(argv[i]);
        printf("%s|", basename(name));
        printf("%s|%s|", dirname(directory), name);
        printf("%s\\n", directory);
    }
    printf("%s|%s\\n", basename(NULL), dirname(NULL));
    return 0;
}
"""


def test_as_in_c(compiler, tmp_path):
    lines = C(compiler, tmp_path).output(SOURCE, *PATHS).splitlines()
    assert "|".join((str(basename(NULL)), str(dirname(0)))) == lines.pop()
    for path, expected in zip(PATHS, lines, strict=True):
        name, directory = char[700](path), char[700](path)
        parts = [basename(name), dirname(directory)]
        assert expected == "|".join(map(str, [*parts, name, directory]))
        assert expected.split("|")[:2] == [str(basename(path)), str(dirname(path.encode()))]


@LINUX
def test_the_parts_lie_in_the_path():
    path = char[20]("one/two/")
    part = basename(path)
    assert 4 == part - path
    assert "one/two" == str(path)
    part[0] = ord("T")
    assert "one/Two" == str(path)
    assert path + 0 == dirname(path + 0)
    assert "one" == str(path)


@LINUX
def test_what_cannot_be_written_is_copied():
    path = ptr(char)("/usr/lib/x.c")
    directory = dirname(path.value)
    assert "/usr/lib" == str(directory)
    assert "/usr/lib/x.c" == str(path.value)
    directory[1] = ord("U")
    assert b"/Usr/lib\0x.c\0" == directory[:13]
    with pytest.raises(OutOfBounds):
        directory[13]


def test_bad_arguments():
    for call in (basename, dirname):
        for bad in (5, 1.5, [], int_):
            with pytest.raises(TypeError):
                call(bad)
        with pytest.raises(ValueError, match="NUL"):
            call("a\0b")
        with pytest.raises(Unterminated):
            call(char[3]("abc"))


def test_wrong_kinds_of_arguments(tmp_path):
    assert [] == complaints_of("path", tmp_path)
