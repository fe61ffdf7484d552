"""C values and Python objects at random: right ones, wrong ones, and those at the edges."""

from __future__ import annotations

import array
from collections.abc import Callable
from random import Random
from typing import Any

import pysock
from pysock import char, copy, lenient, ptr, struct, uchar, union

EDGES = [
    *(sign * (1 << bits) + delta for bits in (7, 8, 15, 16, 31, 32, 63, 64) for sign in (1, -1)
      for delta in (-1, 0, 1)),
    0,
    1,
    -1,
    10**30,
    -(10**30),
]  # fmt: skip

CONSTANTS = {
    name: value
    for name, value in vars(pysock).items()
    if name in pysock.__all__ and type(value) is int
}
NUMBER_TYPES = [
    thing
    for name, thing in vars(pysock).items()
    if name in pysock.__all__ and type(thing).__name__ in ("Integer", "Floating")
]
RECORD_TYPES = [
    record
    for tags in (struct, union)
    for tag in dir(tags)
    if (record := getattr(tags, tag)).complete
]
# No slash and no two dots: whatever takes them for a path stays in the program's directory.
LETTERS = "ab.%dn x0179sKé한,;:=-+#*$[]\t\n\x01\x7f"


class Liar:
    """An integer that is another one each time it is asked."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng

    def __index__(self) -> int:
        return integer(self.rng)


class CallbackError(Exception):
    """What a random callback raises; the only exception of its own a program may see."""


def integer(rng: Random) -> int:
    """A small number, an edge of some width, or anything."""
    kind = rng.randrange(6)
    if kind < 3:
        return rng.randrange(-2, 40)
    if kind == 3:
        return rng.choice(EDGES)
    if kind == 4:
        return rng.getrandbits(rng.randrange(1, 66))
    return rng.choice(list(CONSTANTS.values()))


def text(rng: Random) -> str:
    """A short string, in all likelihood without an end of its own."""
    return "".join(rng.choice(LETTERS) for _ in range(rng.randrange(12)))


def octets(rng: Random, size: int) -> bytes:
    """Random bytes without a slash (they may become a path), often with a NUL in them."""
    return rng.randbytes(size).replace(b"/", b"\0").replace(b"..", b".\0")


def python_object(rng: Random) -> Any:
    """Something that is no C value."""
    make: Callable[[Random], Any] = rng.choice(
        [
            integer,
            text,
            Liar,
            lambda _: None,
            lambda _: 0,
            lambda _: 1.5,
            lambda _: float("nan"),
            lambda _: object(),
            lambda _: [],
            lambda _: {"a": 1},
            lambda _: True,
            lambda _: 1j,
            lambda rng: text(rng).encode(),
            lambda rng: bytearray(octets(rng, rng.randrange(64))),
            lambda rng: memoryview(octets(rng, rng.randrange(64))),
            lambda rng: memoryview(bytearray(octets(rng, 64)))[:: rng.choice([1, 2, -1])],
            lambda rng: array.array("i", range(rng.randrange(8))),
            lambda rng: rng.choice(NUMBER_TYPES + RECORD_TYPES),
            lambda rng: lambda *_: None,
            callback,
        ]
    )
    return make(rng)


def callback(rng: Random) -> Callable[..., Any]:
    """A function for a signal, an exit, a comparison: it returns, raises, or calls back into C."""
    answer = python_object if rng.randrange(8) == 0 else integer
    kind = rng.randrange(4)

    def called(*_: Any) -> Any:
        if kind == 0:
            raise CallbackError
        if kind == 1:
            pysock.write(-1, "x", 1)
        return answer(rng)

    return called


def ctype(rng: Random, depth: int = 2) -> Any:
    """A type: a number, a record, an array or a pointer of those."""
    kind = rng.randrange(8) if depth else rng.randrange(4)
    if kind < 2:
        return rng.choice(NUMBER_TYPES)
    if kind == 2:
        return rng.choice(RECORD_TYPES)
    if kind == 3:
        return char
    inner = ctype(rng, depth - 1)
    return ptr(inner) if kind < 6 else inner[rng.randrange(6)]


def value_of(rng: Random, kind: Any) -> Any:
    """A new object of a type, its bytes zero or random."""
    made = kind()
    if rng.randrange(3) == 0:
        fill(rng, made)
    return made


def fill(rng: Random, value: Any) -> None:
    """Random bytes over an object, pointers and all."""
    try:
        view = value.view()
    except (pysock.UndefinedBehavior, TypeError):
        return
    if not view.readonly:
        view[:] = octets(rng, len(view))


def buffer(rng: Random) -> Any:
    """Bytes to read or write: an array, a moved pointer, a literal, a buffer of Python's."""
    kind = rng.randrange(8)
    if kind == 0:
        return python_object(rng)
    if kind == 1:
        return text(rng)
    if kind == 2:
        return bytearray(octets(rng, rng.randrange(300)))
    made = char[rng.choice([1, 2, 3, 8, 16, 30, 100, 1024])]()
    made[0 : len(made)] = octets(rng, len(made))
    if kind > 5:
        made[len(made) - 1] = 0
    return moved(rng, made) if kind % 2 else made


def moved(rng: Random, value: Any) -> Any:
    """A pointer somewhere into an object, perhaps of another type; the object where it refuses."""
    try:
        view = ptr(uchar, value)
        view += rng.randrange(-1, pysock.sizeof(value) + 2)
        return ptr(rng.choice(NUMBER_TYPES + RECORD_TYPES), view)
    except (pysock.UndefinedBehavior, TypeError):
        return value


def record(rng: Random, kind: Any, pool: list[Any]) -> Any:
    """A struct whose members are set one by one to what may or may not fit."""
    made = kind()
    for name in kind.members:
        if rng.randrange(2):
            new = rng.choice(pool) if pool and rng.randrange(2) else buffer(rng)
            if rng.randrange(2):
                new = integer(rng)
            attempt(setattr, made, name, new)
    return made


def attempt(operation: Callable[..., Any], *given: Any) -> Any:
    """What an operation returns; what it refuses is refused."""
    try:
        return operation(*given)
    except (pysock.UndefinedBehavior, TypeError, ValueError, OverflowError):
        return None


def operate(rng: Random, value: Any, pool: list[Any]) -> Any:
    """Use a value without a call: index, slice, move, cast, copy, compare, print."""
    other = rng.choice(pool)
    near = rng.randrange(-3, 40)
    operation: Callable[[], Any] = rng.choice(
        [
            lambda: value[near],
            lambda: value[near : near + rng.randrange(-2, 40)],
            lambda: value.__setitem__(near, python_object(rng)),
            lambda: value.__setitem__(slice(near, near + 4), octets(rng, rng.randrange(6))),
            lambda: value + integer(rng),
            lambda: value - rng.choice([other, near]),
            lambda: ptr(ctype(rng), value),
            lambda: copy(value),
            lambda: lenient(value),
            lambda: value == other,
            lambda: value < other,
            lambda: repr(value)[:100],
            lambda: bytes(value)[:10],
            lambda: value.string(),
            lambda: value.value,
            lambda: setattr(value, "value", rng.choice([other, integer(rng)])),
            lambda: pysock.sizeof(value),
            lambda: len(value),
            lambda: next(iter(value), None),
            lambda: memoryview(value.view())[0:1],
            lambda: ctype(rng)(other),
            lambda: fill(rng, value),
        ]
    )
    return operation()
