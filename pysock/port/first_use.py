"""Whether a variable may be read before it is assigned: only then does the port initialise it."""

from __future__ import annotations

from typing import Any

from . import constants, tree
from .tree import Symbol

NOTHING, SET, MAYBE, READ = "nothing", "set", "maybe", "read"


def may_be_read_first(symbol: Symbol, following: list[Any]) -> bool:
    """Whether a read may come first in the statements that follow a declaration."""
    return _sequence(symbol, following) == READ


def _sequence(symbol: Symbol, nodes: list[Any]) -> str:
    seen = NOTHING
    for node in nodes:
        if isinstance(node, (tree.Label, tree.Goto)) and seen == NOTHING:
            seen = MAYBE
        found = _first(symbol, node)
        if found in (READ, SET):
            return found
        if found == MAYBE:
            seen = MAYBE
        if isinstance(node, (tree.Return, tree.Break, tree.Continue)):
            return SET  # what follows is not reached this way
    return seen


def _weaker(found: str) -> str:
    """What may or may not be executed."""
    return MAYBE if found == SET else found


def _branches(found: list[str]) -> str:
    if READ in found:
        return READ
    if all(one == SET for one in found):
        return SET
    return MAYBE if SET in found or MAYBE in found else NOTHING


def _first(symbol: Symbol, node: Any) -> str:
    match node:
        case None | tree.SizeOf():
            return NOTHING
        case tree.Name():
            return READ if node.symbol is symbol else NOTHING
        case tree.Assignment(operator="", target=tree.Name(symbol=target), value=value):
            found = _first(symbol, value)
            return SET if found != READ and target is symbol else found
        case tree.Binary(operator="&&" | "||", left=left, right=right):
            return _sequence_of(_first(symbol, left), _weaker(_first(symbol, right)))
        case tree.Conditional(condition=condition, yes=yes, no=no):
            arms = _branches([_first(symbol, yes), _first(symbol, no)])
            return _sequence_of(_first(symbol, condition), arms)
        case tree.If(condition=condition, yes=yes, no=no):
            arms = _branches([_first(symbol, yes), _first(symbol, no)])
            return _sequence_of(_first(symbol, condition), arms)
        case tree.While(condition=condition, body=body):
            found = _first(symbol, body)
            endless = constants.evaluate(condition)
            if not (endless and not _breaks(body)):
                found = _weaker(found)
            return _sequence_of(_first(symbol, condition), found)
        case tree.DoWhile(condition=condition, body=body):
            found = _first(symbol, body)
            found = _weaker(found) if _breaks(body) else found
            return _sequence_of(found, _first(symbol, condition))
        case tree.For():
            return _for(symbol, node)
        case tree.Switch(subject=subject, body=body):
            return _sequence_of(_first(symbol, subject), _switch(symbol, body))
        case tree.Declaration(variables=variables):
            return _sequence(symbol, [value for _, value in variables])
        case tree.Block(body=body):
            return _sequence(symbol, body)
    from . import walk

    return _sequence(symbol, list(walk.children(node)))


def _sequence_of(one: str, other: str) -> str:
    if one in (READ, SET):
        return one
    return other if other != NOTHING else one


def _for(symbol: Symbol, node: tree.For) -> str:
    found = _sequence_of(_first(symbol, node.start), _first(symbol, node.condition))
    body = _sequence_of(_first(symbol, node.body), _first(symbol, node.update))
    if node.condition is None and not _breaks(node.body):
        return _sequence_of(found, body)
    return _sequence_of(found, _weaker(body))


def _switch(symbol: Symbol, body: tree.Block) -> str:
    groups: list[list[Any]] = []
    default = False
    for node in body.body:
        if isinstance(node, tree.Case):
            default = default or node.value is None
            groups.append([])
        elif groups:
            groups[-1].append(node)
    found = [_sequence(symbol, group) for group in groups if group]
    return _branches(found if default else [*found, NOTHING])


def _breaks(node: Any) -> bool:
    """Whether a loop's body can leave the loop."""
    match node:
        case tree.Break() | tree.Goto():
            return True
        case tree.While() | tree.DoWhile() | tree.For() | tree.Switch():
            return any(isinstance(inner, tree.Goto) for inner in _inside(node))
        case tree.Block(body=body):
            return any(_breaks(inner) for inner in body)
        case tree.If(yes=yes, no=no):
            return _breaks(yes) or _breaks(no)
    return False


def _inside(node: Any) -> list[Any]:
    from . import walk

    return list(walk.nodes(node))
