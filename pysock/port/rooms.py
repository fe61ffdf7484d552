"""Whether a count that a program gives to a call is seen to fit the buffer.

Counts and rooms are sums: `BUF_SIZE - n - 1` and the `BUF_SIZE - n` bytes behind `&buf[n]` differ
by one, whatever n is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from . import analysis, constants, ranges, tree, types
from .tree import Expression, Symbol
from .types import Array, Int, Pointer

# What writes at most so many bytes and takes a lenient pointer: its buffer, its count's factors.
CALLS: dict[str, tuple[int, tuple[int, ...]]] = {
    **dict.fromkeys(("read", "pread", "recv", "recvfrom"), (1, (2,))),
    "fgets": (0, (1,)),
    "fread": (0, (1, 2)),
    **dict.fromkeys(("snprintf", "vsnprintf"), (0, (1,))),
}


@dataclass(frozen=True)
class Sum:
    """A constant and terms, each with its factor; the expression of a term tells its range."""

    constant: int
    terms: dict[Any, tuple[int, Expression]]

    def plus(self, other: Sum, factor: int = 1) -> Sum:
        terms = dict(self.terms)
        for key, (count, e) in other.terms.items():
            count = terms.get(key, (0, e))[0] + factor * count
            terms[key] = count, e
        kept = {key: term for key, term in terms.items() if term[0]}
        return Sum(self.constant + factor * other.constant, kept)

    def times(self, factor: int) -> Sum:
        return Sum(0, {}).plus(self, factor)

    def least(self) -> int:
        """The least value that it can have."""
        total = self.constant
        for factor, e in self.terms.values():
            low, high = ranges.normal(e)
            total += factor * (low if factor > 0 else high)
        return total


@dataclass(frozen=True)
class Doubt:
    """What a call asks for, where it is not seen that there is so much room."""

    name: str  # of the object that the buffer lies in
    asked: int | None  # bytes, if that is a constant
    room: int | None  # bytes, or the most of them
    exact: bool


def doubt(name: str, call: tree.Call) -> Doubt | None:
    """Why a call may ask for more than its buffer has; None where it is seen to fit.

    A pointer goes with its count, as parameters do: only a constant is doubted there.
    """
    at, factors = CALLS[name]
    if len(call.arguments) <= max(at, *factors):
        return None
    count = _count([call.arguments[factor] for factor in factors])
    if count is None:
        return None
    buffer = call.arguments[at]
    owner = _owner(buffer)
    if not count.terms and count.constant <= (_element(buffer) or 0):
        return None
    if count.terms and (isinstance(owner.type, Pointer) or _is_flexible(owner)):
        return None
    asked = None if count.terms else count.constant
    room = _room(buffer, ())
    if room is not None and room.plus(count, -1).least() >= 0:
        return None
    if room is None or any(factor > 0 for factor, _ in room.terms.values()):
        return Doubt(_name(owner), asked, None, False)
    return Doubt(_name(owner), asked, room.constant, not room.terms)


def _count(factors: list[Expression]) -> Sum | None:
    count = Sum(1, {})
    for e in factors:
        if not isinstance(e.type, Int):
            return None
        count = _product(e, count, _sum(e))
    return count


def _owner(buffer: Expression) -> Expression:
    """The variable or member that a buffer lies in, or that points to it."""
    base = _uncast(buffer)
    match base:
        case tree.Unary(operand=inner) | tree.Index(base=inner):
            return _owner(inner)
        case tree.Binary(left=left, right=right):
            return _owner(left if isinstance(types.decayed(left.type), Pointer) else right)
    return base


def _is_flexible(owner: Expression) -> bool:
    return isinstance(owner.type, Array) and owner.type.is_flexible


def _name(owner: Expression) -> str:
    match owner:
        case tree.Name(symbol=symbol):
            return symbol.name
        case tree.Member(name=name):
            return name
    return "?"


def _uncast(e: Expression) -> Expression:
    while isinstance(e, tree.Cast) and isinstance(types.decayed(e.operand.type), Pointer):
        e = e.operand
    return e


def _element(buffer: Expression) -> int | None:
    """The size of the one thing that a pointer points to, before casts."""
    pointer = types.decayed(_uncast(buffer).type)
    return types.size_of(pointer.target) if isinstance(pointer, Pointer) else None


# ---------------------------------------------------------------------------------- counts


def _sum(e: Expression) -> Sum:
    value = constants.evaluate(e)
    if value is not None:
        return Sum(value, {})
    match e:
        case tree.Binary(operator="+" | "-" as sign, left=left, right=right):
            return _sum(left).plus(_sum(right), 1 if sign == "+" else -1)
        case tree.Binary(operator="*", left=left, right=right):
            return _product(e, _sum(left), _sum(right))
        case tree.Cast(operand=operand) if isinstance(operand.type, Int) and _holds(e, operand):
            return _sum(operand)
    return Sum(0, {_key(e): (1, e)})


def _product(e: Expression, one: Sum, other: Sum) -> Sum:
    if not one.terms:
        return other.times(one.constant)
    if not other.terms:
        return one.times(other.constant)
    return Sum(0, {id(e): (1, e)})


def _holds(cast: Expression, operand: Expression) -> bool:
    return isinstance(cast.type, Int) and cast.type.bits >= 32 and isinstance(operand.type, Int)


def _key(e: Expression) -> Any:
    """What two expressions have in common that have the same value, if evaluated together."""
    match e:
        case tree.Name(symbol=symbol):
            return symbol
        case tree.Member(base=base, name=name):
            return name, _key(base)
        case tree.Index(base=base, index=index):
            return "[]", _key(base), _key(index)
        case tree.Unary(operator=sign, operand=operand):
            return sign, _key(operand)
        case tree.Binary(operator=sign, left=left, right=right):
            return sign, _key(left), _key(right)
        case tree.Cast(operand=operand):
            return _key(operand)
        case tree.Number(value=value) | tree.Character(value=value):
            return value
        case tree.Call(function=tree.Name(symbol=Symbol(name="strlen", kind="library"))):
            return "strlen", _key(e.arguments[0]) if e.arguments else id(e)
    return id(e)


# ----------------------------------------------------------------------------------- rooms


def _room(e: Expression, seen: tuple[Symbol, ...]) -> Sum | None:
    """How many bytes lie from a pointer on, in the object that it points into."""
    if isinstance(e.type, Array):
        return _size(e.type)
    match e:
        case tree.Cast(operand=operand):
            return _room(operand, seen)
        case tree.Unary(operator="&", operand=operand):
            return _address(operand, seen)
        case tree.Binary(operator="+" | "-" as sign, left=left, right=right):
            if not isinstance(types.decayed(left.type), Pointer):
                left, right = right, left
            return _moved(left, right, -1 if sign == "+" else 1, seen)
        case tree.Call(function=tree.Name(symbol=symbol)) if symbol.kind == "library":
            return _allocated(symbol.name, e.arguments)
        case tree.Name(symbol=symbol):
            return _kept(symbol, seen)
    return None


def _size(ctype: types.CType) -> Sum | None:
    size = types.size_of(ctype)
    if size is not None:
        return Sum(size, {})
    if isinstance(ctype, Array) and ctype.count is None and ctype.extent is not None:
        element = types.size_of(ctype.element)
        return _sum(ctype.extent).times(element) if element is not None else None
    return None


def _address(operand: Expression, seen: tuple[Symbol, ...]) -> Sum | None:
    if isinstance(operand, tree.Index):
        return _moved(operand.base, operand.index, -1, seen)
    if isinstance(operand, tree.Unary) and operand.operator == "*":
        return _room(operand.operand, seen)
    return _size(operand.type)


def _moved(base: Expression, by: Expression, factor: int, seen: tuple[Symbol, ...]) -> Sum | None:
    pointer = types.decayed(base.type)
    size = types.size_of(pointer.target) if isinstance(pointer, Pointer) else None
    room = _room(base, seen)
    return room.plus(_sum(by).times(size), factor) if room is not None and size else None


def _allocated(name: str, arguments: list[Expression]) -> Sum | None:
    if name == "malloc" and len(arguments) == 1:
        size = _sum(arguments[0])
    elif name == "calloc" and len(arguments) == 2:
        size = _product(arguments[0], *map(_sum, arguments))
    else:
        return None
    return None if size.terms else size  # what they were worth then, nobody knows


def _kept(symbol: Symbol, seen: tuple[Symbol, ...]) -> Sum | None:
    """What a pointer variable has been given, if all of that is known: the least of it."""
    if symbol in seen or symbol.boxed or not symbol.given or not _is_seen(symbol):
        return None
    rooms = list(_rooms(symbol, (*seen, symbol)))
    if not rooms or any(room is None or room.terms for room in rooms):
        return None
    return min((room for room in rooms if room is not None), key=lambda room: room.constant)


def _rooms(symbol: Symbol, seen: tuple[Symbol, ...]) -> Iterator[Sum | None]:
    for value in symbol.given:
        if not analysis.is_null(value):
            yield _room(value, seen)


def _is_seen(symbol: Symbol) -> bool:
    """Whether all that gives it a value is in the program."""
    if symbol.kind == "parameter":
        definition = symbol.function
        return definition is not None and not definition.symbol.addressed
    return symbol.kind == "variable"
