"""What values an integer expression can have: where C's widths and signs need no spelling.

The bounds are those of the exact number that the Python expression gives. C leaves the overflow of
signed integers undefined, but compilers wrap and programs rely on it: sums are bounded as they are,
unless one side is so small that only a variable near its type's end would overflow.
"""

from __future__ import annotations

from . import constants, library, tree, types
from .tree import Expression
from .types import Float, Int

Range = tuple[int, int]
_SMALL = 1 << 30
_TRANSFERS = {"read", "write", "recv", "send", "recvfrom", "sendto"}


def of_type(ctype: object) -> Range:
    if isinstance(ctype, Int):
        return ctype.low, ctype.high
    return types.LONG.low, types.LONG.high


def fits(bounds: Range, ctype: Int) -> bool:
    return ctype.low <= bounds[0] and bounds[1] <= ctype.high


def of(e: Expression) -> Range:
    """The bounds of an expression's exact value."""
    value = constants.evaluate(e) if not isinstance(e, tree.Cast) else None
    if value is not None:
        return value, value
    match e:
        case tree.Name(symbol=symbol):
            if symbol.low is not None and symbol.high is not None and not symbol.boxed:
                return symbol.low, symbol.high
        case tree.Unary(operator=sign, operand=operand):
            return _unary(e, sign, operand)
        case tree.Binary(operator=sign, left=left, right=right):
            return binary(e.type, sign, left, right)
        case tree.Conditional(condition=condition, yes=yes, no=no):
            return join(of(yes or condition), of(no))
        case tree.Comma(right=right):
            return of(right)
        case tree.Assignment(operator="", target=target, value=value_) if isinstance(
            target.type, Int
        ):
            return converted(value_, target.type)
        case tree.Cast(operand=operand) if isinstance(e.type, Int):
            return converted(operand, e.type)
        case tree.Call(function=tree.Name(symbol=symbol)) if symbol.kind == "library":
            return _library_call(e, symbol.name)
        case tree.Call(function=tree.Name(symbol=symbol)) if symbol.kind == "function":
            if symbol.low is not None and symbol.high is not None:
                return symbol.low, symbol.high
        case tree.SizeOf():
            return 0, 1 << 31
    return of_type(e.type)


def _library_call(e: tree.Call, name: str) -> Range:
    if name in _TRANSFERS and len(e.arguments) > 2:
        most = normal(e.arguments[2])[1]
        if 0 <= most < types.INT.high:
            return -1, most
    if name == "strlen" and e.arguments:
        size = types.size_of(e.arguments[0].type)
        if isinstance(e.arguments[0].type, types.Array) and size is not None and size > 1:
            return 0, size - 1
    return library.RANGES.get(name, of_type(e.type))


def converted(e: Expression, ctype: Int) -> Range:
    """The bounds after the conversion to a type."""
    if ctype.boolean:
        return 0, 1
    if not isinstance(e.type, Int):
        return of_type(ctype)
    bounds = of(e)
    if e.type.bits < ctype.bits and not fits(bounds, e.type):
        bounds = of_type(e.type)
    return bounds if fits(bounds, ctype) else of_type(ctype)


def normal(e: Expression) -> Range:
    """The bounds once the value has its type's width."""
    return converted(e, e.type) if isinstance(e.type, Int) else of(e)


def join(one: Range, other: Range) -> Range:
    return min(one[0], other[0]), max(one[1], other[1])


def _unary(e: Expression, sign: str, operand: Expression) -> Range:
    if sign == "!":
        return 0, 1
    if sign not in "+-~" or not isinstance(e.type, Int):
        return of_type(e.type)
    low, high = of(operand)
    if sign == "-":
        low, high = -high, -low
    elif sign == "~":
        low, high = ~high, ~low
    return (low, high) if is_extreme(operand) else _clamped((low, high), e.type)


def is_extreme(e: Expression) -> bool:
    """Whether the program puts a value near its type's ends."""
    match e:
        case tree.Name(symbol=symbol) | tree.Call(function=tree.Name(symbol=symbol)):
            if symbol.extreme:
                return True
        case tree.Cast(operand=operand):
            return is_extreme(operand)
        case tree.Binary(operator="+" | "-", left=left, right=right):
            return is_extreme(left) or is_extreme(right)
    value = constants.evaluate(e)
    return value is not None and isinstance(e.type, Int) and abs(value) >= e.type.high // 2


def is_plain_sum(e: Expression) -> bool:
    """A signed sum that only overflows where its terms are huge: what is not kept may be exact."""
    match e:
        case tree.Binary(
            operator="+" | "-", left=left, right=right, type=Int(signed=True) as ctype
        ):
            return all(
                not is_extreme(side) and (fits(of(side), ctype) or is_plain_sum(side))
                for side in (left, right)
            )
    return False


def passing(e: Expression) -> Range:
    """The bounds of a value that is not kept, as the port computes it."""
    return of(e) if is_plain_sum(e) else normal(e)


def _clamped(bounds: Range, ctype: Int) -> Range:
    if ctype.signed:
        return max(bounds[0], ctype.low), min(bounds[1], ctype.high)
    return bounds


def widens(e: Expression, ctype: object) -> bool:
    """Whether an operand wraps to a width of its own before it takes part in a wider operation."""
    return isinstance(ctype, Int) and isinstance(e.type, Int) and e.type.bits < ctype.bits


def binary(ctype: object, sign: str, left: Expression, right: Expression) -> Range:
    if sign in ("<", ">", "<=", ">=", "==", "!=", "&&", "||"):
        return 0, 1
    if not isinstance(ctype, Int) or isinstance(left.type, Float) or isinstance(right.type, Float):
        return of_type(ctype)
    if sign in "/%>>":
        return _normalised(ctype, sign, passing(left), passing(right))
    (a, b), (c, d) = (normal(e) if widens(e, ctype) else of(e) for e in (left, right))
    if sign in ("+", "-"):
        bounds = (a + c, b + d) if sign == "+" else (a - d, b - c)
        terms = all(fits(one, ctype) for one in ((a, b), (c, d)))
        small = min(max(abs(a), abs(b)), max(abs(c), abs(d))) <= _SMALL
        near = is_extreme(left) or is_extreme(right)
        return _clamped(bounds, ctype) if terms and small and not near else bounds
    if sign == "*":
        corners = (a * c, a * d, b * c, b * d)
        return min(corners), max(corners)
    if sign == "<<":
        most = min(max(d, 0), 64)
        return min(a, a << most, 0), max(b, b << most, 0)
    if sign == "&" and (a >= 0 or c >= 0):
        return 0, min(high for low, high in ((a, b), (c, d)) if low >= 0)
    bits = max(n.bit_length() for n in (a, b, c, d))
    least = 0 if a >= 0 and c >= 0 else -(1 << bits)
    return least, (1 << bits) - 1


def _normalised(ctype: Int, sign: str, one: Range, other: Range) -> Range:
    (a, b), (c, d) = one, other
    if not ctype.signed and a < 0:
        a, b = 0, ctype.high
    if not ctype.signed and c < 0:
        c, d = 0, ctype.high
    most = max(abs(a), abs(b))
    if sign == ">>":
        least = min(max(c, 0), 64)
        return min(a, a >> least), max(b >> least, 0) if least <= b.bit_length() else 0
    if sign == "/":
        least = max(c, -d, 1)
        if a >= 0 and c >= 0:
            return 0, b // least
        return _clamped((-(most // least), most // least), ctype)
    limit = max(abs(c), abs(d)) - 1
    limit = min(limit, most) if limit >= 0 else most
    return (0 if a >= 0 else -limit), limit
