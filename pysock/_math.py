"""Numbers: floating-point functions, math.h, and C's integer division, div(3)."""

from __future__ import annotations

from ._memory import CType, cast, from_cffi, int_, long, longlong
from ._native import ffi, lib
from ._undefined import UndefinedBehavior

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsFloat, SupportsIndex

__all__ = [
    "HUGE_VAL",
    "INFINITY",
    "M_E",
    "M_PI",
    "NAN",
    "acos",
    "asin",
    "atan",
    "atan2",
    "cbrt",
    "ceil",
    "cos",
    "cosh",
    "div",
    "div_t",
    "exp",
    "exp2",
    "fabs",
    "floor",
    "fmax",
    "fmin",
    "fmod",
    "hypot",
    "isfinite",
    "isinf",
    "isnan",
    "ldiv",
    "ldiv_t",
    "lldiv",
    "lldiv_t",
    "log",
    "log10",
    "log2",
    "lround",
    "pow",
    "rint",
    "round",
    "sin",
    "sinh",
    "sqrt",
    "tan",
    "tanh",
    "trunc",
]

M_PI = 3.141592653589793
M_E = 2.718281828459045
INFINITY = HUGE_VAL = float("inf")
NAN = float("nan")

div_t = from_cffi(ffi.typeof("div_t"))
ldiv_t = from_cffi(ffi.typeof("ldiv_t"))
lldiv_t = from_cffi(ffi.typeof("lldiv_t"))


def sqrt(x: SupportsFloat) -> float:
    """Compute: square root, sqrt(3).

    ``double sqrt(double x);``

    Returns the result.
    """
    return lib.sqrt(x)


def cbrt(x: SupportsFloat) -> float:
    """Compute: cube root, cbrt(3).

    ``double cbrt(double x);``

    Returns the result.
    """
    return lib.cbrt(x)


def exp(x: SupportsFloat) -> float:
    """Compute: e to the power x, exp(3).

    ``double exp(double x);``

    Returns the result.
    """
    return lib.exp(x)


def exp2(x: SupportsFloat) -> float:
    """Compute: 2 to the power x, exp2(3).

    ``double exp2(double x);``

    Returns the result.
    """
    return lib.exp2(x)


def log(x: SupportsFloat) -> float:
    """Compute: natural logarithm, log(3).

    ``double log(double x);``

    Returns the result.
    """
    return lib.log(x)


def log2(x: SupportsFloat) -> float:
    """Compute: logarithm to base 2, log2(3).

    ``double log2(double x);``

    Returns the result.
    """
    return lib.log2(x)


def log10(x: SupportsFloat) -> float:
    """Compute: logarithm to base 10, log10(3).

    ``double log10(double x);``

    Returns the result.
    """
    return lib.log10(x)


def sin(x: SupportsFloat) -> float:
    """Compute: sine, sin(3).

    ``double sin(double x);``

    Returns the result.
    """
    return lib.sin(x)


def cos(x: SupportsFloat) -> float:
    """Compute: cosine, cos(3).

    ``double cos(double x);``

    Returns the result.
    """
    return lib.cos(x)


def tan(x: SupportsFloat) -> float:
    """Compute: tangent, tan(3).

    ``double tan(double x);``

    Returns the result.
    """
    return lib.tan(x)


def asin(x: SupportsFloat) -> float:
    """Compute: arc sine, asin(3).

    ``double asin(double x);``

    Returns the result.
    """
    return lib.asin(x)


def acos(x: SupportsFloat) -> float:
    """Compute: arc cosine, acos(3).

    ``double acos(double x);``

    Returns the result.
    """
    return lib.acos(x)


def atan(x: SupportsFloat) -> float:
    """Compute: arc tangent, atan(3).

    ``double atan(double x);``

    Returns the result.
    """
    return lib.atan(x)


def sinh(x: SupportsFloat) -> float:
    """Compute: hyperbolic sine, sinh(3).

    ``double sinh(double x);``

    Returns the result.
    """
    return lib.sinh(x)


def cosh(x: SupportsFloat) -> float:
    """Compute: hyperbolic cosine, cosh(3).

    ``double cosh(double x);``

    Returns the result.
    """
    return lib.cosh(x)


def tanh(x: SupportsFloat) -> float:
    """Compute: hyperbolic tangent, tanh(3).

    ``double tanh(double x);``

    Returns the result.
    """
    return lib.tanh(x)


def fabs(x: SupportsFloat) -> float:
    """Compute: absolute value, fabs(3).

    ``double fabs(double x);``

    Returns the result.
    """
    return lib.fabs(x)


def floor(x: SupportsFloat) -> float:
    """Compute: largest whole number not above x, floor(3).

    ``double floor(double x);``

    Returns the result.
    """
    return lib.floor(x)


def ceil(x: SupportsFloat) -> float:
    """Compute: smallest whole number not below x, ceil(3).

    ``double ceil(double x);``

    Returns the result.
    """
    return lib.ceil(x)


def round(x: SupportsFloat) -> float:
    """Compute: nearest whole number, halves away from zero, round(3).

    ``double round(double x);``

    Returns the result.
    """
    return lib.round(x)


def trunc(x: SupportsFloat) -> float:
    """Compute: whole part, trunc(3).

    ``double trunc(double x);``

    Returns the result.
    """
    return lib.trunc(x)


def rint(x: SupportsFloat) -> float:
    """Compute: nearest whole number, halves to the even one, rint(3).

    ``double rint(double x);``

    Returns the result.
    """
    return lib.rint(x)


def pow(x: SupportsFloat, y: SupportsFloat) -> float:
    """Compute: x to the power y, pow(3).

    ``double pow(double x, double y);``

    Returns the result.
    """
    return lib.pow(x, y)


def fmod(x: SupportsFloat, y: SupportsFloat) -> float:
    """Compute: remainder of x / y, with the sign of x, fmod(3).

    ``double fmod(double x, double y);``

    Returns the result.
    """
    return lib.fmod(x, y)


def hypot(x: SupportsFloat, y: SupportsFloat) -> float:
    """Compute: square root of x² + y², hypot(3).

    ``double hypot(double x, double y);``

    Returns the result.
    """
    return lib.hypot(x, y)


def atan2(y: SupportsFloat, x: SupportsFloat) -> float:
    """Compute: angle of the point (x, y), atan2(3).

    ``double atan2(double y, double x);``

    Returns the result.
    """
    return lib.atan2(y, x)


def fmax(x: SupportsFloat, y: SupportsFloat) -> float:
    """Compute: larger of two numbers, fmax(3).

    ``double fmax(double x, double y);``

    Returns the result.
    """
    return lib.fmax(x, y)


def fmin(x: SupportsFloat, y: SupportsFloat) -> float:
    """Compute: smaller of two numbers, fmin(3).

    ``double fmin(double x, double y);``

    Returns the result.
    """
    return lib.fmin(x, y)


def lround(x: SupportsFloat) -> int:
    """Round to the nearest whole number, halves away from zero, lround(3).

    ``long lround(double x);``

    Returns the number.
    """
    return lib.lround(x)


def isnan(x: SupportsFloat) -> int:
    """Ask whether x is no number, isnan(3).

    ``int isnan(double x);``

    Returns 1 or 0.
    """
    number = float(x)
    return int(number != number)


def isinf(x: SupportsFloat) -> int:
    """Ask whether x is infinite, isinf(3).

    ``int isinf(double x);``

    Returns 1, -1 for minus infinity, or 0.
    """
    number = float(x)
    return int(number == INFINITY) - int(number == -INFINITY)


def isfinite(x: SupportsFloat) -> int:
    """Ask whether x is neither infinite nor NaN, isfinite(3).

    ``int isfinite(double x);``

    Returns 1 or 0.
    """
    number = float(x)
    return int(number - number == 0)


def _divided(numer: Any, denom: Any, ctype: CType, result: CType, call: str) -> Any:
    over, under = cast(ctype, numer), cast(ctype, denom)
    if under == 0:
        raise UndefinedBehavior(f"{call}: {over} divided by zero")
    quotient = abs(over) // abs(under)
    if (over < 0) != (under < 0):
        quotient = -quotient
    return result(quotient, over - quotient * under)


def div(numer: SupportsIndex, denom: SupportsIndex) -> Any:
    """Divide integers as C does, towards zero, div(3).

    ``div_t div(int numer, int denom);``

    It is C's ``/`` and ``%``: Python's ``//`` and ``%`` round down.

    Returns a `div_t` with the members quot and rem.
    """
    return _divided(numer, denom, int_, div_t, "div")


def ldiv(numer: SupportsIndex, denom: SupportsIndex) -> Any:
    """Divide integers as C does, towards zero, ldiv(3).

    ``ldiv_t ldiv(long numer, long denom);``

    It is C's ``/`` and ``%``: Python's ``//`` and ``%`` round down.

    Returns a `ldiv_t` with the members quot and rem.
    """
    return _divided(numer, denom, long, ldiv_t, "ldiv")


def lldiv(numer: SupportsIndex, denom: SupportsIndex) -> Any:
    """Divide integers as C does, towards zero, lldiv(3).

    ``lldiv_t lldiv(long long numer, long long denom);``

    It is C's ``/`` and ``%``: Python's ``//`` and ``%`` round down.

    Returns a `lldiv_t` with the members quot and rem.
    """
    return _divided(numer, denom, longlong, lldiv_t, "lldiv")
