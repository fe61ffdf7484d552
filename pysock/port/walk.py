"""Going through a tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from . import tree
from .tree import Expression, Node, Statement, Symbol

_FIELDS: dict[type, tuple[str, ...]] = {}
_SKIPPED = {"place", "type", "before", "beside", "after", "symbol", "of", "row", "end_row", "gap"}


def children(node: Any) -> Iterator[Any]:
    """The nodes right below one, in the order they are evaluated, roughly."""
    names = _FIELDS.get(type(node))
    if names is None:
        every = [name for kind in reversed(type(node).__mro__) for name in _slots(kind)]
        names = _FIELDS[type(node)] = tuple(name for name in every if name not in _SKIPPED)
    for name in names:
        yield from _nodes(getattr(node, name))


def _slots(kind: type) -> tuple[str, ...]:
    slots = kind.__dict__.get("__slots__", ())
    return (slots,) if isinstance(slots, str) else tuple(slots)


def _nodes(value: Any) -> Iterator[Any]:
    if isinstance(value, (Node, tree.Enumeration)):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _nodes(item)


def nodes(node: Any) -> Iterator[Any]:
    """A node and all below it."""
    yield node
    for child in children(node):
        yield from nodes(child)


def names(node: Any) -> Iterator[Symbol]:
    """The symbols that a piece of program names, once for each time."""
    for found in nodes(node):
        if isinstance(found, tree.Name):
            yield found.symbol
        elif isinstance(found, tree.String):
            yield from (part for part in found.parts if isinstance(part, Symbol))


def root(expression: Expression) -> Symbol | None:
    """The variable that an lvalue is a part of."""
    while True:
        match expression:
            case tree.Name(symbol=symbol):
                return symbol
            case tree.Member(base=base, arrow=False):
                expression = base
            case tree.Index(base=base) if not _is_pointer(base):
                expression = base
            case _:
                return None


def _is_pointer(expression: Expression) -> bool:
    from .types import Pointer

    return isinstance(expression.type, Pointer)


def assigned(node: Any) -> Iterator[Symbol]:
    """The variables that a piece of program assigns by name."""
    for found in nodes(node):
        if isinstance(found, tree.Assignment) and isinstance(found.target, tree.Name):
            yield found.target.symbol
        elif isinstance(found, tree.Step) and isinstance(found.operand, tree.Name):
            yield found.operand.symbol


def has_effects(node: Any) -> bool:
    """Whether evaluating it twice differs from once."""
    return any(isinstance(n, (tree.Assignment, tree.Step, tree.Call)) for n in nodes(node))


def statements(node: Statement) -> Iterator[Statement]:
    return (found for found in nodes(node) if isinstance(found, Statement))
