"""The arguments of one call, drawn from its prototype: mostly of the right kind."""

from __future__ import annotations

import functools
import re
from typing import Any

import pysock
from pysock import char, ptr, struct, union

from . import values
from .exclusions import LOOK_LIKE_A_CRASH, ONLY, PARAMETERS, STOP_THE_PROGRAM
from .prototypes import Parameter, Prototype
from .world import World

_DESCRIPTOR = re.compile(r"(?:^|_)(?:fd|sockfd|fildes|epfd|kq)$|^(?:old|new)fd$|^fd(?:_in|_out)$")
_SIGNAL = re.compile(r"^(?:signum|signo|sig|signal)$")
_LENGTH = re.compile(r"len$|size$|^n$|^count$|^nmemb$|^nfds$|cnt$|^length$|^maxevents$")
NEVER_SENT = {getattr(pysock, name) for name in LOOK_LIKE_A_CRASH | STOP_THE_PROGRAM}
_TAGGED = re.compile(r"(struct|union) (\w+)$")


def arguments(call: Prototype, world: World) -> list[Any]:
    """One list of arguments; now and then one too many or too few."""
    drawn = [argument(call.name, parameter, world) for parameter in call.parameters]
    if call.variadic:
        drawn += [anything(world) for _ in range(world.rng.randrange(4))]
    if world.rng.randrange(60) == 0:
        drawn = drawn[:-1] if world.rng.randrange(2) else [*drawn, 0]
    return drawn


def argument(call: str, parameter: Parameter, world: World) -> Any:
    """A value for one parameter."""
    rng = world.rng
    allowed = ONLY.get((call, parameter.name)) or PARAMETERS.get(parameter.name)
    if allowed:
        return rng.choice(allowed)
    if _SIGNAL.search(parameter.name) and parameter.stars == 0:
        return signal_number(world)
    if rng.randrange(12) == 0:
        return anything(world)
    if parameter.callback or "handler" in parameter.base or parameter.base.endswith("_fn_t"):
        return rng.choice([values.callback(rng), pysock.SIG_IGN, None, 0])
    if parameter.base == "FILE":
        return rng.choice(world.streams)
    if parameter.stars == 0:
        return number(parameter, world)
    return pointer(parameter, world)


def anything(world: World) -> Any:
    """A value of any kind at all, except a number that names a signal of a crash."""
    kind = world.rng.randrange(4)
    if kind == 0:
        return values.python_object(world.rng)
    if kind == 1:
        return values.attempt(values.value_of, world.rng, values.ctype(world.rng))
    if kind == 2:
        return values.buffer(world.rng)
    return world.rng.choice(world.pool)


def signal_number(world: World) -> int:
    """A signal, or a number that is none."""
    drawn = values.integer(world.rng)
    return drawn if drawn not in NEVER_SENT | world.unsent else pysock.SIGUSR1


def number(parameter: Parameter, world: World) -> Any:
    """A descriptor, a length, a constant, a struct by value, or any integer."""
    rng = world.rng
    known = ctype_of(parameter.base)
    if _TAGGED.match(parameter.base) and known is not None:
        return values.record(rng, known, world.pool)
    if _DESCRIPTOR.search(parameter.name):
        return world.descriptor()
    if _LENGTH.search(parameter.name) and rng.randrange(3):
        return rng.choice([0, 1, 2, 3, 4, 8, 16, 30, 100, 128])
    if known is not None and rng.randrange(8) == 0:
        return values.value_of(rng, known)
    return values.integer(rng)


def pointer(parameter: Parameter, world: World) -> Any:
    """An object of the type that C wants, or bytes, or something the program already holds."""
    rng = world.rng
    if rng.randrange(5) == 0:
        return rng.choice(world.pool)
    if parameter.base in ("char", "void", "unsigned char") and parameter.stars == 1:
        return values.buffer(rng)
    known = ctype_of(parameter.base)
    if known is None:
        return anything(world)
    for _ in range(parameter.stars - 1):
        known = ptr(known)
    if known in values.RECORD_TYPES and rng.randrange(2):
        return values.record(rng, known, world.pool)
    if rng.randrange(2):
        known = known[rng.randrange(1, 5)]
    made = values.value_of(rng, known)
    return values.moved(rng, made) if rng.randrange(10) == 0 else made


@functools.cache
def ctype_of(base: str) -> Any:
    """The type that a prototype names, as pysock has it; None for one that it hides."""
    tagged = _TAGGED.match(base)
    if tagged:
        return getattr({"struct": struct, "union": union}[tagged[1]], tagged[2], None)
    spelled = {
        "char": char,
        "int": pysock.int_,
        "unsigned char": pysock.uchar,
        "unsigned int": pysock.uint,
        "unsigned long": pysock.ulong,
        "long": pysock.long,
        "long long": pysock.longlong,
    }
    found = spelled.get(base) or getattr(pysock, base, None)
    return found if found in values.NUMBER_TYPES or hasattr(found, "view") else None
