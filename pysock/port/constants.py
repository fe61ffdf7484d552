"""Expressions that a compiler knows the value of."""

from __future__ import annotations

import operator
from collections.abc import Callable

from . import tree, types

_OPERATIONS: dict[str, Callable[[int, int], int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
    "<": lambda a, b: int(a < b),
    ">": lambda a, b: int(a > b),
    "<=": lambda a, b: int(a <= b),
    ">=": lambda a, b: int(a >= b),
    "==": lambda a, b: int(a == b),
    "!=": lambda a, b: int(a != b),
    "&&": lambda a, b: int(bool(a) and bool(b)),
    "||": lambda a, b: int(bool(a) or bool(b)),
}

# Operations whose result depends on what the usual conversions make of the operands.
_CONVERTING = {"/", "%", "<", ">", "<=", ">=", "==", "!="}


def evaluate(expression: tree.Expression | None) -> int | None:
    """The value of an integer constant expression; ``None`` where it is none."""
    match expression:
        case tree.Number(value=int(value)) | tree.Character(value=value):
            return value
        case tree.Name(symbol=symbol):
            return symbol.value
        case tree.Unary(operator="-" | "+" | "~" | "!" as sign, operand=operand):
            return _unary(sign, evaluate(operand))
        case tree.Binary(operator=sign, left=left, right=right):
            one, other = evaluate(left), evaluate(right)
            if sign in _CONVERTING:
                common = types.common(left.type, right.type)
                if isinstance(common, types.Int):
                    one, other = wrapped(one, common), wrapped(other, common)
            return _binary(sign, one, other)
        case tree.Conditional(condition=condition, yes=yes, no=no):
            chosen = evaluate(condition)
            if chosen is None:
                return None
            return evaluate(yes if chosen and yes else condition if chosen else no)
        case tree.SizeOf(of=of):
            return types.size_of(of)
        case tree.Cast(type=types.Int() as ctype, operand=operand):
            return wrapped(evaluate(operand), ctype)
    return None


def _unary(sign: str, value: int | None) -> int | None:
    if value is None:
        return None
    return {"-": -value, "+": value, "~": ~value, "!": int(not value)}[sign]


def _binary(sign: str, left: int | None, right: int | None) -> int | None:
    if left is None or right is None:
        return None
    if sign in ("/", "%"):
        return divided(sign, left, right)
    if sign in ("<<", ">>"):
        if not 0 <= right < 64:
            return None
        return left << right if sign == "<<" else left >> right
    return _OPERATIONS[sign](left, right)


def divided(sign: str, left: int, right: int) -> int | None:
    """C's division, which truncates."""
    if right == 0:
        return None
    quotient = abs(left) // abs(right)
    if (left < 0) != (right < 0):
        quotient = -quotient
    return quotient if sign == "/" else left - quotient * right


def wrapped(value: int | None, ctype: types.Int) -> int | None:
    if value is None or ctype.boolean:
        return None if value is None else int(bool(value))
    value &= (1 << ctype.bits) - 1
    return value - (1 << ctype.bits) if ctype.signed and value >> ctype.bits - 1 else value
