"""The options of a command line: getopt(3), getopt_long(3)."""

from __future__ import annotations

import os
from _thread import RLock

from . import _arguments as arguments
from ._allocation import Memory
from ._memory import char, int_, pointer_to, struct
from ._native import ffi, lib
from ._undefined import NullPointer, OutOfBounds, Unterminated
from ._values import Elements, Pointer, kind_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

    from ._allocation import CData

__all__: list[str] = []
if hasattr(lib, "pysock_getopt"):
    __all__ += ["getopt", "getopt_long", "getopt_long_only", "optarg", "opterr", "optind", "optopt"]


def _through(name: str) -> property:
    """What `optarg` has of the pointer that it holds now."""
    return property(lambda self: getattr(self._target(), name))


class Optarg(Pointer):
    """The variable `optarg`: it always shows the argument of the option that came last.

    `optarg.value` is the pointer as it is now, or NULL: what C's ``host = optarg;`` keeps.
    """

    __slots__ = ("value",)

    value: Pointer | None

    def __init__(self) -> None:
        self.value = None

    _type = pointer_to(char)
    _element = char
    _address, _low, _memory, _offset, _readable, _room, _writable = map(
        _through,
        ("_address", "_low", "_memory", "_offset", "_readable", "_room", "_writable"),
    )

    def _target(self) -> Pointer:
        if self.value is None:
            raise NullPointer("optarg is NULL: the last option came without an argument")
        return self.value

    def __bool__(self) -> bool:
        return self.value is not None

    def __eq__(self, other: object) -> bool:
        if arguments.is_null(other):
            return self.value is None
        return self.value is not None and super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]  # it changes with every call

    def __repr__(self) -> str:
        return "(char *) NULL" if self.value is None else repr(self.value)


optarg = Optarg()
optind, opterr, optopt = int_(1), int_(1), int_(ord("?"))

# C's getopt is one for the process; a signal handler may use it between two steps of a call.
_lock = RLock()
_line: list[Any] = []  # the argv of the last call


def _renew_lock() -> None:
    """In the child of fork no thread is left that could release it but the one that forked."""
    global _lock
    if not _lock._is_owned():  # type: ignore[attr-defined]
        _lock = RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_lock)


def getopt(argc: SupportsIndex, argv: Any, optstring: Any) -> int:
    """Find the next option of a command line, getopt(3).

    ``int getopt(int argc, char *const argv[], const char *optstring);``

    argv is a list, ``sys.argv`` for one, or an array of ``char *``. As in C the options come to
    stand before the rest, and the variables tell what was found; `optind` and `optarg` change with
    each call, so a program keeps ``int(optind)`` and ``optarg.value``. An optind of 0 begins anew;
    so does another argv, at optind.
    Windows: absent there.

    Returns the option's letter, -1 after the last one, or ``?`` for an unknown one or one without
    its argument, which is ``:`` where optstring begins with that.
    """
    return _next(argc, argv, optstring, ffi.NULL, None, 0, "getopt")


def getopt_long(
    argc: SupportsIndex, argv: Any, optstring: Any, longopts: Any, longindex: Any
) -> int:
    """Find the next option of a command line, a letter or a word, getopt_long(3).

    ``int getopt_long(int argc, char *const argv[], const char *optstring,
    const struct option *longopts, int *longindex);``

    An element whose name is NULL ends longopts.
    Windows: absent there.

    Returns what getopt() does; for a word its val, or 0 after ``*flag = val``.
    """
    return _next_long(argc, argv, optstring, longopts, longindex, 0, "getopt_long")


def getopt_long_only(
    argc: SupportsIndex, argv: Any, optstring: Any, longopts: Any, longindex: Any
) -> int:
    """Do as getopt_long(), where one dash may begin a word as well, getopt_long(3).

    ``int getopt_long_only(int argc, char *const argv[], const char *optstring,
    const struct option *longopts, int *longindex);``

    Windows: absent there.

    Returns what getopt_long() does.
    """
    return _next_long(argc, argv, optstring, longopts, longindex, 1, "getopt_long_only")


def _next_long(
    argc: Any, argv: Any, optstring: Any, longopts: Any, longindex: Any, only: int, call: str
) -> int:
    arguments.out(longindex, int_, call, null=True)
    options = _options(longopts, call)
    # Equal flags must stay equal: C compares them to tell whether a short form is ambiguous.
    flags = ffi.new("int[]", len(options))
    names = [ffi.new("char[]", name) for name, *_ in options]
    table = ffi.new("struct option[]", len(options) + 1)
    targets: list[Any] = []
    for entry, name, (_, has_arg, flag, val) in zip(table, names, options, strict=False):
        entry.name, entry.has_arg, entry.val = name, has_arg, val
        if flag is not None:
            targets += [flag] if flag not in targets else []
            entry.flag = flags + targets.index(flag)
    index = ffi.new("int *", -1)
    found = _next(argc, argv, optstring, table, index, only, call)
    if index[0] >= 0:
        _, _, flag, val = options[index[0]]
        if found == 0 and flag is not None:
            flag[0] = val
        if not arguments.is_null(longindex):
            longindex[0] = index[0]
    return found


def _options(longopts: Any, call: str) -> list[tuple[bytes, int, Any, int]]:
    """The elements of an array of struct option, up to the one without a name."""
    first = arguments.record(longopts, struct.option, call)
    least = longopts if isinstance(longopts, Elements) else first
    options: list[tuple[bytes, int, Any, int]] = []
    while True:
        try:
            entry = least[len(options)]
        except OutOfBounds:
            raise Unterminated(
                f"{call}: no option whose name is NULL ends the {len(options)} of longopts"
            ) from None
        name = entry.name
        if name is None:
            return options
        options.append((arguments.string(name, call), entry.has_arg, entry.flag, entry.val))


def _next(
    argc: Any, argv: Any, optstring: Any, table: CData, index: CData, only: int, call: str
) -> int:
    global _line
    count = max(arguments.integer(argc, call), 0)
    letters = arguments.string(optstring, call)
    elements = _elements(count, argv, call)
    texts = [ffi.new("char[]", arguments.string(element, call)) for element in elements]
    told = ffi.new("struct pysock_options *")
    places = told.places = ffi.new("int[]", max(count, 1))
    with _lock:
        told.same = elements == _line
        told.optind, told.opterr, told.optopt = optind.value, opterr.value, optopt.value
        if not 0 <= told.optind <= max(count, 1):
            raise OutOfBounds(f"{call}: optind is {told.optind}, but argc is {count}")
        found = lib.pysock_getopt(
            count, ffi.new("char *[]", texts), letters, table, index or ffi.NULL, only, told
        )
        if told.out_of_room:
            raise MemoryError(f"{call}: a copy of argv")
        optind.value, opterr.value, optopt.value = told.optind, told.opterr, told.optopt
        optarg.value = _inside(elements, told)
        _line = [elements[place] for place in ffi.unpack(places, count)] if told.moved else elements
        if told.moved:
            for at, element in enumerate(_line):
                argv[at] = element
    return found


def _elements(count: int, argv: Any, call: str) -> list[Any]:
    """The elements of argv that C looks at."""
    if isinstance(argv, list):
        if count > len(argv):
            raise OutOfBounds(f"{call}: argc is {count}, but argv has {len(argv)} elements")
        return argv[:count]
    if arguments.is_null(argv):
        raise NullPointer(f"{call}: argv is NULL")
    if not isinstance(argv, Elements):
        raise TypeError(f"{call}: argv is a list or an array of `char *`, not {kind_of(argv)}")
    return [argv[at] for at in range(count)]


def _inside(elements: list[Any], told: CData) -> Pointer | None:
    """Where the argument of an option lies: inside an element of argv."""
    if told.argument < 0:
        return None
    element = elements[told.argument]
    if isinstance(element, (str, bytes)):
        literal = Memory.literal(element)
        element = char.pointer(literal, 0, 0, literal.size)
    return element + told.offset
