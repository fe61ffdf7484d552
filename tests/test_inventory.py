"""What a network programmer meets in C, name by name: the library has it, or says why not.

inventory.json holds [kind, platforms, value on x86-64 Linux where it is known] of each name: the
platforms are the first letters of Linux, macOS and Windows.
"""

import json
import keyword
import platform
import re
import sys
from pathlib import Path

import pytest
from c_oracle import LINUX, C

import pysock

ROOT = Path(__file__).resolve().parent.parent
INVENTORY = json.loads((ROOT / "tests" / "inventory.json").read_text(encoding="utf-8"))
LETTER = {"linux": "l", "darwin": "m", "win32": "w"}[sys.platform]
# Names of POSIX that Windows has not, and gets, because programs of sockets need them there.
GIVEN_TO_WINDOWS = {
    *("CLOCK_MONOTONIC", "CLOCK_REALTIME", "SHUT_RD", "SHUT_RDWR", "SHUT_WR", "SUN_LEN"),
    *("STDERR_FILENO", "STDIN_FILENO", "STDOUT_FILENO"),
    *("S_IRGRP", "S_IROTH", "S_IRUSR", "S_IWUSR", "S_IXGRP", "S_IXOTH", "S_IXUSR"),
    *("bcopy", "bzero", "clock_getres", "clock_gettime", "gettimeofday", "inet_aton"),
    *("nanosleep", "pipe", "poll", "readv", "sleep", "sockatmark", "socketpair", "writev"),
    *("caddr_t", "clockid_t", "gid_t", "in_addr_t", "in_port_t", "mode_t", "nfds_t", "pid_t"),
    *("sa_family_t", "ssize_t", "struct iovec", "suseconds_t", "uid_t"),
    *("u_int16_t", "u_int32_t", "u_int8_t"),
}


def not_offered():
    """The names in the first column of the public table."""
    text = (ROOT / "docs" / "not-offered.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])}


def has(name):
    """Whether the library has a name, as C spells it; Python's own words get an underscore."""
    tag, _, record = name.partition(" ")
    if record:
        found = getattr(getattr(pysock, tag), record, None)
        return found is not None and found.complete
    return hasattr(pysock, f"{name}_" if keyword.iskeyword(name) else name)


def test_the_inventory_is_sorted_and_whole():
    assert sorted(INVENTORY) == list(INVENTORY)
    assert len(INVENTORY) > 2000


@LINUX
def test_every_name_is_offered_or_in_the_table():
    here = {name for name, row in INVENTORY.items() if LETTER in row[1]}
    missing = {name for name in here if not has(name)}
    assert not_offered() == missing


def test_what_the_platform_lacks_is_absent():
    """But for Winsock's names, which the library has everywhere."""
    elsewhere = {name for name, row in INVENTORY.items() if LETTER not in row[1] and row[1] != "w"}
    assert len(elsewhere) > 20
    both = {"RTM_NEWADDR"}  # of route(4) there, of rtnetlink(7) here
    given = GIVEN_TO_WINDOWS if sys.platform == "win32" else set()
    assert given == {name for name in elsewhere - both if has(name)}


def test_kinds_are_cs():
    for name, (kind, platforms, *_) in INVENTORY.items():
        if LETTER not in platforms or not has(name) or keyword.iskeyword(name):
            continue
        thing = pysock
        for part in name.split():
            thing = getattr(thing, part)
        if kind in ("function", "function_macro"):
            assert callable(thing), name
        elif kind in ("struct", "type"):
            assert isinstance(thing, (pysock._memory.CType, type)), name


@LINUX
@pytest.mark.skipif(platform.machine() != "x86_64", reason="the values are those of x86-64")
def test_values_are_the_inventorys():
    known = {
        name: row[2]
        for name, row in INVENTORY.items()
        if len(row) > 2 and type(getattr(pysock, name, None)) is int
    }
    assert len(known) > 900
    assert known == {name: getattr(pysock, name) for name in known}


@LINUX
def test_values_are_the_compilers(compiler, tmp_path):
    """All constants of the inventory at once, those that are no macros among them."""
    names = [
        name
        for name, (kind, platforms, *_) in INVENTORY.items()
        if kind == "constant" and LETTER in platforms and type(getattr(pysock, name, None)) is int
    ]
    assert len(names) > 900
    lines = "".join(f'printf("{name} %lld\\n", (long long)({name}));\n' for name in names)
    source = f'#include "compat.h"\nint main(void) {{\n{lines}return 0; }}\n'
    printed = dict(line.split() for line in C(compiler, tmp_path).output(source).splitlines())
    # Unsigned numbers print as C's conversion to long long leaves them; so do ours.
    ours = {name: (getattr(pysock, name) + (1 << 63)) % (1 << 64) - (1 << 63) for name in names}
    assert {name: int(value) for name, value in printed.items()} == ours
