"""Sequences of numbers that look random: rand_r(3), random(3), drand48(3)."""

from __future__ import annotations

from . import _arguments as arguments
from ._allocation import Memory
from ._memory import uint, ushort
from ._native import ffi, lib
from ._values import Pointer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

    from ._allocation import CData

__all__: list[str] = []
if hasattr(lib, "drand48"):
    __all__ += [
        "drand48",
        "erand48",
        "jrand48",
        "lcong48",
        "lrand48",
        "mrand48",
        "nrand48",
        "rand_r",
        "random",
        "seed48",
        "srand48",
        "srandom",
    ]


def random() -> int:
    """Make the next number of a sequence that looks random, random(3).

    ``long random(void);``

    Windows: absent there, rand() is not.

    Returns a number from 0 to 2**31 - 1.
    """
    return lib.random()


def srandom(seed: SupportsIndex) -> None:
    """Begin the sequence of random() that belongs to a seed, random(3).

    ``void srandom(unsigned int seed);``

    Windows: absent there, srand() is not.
    """
    lib.srandom(uint.convert(seed))


def rand_r(seedp: Any) -> int:
    """Make the next number of the sequence that a program keeps itself, rand(3).

    ``int rand_r(unsigned int *seedp);``

    Windows: absent there.

    Returns a number from 0 to RAND_MAX.
    """
    place = arguments.out(seedp, uint, "rand_r")
    return lib.rand_r(ffi.cast("unsigned int *", place))


def drand48() -> float:
    """Make the next number of a sequence that looks random, from 0 up to 1, drand48(3).

    ``double drand48(void);``

    Windows: absent there.

    Returns the number.
    """
    return lib.drand48()


def erand48(xsubi: Any) -> float:
    """Do as drand48() with 48 bits that a program keeps itself, drand48(3).

    ``double erand48(unsigned short xsubi[3]);``

    Windows: absent there.

    Returns the number.
    """
    return lib.erand48(_shorts(xsubi, 3, "erand48"))


def lrand48() -> int:
    """Make the next number of a sequence that looks random, drand48(3).

    ``long lrand48(void);``

    Windows: absent there.

    Returns a number from 0 to 2**31 - 1.
    """
    return lib.lrand48()


def nrand48(xsubi: Any) -> int:
    """Do as lrand48() with 48 bits that a program keeps itself, drand48(3).

    ``long nrand48(unsigned short xsubi[3]);``

    Windows: absent there.

    Returns a number from 0 to 2**31 - 1.
    """
    return lib.nrand48(_shorts(xsubi, 3, "nrand48"))


def mrand48() -> int:
    """Make the next number of a sequence that looks random, drand48(3).

    ``long mrand48(void);``

    Windows: absent there.

    Returns a number from -2**31 to 2**31 - 1.
    """
    return lib.mrand48()


def jrand48(xsubi: Any) -> int:
    """Do as mrand48() with 48 bits that a program keeps itself, drand48(3).

    ``long jrand48(unsigned short xsubi[3]);``

    Windows: absent there.

    Returns a number from -2**31 to 2**31 - 1.
    """
    return lib.jrand48(_shorts(xsubi, 3, "jrand48"))


def srand48(seedval: SupportsIndex) -> None:
    """Begin the sequence of drand48() and its kin that belongs to a seed, drand48(3).

    ``void srand48(long seedval);``

    Windows: absent there.
    """
    lib.srand48(seedval)


_former = Memory.zeroed(3 * ushort.size)


def seed48(seed16v: Any) -> Pointer:
    """Begin the sequence of drand48() and its kin at 48 bits, drand48(3).

    ``unsigned short *seed48(unsigned short seed16v[3]);``

    Windows: absent there.

    Returns the 48 bits before, which the next call overwrites.
    """
    before = lib.seed48(_shorts(seed16v, 3, "seed48"))
    ffi.memmove(_former.base, before, _former.size)
    return ushort.pointer(_former, 0, 0, _former.size)


def lcong48(param: Any) -> None:
    """Set the 48 bits, factor and summand of drand48() and its kin, drand48(3).

    ``void lcong48(unsigned short param[7]);``

    Windows: absent there.
    """
    lib.lcong48(_shorts(param, 7, "lcong48"))


def _shorts(array: Any, count: int, call: str) -> CData:
    return ffi.cast("unsigned short *", arguments.out(array, ushort, call, count=count))
