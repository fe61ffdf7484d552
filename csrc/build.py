"""Gather the C stems of this folder into one cffi extension, ``pysock._native``.

A stem is ``<stem>.c`` (every platform) or ``<stem>_<suffix>.c`` (only where code differs). It opens
with a fence, ``#ifdef PYSOCK_CDEF … #endif``, that holds its cffi declarations; the C below the
fence is compiled as it stands. Nothing is listed here: a new file in this folder is a new stem.
"""

from __future__ import annotations

import os
import re
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent
FENCE = re.compile(r"^#ifdef PYSOCK_CDEF\n(.*?)^#endif\b[^\n]*\n", re.MULTILINE | re.DOTALL)
TYPEDEF = re.compile(r"^typedef (?:[^{};]*|struct \{\s*\.\.\.;\s*\} \w+);$", re.MULTILINE)
CONSTANT = re.compile(r"^# *define (\w+) \.\.\.\n", re.MULTILINE)
# One that no macro names: an enumerator. What is pysock's own is cffi's affair, not the table's.
ENUMERATOR = re.compile(r"^static const \w+ (?!PYSOCK_)(\w+);\n", re.MULTILINE)

SUFFIXES = {
    "linux": ("", "posix", "linux"),
    "darwin": ("", "posix", "bsd", "darwin"),
    "win32": ("", "win32"),
}
ALL_SUFFIXES = frozenset(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)
# pthread_create(3) is in libpthread, timer_create(2) in librt before glibc 2.34.
LIBRARIES = {"linux": ["pthread", "rt"], "win32": ["iphlpapi", "ws2_32"]}
# Only a compiler's default lets a wrong signature or a forgotten shim pass as a warning.
SIGNATURE_ERRORS = {
    "win32": ["/we4013", "/we4047", "/we4133"],
    "default": [
        "-Werror=implicit-function-declaration",
        "-Werror=int-conversion",
        "-Werror=incompatible-pointer-types",
    ],
}


# Python's own flags are -O3 -g: -O3 makes the extension a sixth larger. CFLAGS overrides these.
SIZE = [] if "CFLAGS" in os.environ else ["-O2", "-g0"]
UNIX_FLAGS = [*SIGNATURE_ERRORS["default"], *SIZE]
STRIP = {"linux": [] if "CFLAGS" in os.environ else ["-Wl,--strip-all"]}


def abi_macros(free_threaded: bool) -> list[tuple[str, str | None]]:
    """What chooses the ABI: the stable one, but where cffi decides that for itself.

    3.10 is the oldest Python supported, and the first to have PyErr_SetInterruptEx. Free-threaded
    builds before 3.15 have no stable ABI, and later ones a stable ABI of their own.
    """
    return [] if free_threaded else [("Py_LIMITED_API", "0x030a0000")]


def suffixes(platform: str = sys.platform) -> tuple[str, ...]:
    """The file suffixes whose stems belong to `platform`; an unknown Unix is taken for a BSD."""
    return SUFFIXES.get(platform, ("", "posix", "bsd"))


def stems(platform: str = sys.platform) -> list[Path]:
    """The stem files of `platform`: a common stem before its variants, else by name."""
    order = suffixes(platform)
    ranked = []
    for path in HERE.glob("*.c"):
        stem, _, suffix = path.stem.partition("_")
        if suffix not in ALL_SUFFIXES:
            raise ValueError(f"{path.name}: no platform has the suffix {suffix!r}")
        if suffix in order:
            ranked.append((stem, order.index(suffix), path))
    return [path for _, _, path in sorted(ranked)]


def fence(path: Path) -> str:
    """The cffi declarations of one stem."""
    match = FENCE.search(path.read_text(encoding="utf-8"))
    if match is None:
        raise ValueError(f"{path.name} has no PYSOCK_CDEF fence")
    return match[1]


def typedefs(declarations: str) -> str:
    """The typedefs of a fence that need no other declaration: of numbers and of opaque structs."""
    return "\n".join(TYPEDEF.findall(declarations))


def constants(declarations: str) -> Iterator[str]:
    """The names that a fence declares as ``#define NAME ...``."""
    return (match[1] for match in CONSTANT.finditer(declarations))


def enumerators(declarations: str) -> Iterator[str]:
    """The names that a fence declares as ``static const int NAME;``."""
    return (match[1] for match in ENUMERATOR.finditer(declarations))


def without_constants(declarations: str) -> str:
    """What is left for cffi, to which a constant is a function, two relocations and an entry."""
    return ENUMERATOR.sub("", CONSTANT.sub("", declarations))


TABLE = """
static const char pysock_constant_names[];
static void pysock_constants(long long *numbers, char *positive);
"""


def table(paths: list[Path]) -> str:
    """C that gives the names of all constants, and their values when it is called: a few are calls.

    Every platform is asked for those of all macros, for a header may have one anywhere. One that
    none has gets the value PYSOCK_ABSENT.
    """
    macros = {name for path in HERE.glob("*.c") for name in constants(fence(path))}
    names = sorted(macros.union(*(enumerators(fence(path)) for path in paths)))
    return "".join(
        [
            *(f"#ifndef {name}\n#define {name} PYSOCK_ABSENT\n#endif\n" for name in sorted(macros)),
            "static const char pysock_constant_names[] =\n",
            *(f'    "{name} "\n' for name in names),
            "    ;\n",
            "static void pysock_constants(long long *numbers, char *positive)\n{\n",
            "    const long long all[] = {\n",
            *(f"        (long long)({name}),\n" for name in names),
            "    };\n    const char signs[] = {\n",
            *(f"        ({name}) > 0,\n" for name in names),
            "    };\n",
            "    memcpy(numbers, all, sizeof(all));\n    memcpy(positive, signs, sizeof(signs));\n",
            "}\n",
        ]
    )


def builder(platform: str = sys.platform) -> FFI:
    """The cffi builder of ``pysock._native`` for `platform`."""
    paths = stems(platform)
    fences = [without_constants(fence(path)) for path in paths]
    # cffi, like C, wants a type's name before its use; the fences stand in no particular order.
    ffi = FFI()
    for declarations in [
        *map(typedefs, fences),
        *(TYPEDEF.sub("", text) for text in fences),
        TABLE,
    ]:
        ffi.cdef(declarations)
    windows = platform == "win32"
    shared = ["restart_win32.h", "wide_win32.h"] if windows else ["restart.h"]
    included = ["compat.h", "arguments.h", "bounds.h", *shared, *(path.name for path in paths)]
    source = "".join(f'#include "{name}"\n' for name in included)
    source += table(paths)
    ffi.set_source(
        "pysock._native",
        source,
        py_limited_api=True,
        define_macros=abi_macros(bool(sysconfig.get_config_var("Py_GIL_DISABLED"))),
        include_dirs=[os.path.relpath(HERE)],
        depends=[os.path.relpath(path) for path in [*paths, *HERE.glob("*.h")]],
        libraries=LIBRARIES.get(platform, []),
        extra_compile_args=SIGNATURE_ERRORS["win32"] if windows else UNIX_FLAGS,
        extra_link_args=STRIP.get(platform, []),
    )
    return ffi


def stub() -> str:
    """What type checkers and editors read instead of _constants.py, which has no name in it.

    It has the constants of all platforms: which of them exist is known only where a program runs.
    """
    fences = [fence(path) for path in HERE.glob("*.c")]
    found = {name for text in fences for name in [*constants(text), *enumerators(text)]}
    names = sorted(found)
    lines = ["absent: set[str]", "values: dict[str, int]", *(f"{name}: int" for name in names)]
    return "\n".join([*lines, "__all__ = [", *(f'    "{name}",' for name in names), "]\n"])


def write_stub() -> None:
    """Put the stub beside its module, where it is packed; not in git, because C says it all."""
    path = HERE.parent / "pysock" / "_constants.pyi"
    if not path.exists() or path.read_text(encoding="utf-8") != stub():
        path.write_text(stub(), encoding="utf-8")


ffibuilder = builder()

if __name__ == "__cffi__":  # a build, which may write; the tests only ask
    write_stub()
